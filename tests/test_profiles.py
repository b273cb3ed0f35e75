"""Profiles as a user meets them: suggested, checked, shown, picked up."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from site_gen.cli import cli
from site_gen.engines.choice import chosen, read_page
from site_gen.engines.core.driver import read
from site_gen.engines.core.recognition import recognise
from site_gen.engines.core.table import Engine
from site_gen.engines.generic import GENERIC
from site_gen.engines.generic.suggest import quoted, suggest
from site_gen.engines.profiles import engine_of, load_profiles, matches, parse_profile
from site_gen.errors import ConfigError, Skipped
from site_gen.load import Page, load_page
from site_gen.models import Evidence, Reading

TESTS = Path(__file__).parent
ORCHARD = TESTS / "profiles" / "pages"
FIRST, SECOND = ORCHARD / "thread-88-1.html", ORCHARD / "thread-88-2.html"
PAGES = sorted(path for path in TESTS.glob("engines/*/*/pages/*.htm*"))
SMALL = 'name = "x"\n[post]\neach = ".say"\nbody = ".words"\nauthor = ".who"\n'
Run = Callable[..., Result]


def load(path: Path) -> Page:
    return load_page(path.read_bytes(), path.name, Evidence(file_time=1e9))


def read_by(engine: Engine, page: Page) -> Reading | None:
    """What one engine reads, whatever the page's marks."""
    try:
        return read(page, (), engine)[1]
    except Skipped:
        return None


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The program, in an empty folder, with a wide terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments: CliRunner().invoke(cli, [str(argument) for argument in arguments])


# ── Suggesting ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "path", [*PAGES, FIRST, SECOND], ids=lambda path: path.relative_to(TESTS).as_posix()
)
def test_a_suggested_profile_reads_the_page_as_the_generic_engine_does(path: Path) -> None:
    by_generic = read_by(GENERIC, load(path)) if load(path).is_html else None
    if by_generic is None:
        with pytest.raises(Skipped, match="looks enough like posts"):
            suggest(load(path))
        return
    profile = parse_profile(suggest(load(path)), "suggested.toml")
    reading = read_by(engine_of(profile), load(path))
    assert reading is not None and reading.posts == by_generic.posts
    assert not profile.fingerprints or recognise(load(path), [engine_of(profile)])


def test_a_suggestion_from_one_page_reads_the_threads_other_page() -> None:
    engine = engine_of(parse_profile(suggest(load(FIRST)), "suggested.toml"))
    assert recognise(load(SECOND), [engine])
    reading = read_by(engine, load(SECOND))
    assert reading is not None
    assert [(post.id, post.author, post.date) for post in reading.posts] == [
        ("420", "Marit", "2009-02-09T12:11"),
        ("421", "Osgood", "2009-02-09T17:55"),
    ]


def test_keys_that_were_not_found_are_hints_that_say_what_they_mean() -> None:
    text = suggest(load(FIRST))
    assert '# floor = ""  # The post\'s number in the thread.\n' in text
    every_key = text.replace('# floor = ""', 'floor = ".when a"')
    assert parse_profile(every_key, "x").post.floor == ".when a"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_of_a_page_can_stand_in_a_profile(text: str) -> None:
    assert tomllib.loads(f"x = {quoted(text)}") == {"x": text}


@pytest.mark.parametrize(
    "name", ["a\nb.html", "\x01.html", os.fsdecode(b"\xc4\xe3.html"), "\"\"\"'''.html"]
)
def test_a_page_of_any_name_can_be_suggested_for(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FIRST.read_bytes())
    result = run("inspect", "--suggest", tmp_path / name)
    assert result.exit_code == 0
    assert tomllib.loads(result.stdout)["post"]["author"] == "a.who"


def test_suggest_prints_the_profile_and_nothing_else(run: Run) -> None:
    result = run("inspect", "--suggest", FIRST)
    assert (result.exit_code, result.stderr) == (0, "")
    assert tomllib.loads(result.stdout)["post"]["author"] == "a.who"


