"""``sitegen serve``: a preview that answers as a static host does, to this machine alone, and follows changes."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect

from site_gen.cli import cli
from site_gen.cli.live import BEAT, Builds, live_page
from site_gen.cli.preview import Preview
from site_gen.cli.serve import as_base


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small site."""
    (tmp_path / "boards").mkdir()
    (tmp_path / "empty").mkdir()
    for name, text in {
        "index.html": "home", "boards/index.html": "boards", "404.html": "missing", "a.js": "1", "a.css": "p{}",
        "feed.xml": "<feed/>", "report.json": "{}", "a.svg": "<svg/>", "a.webp": "", "a.avif": "",
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text)
    return tmp_path


@contextmanager
def served(
    folder: Path, base: str = "/", builds: Builds | None = None
) -> Iterator[Callable[..., http.client.HTTPResponse]]:
    """A function that asks the server for a path, as it is written."""
    server = Preview(folder, 0, base, lambda _: None, builds)
    Thread(target=server.serve_forever, daemon=True).start()

    def ask(path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(
            "127.0.0.1", int(server.server_address[1]), timeout=10
        )
        connection.request(method, path, headers=headers)
        return connection.getresponse()

    try:
        assert server.server_address[0] == "127.0.0.1"
        yield ask
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/boards/", "text/html; charset=utf-8"),
        ("/a.js", "text/javascript; charset=utf-8"),
        ("/a.css", "text/css; charset=utf-8"),
        ("/feed.xml", "application/xml"),
        ("/report.json", "application/json"),
        ("/a.svg", "image/svg+xml"),
        ("/a.webp", "image/webp"),
        ("/a.avif", "image/avif"),
    ],
)
def test_files_have_their_content_types(folder: Path, path: str, kind: str) -> None:
    with served(folder) as ask:
        answer = ask(path)
        assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/thread-1-1-1.html",
        "/t/slug/1",
        "/empty/",
        "/../secret",
        "/%2e%2e/secret",
        "//secret",
    ],
)
def test_what_is_not_there_is_404_html_with_its_status(folder: Path, path: str) -> None:
    (folder.parent / "secret").write_text("secret")
    with served(folder) as ask:
        answer = ask(path)
        assert (answer.status, answer.read()) == (404, b"missing")
        assert ask(path, "HEAD").read() == b""


def test_a_site_under_a_base_is_there_alone(folder: Path) -> None:
    with served(folder, "/repo/") as ask:
        assert ask("/repo/").read() == b"home"
        assert ask("/repo/boards").headers["Location"] == "/repo/boards/"
        assert [ask(path).headers["Location"] for path in ("/", "/repo")] == ["/repo/", "/repo/"]
        assert [ask(path).status for path in ("/boards/", "/repo/nowhere", "/repository/")] == [
            404,
            404,
            404,
        ]


@pytest.mark.parametrize(
    "name", ["evil.example", "evil.example:8000", "192.168.1.2", "localhost.evil.example"]
)
def test_a_page_of_the_web_cannot_read_the_archive_under_its_own_name(
    folder: Path, name: str
) -> None:
    with served(folder) as ask:
        assert ask("/", Host=name).status == 403
        assert ask("/", Host="localhost:8000").status == 200


def test_nothing_can_be_sent_to_it(folder: Path) -> None:
    with served(folder) as ask:
        assert [ask("/", method).status for method in ("POST", "PUT", "DELETE")] == [501, 501, 501]


@pytest.mark.parametrize("written", ["repo", "/repo", "repo/", "/repo/"])
def test_a_base_gets_its_slashes(written: str) -> None:
    assert as_base(None, None, written) == "/repo/"  # type: ignore[arg-type]
    assert as_base(None, None, "/") == "/"  # type: ignore[arg-type]


def test_a_base_that_is_no_path_is_refused_with_an_example(sample: Path) -> None:
    result = CliRunner().invoke(cli, ["serve", str(sample), "--base", "https://a.example/x"])
    assert result.exit_code == 2
    assert "write for example /repo/" in result.output


# ── The open page reloads ──


def test_a_page_of_the_preview_brings_the_script_and_its_file_does_not(folder: Path) -> None:
    page = "<html><head></head><body>words</body></html>"
    (folder / "index.html").write_text(page)
    with served(folder, "/old/", Builds()) as ask:
        for path, status in (("/old/", 200), ("/old/index.html", 200), ("/old/nowhere.html", 404)):
            answer = ask(path)
            assert answer.status == status
            assert b'<script src="/old/-sitegen-/live.js"></script>' in answer.read()
        script = ask("/old/-sitegen-/live.js")
        assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert b'EventSource("/old/-sitegen-/events")' in script.read()
        assert ask("/old/a.js").read() == b"1"
    assert (folder / "index.html").read_text() == page


def test_a_server_without_builds_adds_nothing(folder: Path) -> None:
    with served(folder) as ask:
        assert ask("/").read() == b"home"
        assert ask("/-sitegen-/live.js").status == 404


