"""The language of a thread, told by its letters and words.

The site in each of the interface's languages.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from browsing import is_wide, of_each_kind
from forum import Said, write_thread
from playwright.sync_api import BrowserContext
from selectolax.lexbor import LexborHTMLParser

from site_gen.build.build import build
from site_gen.config import Config
from site_gen.render.i18n import negotiate
from site_gen.render.language import aside_of, direction_of, language_of, prevailing, written

INTERFACES = ["ar", "de", "en", "es", "fr", "ja", "ru", "zh-Hans", "zh-Hant"]

POSTS = {
    "en": [
        "Does anyone know why the lock gate at the old mill was left open last night? The boats are in the mud.",
        "Thanks, that fixed it. I had to turn the screw a bit more than you said, but now it works just fine.",
        "Great pictures! What film did you use? I have been trying to get that look for years with no luck.",
    ],
    "de": [
        "Weiß jemand, warum das Schleusentor gestern Nacht offen stand? Ich war da, und die Boote liegen fest.",
        "Danke, das hat geholfen. Ich musste die Schraube zwar weiter drehen, als du gesagt hast, aber jetzt läuft es.",
        "Bei mir ist das auch so, aber nur wenn es geregnet hat. Vielleicht liegt es an der Dichtung?",
    ],
    "fr": [
        "Est-ce que quelqu'un sait pourquoi la porte de l'écluse est restée ouverte cette nuit ? L'eau a baissé.",
        "Merci, ça marche maintenant. J'ai dû tourner la vis un peu plus que ce que tu disais, mais c'est réglé.",
        "Bonjour à tous, je suis nouveau sur le forum et je cherche des conseils pour mon premier vélo.",
    ],
    "es": [
        "¿Alguien sabe por qué la compuerta del molino viejo se quedó abierta anoche? Las barcas están en el barro.",
        "Gracias, ya funciona. Tuve que girar el tornillo un poco más de lo que decías, pero ahora va bien.",
        "Hola a todos, soy nuevo en el foro y busco consejos para comprar mi primera bicicleta.",
    ],
    "it": [
        "Qualcuno sa perché la chiusa del mulino è rimasta aperta ieri notte? Non ho mai visto una cosa del genere."
    ],
    "pt": [
        "Alguém sabe por que a comporta do moinho ficou aberta ontem à noite? Não me lembro de ver isso, mas é mau."
    ],
    "nl": [
        "Weet iemand waarom de sluisdeur bij de oude molen vannacht open stond? Dat heb ik nog nooit gezien."
    ],
    "pl": [
        "Czy ktoś wie, dlaczego wrota śluzy były w nocy otwarte? Nie wiem, co się tam dzieje, ale jest to dziwne."
    ],
    "ru": [
        "Кто-нибудь знает, почему ворота шлюза у старой мельницы были ночью открыты? Вода опустилась, лодки в иле."
    ],
    "uk": [
        "Хтось знає, чому ворота шлюзу біля старого млина були вночі відчинені? Вода спала, і човни лежать у мулі."
    ],
    "zh-Hans": ["有谁知道昨晚老磨坊的闸门为什么没关？水位掉到第二道刻度，船都搁在泥里了。"],
    "zh-Hant": [
        "有誰知道昨晚老磨坊的閘門為什麼沒關？水位掉到第二道刻度，船都擱在泥裡了，這還是頭一回。"
    ],
    "ja": [
        "昨夜、古い水車小屋の水門がなぜ開いたままだったのか、ご存じの方はいますか。舟が泥の上に乗っています。"
    ],
    "ko": [
        "어젯밤 옛 물레방앗간 수문이 왜 열려 있었는지 아시는 분 계신가요? 물이 둘째 눈금까지 내려갔습니다."
    ],
    "ar": [
        "هل يعرف أحد لماذا بقيت بوابة الطاحونة القديمة مفتوحة الليلة الماضية؟ انخفض الماء إلى العلامة الثانية."
    ],
    "fa": [
        "کسی می‌داند چرا دریچهٔ آسیاب قدیمی دیشب باز مانده بود؟ آب تا نشانهٔ دوم پایین رفته و قایق‌ها در گل مانده‌اند."
    ],
    "he": [
        "מישהו יודע למה שער התעלה ליד הטחנה הישנה נשאר פתוח אתמול בלילה? המים ירדו עד הסימן השני."
    ],
    "el": [
        "Ξέρει κανείς γιατί έμεινε ανοιχτή χθες το βράδυ η θύρα στον παλιό μύλο; Το νερό κατέβηκε."
    ],
}
UNTOLD = [
    "",
    "42",
    "Thanks!",
    "lol +1",
    "Anna Bergström, Jean-Luc Moreau, Giulia Conti, Pedro Alvarez, Joost de Vries",
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore",
    "while (i < n) { int x = read(fd, buf, sizeof buf); if (x < 0) return -1; i += x; }",
    "NullPointerException at com.example.lock.Gate.open(Gate.java:42) at com.example.Main.main(Main.java:7)",
    "xiexie dajia, wo mingtian qu kan yi kan, huilai zai shuo",
    "Ĉu iu scias, kial la pordo de la malnova muelejo restis malfermita? La akvo falis ĝis la dua marko.",
    "Hilsen fra Oslo og takk",
    "Някой знае ли защо шлюзът при старата мелница беше отворен снощи? Водата падна до втория знак.",
    "Зна ли неко зашто је капија код старог млина остала отворена синоћ? Вода је пала до друге ознаке.",
]


@pytest.mark.parametrize(
    ("language", "text"), [(tag, text) for tag, texts in POSTS.items() for text in texts]
)
def test_a_post_of_a_few_lines_tells_its_language(language: str, text: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", UNTOLD)
def test_a_language_that_cannot_be_told_is_not_guessed(text: str) -> None:
    assert language_of(text) is None


def test_a_code_listing_does_not_hide_the_words_around_it() -> None:
    code = "for (let i = 0; i < posts.length; i++) { render(posts[i]); }"
    assert language_of(f"{POSTS['de'][0]} {code} {POSTS['de'][1]}") == "de"
    assert language_of(f"{POSTS['zh-Hans'][0]} {code} {POSTS['zh-Hans'][0]}") == "zh-Hans"


def test_an_archive_speaks_the_language_of_most_of_its_threads() -> None:
    texts = [*POSTS["de"], *POSTS["en"][:1], *POSTS["zh-Hans"], *UNTOLD]
    assert prevailing(texts) == "de"
    assert prevailing(UNTOLD) is None
    assert negotiate(prevailing(POSTS["pt"]) or "") == "en"


def test_telling_a_language_costs_little_more_than_to_look_at_every_letter() -> None:
    samples = [(" ".join(texts) * 20)[:1_500] for texts in POSTS.values()]

    def took(look: Callable[[str], object]) -> float:
        start = time.process_time()
        for sample in samples * 10:
            look(sample)
        return time.process_time() - start

    pairs = [
        (took(language_of), took(lambda text: sum(ord(letter) for letter in text)))
        for _ in range(7)
    ]
    assert min(told / looked for told, looked in pairs) < 6


# ── Direction ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (POSTS["ar"][0], "rtl"),
        (POSTS["he"][0], "rtl"),
        ("xyzzy", "ltr"),
        (POSTS["ja"][0], "ltr"),
        ("2012: 7!", None),
    ],
)
def test_the_way_a_text_is_written_is_told_without_its_language(
    text: str, expected: str | None
) -> None:
    assert written(text) == expected


def test_languages_written_from_right_to_left_are_known() -> None:
    assert [tag for tag in [*POSTS, "ug", "ckb", "ps", "ur"] if direction_of(tag) == "rtl"] == [
        *("ar", "fa", "he"),
        *("ug", "ckb", "ps", "ur"),
    ]


def test_a_post_in_another_script_than_its_thread_says_its_language() -> None:
    assert aside_of(POSTS["zh-Hans"][0], "en") == ("zh-Hans", None)
    assert aside_of(POSTS["ar"][0], "de") == ("ar", "auto")
    assert aside_of(POSTS["en"][0], "ja") == ("en", None)
    assert aside_of(POSTS["en"][0], "ar") == ("en", "auto")
    assert aside_of(POSTS["de"][0], "de") == (None, None)
    assert aside_of(f"Grüße, {POSTS['de'][0]}", "en") == (None, None)


# ── Sites ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of a thread in each of four languages and one in none that can be told."""
    folder = tmp_path_factory.mktemp("many")
    for number, language in enumerate(["de", "ar", "ja", "en"], 1):
        write_thread(
            folder,
            number,
            language,
            "Schleuse",
            [Said("Anna", text) for text in POSTS[language] * 2],
        )
    write_thread(
        folder, 9, "Xyzzy", "Schleuse", [Said("Anna", "Xyzzy plugh!"), Said("Bert", "1234")]
    )
    write_thread(folder, 10, "Mehr", "Schleuse", [Said("Anna", text) for text in POSTS["de"]])
    return folder


