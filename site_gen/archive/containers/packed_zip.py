"""A ZIP of saved files, read in place: each member by its offset, with one open file a process.

Source: PKWARE's APPNOTE 6.3.10; ``zipfile`` reads the directory at its end. What a ZIP may hold to
harm (a bomb, names that lead out, an encrypted or broken member) is skipped with its reason, and
the rest is read.
"""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import ClassVar, NamedTuple

from site_gen.archive.kinds import Found, is_part_of_page, kind_of
from site_gen.archive.mirror import mirrored_path
from site_gen.archive.names import decoded_names
from site_gen.errors import Skipped
from site_gen.models import Evidence

MOST_MEMBERS = 2_000_000
LARGEST = 1 << 30  # bytes of a member, unpacked
HIGHEST_RATIO = 250  # unpacked to packed, from SMALL bytes on: saved pages shrink to a tenth
SMALL = 1 << 22
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED, UTF8_NAME = 0x1, 0x800  # flags, APPNOTE 4.4.4
LOCAL_HEADER = struct.Struct("<4s22xHH")  # APPNOTE 4.3.7: signature, lengths of name and extra
TIME_FIELD = 0x5455  # Info-ZIP's "UT" extra field: seconds since 1970


class Member(NamedTuple):
    """One member: its path, its entry in the directory, why it is not read."""

    path: str
    info: zipfile.ZipInfo
    reason: str | None


class ZipContainer:
    """The members of one ZIP file."""

    suffixes: ClassVar[tuple[str, ...]] = (".zip",)

    def __init__(self, path: Path) -> None:
        try:
            with zipfile.ZipFile(path) as held:
                infos = [info for info in held.infolist() if not info.is_dir()]
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            reason = f"a ZIP that cannot be read ({error}): it may be cut short; copy it anew"
            raise Skipped(reason) from None
        if len(infos) > MOST_MEMBERS:
            raise Skipped(f"a ZIP of {len(infos):,} files, more than {MOST_MEMBERS:,}: unpack it")
        self.path = path
        self.members = _members(infos)

    @cached_property
    def _readable(self) -> dict[str, zipfile.ZipInfo]:
        return {member.path: member.info for member in self.members if not member.reason}

    @cached_property
    def _handle(self) -> int:
        return os.open(self.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))

    def __del__(self) -> None:
        if "_handle" in self.__dict__:
            os.close(self._handle)

    def files(self, exclude: Sequence[str]) -> Iterator[Found]:
        """Return every member, folder by folder, names in code point order."""
        there = {member.path for member in self.members}
        for member in sorted(self.members, key=lambda member: member.path.split("/")):
            if member.reason:
                yield Found(member.path, "skip", reason=member.reason)
            elif not _is_left_out(member.path, exclude):
                is_part = is_part_of_page(member.path, there.__contains__)
                kind, reason = kind_of(member.path, is_part=is_part)
                stamp = f"{member.info.file_size} {member.info.CRC:08x}"
                yield Found(member.path, kind, stamp, _evidence(member.info), reason)

    def read(self, path: str) -> bytes:
        """Return the bytes of a member.

        Raises :class:`OSError`, and :class:`Skipped` where the member is damaged.
        """
        info = self._readable.get(path)
        if info is None:
            raise FileNotFoundError(2, "No such member", path)
        packed = self._packed(info)
        try:
            data = _unpacked(packed, info)
        except zlib.error as error:
            raise Skipped(f"a damaged member of a ZIP ({error})") from None
        if len(data) != info.file_size or zlib.crc32(data) != info.CRC:
            raise Skipped("a damaged member of a ZIP: its checksum is wrong; copy the ZIP anew")
        return data

    def exists(self, path: str) -> bool:
        """Tell whether there is such a member, and it may be read."""
        return path in self._readable

    def by_url(self, url: str) -> str | None:
        """Return the member of a mirror's tree (``host/path``) that an address was saved as."""
        path = mirrored_path(url)
        return path if path in self._readable else None

    def _packed(self, info: zipfile.ZipInfo) -> bytes:
        """Return the bytes of a member as they lie in the file."""
        header = _read_at(self._handle, info.header_offset, LOCAL_HEADER.size)
        if len(header) < LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
            raise Skipped("a damaged member of a ZIP: it is not where the directory says")
        _, name, extra = LOCAL_HEADER.unpack(header)
        begin = info.header_offset + LOCAL_HEADER.size + name + extra
        return _read_at(self._handle, begin, info.compress_size)


