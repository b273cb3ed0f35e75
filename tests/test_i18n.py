"""The interface's words, dates and numbers, and that no catalog misses one."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from site_gen.render.i18n import LOCALES, Formats, is_iso, negotiate, translations

ROOT = Path(__file__).resolve().parent.parent
CATALOGS = sorted(path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/sitegen.po"))


def words_in_use() -> set[str]:
    """Return every message of the templates and of the render stage, plural forms by their singular."""
    strict = {"encoding": "utf-8", "silent": "false"}
    options = {"**.html": strict, "**/templates/**.js": strict}
    templates = extract_from_dir(ROOT / "themes", [("**.html", "jinja2"), ("**/templates/**.js", "jinja2")], options)
    modules = extract_from_dir(ROOT / "site_gen" / "render", [("**.py", "python")])
    found = [message for _, _, message, _, _ in (*templates, *modules)]
    return {message if isinstance(message, str) else message[0] for message in found}


def catalog(path: Path) -> dict[str, str | tuple[str, ...]]:
    messages = read_po(path.open("rb"))
    return {m.id if isinstance(m.id, str) else m.id[0]: m.string for m in messages if m.id}


@pytest.mark.parametrize("language", CATALOGS)
def test_catalog_translates_every_word_in_use_and_no_other(language: str) -> None:
    known = catalog(LOCALES / language / "LC_MESSAGES" / "sitegen.po")
    assert set(known) == words_in_use()
    untranslated = [word for word, said in known.items() if not all([said] if isinstance(said, str) else said)]
    assert untranslated == []


def test_template_catalog_is_up_to_date() -> None:
    assert set(catalog(LOCALES / "sitegen.pot")) == words_in_use()


@pytest.mark.parametrize("language", CATALOGS)
def test_translations_keep_their_placeholders(language: str) -> None:
    values = dict.fromkeys(["count", "day", "time", "name", "date", "first", "last", "number", "total"], "7")
    values |= {"shown": "x", "what": "y", "details": "z"}
    for source, said in catalog(LOCALES / language / "LC_MESSAGES" / "sitegen.po").items():
        for text in [said] if isinstance(said, str) else said:
            assert text % values, source
            assert (source.count("%(") >= text.count("%(")) or source.startswith("Post"), source


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh-CN", "zh_Hans"), ("zh", "zh_Hans"), ("zh-Hans", "zh_Hans"), ("zh_Hans_CN", "zh_Hans"), ("zh-SG", "zh_Hans")]
    + [(tag, "en") for tag in ("en", "en-GB", "fr", "zh-TW", "xx", "", "../../etc", "zz-!!")],
)
def test_language_chooses_the_catalog(language: str, expected: str) -> None:
    assert negotiate(language) == expected


def test_chinese_words_are_read_from_the_catalog() -> None:
    assert translations("zh_Hans").gettext("original poster") == "楼主"


@pytest.mark.parametrize(
    ("iso", "english", "chinese"),
    [
        ("2022-03-29T07:48:39", "29 March 2022, 07:48", "2022年3月29日 07:48"),
        ("2022-03-29T07:48:39+08:00", "29 March 2022, 07:48", "2022年3月29日 07:48"),
        ("2022-03-29T07:48", "29 March 2022, 07:48", "2022年3月29日 07:48"),
        ("2022-03-29", "29 March 2022", "2022年3月29日"),
        ("2022-03", "March 2022", "2022年3月"),
        ("2022", "2022", "2022年"),
        ("yesterday, around noon", "yesterday, around noon", "yesterday, around noon"),
        ("2022-13-45T00:00:00", "2022-13-45T00:00:00", "2022-13-45T00:00:00"),
    ],
)
def test_dates_are_shown_to_the_precision_given(iso: str, english: str, chinese: str) -> None:
    assert Formats("en", "%(day)s, %(time)s").moment(iso) == english
    assert Formats("zh_Hans", "%(day)s %(time)s").moment(iso) == chinese


def test_spans_name_what_is_known_once() -> None:
    formats = Formats("en", "%(day)s, %(time)s")
    assert formats.span("2022-03-02T07:00:00", "2022-03-02T09:00:00") == "2 March 2022"
    assert formats.span("2022-03-02", "2022-03-06") == "2–6 Mar 2022"
    assert Formats("zh_Hans", "").span("2022-03-02", "2023-05-06") == "2022年3月2日至2023年5月6日"
    assert formats.span("2022-03", "2023-05-06") == "March 2022 – 6 May 2023"
    assert formats.span(None, "2023-05-06") == "6 May 2023"
    assert formats.span(None, None) == ""
    assert formats.years("2004-01-02", "2022-09-01") == "2004–2022"


def test_numbers_are_grouped() -> None:
    assert Formats("en", "").number(1234567) == "1,234,567"


@pytest.mark.parametrize(
    ("text", "expected"), [("2022", True), ("2022-03-29T07:48", True), ("29.3.2022", False), (None, False)]
)
def test_iso_dates_are_told_from_words(text: str | None, expected: bool) -> None:
    assert is_iso(text) is expected
