"""How phpBB writes the addresses of threads and posts.

Source: ``append_sid()`` and ``viewtopic.php`` of phpBB 2 and 3; the shape ``title-t12-20.html`` is
that of the phpBB SEO extension.
"""

import re

ADDRESSES = (
    re.compile(
        r"viewtopic\w*\.(?:php|html)\?(?:.*&)?t=(?P<thread>\d+)(?:&[^#]*)?#p?(?P<post>\d+)$"
    ),
    re.compile(r"viewtopic\w*\.(?:php|html)\?(?:.*&)?t=(?P<thread>\d+)(?:&.*)?[&]p=(?P<post>\d+)"),
    re.compile(r"viewtopic\w*\.(?:php|html)\?(?:.*&)?t=(?P<thread>\d+)"),
    re.compile(r"viewtopic\w*\.(?:php|html)\?(?:.*&)?p=(?P<post>\d+)"),
    re.compile(r"-t(?P<thread>\d+)(?:-\d+)?\.html\?[^#]*#p(?P<post>\d+)$"),
    re.compile(r"-t(?P<thread>\d+)(?:-\d+)?\.html\?"),
)