def site_in(language: str, archive: Path, output: Path) -> Path:
    build(archive, output, Config(language=language, page_cap=10))
    return output


def read(page: Path) -> LexborHTMLParser:
    return LexborHTMLParser(page.read_text(encoding="utf-8"))


def stated(page: Path) -> tuple[str | None, ...]:
    """Language and direction that a thread's page states: of the page, of its header, of its text."""
    tree = read(page)
    root, header, main = (
        tree.css_first(name).attributes for name in ("html", "header.site", "main")
    )
    return root["lang"], root.get("dir"), header.get("lang"), main.get("dir")


@pytest.mark.parametrize("language", INTERFACES)
def test_every_page_is_made_in_every_language(
    language: str, sample: Path, sample_site: Path, tmp_path: Path
) -> None:
    site = site_in(language, sample, tmp_path / "site")
    pages = {path.relative_to(site) for path in site.rglob("*.html")}
    assert pages == {path.relative_to(sample_site) for path in sample_site.rglob("*.html")}
    for page in pages:
        text = (site / page).read_text(encoding="utf-8")
        assert "%(count)s" not in text or page.name == "search.html"
        root = LexborHTMLParser(text).css_first("html").attributes
        assert root["lang"] == language or page.parent.name == "threads"
        assert root.get("dir") == ("rtl" if language == "ar" else None)


