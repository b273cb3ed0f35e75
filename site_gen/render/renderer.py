"""Fills the theme's templates: one method for each kind of page.

A view goes in, the page's UTF-8 bytes come out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from gettext import NullTranslations
from traceback import extract_tb
from typing import Any
from urllib.parse import urlsplit

from jinja2 import (
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from markupsafe import Markup

from site_gen.errors import ConfigError
from site_gen.render.almanac import Almanac
from site_gen.render.i18n import Formats, is_iso, negotiate, translations
from site_gen.render.language import direction_of
from site_gen.render.linked import linked_data
from site_gen.render.places import is_web, relative_to, tag_path
from site_gen.render.textonly import textonly
from site_gen.render.theme import Theme
from site_gen.render.views.about import AboutView
from site_gen.render.views.boards import BoardRow, BoardView
from site_gen.render.views.calendar import CalendarView, MonthView, OnThisDayView, YearView
from site_gen.render.views.gallery import GalleryView
from site_gen.render.views.home import HomeView
from site_gen.render.views.people import AuthorsView, AuthorView, StartedView
from site_gen.render.views.search import SearchView
from site_gen.render.views.site import CuratedView, SiteView
from site_gen.render.views.tags import TagsView, TagView
from site_gen.render.views.threads import ThreadView
from site_gen.text.shorten import shortened
from site_gen.text.subjects import own_subject

GATE = '<aside class="gate">'
"""How the clean stage opens the text that stands where content was hidden from guests."""


class Renderer:
    """The pages of one site in one theme. Compiles each template once, on its first use."""

    def __init__(self, theme: Theme, site: SiteView) -> None:
        self._site = site
        self._environment = _environment(theme, site)

    def home(self, view: HomeView) -> bytes:
        """Render the front page, ``index.html``."""
        return self._page("home.html", "index.html", view=view)

    def thread(self, view: ThreadView) -> bytes:
        """Render one page of a thread."""
        data = linked_data(view, self._site)
        return self._page("thread.html", view.path, view=view, linked_data=data)

    def boards(self, rows: list[BoardRow]) -> bytes:
        """Render the list of all boards, ``boards/index.html``."""
        return self._page("boards.html", "boards/index.html", rows=rows)

    def board(self, view: BoardView) -> bytes:
        """Render one page of a board's threads."""
        return self._page("board.html", view.path, view=view)

    def authors(self, view: AuthorsView) -> bytes:
        """Render one page of the list of all authors."""
        return self._page("authors.html", view.path, view=view)

    def author(self, view: AuthorView) -> bytes:
        """Render one page of one author."""
        return self._page("author.html", view.path, view=view)

    def started(self, view: StartedView) -> bytes:
        """Render one page of the threads that an author began."""
        return self._page("started.html", view.path, view=view)

    def calendar(self, view: CalendarView) -> bytes:
        """Render the list of all years, ``dates/index.html``."""
        return self._page("calendar.html", "dates/index.html", view=view)

    def year(self, view: YearView) -> bytes:
        """Render the page of one year."""
        return self._page("year.html", view.year.path, view=view)

    def month(self, view: MonthView) -> bytes:
        """Render one page of one month."""
        return self._page("month.html", view.path, view=view)

    def onthisday(self, view: OnThisDayView) -> bytes:
        """Render what began on each day of one month, in any year."""
        return self._page("onthisday.html", view.path, view=view)

    def tags(self, view: TagsView) -> bytes:
        """Render one page of the list of all tags."""
        return self._page("tags.html", view.path, view=view)

    def tag(self, view: TagView) -> bytes:
        """Render one page of the threads with one tag."""
        return self._page("tag.html", view.path, view=view)

    def gallery(self, view: GalleryView) -> bytes:
        """Render one page of the saved pictures."""
        return self._page("gallery.html", view.path, view=view)

    def about(self, view: AboutView) -> bytes:
        """Render the page that accounts for the archive, ``about.html``."""
        return self._page("about.html", "about.html", view=view)

    def curated(self, view: CuratedView) -> bytes:
        """Render a page that the curator wrote."""
        return self._page("curated.html", view.path, view=view)

    def search(self, view: SearchView) -> bytes:
        """Render the page that searches, ``search.html``."""
        return self._page("search.html", "search.html", view=view)

    def words(self) -> bytes:
        """Render ``assets/words.js``: the theme's words in the interface's language."""
        return self._page("words.js", "assets/words.js")

    def missing(self) -> bytes:
        """Render ``404.html``, which hosts serve in place of any address, at any depth.

        Where the site's address is known its links start at the host's root, so that they hold
        everywhere.
        """
        root = ""
        if self._site.address:
            root = urlsplit(self._site.address).path.rstrip("/") + "/"
        return self._page("missing.html", "404.html", rel=lambda path: root + path)

    def _page(self, template: str, page: str, **values: Any) -> bytes:
        """Fill one template for the page at the path ``page``.

        A lone surrogate becomes a character reference.
        """
        values.setdefault("rel", relative_to(page))
        try:
            text = self._environment.get_template(template).render(page=page, **values)
        except TemplateError as error:
            raise ConfigError(_template_fault(error, template)) from error
        return text.encode("utf-8", "xmlcharrefreplace")


