"""Pack: a part of the index as a script that a page may load from anywhere, file:// too.

``searchPart("i/1f","…")``: the part's name, and its bytes deflated (RFC 1951, no header) in Base64.
"""

from __future__ import annotations

import base64
import zlib

FUNCTION = "searchPart"


def packed(name: str, data: bytes) -> bytes:
    """Return the script of one part."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return b'%s("%s","%s")' % (
        FUNCTION.encode(),
        name.encode(),
        base64.b64encode(deflate.compress(data) + deflate.flush()),
    )


def unpacked(script: bytes) -> bytes:
    """Return the bytes of a part, out of its script."""
    return zlib.decompress(base64.b64decode(script[script.rindex(b',"') + 2 : -2]), -15)


def part_path(name: str) -> str:
    """Return where a part lies in the site."""
    return f"search/{name}.js"
