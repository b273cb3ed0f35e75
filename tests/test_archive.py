"""The archive: every saved file behind one door, whatever it lies in."""

from __future__ import annotations

import io
import os
import re
import shutil
import struct
import tarfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from site_gen.archive import archive as archive_module
from site_gen.archive.archive import Archive
from site_gen.archive.containers import packed_zip
from site_gen.archive.kinds import Found, kind_of
from site_gen.archive.mirror import inside, mirrored_path
from site_gen.archive.names import decoded_names
from site_gen.build.build import build
from site_gen.config import Config
from site_gen.errors import ArchiveError, Skipped


def files(root: Path, exclude: Sequence[str] = ()) -> list[Found]:
    return list(Archive(root, exclude=exclude).files())


# ── Folders ───────────────────────────────────────────────────────────────────────────────────────


def make(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"<p>words")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.html", "page"),
        ("A.HTM", "page"),
        ("viewthread.php@tid=5", "page"),
        ("no-suffix", "page"),
        ("a.txt", "text"),
        ("notes.md", "curated"),
        ("a.png", "asset"),
        ("style.CSS", "asset"),
    ],
)
def test_a_name_says_what_a_file_is_taken_for(tmp_path: Path, name: str, kind: str) -> None:
    make(tmp_path, name)
    assert [(found.path, found.kind) for found in files(tmp_path)] == [(name, kind)]


@pytest.mark.parametrize(
    "name", ["a.mht", "a.MHTML", "a.warc", "a.warc.gz", "a.wacz", "a.rar", "a.7z", "a.tar.xz"]
)
def test_what_may_hold_pages_and_is_not_opened_is_named_with_what_to_do(
    tmp_path: Path, name: str
) -> None:
    make(tmp_path, name)
    (found,) = files(tmp_path)
    assert (found.path, found.kind) == (name, "skip")
    assert any(word in str(found.reason) for word in ("unpack", "save the page as HTML"))


def test_a_name_that_is_no_utf8_is_told_in_a_path_that_can_be_written(tmp_path: Path) -> None:
    make(tmp_path, "a.html")
    (tmp_path / "a.html").rename(os.fsdecode(os.fsencode(tmp_path) + b"/\xc4\xe3.html"))
    for found in files(tmp_path):
        found.path.encode("utf-8")
        assert found.path.endswith(".html")


@pytest.mark.parametrize("suffix", ["_files", ".files", "-Dateien", "_fichiers"])
def test_what_lies_in_a_pages_own_folder_is_no_page(tmp_path: Path, suffix: str) -> None:
    make(tmp_path, "老座钟.html", f"老座钟{suffix}/frame.html", f"老座钟{suffix}/deep/a.txt")
    kinds = {found.path: found.kind for found in files(tmp_path)}
    assert kinds.pop("老座钟.html") == "page"
    assert set(kinds.values()) == {"asset"}


def test_a_folder_that_only_looks_like_a_pages_own_is_read(tmp_path: Path) -> None:
    make(tmp_path, "old_files/a.html")
    assert [found.kind for found in files(tmp_path)] == ["page"]


def test_files_come_in_code_point_order_whatever_order_they_were_made_in(tmp_path: Path) -> None:
    names = ["b/2.html", "b/10.html", "B.html", "a.html", "座.html", "b.html", "é.html"]
    orders = []
    for n, order in enumerate((names, names[::-1])):
        make(tmp_path / str(n), *order)
        orders.append([found.path for found in files(tmp_path / str(n))])
    assert (
        orders[0]
        == orders[1]
        == ["B.html", "a.html", "b/10.html", "b/2.html", "b.html", "é.html", "座.html"]
    )


def test_hidden_and_excluded_files_are_left_out_without_a_word(tmp_path: Path) -> None:
    make(
        tmp_path,
        ".git/a.html",
        ".hidden.html",
        "drafts/a.html",
        "drafts/deep/a.html",
        "kept.html",
        "a.bak.html",
    )
    assert [found.path for found in files(tmp_path, ["drafts/*", "*.bak.html"])] == ["kept.html"]


