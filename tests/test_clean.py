"""Clean: a post's raw HTML becomes portable and safe, and nothing a reader could see is lost without a rule's name."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from site_gen.clean import Cleaned, clean_body, parsed
from site_gen.clean.addresses import cleaned
from site_gen.clean.body import attributes_of, tag
from site_gen.clean.rules import COMMON
from site_gen.clean.sanitise import TAGS, sanitise, text_of
from site_gen.engines.discuz.bodies import DISCUZ_RULES
from site_gen.models import Dropped
from site_gen.text.subjects import own_subject

quick = settings(max_examples=150, deadline=None, derandomize=True, database=None)
SITE = "http://bbs.example/"
# What must not be in a published body, as elements, attributes and schemes of addresses.
ACTIVE = "script, style, iframe, object, embed, form, input, button, link, meta, base, svg, math, template, noscript"


def clean(source: str, rules: tuple = COMMON, base: str = "") -> Cleaned:  # type: ignore[type-arg]
    return clean_body(
        parsed(source), rules, (lambda address: urljoin(base, address)) if base else str
    )


def is_harmless(html: str) -> bool:
    """Whether a browser's view of a piece of HTML has nothing in it that runs, styles or asks for input."""
    tree = LexborHTMLParser(html)
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            bare = re.sub(r"[\s\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or name in ("style", "srcdoc", "action", "formaction"):
                return False
            if bare.startswith(("javascript:", "vbscript:", "data:")):
                return False
    return not tree.css(ACTIVE)


# ── Invariants ────────────────────────────────────────────────────────────────────────────────────

WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=8)
NAMES = st.sampled_from(
    [
        "b",
        "i",
        "font",
        "p",
        "div",
        "blockquote",
        "ul",
        "li",
        "table",
        "tr",
        "td",
        "pre",
        "code",
        "center",
        "big",
        "x-y",
        "script",
        "style",
        "iframe",
        "svg",
        "form",
        "button",
        "marquee",
        "h1",
        "h3",
        "span",
        "a",
        "img",
    ]
)
ATTRIBUTES = st.sampled_from(
    [
        "",
        ' onclick="alert(1)"',
        ' style="color:red"',
        ' style="display:none"',
        ' class="quote"',
        " ONLOAD=alert(1)",
        ' href="javascript:alert(1)"',
        ' href="http://a.example/?a=1&amp;b=2#c"',
        " href='jAvA\tscript:alert(1)'",
        ' src="http://a.example/x.png" onerror="alert(1)"',
        ' src="data:text/html,x"',
        ' title="&quot;><script>"',
        ' id="x" name="y"',
        " dir=rtl",
        ' background="javascript:alert(1)"',
        ' xlink:href="javascript:alert(1)"',
    ]
)
BITS = st.one_of(
    WORDS,
    st.builds("<{}{}>".format, NAMES, ATTRIBUTES),
    st.builds("</{}>".format, NAMES),
    st.sampled_from(
        [
            "<",
            ">",
            '"',
            "'",
            "&",
            "&lt;script&gt;",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<br>",
            "&nbsp;",
        ]
    ),
)
soups = st.lists(BITS, max_size=14).map("".join)


@pytest.mark.parametrize("rules", [COMMON, DISCUZ_RULES], ids=["common", "discuz"])
@quick
@given(source=soups)
def test_no_body_keeps_what_runs_styles_or_asks(rules: tuple, source: str) -> None:  # type: ignore[type-arg]
    cleaned = clean(source, rules, SITE)
    assert is_harmless(cleaned.html)
    assert not re.search(
        r"<(?:script|style|iframe|form)\b|<[^>]*\son\w+=|=\"javascript:", cleaned.html, re.I
    )


@quick
@given(soups)
def test_a_clean_body_says_the_same_when_cleaned_again(source: str) -> None:
    """Mis-nested elements may be written otherwise the second time (DESIGN: sanitise once).

    No word may move.
    """
    once = clean(source, base=SITE)
    again = clean(once.html, base=SITE)
    assert (again.text, again.found.dropped) == (once.text, [])
    assert is_harmless(again.html)


@quick
@given(soups)
def test_the_text_is_what_a_reader_of_the_html_sees(source: str) -> None:
    cleaned = clean(source)
    body = LexborHTMLParser(cleaned.html).body
    assert body is not None
    assert letters(body.text()) == letters(cleaned.text)


MARKUP = st.sampled_from(
    ["b", "i", "font", "p", "div", "blockquote", "ul", "li", "pre", "center", "h1", "big", "tt"]
)
marked_up = st.recursive(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf")), max_size=8).map(
        lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
    ),
    lambda inner: st.builds(
        "<{0}>{1}</{0}>".format, MARKUP, st.lists(inner, max_size=4).map(" ".join)
    ),
    max_leaves=12,
)