@pytest.mark.parametrize("theme", ["default", "plain"])
def test_the_policy_of_every_theme_lets_the_script_connect(theme: str, sample_site: Path) -> None:
    policy = "default-src 'none'; style-src 'self'"
    if theme == "default":
        policy += "; script-src 'self'; base-uri 'none'"
    tag = '<meta http-equiv="Content-Security-Policy" content="{}">'
    page = live_page(f"<head>{tag.format(policy)}</head><body></body>".encode(), "/").decode()
    found = re.search(r'content="([^"]*)"', page)
    assert found is not None
    parts = [part.strip() for part in found[1].split(";")]
    assert parts[:2] == ["default-src 'none'", "style-src 'self'"]
    assert sorted(parts)[-3:-1] == ["default-src 'none'", "script-src 'self'"]
    assert "connect-src 'self'" in parts


def test_readers_are_told_of_each_build_and_of_nothing_twice() -> None:
    builds = Builds()
    events = builds.events()
    first = next(events)
    builds.done()
    second = next(events)
    assert first.startswith(b"data: ") and second.startswith(b"data: ") and first != second
    assert next(builds.events()) == second
    assert BEAT <= 30


@pytest.mark.browser
def test_an_edit_reloads_the_open_page(browser: Browser, sample: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    shutil.copy(sample / "desktop" / "thread-12-1-1.html", archive)
    (tmp_path / "sitegen.toml").write_text('title = "Before"\n')
    log = tmp_path / "log"
    with log.open("w") as file:
        program = [sys.executable, "-m", "site_gen", "serve", "--port", "0", "--jobs", "1"]
        process = subprocess.Popen(program, cwd=tmp_path, stderr=file, stdout=file)
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(said(log, r"Look at (http://127\.0\.0\.1:\d+/)") + "threads/12.html")
        expect(page).to_have_title(re.compile("Before"))
        (tmp_path / "sitegen.toml").write_text('title = "After"\n')
        expect(page).to_have_title(re.compile("After"), timeout=30_000)
        built = (tmp_path / "output" / "threads" / "12.html").read_text(encoding="utf-8")
        assert "-sitegen-" not in built
    finally:
        context.close()
        process.kill()
        process.wait()


def test_a_port_in_use_is_a_clear_error(sample: Path, tmp_path: Path, folder: Path) -> None:
    busy = Preview(folder, 0, "/", lambda _: None)
    try:
        port = str(busy.server_address[1])
        result = CliRunner().invoke(
            cli, ["serve", str(sample), "-o", str(tmp_path / "out"), "--port", port]
        )
    finally:
        busy.server_close()
    assert result.exit_code == 1
    assert f"port {port} of 127.0.0.1 cannot be used" in result.output


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_it_builds_again_on_every_change_shows_faults_and_ends_quietly(
    sample: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    shutil.copy(sample / "desktop" / "thread-12-1-1.html", archive)
    settings = tmp_path / "sitegen.toml"
    settings.write_text('address = "https://someone.example/old/"\n')
    log = tmp_path / "log"
    with log.open("w") as file:
        program = [sys.executable, "-m", "site_gen", "serve", "--port", "0"]
        process = subprocess.Popen(
            program, cwd=tmp_path, stderr=file, stdout=file, preexec_fn=heed_interrupts
        )
    try:
        address = said(log, r"Look at (http://127\.0\.0\.1:\d+/old/)")
        assert address
        shutil.copy(sample / "desktop" / "thread-21-1-1.html", archive)
        said(log, r"thread-21-1-1\.html changed; building …\nBuilt in")
        assert (tmp_path / "output" / "threads" / "21.html").exists()
        settings.write_text("title = ")
        said(log, r"sitegen\.toml changed; building …\nError: .*not valid TOML")
        settings.write_text('title = "Kites"\n')
        said(log, r"not valid TOML[^\n]*\n[^\n]*sitegen\.toml changed; building …\nBuilt in")
        assert "Kites" in (tmp_path / "output" / "index.html").read_text(encoding="utf-8")
        (tmp_path / "templates").mkdir()
        (tmp_path / "templates" / "curated.html").write_text("x")
        said(log, r"templates[^\n]* changed; building …\nBuilt in")
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert log.read_text(encoding="utf-8").endswith("\nStopped.\n")
    finally:
        process.kill()
        process.wait()


def heed_interrupts() -> None:
    """Have a program end by Ctrl-C even where these tests run in the background, which shells keep from it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def said(log: Path, pattern: str) -> str:
    """Wait until the program says something; returns the first group."""
    for _ in range(300):
        if found := re.search(pattern, log.read_text(encoding="utf-8")):
            return found[1] if found.re.groups else found[0]
        time.sleep(0.1)
    raise AssertionError(f"never said {pattern!r}:\n{log.read_text(encoding='utf-8')}")