def test_links_and_pipes_are_skipped_with_a_reason_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    make(outside, "secret.html")
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "folder").symlink_to(outside)
    (archive / "page.html").symlink_to(outside / "secret.html")
    os.mkfifo(archive / "pipe.html")
    found = {f.path: (f.kind, f.reason) for f in files(archive)}
    assert set(found) == {"folder", "page.html", "pipe.html"}
    assert {kind for kind, _ in found.values()} == {"skip"}
    assert "symbolic link" in str(found["folder"][1]) and "symbolic link" in str(
        found["page.html"][1]
    )
    assert "regular file" in str(found["pipe.html"][1])


def test_a_folder_that_may_not_be_read_is_skipped_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "locked/a.html", "open.html")
    real = os.scandir

    def scandir(folder: Path) -> Any:
        if Path(folder).name == "locked":
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    found = {f.path: (f.kind, f.reason) for f in files(tmp_path)}
    assert found == {
        "locked": ("skip", "the folder cannot be read (Permission denied)"),
        "open.html": ("page", None),
    }


def test_a_stamp_changes_with_the_file_and_not_without(tmp_path: Path) -> None:
    make(tmp_path, "a.html")
    (before,) = files(tmp_path)
    assert files(tmp_path) == [before]
    (tmp_path / "a.html").write_bytes(b"<p>other words")
    assert files(tmp_path)[0].stamp != before.stamp


# ── The doors ─────────────────────────────────────────────────────────────────────────────────────


def test_what_is_listed_exists_and_can_be_read(tmp_path: Path) -> None:
    make(tmp_path, "a.html", "b/c.png", ".hidden.html", "drafts/d.html")
    (tmp_path / "link.html").symlink_to(tmp_path / "a.html")
    archive = Archive(tmp_path, exclude=["drafts/*"])
    for path in ("a.html", "b/c.png"):
        assert archive.exists(path)
        assert archive.read(path) == b"<p>words"
    for path in (".hidden.html", "drafts/d.html", "link.html", "b", "b/no.png", "no/c.png"):
        assert not archive.exists(path)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("http://a.example/img/x.gif", "a.example/img/x.gif"),
        ("https://a.example/img/x.gif?v=2", "a.example/img/x.gif@v=2"),
        ("https://a.example/%E5%BA%A7.gif", "a.example/座.gif"),
        ("/img/x.gif", None),
        ("data:image/gif;base64,R0", None),
        ("http://[", None),
    ],
)
def test_an_address_has_its_path_in_a_mirror(url: str, path: str | None) -> None:
    assert mirrored_path(url) == path


def test_an_address_leads_to_its_saved_file(tmp_path: Path) -> None:
    make(tmp_path, "a.example/img/x.gif")
    archive = Archive(tmp_path)
    assert archive.by_url("http://a.example/img/x.gif") == "a.example/img/x.gif"
    assert archive.by_url("http://a.example/img/y.gif") is None


@given(st.text(alphabet="a./", max_size=12))
def test_no_path_leads_out(path: str) -> None:
    found = inside(path)
    assert found is None or (".." not in found.split("/") and not found.startswith("/"))


def test_files_that_are_named_one_by_one_count_from_the_folder_they_share(tmp_path: Path) -> None:
    make(tmp_path, "x/1.html", "y/1.html", "y/2.html", "z.html")
    archive = Archive.of([tmp_path / "x" / "1.html", tmp_path / "y"])
    assert [found.path for found in archive.files()] == ["x/1.html", "y/1.html", "y/2.html"]
    (one,) = Archive.of([tmp_path / "y" / "2.html"]).files()
    assert one.path == "2.html"


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"no\.html: no such file"):
        Archive.of([tmp_path / "no.html"])


# ── ZIP ───────────────────────────────────────────────────────────────────────────────────────────


def zipped(folder: Path, target: Path, method: int = zipfile.ZIP_DEFLATED) -> Path:
    """The files of a folder as a ZIP, with their times in UTC."""
    with zipfile.ZipFile(target, "w", method) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                when = time.gmtime(path.stat().st_mtime)[:6]
                info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), when)
                info.compress_type = method
                packed.writestr(info, path.read_bytes())
    return target