@pytest.mark.parametrize(
    ("interface", "thread", "expected"),
    [
        ("en", 2, ("ar", None, "en", "rtl")),
        ("en", 3, ("ja", None, "en", None)),
        ("en", 4, ("en", None, None, None)),
        ("ar", 2, ("ar", "rtl", None, None)),
        ("ar", 4, ("en", "rtl", "ar", "ltr")),
        ("ar", 9, ("ar", "rtl", None, "ltr")),
    ],
)
def test_a_page_is_in_the_language_of_its_thread_and_its_header_in_the_readers(
    interface: str, thread: int, expected: tuple[str | None, ...], many: Path, tmp_path: Path
) -> None:
    assert (
        stated(site_in(interface, many, tmp_path / "site") / f"threads/{thread}.html") == expected
    )


def test_the_interface_follows_the_archive(many: Path, tmp_path: Path) -> None:
    tree = read(site_in("auto", many, tmp_path / "site") / "index.html")
    assert tree.css_first("html").attributes["lang"] == "de"
    assert "Neueste Themen" in [heading.text() for heading in tree.css("h2")]


@pytest.mark.browser
@pytest.mark.parametrize("language", [*INTERFACES[:2], "ru", "ja"])
def test_no_page_scrolls_sideways_in_any_language(
    language: str, context: BrowserContext, sample: Path, tmp_path: Path
) -> None:
    site = site_in(language, sample, tmp_path / "site")
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    for kind, path in of_each_kind(site).items():
        page.goto(path.as_uri())
        assert not is_wide(page), kind
        if language == "ar" and "thread" not in kind:
            assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"


@pytest.mark.browser
def test_windows_speak_the_readers_language_on_a_page_in_another(
    context: BrowserContext, many: Path, tmp_path: Path
) -> None:
    page = context.new_page()
    page.goto((site_in("de", many, tmp_path / "site") / "threads/3.html").as_uri())
    assert page.evaluate("document.documentElement.lang") == "ja"
    page.locator("#reading").click()
    dialog = page.get_by_role("dialog")
    assert dialog.get_attribute("lang") == "de"
    assert dialog.get_by_role("button", name="Schließen").is_visible()