def test_suggest_says_on_stderr_that_a_known_engine_reads_the_page(run: Run) -> None:
    result = run("inspect", "--suggest", next(path for path in PAGES if "fluxbb" in str(path)))
    assert result.exit_code == 0
    assert "post" in tomllib.loads(result.stdout)
    assert result.stderr.startswith("Note: the fluxbb (desktop) engine reads this page already")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.html", b"<p>words", "nothing on this page looks enough like posts"),
        ("a.txt", b"only words", "nothing on this page looks enough like posts"),
        ("a.html", b"", "the file is empty"),
    ],
)
def test_where_nothing_is_found_nothing_is_suggested(
    run: Run, tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    result = run("inspect", "--suggest", name)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Error: {name}: {words}")


def test_suggest_takes_no_profile(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(SMALL, encoding="utf-8")
    assert run("inspect", "--suggest", "--profile", "x.toml", FIRST).exit_code == 2


# ── Checking ──────────────────────────────────────────────────────────────────────────────────────

BAD = {
    "nam = 'x'\n[post]\neach='a'\nbody='b'": ":1: unknown key `nam`; did you mean `name`?",
    SMALL + "autor = 'a'": ":6: unknown key `post.autor`; did you mean `author`?",
    SMALL + "zzz = 'a'": ":6: unknown key `post.zzz`; known keys: each, body",
    SMALL
    + "date = {css = 'a', atr = 'title'}": ":6: unknown key `post.date.atr`; did you mean `attr`?",
    SMALL + "date = {attr = 'title'}": ":6: `post.date` has no `css`",
    SMALL + "date = 5": ":6: `post.date` must be a selector, a table {css, attr, match}, "
    "or a list of these, not a number",
    SMALL
    + "date = [5]": ":6: a value of `post.date` must be a selector or a table {css, attr, match}, "
    "not a number",
    SMALL + "run = 'yes'": ":6: `post.run` must be true or false, not a string",
    SMALL + "date = 'a['": ":6: `post.date` is not a valid CSS selector: 'a['",
    SMALL + "date = ''": ":6: `post.date` is empty",
    SMALL
    + "date = {css = 'a', match = '('}": ":6: `post.date` has an invalid pattern '(': missing )",
    SMALL + "[body.drop]\n'my menu' = 'a['": ":7: `body.drop.my menu` is not a valid CSS selector",
    SMALL + "[chrome]\nmenu = '::x'": ":7: `chrome.menu` is not a valid CSS selector",
    SMALL + "[body]\ndrop = 'a'": ":7: `body.drop` must be a table, not a string",
    SMALL + "date = .a": ":6: not valid TOML",
    "name = 'x'\n[post]\nbody = 'b'": ":2: `post.each` is missing: Selector of the posts.",
    "name = 'x'\n[post]\neach = ''\nbody = 'b'": ":3: `post.each` must be a string of length >= 1",
    "name = 'x'\npost = 'a'": ":2: `post` must be a table, not a string",
    "name = 'x'": ": `post` is missing",
    "": ": `name` is missing",
    "name = 'My forum'\n[post]\neach='a'\nbody='b'": ":1: `name` must be a string matching",
    SMALL.replace('"x"', '"generic"'): ":1: `name` may not be 'generic'",
    "needed = 2\nfingerprints = ['a']\n"
    + SMALL: ":1: `needed` is 2, but there are 1 `fingerprints`",
    "needed = 0\n" + SMALL: ":1: `needed` must be a number >= 1",
    "fingerprints = ['']\n" + SMALL: ":1: `fingerprints` holds an empty string",
}


@pytest.mark.parametrize(("text", "said"), BAD.items())
def test_a_fault_is_told_with_file_line_key_and_mend(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        parse_profile(text, "engines/x.toml")
    assert str(error.value.format_message()).startswith(f"engines/x.toml{said}")


def test_texts_of_the_template_are_no_selectors() -> None:
    assert parse_profile(SMALL + '[body]\ndrop_text = ["</p>", "says:"]', "x").body.drop_text == [
        "</p>",
        "says:",
    ]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    assert [engine.name for engine in load_profiles([tmp_path / "x.toml"])] == ["x"]


def test_a_file_that_is_no_utf8_and_a_folder_are_told(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(SMALL.encode() + "date = '发表'".encode("gbk"))
    (tmp_path / "y.toml").mkdir()
    with pytest.raises(
        ConfigError, match=r"x\.toml: not UTF-8 text \(byte \d+\); save it as UTF-8"
    ):
        load_profiles([tmp_path / "x.toml"])
    with pytest.raises(ConfigError, match=r"y\.toml: a folder, and a profile is a file"):
        load_profiles([tmp_path / "y.toml"])


def test_two_profiles_may_not_have_one_name_unless_they_read_other_kinds_of_page(
    tmp_path: Path,
) -> None:
    one, two, touch = (tmp_path / f"{name}.toml" for name in ("one", "two", "touch"))
    one.write_text(SMALL, encoding="utf-8")
    two.write_text(SMALL, encoding="utf-8")
    touch.write_text(f'view = "touch"\n{SMALL}', encoding="utf-8")
    with pytest.raises(
        ConfigError, match=r"two\.toml: `name` is 'x', as in .*one\.toml; give one of them another"
    ):
        load_profiles([one, two])
    assert [engine.title for engine in load_profiles([one, touch, one])] == [
        "x (desktop)",
        "x (touch)",
    ]


# ── Asking ────────────────────────────────────────────────────────────────────────────────────────


def own(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_profile_whose_marks_a_page_shows_goes_before_every_engine(tmp_path: Path) -> None:
    page = next(path for path in PAGES if "fluxbb" in str(path))
    text = suggest(load(page))
    name = tomllib.loads(text)["name"]
    engine, _ = read_page(load(page), chosen([own(tmp_path, text)]))
    assert engine.name == name


def test_a_profile_without_marks_is_asked_where_no_other_engine_knows_the_page(
    tmp_path: Path,
) -> None:
    engines = chosen([own(tmp_path, SMALL)])
    assert read_page(load(FIRST), engines)[0].name == "x"
    known = next(path for path in PAGES if "fluxbb" in str(path))
    assert read_page(load(known), engines)[0].name == "fluxbb"


def test_a_profile_that_finds_no_posts_leaves_the_page_to_the_others(tmp_path: Path) -> None:
    marked = SMALL.replace(".say", ".nothing")
    for text in (marked, f"fingerprints = ['class=\"say\"']\n{marked}"):
        assert read_page(load(FIRST), chosen([own(tmp_path, text)]))[0] is GENERIC


def test_only_the_engines_that_are_named_are_asked(run: Run) -> None:
    known = next(path for path in PAGES if "fluxbb" in str(path))
    assert json.loads(run("extract", "--engine", "generic", known).stdout)["engine"] == "generic"
    assert (
        json.loads(run("extract", "--engine", "smf", "--engine", "fluxbb", known).stdout)["engine"]
        == "fluxbb"
    )
    assert run("extract", "--engine", "smf", FIRST).exit_code == 1


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("phpb", "did you mean `phpbb`"),
        ("Smf", "did you mean `smf`"),
        ("qqqqq", "`sitegen engines` lists them"),
    ],
)
def test_an_engine_that_does_not_exist_is_told_with_names_near_it(
    run: Run, name: str, hint: str
) -> None:
    result = run("extract", "--engine", name, FIRST)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"Error: no engine is called `{name}`; {hint}")


# ── Showing ───────────────────────────────────────────────────────────────────────────────────────


def test_matches_says_how_often_with_which_values_and_where_not() -> None:
    text = (
        SMALL
        + "date = ['.date', '.when']\nsubject = '.touched'\n"
        + "floor = {css = '.when a', match = 'No. (\\d)'}\n"
    )
    found = matches(parse_profile(text, "x"), load(FIRST))
    by_key = {match.key: match for match in found.keys}
    assert by_key["post.each"].found == 3
    assert (by_key["post.author"].found, by_key["post.author"].of) == (3, 3)
    assert by_key["post.author"].values == ["Marit", "Osgood", "Pell"]
    assert by_key["post.date"].places == [(".date", 0), (".when", 3)]
    assert by_key["post.subject"].misses == [1, 2]
    assert by_key["post.floor"].values == ["1", "2", "3"]


def test_matches_says_why_an_element_is_no_post() -> None:
    found = matches(parse_profile(SMALL.replace(".say", ".say, .path"), "x"), load(FIRST))
    assert found.faults == [(1, "`post.body` matches nothing in it")]
    assert matches(parse_profile(SMALL.replace('".who"', '".whom"'), "x"), load(FIRST)).faults[
        0
    ] == (
        1,
        "neither `post.author` nor `post.date` matches in it",
    )


def lines(result: Result) -> Iterator[str]:
    return (" ".join(line.split()) for line in result.stdout.splitlines())


def test_inspect_shows_what_each_selector_of_a_profile_matches(run: Run, tmp_path: Path) -> None:
    text = SMALL + "subject = '.touched'\nup = '.up'\n[body.drop]\ntouched = '.touched'\n"
    result = run("inspect", "--profile", own(tmp_path, text), FIRST)
    assert result.exit_code == 0
    shown = list(lines(result))
    for line in (
        "no fingerprints: asked about pages that no other engine reads",
        "post.each 3 .say",
        "post.author 3 of 3 .who",
        "Marit · Osgood · Pell",
        "post.subject 1 of 3 .touched",
        "not in posts 1, 2",
        "post.up 0 of 3 .up",
        "body.drop.touched 1 .touched",
    ):
        assert line in shown


def test_inspect_says_that_a_profile_is_not_asked_about_the_page(run: Run, tmp_path: Path) -> None:
    text = f"fingerprints = ['class=\"say\"', 'Old Orchard']\nneeded = 2\n{SMALL}"
    result = run("inspect", "--profile", own(tmp_path, text), FIRST)
    assert "not asked about this page: 1 of 2 needed fingerprints found" in lines(result)


def test_matches_are_shown_of_a_page_that_nothing_reads(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p class=say>words", encoding="utf-8")
    result = run("inspect", "--profile", own(tmp_path, SMALL), "a.html")
    assert result.exit_code == 1
    assert "no post at element 1 of post.each: `post.body` matches nothing in it" in lines(result)


# ── Picking up ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive elsewhere, with a sitegen.toml, a profile beside it and a page below it."""
    folder = tmp_path / "elsewhere"
    (folder / "engines").mkdir(parents=True)
    (folder / "pages").mkdir()
    (folder / "sitegen.toml").write_text("", encoding="utf-8")
    (folder / "engines" / "x.toml").write_text(SMALL, encoding="utf-8")
    (folder / "pages" / FIRST.name).write_bytes(FIRST.read_bytes())
    return folder


def engine_in(result: Result) -> str:
    return str(json.loads(result.stdout)["engine"])


def test_profiles_beside_the_settings_are_used_by_every_command(
    run: Run, archive: Path, tmp_path: Path
) -> None:
    page = archive / "pages" / FIRST.name
    assert engine_in(run("extract", page)) == engine_in(run("extract", archive)) == "x"
    assert "read as x (desktop)" in lines(run("inspect", page))
    assert run("build", archive, "-o", tmp_path / "site", "-q", "--jobs", 1).exit_code == 0
    report = json.loads((tmp_path / "site" / "report.json").read_text(encoding="utf-8"))
    assert report["engines"] == {"x (desktop)": 1}


def test_a_profile_that_was_edited_is_used_by_the_next_build(
    run: Run, archive: Path, tmp_path: Path
) -> None:
    def names() -> set[str]:
        assert run("build", archive, "-o", tmp_path / "site", "-q", "--jobs", 1).exit_code == 0
        people = (tmp_path / "site" / "authors" / "index.html").read_text(encoding="utf-8")
        return {name for name in ("Osgood", "Osg") if f">{name}<" in people}

    assert names() == {"Osgood"}
    short = SMALL.replace('".who"', '{ css = ".who", match = "^..." }')
    (archive / "engines" / "x.toml").write_text(short, encoding="utf-8")
    assert names() == {"Osg"}


def test_the_settings_that_are_named_say_where_profiles_lie(
    run: Run, archive: Path, tmp_path: Path
) -> None:
    assert engine_in(run("extract", FIRST)) == "generic"
    assert engine_in(run("extract", "--config", archive / "sitegen.toml", FIRST)) == "x"
    assert "read as x (desktop)" in lines(
        run("inspect", "--config", archive / "sitegen.toml", FIRST)
    )


def test_several_profiles_may_be_named(run: Run, tmp_path: Path) -> None:
    own(tmp_path, SMALL)
    (tmp_path / "two.toml").write_text(
        SMALL.replace('"x"', '"two"').replace(".say", ".no"), encoding="utf-8"
    )
    assert engine_in(run("extract", "--profile", "two.toml", "--profile", "own.toml", FIRST)) == "x"


@pytest.mark.parametrize("command", ["build", "extract", "inspect"])
def test_a_faulty_profile_stops_every_command_with_one_line(
    run: Run, archive: Path, command: str
) -> None:
    (archive / "engines" / "x.toml").write_text(SMALL + "autor = 'a'", encoding="utf-8")
    result = run(command, archive if command == "build" else archive / "pages" / FIRST.name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith(
        "engines/x.toml:6: unknown key `post.autor`; did you mean `author`?\n"
    )
    assert len(result.stderr.splitlines()) == 1