@quick
@given(marked_up)
def test_a_clean_body_stays_as_it_is_when_cleaned_again(source: str) -> None:
    once = clean(source).html
    assert solid(clean(once).html) == solid(once)


def solid(html: str) -> str:
    """HTML without what is written in two ways: a fixed space by its name or as it is, at the edges or not."""
    return html.replace("&nbsp;", "\u00a0").strip()


@quick
@given(marked_up, st.booleans())
def test_no_visible_letter_is_lost_or_added(source: str, hidden: bool) -> None:
    visible = letters(parsed(source).text())
    noise = '<span style="display:none">noise</span>' if hidden else ""
    cleaned = clean(source + noise)
    assert letters(cleaned.text) == visible
    assert cleaned.found.dropped == [Dropped(rule="invisible", text="noise")] * hidden


def letters(text: str | None) -> str:
    return re.sub(r"[\s\u00a0\u200b\ufeff]+", "", text or "")


@quick
@given(
    st.dictionaries(
        st.sampled_from(["href", "title", "alt"]),
        st.text(st.characters(exclude_categories=("Cc", "Cs"))),
    )
)
def test_attributes_survive_being_written_and_read(attributes: dict[str, str]) -> None:
    assert attributes_of(tag("a", attributes)[2:-1]) == attributes


# ── The sanitiser ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("<b>a</b><script>alert(1)</script>c", "<b>a</b>c"),
        ('<p onclick="x" style="y" id="z">a</p>', "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', "<a>a</a>"),
        (
            '<a href="http://a.example/#b" target="_blank" rel="x">a</a>',
            '<a href="http://a.example/#b">a</a>',
        ),
        ('<img src="x.png" srcset="y" onerror="z">', '<img src="x.png">'),
        ("<font color=red>a</font>", "a"),
        (
            '<blockquote class="quote evil">a</blockquote>',
            '<blockquote class="quote">a</blockquote>',
        ),
        ("<h1>a</h1>", "a"),
        (
            "<table><tr><td colspan=2>a",
            '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
        ),
        ("a < b & c", "a &lt; b &amp; c"),
    ],
)
def test_only_what_the_allow_list_names_leaves(dirty: str, expected: str) -> None:
    assert sanitise(dirty) == expected


def test_the_allow_list_holds_nothing_active() -> None:
    assert TAGS.isdisjoint(re.findall(r"\w+", ACTIVE))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<br>b", "a b"),
        ("<p>a</p><p>b</p>", "a b"),
        ("a<b>b</b>c", "abc"),
        ("1 &lt; 2 &amp;amp; 3", "1 < 2 &amp; 3"),
        ('<img src="x" alt=">" title="a > b">c', "c"),
        (" a \u200b\u00a0\n b ", "a b"),
        ('a <aside class="gate">log in</aside> b', "a b"),
        ("<aside>kept</aside>", "kept"),
    ],
)
def test_text_is_read_off_clean_html_with_breaks_as_spaces(html: str, text: str) -> None:
    assert text_of(html) == text


def vectors(shared: Path) -> list[str]:
    """Every attack of the public lists under ../shared/vectors/xss, each once."""
    folder = shared / "vectors" / "xss"
    found = [
        line
        for path in sorted(folder.glob("patt/*.txt"))
        for line in path.read_text("utf-8", "replace").split("\n")
    ]
    found += [path.read_text("utf-8", "replace") for path in sorted(folder.glob("patt/*.svg"))]
    found += [
        case["payload"]
        for case in json.loads((folder / "dompurify/expect.json").read_text("utf-8"))
    ]
    found += [
        path.read_text("utf-8").partition("\n--\n")[0]
        for path in sorted(folder.glob("bleach/*.test"))
    ]
    found += (folder / "h5sc/vectors.txt").read_text("utf-8", "replace").split("\n")
    return list(dict.fromkeys(found))


@pytest.mark.corpus
@pytest.mark.parametrize("rules", [COMMON, DISCUZ_RULES], ids=["common", "discuz"])
def test_no_known_attack_survives(shared: Path, rules: tuple) -> None:  # type: ignore[type-arg]
    attacks = vectors(shared)
    assert len(attacks) > 2_000
    assert [attack for attack in attacks if not is_harmless(clean(attack, rules, SITE).html)] == []


@pytest.mark.corpus
def test_naughty_strings_come_through_as_text(shared: Path) -> None:
    for text in json.loads((shared / "vectors" / "strings" / "blns.json").read_text("utf-8")):
        source = text.replace("&", "&amp;").replace("<", "&lt;")
        assert letters(clean(f"<p>{source}</p>").text) == letters(
            parsed(f"<p>{source}</p>").text()
        ), text


