"""What every page of vBulletin states in the same way: its version, zone, numbers and chrome."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean.rule import words
from site_gen.dates import Clock, offset, read_date
from site_gen.engines.tools.values import first_group, meta
from site_gen.load.page import Page

GENERATOR = re.compile(r"vBulletin\D{0,12}(\d(?:\.\d+){0,2})")
POST_NUMBER = re.compile(r"(?:post_message_|td_post_|post_?)(\d+)$")
THREAD_URL = re.compile(
    r"showthread\.php\?(?:[^#\"'<>]*?\bt=(\d+)|(\d+)|t-(\d+))"
    r"|showthread\.php/(\d+)|/threads/(\d+)|/(\d+)-[^/?#]*(?:\.html|/?$|[?#])"
    r"|-(\d+)(?:-\d+)?\.html|t-?(\d+)[./]"
)
EDITOR = re.compile(
    r"\b(?:by|von|par|por|da|door|av|af|przez)\s+(?P<who>\S.{0,60}?)\s*(?:[;(]|,\s|\s-\s)"
)
# In every language "GMT", the offset and a full stop; then the time now (3 and 4), or when the page
# was made (5).
ZONE = re.compile(
    r"\bGMT\s*(?P<zone>[+-] ?\d{1,2}(?:[.:]\d{1,2})?)\."
    r"[^<>]{0,60}(?:<span class=\"?time\b|\b\d?\d:\d\d\b)"
)


def version(page: Page) -> str | None:
    """Return the version that the generator line states, or else the page's foot."""
    return first_group(GENERATOR, meta(page, "meta[name=generator]"), page.text[-20_000:])


def zone(page: Page) -> str | None:
    """Return the offset of the page's times, as stated below the posts.

    For example "All times are GMT -5. The time now is 03:39 PM".
    """
    found = [match["zone"] for match in ZONE.finditer(page.text, max(0, len(page.text) - 20_000))]
    if not found:
        return None
    return offset(found[-1].replace(" ", ""))


def edited(mark: LexborNode | None, page: Page) -> dict[str, Any]:
    """Return date and editor of an edit mark; its words where the date is not read."""
    if mark is None or not (text := words(mark)):
        return {}
    date, _ = read_date(text, Clock.of(page))
    return {"edited": date or text, "editor": first_group(EDITOR, text)}


def refuse(page: Page) -> str | None:
    """Return why a page of vBulletin holds no thread, if it says so."""
    if page.tree.css_first(
        "[id^='thread_title_'], [id^='threadbits_forum'], #threadlist, [id^='collapseobj_forumbit']"
    ):
        return "a list of threads or boards"
    if page.tree.css_first(
        ".standard_error, form[action*='login.php'] input[name=url],"
        " .panelsurround form[action*=login]"
    ):
        return "an error, a notice or a login page of the forum"
    return None


SHARED_CHROME = {
    "site-header": "#header, .above_body, #navbar, .navtabs, #toplinks,"
    " .b-top-menu__background, header",
    "breadcrumb": "#breadcrumb, .breadcrumb, .breadcrumbs-wrapper, .navbar",
    "login-prompt": "form[action*='login.php'], #navbar_loginform, .notices, #notices",
    "page-links": ".pagenav, .pagination, .pagination_top, .pagination_bottom,"
    " .pagenav-controls, .postpagestats",
    "thread-tools": ".toolsmenu, .thread_controls, #threadtools_menu, .vbmenu_control,"
    " .toolbar, .js-toolbar",
    "menu": ".vbmenu_popup, .popupbody, .b-comp-menu-dropdown__content",
    "member-panel": "td.alt2[width], .tcell.alt2, .userinfo, .userinfo_extra, .b-userinfo,"
    " [id^='postmenu_']",
    "share-buttons": ".b-sharing-menu",
    "post-tools": ".postfoot, .postcontrols, .b-post__footer, .nodecontrols, .posthead, .thead,"
    " .tfoot",
    "edit-mark": ".lastedited, .js-post-info",
    "box-label": ".bbcode_description",
    "attachments-head": ".attachments, fieldset.fieldset, .b-post-attachments",
    "title-line": ".pagetitle, .b-post__count, .posttitle, h2.title",
    "quick-reply": "#quick_reply, #qrform, .quickreply, form[name=vbform], .b-editor",
    "related-threads": "#similar_threads, #collapseobj_similarthreads, .similar_threads, .sidebar,"
    " #sidebar",
    "posting-rules": "#posting_rules, #forumrules, #collapseobj_forumrules, .forumrules,"
    " .options_block_container",
    "site-footer": "#footer, .footer, .below_body, #footer_time, #footer_copyright,"
    " #footer-copyright, footer",
}