def tree(site: Path) -> dict[str, bytes]:
    """Every file of a site, without the paths of sources and the index's version, a hash of them."""
    version = re.search(rb'data-version="(\w+)"', (site / "search.html").read_bytes())
    assert version is not None
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        .replace(b"saved.zip!/", b"")
        .replace(version[1], b"")
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("within", ["alone", "in a folder"])
def test_a_zip_gives_the_site_of_its_files(tmp_path: Path, method: int, within: str) -> None:
    sample = tmp_path / "sample"
    shutil.copytree(ROOT / "archive", sample)
    for path in sample.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    packed = zipped(sample, tmp_path / "saved.zip", method)
    config = Config(title="Archive")
    build(sample, tmp_path / "plain", config)
    given = packed
    if within == "in a folder":
        given = tmp_path / "folder"
        given.mkdir()
        packed.rename(given / "saved.zip")
        for path in sample.rglob("*.md"):  # the curator's own words lie beside the ZIP
            target = given / path.relative_to(sample)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
            for picture in path.parent.glob("*.png"):
                shutil.copy2(picture, target.parent)
    build(given, tmp_path / "zipped", config)
    plain, other = tree(tmp_path / "plain"), tree(tmp_path / "zipped")
    assert plain.keys() == other.keys()
    differing = {path for path, data in plain.items() if data != other[path]}
    assert differing <= (
        {"report.json"} if within == "in a folder" else set()
    )  # it names all files


def members(path: Path) -> dict[str, str | None]:
    return {found.path.partition("!/")[2]: found.reason for found in Archive.of([path]).files()}


