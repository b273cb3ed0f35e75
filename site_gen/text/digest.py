"""Short hashes, which name what has no number of its own and tell whether it changed."""

from __future__ import annotations

import hashlib


def digest(*parts: str | bytes) -> str:
    """Return a hash of several parts, in order: 32 hexadecimal digits.

    Parts do not run into each other: ("ab", "c") and ("a", "bc") differ.
    """
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "little"))
        state.update(data)
    return state.hexdigest()
