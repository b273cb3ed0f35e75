"""The whole path: from a folder of saved pages to a site, twice, killed, and with bad input."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec
import pytest
from discuz_pages import SITE, desktop, post
from forum import Said, png, write_thread

from site_gen.build.build import Built, build
from site_gen.config import Config
from site_gen.errors import ArchiveError, OutputError
from site_gen.exports.report import Report
from site_gen.render.places import thread_name, thread_path

LINK = re.compile(r'(?:href|src)="([^"]*)"')
ID = re.compile(r'\bid="([^"]*)"')


@pytest.fixture
def archive(tmp_path: Path, sample: Path) -> Path:
    """A copy of the sample archive that a test may change."""
    return Path(shutil.copytree(sample, tmp_path / "archive"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's site, built once."""
    output = tmp_path_factory.mktemp("site") / "output"
    build(Path(__file__).parent.parent / "archive", output)
    return output


def contents(folder: Path) -> dict[str, str]:
    """Every file of a folder with the hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def report(output: Path) -> dict[str, object]:
    return dict(json.loads((output / "report.json").read_text(encoding="utf-8")))


def test_every_saved_page_is_published_merged_or_skipped_with_a_reason(
    site: Path, sample: Path
) -> None:
    pages = json.loads((site / "report.json").read_text(encoding="utf-8"))["pages"]
    saved = {
        p.relative_to(sample).as_posix()
        for p in sample.rglob("*")
        if p.suffix in (".html", ".txt") and p.is_file()
    }
    assert {page["path"] for page in pages} == saved
    assert {page["outcome"] for page in pages} == {"published", "merged", "skipped"}
    assert all(page["reason"] for page in pages if page["outcome"] == "skipped")


def test_the_report_tells_every_file_of_the_archive_and_what_it_was_read_as(
    archive: Path, tmp_path: Path
) -> None:
    for name in ("data.json", "map.xml", "rules.pdf"):
        (archive / name).write_bytes(b"{}")
    build(archive, tmp_path / "site")
    found = msgspec.json.decode((tmp_path / "site" / "report.json").read_bytes(), type=Report)
    told = [page.path for page in found.pages] + [asset.path for asset in found.assets]
    every = {
        path.relative_to(archive).as_posix()
        for path in archive.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }
    assert sorted([*told, *found.curated]) == sorted(every)
    unused = {asset.path for asset in found.assets if asset.outcome == "unused"}
    assert {"data.json", "map.xml", "rules.pdf"} <= unused
    for page in found.pages:
        data = (archive / page.path).read_bytes()
        assert page.sha256 == hashlib.sha256(data).hexdigest()
        if page.outcome == "skipped":
            assert page.reason and page.thread is None
            continue
        assert (tmp_path / "site" / "threads" / f"{page.thread}.html").is_file()
        assert page.engine and page.view and page.charset and page.reason is None
    assert any(page.url for page in found.pages)


def test_a_page_keeps_its_thread_in_the_report_when_only_its_time_changes(
    archive: Path, tmp_path: Path
) -> None:
    build(archive, tmp_path / "site")
    before = (tmp_path / "site" / "report.json").read_bytes()
    for path in archive.rglob("*.html"):
        os.utime(path, (1_500_000_000, 1_500_000_000))
    build(archive, tmp_path / "site")
    threads = [
        {page["path"]: page["thread"] for page in json.loads(data)["pages"]}
        for data in (before, (tmp_path / "site" / "report.json").read_bytes())
    ]
    assert threads[0] == threads[1]


def test_every_link_and_anchor_of_every_page_resolves(site: Path) -> None:
    anchors = {
        path: set(ID.findall(path.read_text(encoding="utf-8"))) for path in site.rglob("*.html")
    }
    broken = []
    for path in anchors:
        for href in LINK.findall(path.read_text(encoding="utf-8")):
            parts = urlsplit(href.replace("&amp;", "&"))
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file() or (
                parts.fragment and parts.fragment not in anchors.get(target, set())
            ):
                broken.append((path.name, href))
    assert not broken


def test_no_script_style_or_form_of_a_saved_page_survives(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<(?:form|iframe|object|embed|style)\b|\son\w+=|javascript:", text), (
            path
        )
        scripts = set(re.findall(r"<script\b[^>]*>", text)) - {
            '<script type="application/ld+json">'
        }
        assert all(
            re.fullmatch(
                r"<script (?:src|xlink:href)=[\"'](\.\./)*assets/[\w.-]+\.js[\"'](?: defer)?>", tag
            )
            for tag in scripts
        ), path
        assert "Content-Security-Policy" in text


def test_a_second_build_reads_and_writes_nothing(archive: Path, tmp_path: Path) -> None:
    build(archive, tmp_path / "site")
    before = (tmp_path / "site" / "index.html").stat()
    again = build(archive, tmp_path / "site")
    assert again.unchanged and again.read == 0 and again.rendered == 0
    assert (tmp_path / "site" / "index.html").stat() == before


def test_a_build_with_nothing_changed_loads_no_engine_and_no_converter(
    archive: Path, tmp_path: Path
) -> None:
    script = (
        "import sys; from pathlib import Path; from site_gen.build.build import build; "
        "built = build(Path(sys.argv[1]), Path(sys.argv[2])); "
        "print(built.unchanged, *(name for name in sys.argv[3:] if name in sys.modules))"
    )
    heavy = [
        "bs4",
        "markdown_it",
        "site_gen.engines.registry",
        "site_gen.build.tasks",
        "dateparser",
    ]
    said = [
        subprocess.run(
            [sys.executable, "-c", script, str(archive), str(tmp_path / "site"), *heavy],
            check=True,
            capture_output=True,
            text=True,
            cwd=Path(__file__).parent.parent,
        ).stdout.split()
        for _ in range(2)
    ]
    assert said[0][0] == "False" and "bs4" in said[0]
    assert said[1] == ["True"]


def test_a_changed_picture_of_the_curators_is_a_change(archive: Path, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "about.md").write_text("![boat](boat.png)", encoding="utf-8")
    (pages / "boat.png").write_bytes(png(2, 2))
    build(archive, tmp_path / "site", Config(pages=str(pages)))
    (pages / "boat.png").write_bytes(png(3, 3))
    built = build(archive, tmp_path / "site", Config(pages=str(pages)))
    assert not built.unchanged
    page = (tmp_path / "site" / "about.html").read_text(encoding="utf-8")
    (name,) = re.findall(r'src="(media/[0-9a-f]+\.png)"', page)
    assert (tmp_path / "site" / name).read_bytes() == png(3, 3)


def test_one_changed_page_is_read_alone_and_gives_the_same_site_as_a_fresh_build(
    archive: Path, tmp_path: Path
) -> None:
    build(archive, tmp_path / "site")
    page = archive / "desktop" / "thread-12-1-1.html"
    page.write_text(page.read_text(encoding="utf-8").replace("钟楼", "鐘樓"), encoding="utf-8")
    changed = build(archive, tmp_path / "site")
    assert changed.read == 1 and 0 < changed.rendered < changed.pages / 2
    build(archive, tmp_path / "fresh")
    assert contents(tmp_path / "site") == contents(tmp_path / "fresh")


def test_a_quote_of_another_thread_is_led_to_and_told_there_until_it_is_gone(
    tmp_path: Path,
) -> None:
    archive, output = tmp_path / "archive", tmp_path / "output"
    archive.mkdir()
    address = "forum.php?mod=redirect&amp;goto=findpost&amp;pid=10001&amp;ptid=1"
    quote = f'<div class="quote"><blockquote><font size="2"><a href="{address}"><font color="#999999">Rosa 发表于 '
    quote += "2012-4-1 09:30</font></a></font><br>The kite is up.</blockquote></div>So I heard."
    write_thread(archive, 1, "Kites", "Outdoors", [Said("Rosa", "The kite is up.")])
    write_thread(archive, 2, "Weather", "Outdoors", [Said("Tom", "Wind."), Said("Ida", quote)])
    build(archive, output)
    assert 'href="1.html#p10001"' in (output / "threads" / "2.html").read_text("utf-8")
    assert '<a href="2.html#p20002">Weather</a>' in (output / "threads" / "1.html").read_text(
        "utf-8"
    )
    (archive / "thread-2-1-1.html").unlink()
    build(archive, output)
    assert "2.html" not in (output / "threads" / "1.html").read_text("utf-8")


def test_a_removed_page_leaves_the_site(archive: Path, tmp_path: Path) -> None:
    build(archive, tmp_path / "site")
    (archive / "desktop" / "thread-30-1-1.html").unlink()
    build(archive, tmp_path / "site")
    assert not (tmp_path / "site" / "threads" / "30.html").exists()
    assert '"threads/30.html' not in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_a_touched_file_of_the_site_is_made_again(archive: Path, tmp_path: Path) -> None:
    build(archive, tmp_path / "site")
    whole = contents(tmp_path / "site")
    (tmp_path / "site" / "threads" / "12.html").write_text("spoilt", encoding="utf-8")
    (tmp_path / "site" / "index.html").unlink()
    build(archive, tmp_path / "site")
    assert contents(tmp_path / "site") == whole


def test_the_same_archive_gives_the_same_bytes_in_other_folders_zones_and_hash_seeds(
    archive: Path, tmp_path: Path
) -> None:
    sites = []
    for n, (zone, seed, jobs) in enumerate(
        [("Asia/Shanghai", "1", "1"), ("America/New_York", "2", "2")]
    ):
        output = tmp_path / f"here{n}" / "site"
        env = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed}
        moved = Path(
            shutil.copytree(archive, tmp_path / f"moved{n}" / "archive", copy_function=shutil.copy2)
        )
        command = [
            sys.executable,
            "-m",
            "site_gen",
            "build",
            str(moved),
            "-o",
            str(output),
            "--jobs",
            jobs,
            "-q",
        ]
        subprocess.run(command, check=True, env=env, cwd=Path(__file__).parent.parent)
        sites.append(contents(output))
    assert sites[0] == sites[1]


def test_the_archive_is_only_read(archive: Path, tmp_path: Path) -> None:
    before = contents(archive)
    build(archive, tmp_path / "site")
    assert contents(archive) == before


def test_killed_at_any_moment_the_old_site_stands_and_the_next_build_completes(
    archive: Path, tmp_path: Path
) -> None:
    output = tmp_path / "site"
    for n in range(40):  # enough work for the moments to differ
        text = (archive / "desktop" / "thread-12-1-1.html").read_text(encoding="utf-8")
        copy = text.replace("tid = parseInt('12')", f"tid = parseInt('{1000 + n}')")
        (archive / f"thread-{1000 + n}-1-1.html").write_text(copy, encoding="utf-8")
    build(archive, output)
    old = contents(output)
    chance = random.Random(5)
    command = [
        sys.executable,
        "-m",
        "site_gen",
        "build",
        str(archive),
        "-o",
        str(output),
        "--jobs",
        "2",
        "-q",
    ]
    for moment in range(10):
        page = archive / f"thread-{1000 + moment}-1-1.html"
        page.write_text(page.read_text(encoding="utf-8") + "\n<!-- touched -->", encoding="utf-8")
        shutil.rmtree(
            output.parent / ".site.sitegen", ignore_errors=True
        )  # a cold build every time
        process = subprocess.Popen(
            command, cwd=Path(__file__).parent.parent, start_new_session=True
        )
        time.sleep(0.1 + chance.random() * 0.9)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert (output / "index.html").is_file()
        assert all((output / path).is_file() for path in old)
    build(archive, output)
    build(archive, tmp_path / "fresh")
    assert contents(output) == contents(tmp_path / "fresh")


BAD = {
    "empty.html": (b"", "empty"),
    "spaces.html": (b" \n ", "empty"),
    "picture.html": (b"\x89PNG\r\n\x1a\n" + bytes(200), "PNG"),
    "program.html": (bytes(range(256)) * 40, "not text"),
    "article.html": (
        b"<!DOCTYPE html><html><body><h1>Bread</h1><p>Flour, water, salt.</p></body></html>",
        "no known forum",
    ),
    "missing.html": (
        b"<html><head><title>404 Not Found</title></head><body>Not Found</body></html>",
        "no known forum",
    ),
    "notes.txt": (b"buy flour\ncall the clockmaker\n", "no known forum"),
}


def test_bad_input_is_skipped_with_a_reason_and_the_build_goes_on(
    archive: Path, tmp_path: Path
) -> None:
    for name, (data, _) in BAD.items():
        (archive / name).write_bytes(data)
    (archive / "link.html").symlink_to(archive / "about.md")
    os.mkfifo(archive / "pipe.html")
    whole = (archive / "desktop" / "thread-30-1-1.html").read_text(encoding="utf-8")
    (archive / "half.html").write_text(whole[: whole.index('id="postlist"')], encoding="utf-8")
    built = build(archive, tmp_path / "site")
    reasons = dict(built.skips)
    for name, (_, word) in BAD.items():
        assert word in reasons[name], (name, reasons[name])
    assert "symbolic link" in reasons["link.html"]
    assert "regular file" in reasons["pipe.html"]
    assert "breaks off" in reasons["half.html"]
    assert built.counts["threads"] == 11


def test_half_a_page_with_posts_is_published_and_the_cut_is_a_gap(
    tmp_path: Path, sample: Path
) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    whole = (sample / "desktop" / "thread-36-1-1.html").read_text(encoding="utf-8")
    third = [m.start() for m in re.finditer(r'<div id="post_\d+"', whole)][2]
    (archive / "half.html").write_text(whole[: third + 3_000], encoding="utf-8")
    build(archive, tmp_path / "site")
    gaps = json.loads((tmp_path / "site" / "report.json").read_text(encoding="utf-8"))["gaps"]
    assert gaps["cut"] == 1


def test_an_archive_without_threads_still_gives_a_site_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "news.html").write_text("<p>No thread is here.")
    built = build(tmp_path / "archive", tmp_path / "site")
    assert built.counts["threads"] == 0
    assert (tmp_path / "site" / "index.html").is_file()


@pytest.mark.parametrize(
    "number",
    ["../../../escaped", "a/b@lists.example", "con", "com1", "A1", "x" * 300, "\x00", "12"],
)
def test_no_page_is_named_by_what_a_page_says(number: str) -> None:
    assert re.fullmatch(r"threads/(12|m[0-9a-f]{12})\.html", thread_path(thread_name(number)))
    assert thread_path(thread_name("12")) == "threads/12.html"


@pytest.mark.parametrize("left", ["nothing", "an image", "a note"])
def test_an_archive_without_a_page_replaces_no_site(
    archive: Path, tmp_path: Path, left: str
) -> None:
    build(archive, tmp_path / "site")
    before = contents(tmp_path / "site")
    shutil.rmtree(archive)
    archive.mkdir()
    if left == "an image":
        (archive / "a.png").write_bytes(png(1, 1))
    if left == "a note":
        (archive / "about.md").write_text("# About\n")
    with pytest.raises(ArchiveError, match=r"no saved page.*--allow-shrink"):
        build(archive, tmp_path / "site")
    assert contents(tmp_path / "site") == before
    built = build(archive, tmp_path / "site", allow_shrink=True)
    assert built.counts["threads"] == 0


def test_a_site_may_lose_half_of_its_threads_and_no_more(archive: Path, tmp_path: Path) -> None:
    shutil.rmtree(archive)
    archive.mkdir()
    for tid in range(10, 20):
        write_thread(archive, tid, f"Thread {tid}", "Lock", [Said("anna", f"Words of {tid}")] * 3)
    build(archive, tmp_path / "site", Config(page_cap=2))
    for tid in range(10, 15):
        (archive / f"thread-{tid}-1-1.html").unlink()
    half = build(archive, tmp_path / "site", Config(page_cap=2))
    assert half.counts["threads"] == 5
    for tid in range(15, 18):
        (archive / f"thread-{tid}-1-1.html").unlink()
    with pytest.raises(ArchiveError, match="3 of the 5 threads"):
        build(archive, tmp_path / "site", Config(page_cap=2))
    assert build(archive, tmp_path / "site", allow_shrink=True).counts["threads"] == 2


def test_a_folder_that_sitegen_did_not_make_is_not_replaced(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(OutputError, match="--force"):
        build(archive, tmp_path / "mine")
    assert (tmp_path / "mine" / "letter.txt").read_text(encoding="utf-8") == "keep me"
    assert isinstance(build(archive, tmp_path / "mine", force=True), Built)


def test_the_output_may_not_lie_in_the_archive(archive: Path) -> None:
    with pytest.raises(OutputError, match="never writes into an archive"):
        build(archive, archive / "site")


def test_a_missing_archive_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no such folder"):
        build(tmp_path / "nowhere", tmp_path / "site")


def test_long_threads_are_cut_at_the_page_cap_and_quotes_lead_to_the_right_page(
    archive: Path, tmp_path: Path
) -> None:
    build(archive, tmp_path / "site", Config(page_cap=10))
    assert (tmp_path / "site" / "threads" / "12-3.html").is_file()
    pages = "".join(
        (tmp_path / "site" / "threads" / f"12{n}.html").read_text(encoding="utf-8")
        for n in ("-2", "-3")
    )
    assert re.search(r'href="12(?:-2)?\.html#p\d+"', pages)


def test_a_link_to_a_post_alone_leads_to_it_in_whichever_thread_it_stands(tmp_path: Path) -> None:
    address = "{}forum.php?mod=redirect&amp;goto=findpost&amp;pid={}"
    links = [f'<a href="{address.format(SITE, pid)}">{pid}</a>' for pid in (950, 951, 999)]
    folder = tmp_path / "archive"
    folder.mkdir()
    for tid, source in (
        ("56", desktop(post(900, f"第一层垫草。{''.join(links)}"))),
        ("57", desktop(post(950, "巢门留一指宽。"), post(951, "背风。", floor="沙发"))),
        ("58", desktop(post(951, "垫草要厚。"))),
    ):
        (folder / f"{tid}.html").write_text(
            source.replace("parseInt('56')", f"parseInt('{tid}')"), encoding="utf-8"
        )
    build(folder, tmp_path / "site")
    page = (tmp_path / "site" / "threads" / "56.html").read_text(encoding="utf-8")
    assert '<a href="57.html#p950">950</a>' in page
    assert all(
        f'<a href="{address.format(SITE, pid)}">{pid}</a>' in page for pid in (951, 999)
    )  # in two threads, in none


def test_saved_pictures_are_in_the_site_and_others_are_named_as_missing(site: Path) -> None:
    assert len(list((site / "media").iterdir())) >= 3
    page = (site / "threads" / "24.html").read_text(encoding="utf-8")
    assert re.search(r'<img src="\.\./media/[0-9a-f]{32}\.png"', page)


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_ends_a_build_with_one_sentence_and_leaves_the_site(
    tmp_path: Path, jobs: int
) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    for tid in range(10, 410):
        write_thread(archive, tid, f"Thread {tid}", "Lock", [Said("anna", f"Words of {tid}")] * 20)
    build(archive, tmp_path / "site", jobs=2)
    before = contents(tmp_path / "site")
    shutil.rmtree(tmp_path / ".site.sitegen")
    command = ["build", str(archive), "-o", str(tmp_path / "site"), "--jobs", str(jobs)]
    process = subprocess.Popen(
        [sys.executable, "-m", "site_gen", *command],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stderr is not None
    said = ""
    while "Reading" not in said:
        said += process.stderr.readline()
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGINT)
    said += process.communicate(timeout=60)[1]
    assert process.returncode == 130, said
    assert said.endswith("\nStopped; the site from before stands\n")
    assert "Traceback" not in said
    assert contents(tmp_path / "site") == before