def _template_fault(error: TemplateError, template: str) -> str:
    """Say which template is at fault, where, and why.

    It is the deepest one that was being read or filled.
    """
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name or template}, line {error.lineno}: {error.message}"
    place, reason = template, error.message
    for frame in extract_tb(error.__traceback__):
        if frame.filename.endswith(".html"):
            place = f"{frame.filename}, line {frame.lineno}"
    if isinstance(error, TemplateNotFound):
        reason = f"there is no template {error}"
    return f"{place}: {reason}; see docs/themes.md for what a template may use"


def is_linkable(address: str | None) -> bool:
    """Tell whether an address may be a link: one of the web, or a path of this site."""
    if not address:
        return False
    return is_web(address) or (":" not in address and not address.startswith(("/", "\\")))


def steps(number: int, last: int) -> list[int | None]:
    """Choose the numbers a pager shows: both ends and the neighbours of ``number``.

    ``None`` stands for a gap.
    """
    shown = sorted({1, last, *range(max(1, number - 2), min(last, number + 2) + 1)})
    result: list[int | None] = []
    for before, this in zip([0, *shown], shown, strict=False):
        if this - before == 2:
            result.append(this - 1)
        elif this - before > 2:
            result.append(None)
        result.append(this)
    return result


def label_gates(html: str, label: str) -> Markup:
    """Put a label at the head of every gate in a post's clean HTML."""
    return Markup(html.replace(GATE, f"{GATE}<b>{label}</b>"))


def _environment(theme: Theme, site: SiteView) -> Environment:
    """Set Jinja up for one site: words, dates and the few functions a template may call."""
    catalog = negotiate(site.language)
    words = translations(catalog)
    formats = Formats(catalog, words.gettext("%(day)s, %(time)s"))
    environment = Environment(
        loader=theme.loader(),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    gettext, ngettext = _sayings(words)
    environment.install_gettext_callables(gettext, ngettext)  # type: ignore[attr-defined]
    environment.globals["_"] = gettext
    environment.globals.update(
        site=site,
        language=catalog.replace("_", "-"),
        direction=direction_of(catalog.partition("_")[0]),
        options=theme.options,
        searches=theme.has_asset("search.js"),
        almanac=Almanac(catalog),
        span=formats.span,
        years=formats.years,
        steps=steps,
    )
    environment.filters.update(
        moment=formats.moment,
        day=formats.day,
        number=formats.number,
        gates=label_gates,
        textonly=textonly,
        tag_path=tag_path,
        shortened=shortened,
        own_subject=own_subject,
    )
    environment.tests.update(iso=is_iso, web=is_web, linkable=is_linkable)
    return environment


def _sayings(words: NullTranslations) -> tuple[Callable[..., str], Callable[..., str]]:
    """Make ``_("…", name=value)`` and its plural.

    What they say is text, escaped like any other where it is printed.
    """
    known = cache(words.gettext)

    def gettext(message: str, /, **values: Any) -> str:
        said = known(message)
        return said % _plain(values) if values else said

    def ngettext(one: str, many: str, number: int, /, **values: Any) -> str:
        return words.ngettext(one, many, number) % {"num": number, **_plain(values)}

    return gettext, ngettext


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Make text of what a macro wrote.

    It was escaped once, and the saying that it becomes part of will be.
    """
    written = {name: value for name, value in values.items() if isinstance(value, Markup)}
    return values | {name: value.unescape() for name, value in written.items()}
