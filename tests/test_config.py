"""sitegen.toml: what it may say, and what is said when it is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from site_gen.config import Boards, Config, documented, find_config, load_config, read_config
from site_gen.errors import ConfigError

FULL = """
title = "苇岸旧帖"
description = "Twelve years of talk."
language = "zh-Hans"
zone = "+08:00"
address = "https://someone.example/old/"
redirects = ["netlify", "nginx"]
page_cap = 50
list_cap = 20
theme = "default"
templates = "mine"
pages = "words"
notes = "remarks"
exclude = ["drafts/*"]
whole_cap = 0

[theme_options]
shade = "dusk"

[boards]
order = ["手艺", "街谈"]
names = { "灌水" = "闲话" }
"""


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "sitegen.toml"
    for named in ("words", "remarks"):
        (folder / named).mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_no_file_and_an_empty_file_give_the_defaults(tmp_path: Path) -> None:
    assert load_config(None) == Config()
    empty = read_config(written(tmp_path, ""))
    assert msgspec.structs.replace(empty, templates="templates") == Config()
    assert Path(empty.templates) == tmp_path / "templates"  # beside sitegen.toml


def test_every_key_is_read(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, FULL))
    assert config.boards == Boards(order=["手艺", "街谈"], names={"灌水": "闲话"})
    assert (config.title, config.zone, config.page_cap, config.exclude) == (
        "苇岸旧帖",
        "+08:00",
        50,
        ["drafts/*"],
    )
    said, defaults = msgspec.structs.asdict(config), msgspec.structs.asdict(Config())
    assert [key for key in said if said[key] == defaults[key]] == ["theme"]


def test_a_theme_named_on_the_command_line_wins_and_nothing_else_changes(tmp_path: Path) -> None:
    path = written(tmp_path, FULL)
    assert load_config(path, theme="mine") == msgspec.structs.replace(
        read_config(path), theme="mine"
    )
    assert load_config(path) == read_config(path)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("titel = 'x'", r"unknown key `titel`; did you mean `title`\?"),
        ("colour = 'x'", r"unknown key `colour`; known keys: title, description"),
        ("[boards]\nordre = []", r"unknown key `boards.ordre`; did you mean `boards.order`\?"),
        ("boards = 3", r"`boards` must be a table \(\[boards\]\)"),
        ("title = 5", "`title` must be a text in quotes, found 5"),
        (
            "page_cap = '50'",
            '`page_cap` must be a number from 1 to 5000, without quotes, found "50"',
        ),
        ("page_cap = 0", "`page_cap` must be a number from 1 to 5000, without quotes, found 0"),
        ("page_cap = 5001", "`page_cap` must be a number from 1 to 5000"),
        ("page_cap = true", "`page_cap` must be a number .* found true"),
        ("exclude = 'drafts'", '`exclude` must be a list of texts, .* found "drafts"'),
        ("exclude = [1]", r"`exclude` must be a list of texts, .* found \[1\]"),
        (
            "theme_options = { a = [1] }",
            "`theme_options` must be a table of texts in quotes, numbers",
        ),
        ("[boards]\nnames = { a = 1 }", "`boards.names` must be a table of texts"),
        ("[boards]\norder = 'a'", "`boards.order` must be a list of texts"),
        (
            "address = 'someone.example'",
            r"`address` must be a web address .* found 'someone.example'",
        ),
        ("address = 'https://someone.example/?a'", "`address` must be a web address"),
        ("address = 'javascript:alert(1)'", "`address` must be a web address"),
        ("zone = '+8'", r"`zone` must be a place .* or an offset like \+08:00, found '\+8'"),
        ("zone = 'Asia/Shangai'", "`zone` must be a place of the time zone database"),
        ("title = ", "not valid TOML: Invalid value"),
        (b"title = '\xcf\xc9'", "not valid TOML: 'utf-8'"),
    ],
)
def test_what_is_wrong_is_named_with_file_key_and_mend(
    tmp_path: Path, text: str | bytes, complaint: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError, match=complaint) as error:
        read_config(path)
    assert str(error.value.message).startswith(f"{path}: ")
    assert error.value.exit_code == 2


@pytest.mark.parametrize("key", [key for key, *_ in documented()])
@pytest.mark.parametrize("value", ["1979-05-27", "[[1]]", "{ a = { b = 1 } }", "1.5"])
def test_every_key_says_in_words_what_it_may_hold(tmp_path: Path, key: str, value: str) -> None:
    with pytest.raises(ConfigError) as error:
        read_config(written(tmp_path, f"{key} = {value}"))
    said = error.value.message
    assert f"`{key}` must be " in said
    assert not re.search(
        r"\b(?:str|int|bool|array|object|null|Expected)\b", said.partition(" must be ")[2]
    )


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Shanghai", "+08:00", "UTC"])
def test_a_zone_is_a_name_or_an_offset(tmp_path: Path, zone: str) -> None:
    assert read_config(written(tmp_path, f"zone = '{zone}'")).zone == zone


def test_an_address_named_on_the_command_line_wins_and_is_checked_too(tmp_path: Path) -> None:
    path = written(tmp_path, FULL)
    assert load_config(path, address="https://b.example/").address == "https://b.example/"
    with pytest.raises(ConfigError, match=r"^--address: `address` must be a web address"):
        load_config(path, address="b.example")


@pytest.mark.parametrize(
    ("name", "below"), [("default", False), ("./mine", True), ("../mine", True)]
)
def test_a_theme_that_is_a_path_is_counted_from_the_file(
    tmp_path: Path, name: str, below: bool
) -> None:
    config = read_config(written(tmp_path, f'theme = "{name}"'))
    assert config.theme == (str(tmp_path / name) if below else name)


@pytest.mark.parametrize("hosts", ['["apache"]', '["netlify", "cloudflare"]'])
def test_hosts_without_a_table_and_two_of_one_file_are_refused(tmp_path: Path, hosts: str) -> None:
    with pytest.raises(ConfigError, match="`redirects` may name netlify, cloudflare, nginx"):
        read_config(written(tmp_path, f"redirects = {hosts}"))


def test_a_file_that_cannot_be_read_is_an_error_of_the_curators(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_config(tmp_path)


@pytest.mark.parametrize("key", ["pages", "notes"])
def test_a_folder_that_is_not_there_is_an_error_and_one_beside_the_file_is_found(
    tmp_path: Path, key: str
) -> None:
    path = written(tmp_path, f"{key} = 'sayings'")
    with pytest.raises(ConfigError, match=f"`{key}` names no folder"):
        read_config(path)
    (tmp_path / "sayings").mkdir()
    assert getattr(read_config(path), key) == str(tmp_path / "sayings")


def test_a_byte_order_mark_of_a_text_editor_is_no_error(tmp_path: Path) -> None:
    assert read_config(written(tmp_path, b"\xef\xbb\xbftitle = 'x'")).title == "x"


def test_the_working_folders_file_comes_before_the_archives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    archive = tmp_path / "archive"
    archive.mkdir()
    assert find_config(archive) is None
    inner = written(archive, "")
    assert find_config(archive) == inner
    written(tmp_path, "")
    assert find_config(archive) == Path("sitegen.toml")


def test_every_key_is_documented_with_its_type_and_default() -> None:
    keys = {name: (kind, default, text) for name, kind, default, text in documented()}
    fields = [field.name for field in msgspec.structs.fields(Config) if field.name != "boards"]
    assert list(keys) == [*fields, "boards.order", "boards.names"]
    assert all(text.endswith((".", ")", "`")) and len(text) > 10 for _, _, text in keys.values())
    assert keys["page_cap"][:2] == ("int", 100)
    assert keys["title"][:2] == ("str", None)
    assert keys["exclude"][:2] == ("list[str]", [])
