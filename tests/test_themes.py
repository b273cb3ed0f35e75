"""Themes: what a theme.toml may say, what extends what, and that nothing outside of a theme gets in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page
from selectolax.lexbor import LexborHTMLParser
from test_docs import blocks, text_of
from test_render import HOSTILE, every_page, post_view, renderer, thread_view

from site_gen.errors import ConfigError
from site_gen.models import Post
from site_gen.render import Renderer, Theme
from site_gen.render.textonly import textonly
from site_gen.render.theme import Manifest, shipped
from site_gen.render.views.home import HomeView
from site_gen.render.views.site import CuratedView, SiteView

MANIFEST = 'name = "mine"\ndescription = "A test."\n'
PAGE = CuratedView(title="Words", path="pages/words.html", html="<p>said</p>")


def theme(
    folder: Path, manifest: str = MANIFEST + 'extends = "default"\n', **templates: str
) -> str:
    """Write a theme; returns the path that names it."""
    (folder / "templates").mkdir(parents=True, exist_ok=True)
    (folder / "theme.toml").write_text(manifest, encoding="utf-8")
    for name, text in templates.items():
        (folder / "templates" / f"{name}.html").write_text(text, encoding="utf-8")
    return str(folder)


def page_of(theme: Theme) -> str:
    return Renderer(theme, SiteView(title="Old Boards")).curated(PAGE).decode()


def plain(**options: object) -> Renderer:
    return Renderer(Theme.load("plain", options=options), SiteView(title="Old Boards"))


# ── Layers ──


def test_two_themes_ship_and_both_say_what_they_are() -> None:
    assert {"default", "plain"} <= set(shipped())
    for name in shipped():
        manifest = Theme.load(name).layers[0].manifest
        assert manifest.name == name
        assert manifest.description


def test_a_theme_is_its_own_folder_and_the_rest_is_what_it_extends(tmp_path: Path) -> None:
    mine = theme(tmp_path / "mine", curated="mine: {{ view.title }}")
    assert page_of(Theme.load(mine)) == "mine: Words"
    assert b"Page not found" in Renderer(Theme.load(mine), SiteView(title="x")).missing()


def test_a_theme_extends_a_theme_beside_it_and_that_one_another(tmp_path: Path) -> None:
    theme(
        tmp_path / "low",
        'name = "low"\ndescription = "x"\nextends = "default"\n',
        curated="low {{ view.title }}",
    )
    theme(tmp_path / "mid", 'name = "mid"\ndescription = "x"\nextends = "../low"\n')
    top = theme(tmp_path / "top", 'name = "top"\ndescription = "x"\nextends = "../mid"\n')
    loaded = Theme.load(top)
    assert [layer.manifest.name for layer in loaded.layers] == ["top", "mid", "low", "default"]
    assert page_of(loaded) == "low Words"


def test_a_replacing_template_extends_what_it_replaces_by_the_themes_name(tmp_path: Path) -> None:
    mine = theme(
        tmp_path / "mine",
        curated='{% extends "!default/curated.html" %}{% block title %}A{% endblock %}',
    )
    site = tmp_path / "templates"
    site.mkdir()
    site.joinpath("curated.html").write_text(
        '{% extends "!mine/curated.html" %}{% block title %}{{ super() }}B{% endblock %}',
        encoding="utf-8",
    )
    page = page_of(Theme.load(mine, [site]))
    assert "<title>AB</title>" in page
    assert "<p>said</p>" in page


@pytest.mark.parametrize("place", ["curated.html", "templates/curated.html"])
def test_the_curators_templates_lie_in_the_folder_or_in_its_templates(
    tmp_path: Path, place: str
) -> None:
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_text("here", encoding="utf-8")
    assert page_of(Theme.load("default", [tmp_path])) == "here"


def test_static_files_are_the_themes_and_what_it_extends_or_its_own_alone(tmp_path: Path) -> None:
    mine = theme(tmp_path / "mine")
    (tmp_path / "mine" / "static").mkdir()
    (tmp_path / "mine" / "static" / "site.css").write_text("p{}")
    files = dict(Theme.load(mine).assets())
    assert files["assets/site.css"] == b"p{}"
    assert "assets/icon.svg" in files
    theme(tmp_path / "mine", MANIFEST + 'extends = "default"\nstatic = "own"\n')
    assert dict(Theme.load(mine).assets()) == {"assets/site.css": b"p{}"}


# ── Options ──

OPTIONS = (
    MANIFEST
    + """extends = "default"