def _read_at(handle: int, begin: int, size: int) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(handle, size, begin)
    os.lseek(handle, begin, os.SEEK_SET)  # Windows; a process reads one member at a time
    return os.read(handle, size)


def _unpacked(packed: bytes, info: zipfile.ZipInfo) -> bytes:
    if info.compress_type == zipfile.ZIP_STORED:
        return packed
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, info.file_size + 1)


def _members(infos: Sequence[zipfile.ZipInfo]) -> list[Member]:
    """Return the members with their paths and faults; of equal paths the last one is read."""
    names = _names(infos)
    last = {name: at for at, name in enumerate(names)}
    members: list[Member] = []
    copies: dict[str, int] = {}
    for at, (info, name) in enumerate(zip(infos, names, strict=True)):
        if last[name] == at:
            members.append(Member(name.replace("\\", "/"), info, _fault(info, name)))
            continue
        copies[name] = copies.get(name, 0) + 1
        path = f"{name}#{copies[name]}"
        members.append(Member(path, info, "a later member of the ZIP has the same name"))
    return members


def _names(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Return the members' names; those without the UTF-8 flag are decoded together."""
    plain = [at for at, info in enumerate(infos) if not info.flag_bits & UTF8_NAME]
    names = [info.orig_filename for info in infos]
    raw = [names[at].encode("cp437") for at in plain]  # as zipfile has decoded them
    for at, name in zip(plain, decoded_names(raw), strict=True):
        names[at] = name
    return [name.encode("utf-8", "backslashreplace").decode() for name in names]


def _fault(info: zipfile.ZipInfo, name: str) -> str | None:
    """Return why a member is not read, or ``None``."""
    steps = name.replace("\\", "/").split("/")
    if ".." in steps or steps[0] == "" or ":" in steps[0] or "\0" in name:
        return "a member of a ZIP whose name leads out of it"
    if info.flag_bits & ENCRYPTED:
        return "an encrypted member of a ZIP: unpack it with its password"
    if info.compress_type not in METHODS:
        return "a member of a ZIP that is packed in a way not read here: unpack it"
    if info.file_size > LARGEST:
        return f"a member of a ZIP of {info.file_size:,} bytes, more than {LARGEST:,}"
    if info.file_size > SMALL and info.file_size > HIGHEST_RATIO * info.compress_size:
        return f"a member of a ZIP that unpacks to over {HIGHEST_RATIO} times its size: a bomb"
    return None


def _is_left_out(path: str, exclude: Sequence[str]) -> bool:
    """Tell whether a member, or a folder it lies in, is hidden or excluded."""
    steps = path.split("/")
    if any(step.startswith(".") for step in steps):
        return True
    paths = ["/".join(steps[:depth]) for depth in range(1, len(steps) + 1)]
    return any(fnmatch(one, pattern) for one in paths for pattern in exclude)


def _evidence(info: zipfile.ZipInfo) -> Evidence:
    """Return when a member was last changed: by its UT field, else as its local clock said."""
    return Evidence(file_time=_stated_time(info.extra) or _clock_time(info))


def _stated_time(extra: bytes) -> float | None:
    while len(extra) >= 4:
        field, size = struct.unpack_from("<HH", extra)
        if field == TIME_FIELD and size >= 5 and extra[4] & 1 and len(extra) >= 9:
            return float(struct.unpack_from("<i", extra, 5)[0])
        extra = extra[4 + size :]
    return None


def _clock_time(info: zipfile.ZipInfo) -> float | None:
    try:
        return datetime(*info.date_time, tzinfo=UTC).timestamp()
    except ValueError:
        return None