# ── Rules ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY : none;color:red",
        "visibility:hidden",
        "font-size:0",
        "font-size:0px;",
    ],
)
def test_what_no_browser_shows_is_dropped_by_name(style: str) -> None:
    cleaned = clean(f'seen <span style="{style}">jammed</span> words')
    assert cleaned.text == "seen words"
    assert cleaned.found.dropped == [Dropped(rule="invisible", text="jammed")]


@pytest.mark.parametrize(
    "style", ["display:block", "font-size:0.9em", "font-size:10px", "color:none"]
)
def test_what_a_browser_shows_is_kept(style: str) -> None:
    assert clean(f'<span style="{style}">seen</span>').text == "seen"


def test_nested_noise_is_accounted_for_once() -> None:
    hidden = '<div style="display:none">outer <i style="display:none">inner</i></div>'
    assert sorted(drop.text for drop in clean(f"a{hidden}b").found.dropped) == ["inner", "outer"]


@pytest.mark.parametrize(
    ("player", "address"),
    [
        ('<iframe src="http://v.example/1"></iframe>', "http://v.example/1"),
        ('<embed src="http://v.example/2.swf">', "http://v.example/2.swf"),
        ('<video><source src="http://v.example/3.mp4"></video>', "http://v.example/3.mp4"),
        (
            '<object><param name="movie" value="http://v.example/4.swf"></object>',
            "http://v.example/4.swf",
        ),
        ('<audio src="5.mp3"></audio>', SITE + "5.mp3"),
    ],
)
def test_a_player_becomes_a_link(player: str, address: str) -> None:
    cleaned = clean(f"a {player} b", base=SITE)
    assert [link.href for link in cleaned.found.links] == [address]
    assert f'<a href="{address}"></a>' in cleaned.html


@pytest.mark.parametrize(
    "name", ["zoomfile", "file", "data-original", "data-src", "data-lazy-src", "data-echo"]
)
def test_a_lazy_picture_gets_its_real_address(name: str) -> None:
    cleaned = clean(f'<img src="static/none.gif" {name}="up/a.jpg" alt=" a  boat ">', base=SITE)
    assert cleaned.html == f'<img src="{SITE}up/a.jpg" alt="a boat">'
    assert [(image.src, image.alt) for image in cleaned.found.images] == [
        (SITE + "up/a.jpg", "a boat")
    ]


@pytest.mark.parametrize(
    "copy", ["page_files/a.jpg", "./page_files/a.jpg", "%E9%92%9F_files/a.jpg", "page.files/a.jpg"]
)
def test_a_copy_saved_beside_the_page_is_better_than_the_address(copy: str) -> None:
    cleaned = clean(f'<img src="{copy}" file="http://bbs.example/a.jpg">', base=SITE)
    assert [image.src for image in cleaned.found.images] == [copy]


@pytest.mark.parametrize("name", ["smiley", "attached-x", "zoom"])
def test_a_class_of_the_pages_own_gives_a_picture_no_meaning(name: str) -> None:
    cleaned = clean(f'<img class="{name}" src=" http://a.example/b.png ">')
    assert cleaned.html == '<img src="http://a.example/b.png">'
    assert [image.src for image in cleaned.found.images] == ["http://a.example/b.png"]


@pytest.mark.parametrize(
    "image", ["<img>", '<img src="">', '<img src="data:image/png;base64,AAAA">']
)
def test_a_picture_without_an_address_is_no_picture(image: str) -> None:
    cleaned = clean(f"a {image} b")
    assert (cleaned.html, cleaned.found.images) == ("a  b", [])


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("forum.php?tid=5#pid77", SITE + "forum.php?tid=5#pid77"),
        ("http://a.example/?a=1&amp;b=2#frag-ment", "http://a.example/?a=1&b=2#frag-ment"),
        ("mailto:anna@a.example", "mailto:anna@a.example"),
        (
            "t.php?tid=1&amp;sid=0123456789abcdef0123456789abcdef&amp;page=2#pid5",
            SITE + "t.php?tid=1&page=2#pid5",
        ),
        ("t.php?tid=1&amp;sid=0123456789abcdef0123456789abcdef", SITE + "t.php?tid=1"),
    ],
)
def test_a_link_is_absolute_and_keeps_its_fragment_but_no_session(href: str, kept: str) -> None:
    cleaned = clean(f'see <a href="{href}" onclick="x">the <b>post</b></a>', base=SITE)
    assert [(link.text, link.href) for link in cleaned.found.links] == [("the post", kept)]
    assert attributes_of(
        cleaned.html[cleaned.html.index("<a") + 2 : cleaned.html.index(">the")]
    ) == {"href": kept}


