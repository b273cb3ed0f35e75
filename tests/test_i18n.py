"""The interface's words, dates and numbers, and that no catalog misses one."""

import re
from functools import cache
from gettext import c2py
from itertools import groupby
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from site_gen.render.i18n import LOCALES, Formats, is_iso, negotiate, translations
from site_gen.text.cldr import Locale

ROOT = Path(__file__).resolve().parent.parent
CATALOGS = sorted(path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/sitegen.po"))


@cache
def words_in_use() -> set[str]:
    """Return every message of the templates and of the package, plural forms by their singular."""
    strict = {"encoding": "utf-8", "silent": "false"}
    options = {"**.html": strict, "**/templates/**.js": strict}
    templates = extract_from_dir(
        ROOT / "themes", [("**.html", "jinja2"), ("**/templates/**.js", "jinja2")], options
    )
    modules = extract_from_dir(ROOT / "site_gen", [("**.py", "python")])
    found = [message for _, _, message, _, _ in (*templates, *modules)]
    return {message if isinstance(message, str) else message[0] for message in found}


def catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def catalog_of(language: str) -> Catalog:
    return catalog(LOCALES / language / "LC_MESSAGES" / "sitegen.po")


def sources(of: Catalog) -> set[str]:
    """Return the English of a catalog's messages, plural forms by their singular."""
    return {forms(message.id)[0] for message in of if message.id}


def forms(said: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", text))


def numbers_by_form(of: Catalog) -> dict[int, list[int]]:
    """Return which of the numbers to 1,200 each plural form stands for."""
    form = c2py(of.plural_expr)
    return {n: list(numbers) for n, numbers in groupby(sorted(range(1_200), key=form), key=form)}


def test_the_interface_speaks_nine_languages() -> None:
    assert CATALOGS == ["ar", "de", "en", "es", "fr", "ja", "ru", "zh_Hans", "zh_Hant"]


@pytest.mark.parametrize("language", CATALOGS)
def test_catalog_translates_every_word_in_use_and_no_other(language: str) -> None:
    known = catalog_of(language)
    assert sources(known) == words_in_use()
    assert [
        message.id
        for message in known
        if message.id and (message.fuzzy or not all(forms(message.string)))
    ] == []


def test_template_catalog_is_up_to_date() -> None:
    assert sources(catalog(LOCALES / "sitegen.pot")) == words_in_use()


@pytest.mark.parametrize("language", CATALOGS)
def test_translations_keep_their_placeholders(language: str) -> None:
    """A count may go where a form stands for one number alone, as the Arabic dual does."""
    known = catalog_of(language)
    single = {form for form, numbers in numbers_by_form(known).items() if len(numbers) == 1}
    for message in known:
        is_plural = not isinstance(message.id, str)
        for form, text in enumerate(forms(message.string) if message.id else ()):
            missing = placeholders(forms(message.id)[0]) ^ placeholders(text)
            assert not missing or (is_plural and form in single and missing == {"count"}), text
            assert "%" not in re.sub(r"%\(\w+\)s", "", text)


@pytest.mark.parametrize("language", CATALOGS)
def test_translations_have_the_plural_forms_of_their_language(language: str) -> None:
    known = catalog_of(language)
    by_form = numbers_by_form(known)
    assert len(by_form) == known.num_plurals
    for numbers in by_form.values():
        assert len({Locale.parse(language).plural_form(number) for number in numbers}) == 1
    for message in known:
        assert isinstance(message.id, str) or len(forms(message.string)) == known.num_plurals


@pytest.mark.parametrize(
    ("number", "russian", "arabic"),
    [
        (1, "1 тема", "موضوع واحد"),
        (2, "2 темы", "موضوعان"),
        (5, "5 тем", "5 مواضيع"),
        (11, "11 тем", "11 موضوعًا"),
        (21, "21 тема", "21 موضوعًا"),
        (102, "102 темы", "102 موضوع"),
    ],
)
def test_counts_are_worded_by_number(number: int, russian: str, arabic: str) -> None:
    for language, expected in [("ru", russian), ("ar", arabic)]:
        said = translations(language).ngettext("%(count)s thread", "%(count)s threads", number)
        assert said.replace("%(count)s", str(number)) == expected


@pytest.mark.parametrize(
    ("catalog", "tags"),
    [
        ("zh_Hans", "zh-CN zh zh-Hans zh_Hans_CN zh-SG zh-Hans-HK"),
        ("zh_Hant", "zh-TW zh-HK zh-MO zh-Hant zh-hant-TW"),
        ("ja", "ja ja-JP"),
        ("de", "de de-AT de_CH"),
        ("fr", "fr fr-CA"),
        ("es", "es es-MX es-419"),
        ("ru", "ru ru-RU"),
        ("ar", "ar ar-EG AR"),
        ("en", "en en-GB pt pt-BR ko ug xx ../../etc zz-!!"),
    ],
)
def test_language_chooses_the_catalog(catalog: str, tags: str) -> None:
    assert {tag: negotiate(tag) for tag in tags.split()} == dict.fromkeys(tags.split(), catalog)
    assert negotiate("") == "en"


def test_chinese_words_are_read_from_the_catalog() -> None:
    assert translations("zh_Hans").gettext("original poster") == "楼主"


@pytest.mark.parametrize(
    ("language", "moment", "month", "span", "number"),
    [
        ("en", "29 March 2022, 07:48", "March 2022", "2–6 Mar 2022", "1,234,567"),
        ("zh_Hans", "2022年3月29日 07:48", "2022年3月", "2022年3月2日至6日", "1,234,567"),
        ("zh_Hant", "2022年3月29日 07:48", "2022年3月", "2022年3月2日至6日", "1,234,567"),
        ("ja", "2022年3月29日 07:48", "2022年3月", "2022年3月2日～6日", "1,234,567"),
        ("de", "29. März 2022, 07:48", "März 2022", "2.–6. März 2022", "1.234.567"),
        ("fr", "29 mars 2022 à 07:48", "mars 2022", "2–6 mars 2022", "1 234 567"),
        ("es", "29 de marzo de 2022, 07:48", "marzo de 2022", "2–6 mar 2022", "1.234.567"),
        ("ru", "29 марта 2022 г., 07:48", "март 2022 г.", "2–6 мар. 2022 г.", "1 234 567"),
        ("ar", "29 مارس 2022، 07:48", "مارس 2022", "2–6 مارس 2022", "1,234,567"),
    ],
)
def test_dates_and_numbers_are_each_languages_own(
    language: str, moment: str, month: str, span: str, number: str
) -> None:
    formats = Formats(language, translations(language).gettext("%(day)s, %(time)s"))
    said = [
        formats.moment("2022-03-29T07:48:39"),
        formats.moment("2022-03"),
        formats.span("2022-03-02", "2022-03-06"),
        formats.number(1234567),
    ]
    assert [" ".join(text.split()) for text in said] == [moment, month, span, number]


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
    ("text", "expected"),
    [("2022", True), ("2022-03-29T07:48", True), ("29.3.2022", False), (None, False)],
)
def test_iso_dates_are_told_from_words(text: str | None, expected: bool) -> None:
    assert is_iso(text) is expected
