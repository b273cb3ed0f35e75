"""How Discuz! writes the addresses of threads and posts.

Source: ``source/function/function_core.php`` and the
rewrite rules of Discuz! X.
"""

import re

ADDRESSES = (
    re.compile(r"goto=findpost&(?:.*&)?pid=(?P<post>\d+)&(?:.*&)?ptid=(?P<thread>\d+)"),
    re.compile(r"goto=findpost&(?:.*&)?ptid=(?P<thread>\d+)&(?:.*&)?pid=(?P<post>\d+)"),
    re.compile(r"goto=findpost&(?:.*&)?pid=(?P<post>\d+)"),
    re.compile(r"mod=viewthread&(?:.*&)?tid=(?P<thread>\d+)"),
    re.compile(r"viewthread\.php\?(?:.*&)?tid=(?P<thread>\d+)"),
    re.compile(r"/thread-(?P<thread>\d+)(?:-\d+){0,2}(?:\.html)?[?#]"),
    re.compile(r"[/?]tid-(?P<thread>\d+)(?:-page-\d+)?\.html"),
)