@pytest.mark.parametrize(
    "href", ["javascript:;", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "http://["]
)
def test_a_link_that_leads_nowhere_leaves_its_words(href: str) -> None:
    cleaned = clean(f'a <a href="{href}">word</a> b')
    assert (cleaned.html, cleaned.found.links) == ("a word b", [])


def test_an_address_of_no_web_scheme_stays_readable() -> None:
    cleaned = clean('<a href="ed2k://|file|boat.avi|1|">boat</a>')
    assert cleaned.html == '<a title="ed2k://|file|boat.avi|1|">boat</a>'


def test_what_stands_in_a_comment_of_the_source_is_not_found() -> None:
    cleaned = clean(
        'a<!-- <img src="http://a.example/x.png"> <a href="http://a.example/"> -->b <a href="http://b.example/">c</a>'
    )
    assert cleaned.text == "ab c"
    assert cleaned.found.images == []
    assert [(link.text, link.href) for link in cleaned.found.links] == [("c", "http://b.example/")]


def test_a_pages_own_aside_is_not_taken_for_a_gate() -> None:
    assert clean('<aside class="gate">the keeper\'s words</aside>').text == "the keeper's words"


def test_breaks_at_the_edges_go_and_those_between_stay() -> None:
    assert clean("<br><br>\n a<br>b <br><br>").html == "a<br>b"


def test_breaks_between_the_items_of_a_list_go_and_those_within_stay() -> None:
    assert clean('<ol start="2"><br>\n<li>a<br>b</li><br><br><li>c</li></ol><br>d').html == (
        '<ol start="2">\n<li>a<br>b</li><li>c</li></ol><br>d'
    )


def test_plain_words_need_no_markup() -> None:
    assert clean(" 1 &lt; 2 &amp;amp; 3 ").html == "1 &lt; 2 &amp;amp; 3"
    assert clean("").html == clean("").text == ""


@pytest.mark.parametrize("depth", [300, 1_900])
def test_words_in_deeply_nested_boxes_are_kept(depth: int) -> None:
    assert clean("<div>" * depth + "deep" + "</div>" * depth + "<b>after</b>").text == "deep after"


# ── Addresses ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("http://a.example/url?q=https://b.example/x%3Fy%3D1&sa=D", "https://b.example/x?y=1"),
        ("http://a.example/proxy.php?link=http%3A%2F%2Fb.example%2F&hash=1", "http://b.example/"),
        ("https://out.a.example/t3_1?url=https%3A%2F%2Fb.example&token=z", "https://b.example"),
        ("http://a.example/?http://b.example/page?x=1", "http://b.example/page?x=1"),
        (
            "http://a.example/t.php?t=5&sid=0123456789abcdef0123456789abcdef#p9",
            "http://a.example/t.php?t=5#p9",
        ),
        (
            "http://a.example/t.php?s=0123456789abcdef0123456789abcdef&t=5",
            "http://a.example/t.php?t=5",
        ),
        (
            "http://a.example/redirect.php?goto=findpost&pid=5",
            "http://a.example/redirect.php?goto=findpost&pid=5",
        ),
        (
            "http://a.example/login.php?redirect=http://b.example/",
            "http://a.example/login.php?redirect=http://b.example/",
        ),
        ("http://a.example/page/http://b.example/", "http://a.example/page/http://b.example/"),
        ("http://a.example/go?to=inside", "http://a.example/go?to=inside"),
        ("http://[/url?q=http://b.example", "http://[/url?q=http://b.example"),
    ],
)
def test_links_lead_where_their_authors_meant(address: str, meant: str) -> None:
    assert cleaned(address) == meant


# ── Subjects ──────────────────────────────────────────────────────────────────────────────────────

LONG_TITLE = "The weir below the lower lock has a new gauge and nobody reads it"


@pytest.mark.parametrize(
    ("subject", "title", "own"),
    [
        ("Re: Kites", "Kites", None),
        ("RE : AW: kites", "Kites", None),
        ("回复：Kites", "Kites", None),
        ("Kites", "Re: Kites", None),
        ("Re:", "Kites", None),
        ("", "Kites", None),
        (None, "Kites", None),
        ("Re: Kites and string", "Kites", "Re: Kites and string"),
        ("Re: Ki", "Kites", "Re: Ki"),
        (f"Re: {LONG_TITLE[:56]}", LONG_TITLE, None),
        (f"Re: {LONG_TITLE[:53]}...", LONG_TITLE, None),
        ("Regarding kites", "kites", "Regarding kites"),
        ("Kites", None, "Kites"),
    ],
)
def test_a_subject_that_says_the_title_again_is_none(
    subject: str | None, title: str | None, own: str | None
) -> None:
    assert own_subject(subject, title) == own