def packed(path: Path, **contents: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in contents.items():
            target.writestr(name, data)
    return path


def test_a_member_is_read_by_its_path(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", **{"a/b.html": b"<p>words", "a/c.png": b"picture"})
    archive = Archive.of([path])
    assert archive.read("x.zip!/a/b.html") == b"<p>words"
    assert archive.exists("x.zip!/a/c.png")
    assert not archive.exists("x.zip!/a/no.html")
    (found,) = Archive.of([Path(f"{path}!/a/b.html")]).files()
    assert found.path == "x.zip!/a/b.html"
    with pytest.raises(OSError, match="No such member"):
        archive.read("x.zip!/a/no.html")


def test_hidden_and_excluded_members_are_left_out(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "x.zip",
        **{"a.html": b"<p>", "__MACOSX/._a.html": b"", "drafts/b.html": b"<p>", "c.bak": b""},
    )
    archive = Archive.of([path], ["drafts/*", "x.zip!/*.bak"])
    assert [found.path for found in archive.files()] == ["x.zip!/a.html"]


def test_a_folder_may_be_called_as_if_it_were_a_container(tmp_path: Path) -> None:
    make(tmp_path, "Hello!/a.html")
    assert Archive(tmp_path).read("Hello!/a.html") == b"<p>words"


@pytest.mark.parametrize("cut", [0, 10, 200])
def test_a_zip_that_is_cut_short_is_skipped_and_the_rest_is_read(tmp_path: Path, cut: int) -> None:
    make(tmp_path, "b.html")
    data = packed(tmp_path / "a.zip", **{"a.html": b"<p>" + os.urandom(300)}).read_bytes()
    (tmp_path / "a.zip").write_bytes(data[:cut])
    first, second = files(tmp_path)
    assert (first.path, first.kind) == ("a.zip", "skip")
    assert "ZIP" in str(first.reason)
    assert second.path == "b.html"


@pytest.mark.parametrize(
    "name", ["../up.html", "/root.html", "a/../../up.html", "C:/windows.html", "..\\up.html"]
)
def test_a_name_that_leads_out_is_skipped(tmp_path: Path, name: str) -> None:
    path = packed(tmp_path / "x.zip", **{name: b"<p>", "kept.html": b"<p>"})
    found = members(path)
    assert found.pop("kept.html") is None
    assert ["leads out" in str(reason) for reason in found.values()] == [True]


def test_of_equal_names_the_last_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as target, pytest.warns(UserWarning, match="Duplicate"):
        target.writestr("a.html", b"old")
        target.writestr("a.html", b"new")
    assert Archive.of([path]).read("x.zip!/a.html") == b"new"
    found = members(path)
    assert found.pop("a.html") is None
    assert ["same name" in str(reason) for reason in found.values()] == [True]


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed_zip, "SMALL", 1_000)
    path = packed(tmp_path / "x.zip", **{"bomb.html": b"a" * 5_000_000, "kept.html": b"<p>"})
    found = members(path)
    assert "bomb" in str(found["bomb.html"])
    assert found["kept.html"] is None
    assert not Archive.of([path]).exists("x.zip!/bomb.html")


def test_a_member_that_says_a_wrong_size_is_damaged(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", **{"a.html": b"a" * 5_000})
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<L", data, at + 24, 50)  # APPNOTE 4.3.12: the unpacked size
    path.write_bytes(data)
    with pytest.raises(Skipped, match="damaged"):
        Archive.of([path]).read("x.zip!/a.html")


def test_a_member_whose_bytes_were_changed_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as target:
        target.writestr("a.html", b"<p>words of a post")
    path.write_bytes(path.read_bytes().replace(b"words", b"wards"))
    with pytest.raises(Skipped, match="checksum"):
        Archive.of([path]).read("x.zip!/a.html")


def test_an_encrypted_member_is_skipped(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", **{"a.html": b"<p>", "b.html": b"<p>"})
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1  # APPNOTE 4.3.12: the flags of the first member
    path.write_bytes(data)
    found = members(path)
    assert "password" in str(found["a.html"])
    assert found["b.html"] is None


def test_a_container_within_a_container_is_named(tmp_path: Path) -> None:
    inner = packed(tmp_path / "inner.zip", **{"a.html": b"<p>"}).read_bytes()
    path = packed(tmp_path / "outer.zip", **{"inner.zip": inner})
    assert "unpack" in str(members(path)["inner.zip"])


@pytest.mark.parametrize(
    ("names", "charset"),
    [
        (["帖子-1.html", "老座钟的钟摆.html"], "utf-8"),
        (["帖子-1.html", "老座钟的钟摆.html"], "gb18030"),
        (["討論區-1.html", "時間與鐘擺.html"], "big5"),
        (["掲示板のログ.html", "時計のはなし.html"], "cp932"),
        (["thread-1.html"], "ascii"),
    ],
)
def test_names_without_a_charset_are_decoded_together(names: list[str], charset: str) -> None:
    assert decoded_names([name.encode(charset) for name in names]) == names


def test_a_zip_of_windows_in_chinese_is_listed_by_its_names(tmp_path: Path) -> None:
    names = ["论坛/老座钟的钟摆.html", "论坛/停摆的原因.html"]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for n, name in enumerate(names):
            target.writestr("x" * (len(name.encode("gbk")) - 1) + str(n), b"<p>")
    data = buffer.getvalue()
    for n, name in enumerate(names):
        raw = name.encode("gbk")
        data = data.replace(b"x" * (len(raw) - 1) + str(n).encode(), raw)
    (tmp_path / "x.zip").write_bytes(data)
    assert sorted(members(tmp_path / "x.zip")) == sorted(names)


# ── One container more ──


class TarContainer:
    """What a newcomer adds: one file like this, and its name in the list of containers."""

    suffixes: ClassVar[tuple[str, ...]] = (".tar",)

    def __init__(self, path: Path) -> None:
        with tarfile.open(path) as held:
            self.held = {
                member.name: file.read()
                for member in held
                if member.isfile() and (file := held.extractfile(member))
            }

    def files(self, exclude: Sequence[str]) -> Iterator[Found]:
        del exclude
        for path in sorted(self.held):
            kind, reason = kind_of(path, is_part=False)
            yield Found(path, kind, stamp=str(len(self.held[path])), reason=reason)

    def read(self, path: str) -> bytes:
        return self.held[path]

    def exists(self, path: str) -> bool:
        return path in self.held

    def by_url(self, url: str) -> str | None:
        del url
        return None


def test_a_container_is_one_class_and_one_line_in_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tarfile.open(tmp_path / "saved.tar", "w") as target:
        target.add(ROOT / "archive" / "desktop", "desktop")
    monkeypatch.setattr(archive_module, "PACKED", (*archive_module.PACKED, TarContainer))
    built = build(tmp_path / "saved.tar", tmp_path / "site")
    plain = build(ROOT / "archive" / "desktop", tmp_path / "plain")
    assert built.counts == plain.counts
    assert built.files == plain.files
    (found,) = Archive.of([Path(f"{tmp_path}/saved.tar!/desktop/thread-12-1-1.html")]).files()
    assert found.path == "saved.tar!/desktop/thread-12-1-1.html"