[options.shade]
type = "string"
default = "dawn"
choices = ["dawn", "dusk"]
description = "The light of the page."
[options.rows]
type = "integer"
default = 3
description = "How many."
"""
)


def test_options_have_their_defaults_and_the_curators_values(tmp_path: Path) -> None:
    mine = theme(tmp_path / "mine", OPTIONS, curated="{{ options.shade }} {{ options.rows }}")
    assert page_of(Theme.load(mine)) == "dawn 3"
    assert page_of(Theme.load(mine, options={"shade": "dusk"})) == "dusk 3"


def test_options_of_the_extended_theme_are_options_too_with_a_new_default_if_said(
    tmp_path: Path,
) -> None:
    theme(tmp_path / "low", OPTIONS)
    above = 'name = "top"\ndescription = "x"\nextends = "../low"\n'
    top = theme(
        tmp_path / "top",
        above + '[options.rows]\ntype = "integer"\ndefault = 9\ndescription = "x"\n',
    )
    assert Theme.load(top, options={"shade": "dusk"}).options == {"rows": 9, "shade": "dusk"}


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"shad": "dusk"}, "`theme_options.shad`: .*did you mean `shade`"),
        ({"zebra": 1}, "its options: rows, shade"),
        ({"shade": "noon"}, '`theme_options.shade` must be one of "dawn", "dusk", found "noon"'),
        ({"rows": "3"}, '`theme_options.rows` must be an integer, found "3"'),
        ({"rows": True}, "`theme_options.rows` must be an integer, found true"),
    ],
)
def test_a_wrong_option_is_named_with_its_mend(
    tmp_path: Path, given: dict[str, object], complaint: str
) -> None:
    with pytest.raises(ConfigError, match=complaint):
        Theme.load(theme(tmp_path / "mine", OPTIONS), options=given)


def test_a_theme_without_options_says_so() -> None:
    with pytest.raises(ConfigError, match=r"no such option; it has none|its options"):
        Theme.load("default", options={"zebra": 1})


# ── What is wrong ──


@pytest.mark.parametrize(
    ("manifest", "complaint"),
    [
        ("name = ", "not valid TOML"),
        ('description = "x"', "`name`"),
        (MANIFEST + "colour = 1", "colour.*may say name, description"),
        ('name = "Not/a name"\ndescription = "x"', "small letters"),
        (MANIFEST + 'static = "none"', "static"),
        (
            MANIFEST + '[options.a]\ntype = "integer"\ndefault = "x"\ndescription = ""',
            r"`options.a.default` must be",
        ),
        (MANIFEST + '[options.a]\ntype = "colour"\ndefault = "x"\ndescription = ""', "colour"),
        (MANIFEST + 'extends = "nowhere"', 'theme "nowhere" is not known'),
        (MANIFEST + 'extends = "../mine"', "in a circle"),
        (
            'name = "default"\ndescription = "x"\nextends = "default"',
            "is that of a theme which extends it",
        ),
    ],
)
def test_a_wrong_theme_toml_is_named_with_the_fault(
    tmp_path: Path, manifest: str, complaint: str
) -> None:
    with pytest.raises(ConfigError, match=complaint):
        Theme.load(theme(tmp_path / "mine", manifest))


@pytest.mark.parametrize("name", ["mine", "../default", "./nowhere", "..", "/nowhere"])
def test_an_unknown_theme_is_an_error_that_says_what_to_name(name: str) -> None:
    with pytest.raises(ConfigError, match=r"choose one of|no theme\.toml"):
        Theme.load(name)


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ("{% if %}", r"curated\.html, line 1"),
        ("\n{{ nothing }}", r"curated\.html, line 2: 'nothing' is undefined"),
        ("\n\n{{ view.nothing }}", r"curated\.html, line 3: .*nothing"),
        ('{% include "nowhere.html" %}', "there is no template nowhere.html"),
    ],
)
def test_a_wrong_template_is_named_with_its_line(
    tmp_path: Path, template: str, complaint: str
) -> None:
    with pytest.raises(ConfigError, match=complaint):
        page_of(Theme.load(theme(tmp_path / "mine", curated=template)))


@pytest.mark.parametrize(
    "name", ["../secret.html", "!default/../secret.html", "/etc/passwd", "!mine/../../secret.html"]
)
def test_no_template_outside_of_the_themes_can_be_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.html").write_text("secret")
    (tmp_path / "mine" / "secret.html").parent.mkdir()
    (tmp_path / "mine" / "secret.html").write_text("secret")
    with pytest.raises(ConfigError, match="there is no template"):
        page_of(Theme.load(theme(tmp_path / "mine", curated=f'{{% include "{name}" %}}')))


@pytest.mark.parametrize("place", ["static/passwd", "templates/curated.html"])
def test_a_link_that_leads_out_of_a_theme_is_refused(tmp_path: Path, place: str) -> None:
    mine = theme(tmp_path / "mine")
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "mine" / place).parent.mkdir(exist_ok=True)
    (tmp_path / "mine" / place).symlink_to(tmp_path / "secret")
    with pytest.raises(ConfigError, match="leads out of its theme"):
        Theme.load(mine)


# ── Text only ──


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<img src="a.png" alt="a kite">', '<a href="a.png">[picture: a kite]</a>'),
        ('<a href="b"><img src="a.png" alt=""></a>', '<a href="b">[picture]</a>'),
        ('<img alt="<b> &amp; c" src="a.png">', '<a href="a.png">[picture: &lt;b&gt; &amp; c]</a>'),
        ('<img src="data:image/png;base64,AA" alt="x">', "[picture: x]"),
        ('<svg class="x"><title>t</title><path d="M0"/></svg>after', "after"),
        ("<script>if (a < b) alert(1)</script>text<noscript>kept</noscript>", "textkept"),
        (
            '<div class="x"> <fieldset><label><input>a</label></fieldset> </div><nav a="b"><svg></svg></nav>b',
            "b",
        ),
        ("<p>no pictures</p>", "<p>no pictures</p>"),
    ],
)
def test_pictures_become_their_words_and_scripts_go(html: str, shown: str) -> None:
    assert textonly(html, "picture") == shown


def test_the_plain_theme_has_no_pictures_and_no_scripts_on_any_page() -> None:
    for path, page in every_page("anna", plain()).items():
        tree = LexborHTMLParser(page.decode())
        assert tree.css("img, svg, script, button, input, meter, video, audio, iframe") == [], path
        assert "script-src" not in page.decode(), path


def test_the_plain_theme_shows_every_word_that_the_default_shows() -> None:
    post = post_view(
        Post(n=1, id="1", author="anna", text="x"),
        html='<p>wind <img src="../media/1.png" alt="kite"></p>',
    )
    words = (
        LexborHTMLParser(plain().thread(thread_view(post)).decode())
        .body.text(separator=" ")
        .split()
    )
    assert {"wind", "[picture:", "kite]", "anna"} <= set(words)
    default = LexborHTMLParser(renderer().thread(thread_view(post)).decode()).css_first("article")
    assert set(default.text(separator=" ").split()) <= set(words)


def test_a_theme_without_a_search_links_to_none(tmp_path: Path) -> None:
    own = theme(tmp_path / "mine", MANIFEST + 'extends = "default"\nstatic = "own"\n')
    assert "search.html" not in page_of(Theme.load(own))
    assert "search.html" in page_of(Theme.load("default"))
    assert b"search.html" not in plain().missing()


def test_hostile_text_stays_text_in_the_plain_theme() -> None:
    for path, page in every_page(HOSTILE, plain()).items():
        tree = LexborHTMLParser(page.decode())
        assert tree.css("img, script, [onerror]") == [], path
        assert "alert(1)" in tree.body.text() or path in (
            "404.html",
            "boards/index.html",
            "dates/index.html",
        ), path


def test_the_plain_themes_options_change_its_pages() -> None:
    page = plain(letters="mono", signatures=False).missing().decode()
    assert '<html lang="en" class="mono">' in page
    assert '<body class="unsigned">' in page


def test_the_plain_theme_is_small() -> None:
    files = dict(Theme.load("plain").assets())
    assert list(files) == ["assets/site.css"]
    assert len(files["assets/site.css"]) < 2_000


def test_every_link_of_the_plain_site_resolves_and_no_file_is_left_over(plain_site: Path) -> None:
    for path in plain_site.rglob("*.html"):
        for node in LexborHTMLParser(path.read_text(encoding="utf-8")).css("a[href], link[href]"):
            address = node.attributes["href"] or ""
            if not re.match(r"[a-z]+:", address):
                place, _, anchor = address.partition("#")
                target = path.parent / place if place else path
                assert target.is_file(), (path, address)
                assert not anchor or f'id="{anchor}"' in target.read_text(encoding="utf-8"), (
                    path,
                    address,
                )
    assert [path.name for path in (plain_site / "assets").iterdir()] == ["site.css"]
    assert not (plain_site / "search.html").exists()


@pytest.mark.browser
def test_the_plain_site_fits_a_phone_and_asks_for_no_more_than_its_style_sheet(
    page: Page, plain_site: Path
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.rpartition(".")[2]))
    for name in (
        "index",
        "threads/12",
        "threads/30",
        "about",
        "404",
        "authors/index",
        "boards/index",
    ):
        page.goto((plain_site / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
    assert asked == {"html", "css"}


# ── The guide ──


def test_the_guides_theme_does_what_the_guide_says(tmp_path: Path) -> None:
    manifest = blocks("docs/themes.md", "ini")[0]
    line, home = blocks("docs/themes.md", "html")[:2]
    evening = theme(tmp_path / "evening", manifest, home=home)
    loaded = Theme.load(evening, options={"greeting": "Welcome <back>."})
    view = HomeView(boards=[], newest=[], largest=[], threads=1, posts=2, authors=1, gaps=0)
    page = Renderer(loaded, SiteView(title="Old Boards")).home(view).decode()
    assert '<p class="greeting">Welcome &lt;back&gt;. ★★★</p>' in page
    assert "<h1>Old Boards</h1>" in page
    (tmp_path / "curated.html").write_text(line, encoding="utf-8")
    page = page_of(Theme.load("default", [tmp_path]))
    assert page.index("<p>said</p>") < page.index("keeper of this archive")


def test_the_guide_names_every_template_every_key_and_every_function() -> None:
    text = text_of("docs/themes.md")
    for name in Manifest.__struct_fields__:
        assert f"| `{name}` |" in text
    said = set(re.findall(r"`(\w+\.html)`", text))
    assert said - {"404.html"} <= {
        path.name for path in (shipped()["default"] / "templates").iterdir()
    }
    assert set(re.findall(r"\| `(\w+)` \| ", text)) >= set(shipped())
    environment = Renderer(Theme.load("default"), SiteView(title="x"))._environment
    own = set(environment.globals) | set(environment.filters) | set(environment.tests)
    for name in (
        "site",
        "options",
        "rel",
        "span",
        "years",
        "steps",
        "moment",
        "day",
        "number",
        "gates",
        "textonly",
    ):
        assert f"`{name}" in text
        assert name in own or name == "rel"
