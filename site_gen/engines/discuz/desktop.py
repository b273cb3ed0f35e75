"""The desktop thread page of Discuz! X2 to X3.5.

Templates: ``template/default/forum/viewthread.htm``, ``viewthread_node.htm``.

The markup has been the same since X2; skins move the author and the date about inside the post's
cell, so the fields are looked for by the names that the templates' scripts need (``postnum``,
``authorposton``, ``postmessage_``, ``review_support_``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.clean import clean_body, parsed
from site_gen.dates import shown_date
from site_gen.engines.core.table import Engine, Fingerprint, RawPost
from site_gen.engines.discuz import panels
from site_gen.engines.discuz.addresses import ADDRESSES
from site_gen.engines.discuz.bodies import DISCUZ_RULES
from site_gen.engines.discuz.common import (
    FID_SCRIPT,
    board_path,
    floor_number,
    links_of,
    spaced,
    thread_facts,
    user_id,
)
from site_gen.engines.discuz.special import poll, special
from site_gen.engines.tools.node import NOTHING, Node
from site_gen.load.page import Page
from site_gen.models import Attachment

POST_ID = re.compile(r"^post_(\d+)$")
LOCATION = re.compile(r"^(?:来自|來自|IP属地|归属地)\s*[:：]\s*(\S.*)$")
DOTTED_LOCATION = re.compile(r"·\s*(\S[^|·]{0,40}?)\s*(?:\||$)")
YEAR = re.compile(r"\d{4}\D")
FINGERPRINTS = (
    Fingerprint("generator line", ('content="Discuz! X', "content=Discuz!", 'content="Discuz!'), 2),
    Fingerprint("list of posts", ('id="postlist"', "id=postlist", "id='postlist'"), 3),
    Fingerprint("bodies named postmessage_", ('id="postmessage_', "id=postmessage_"), 3),
    Fingerprint("dates named authorposton", ("authorposton",), 2),
    Fingerprint("post tables of class plhin", ("plhin",), 2),
    Fingerprint("style variables of the header", ("var STYLEID",), 1),
    Fingerprint(
        "footer", ("Powered by Discuz", 'Powered by <strong><a href="http://www.discuz.net"'), 1
    ),
)


def more_thread(page: Page) -> dict[str, Any]:
    """Return title, board path, counts, state and panels of a thread.

    Only the head of the list and the first post are searched: a search of the whole page costs as
    much as a tenth of parsing it.
    """
    root = Node(page.tree.root)
    facts = thread_facts(page)
    posts = root.at("#postlist") or root
    head = posts.at("table") or posts
    first = next((node for node in posts.children() if POST_ID.match(node.id)), posts)
    title = title_of(root)
    return {
        **facts,
        **boards_of(page, root, title),
        "title": title or None,
        **panels.paging(root.at("#pgt", ".pg"), page, facts["url"]),
        "tags": panels.tags(head, first),
        "locked": panels.locked(head, first),
        "poll": poll(first),
        "special": special(first),
        **panels.counts(head, root),
    }


def title_of(root: Node) -> str:
    """Return the title over the posts, where a skin has it, else the one of the page's head."""
    named = root.at("#thread_subject")
    if named:
        return named.text
    return panels.title_from_head(root)


def boards_of(page: Page, root: Node, title: str) -> dict[str, Any]:
    """Return boards and forum of the breadcrumb; the scripts too state the last board's id."""
    crumbs = links_of(root.at("#pt").all("a"))
    found = board_path(list(dict.fromkeys(crumbs)), title)
    if fid := FID_SCRIPT.search(page.text):
        found["board_id"] = fid[1]
    return found


def split(page: Page) -> Iterator[RawPost]:
    """Yield the posts of the list, in the page's order."""
    for node in post_nodes(page):
        match = POST_ID.match(node.id or "")
        if match and (parts := Parts(node, match[1])).is_post:
            yield raw_post(match[1], Node(node), parts, page)


def post_nodes(page: Page) -> Iterable[LexborNode]:
    """Return what may be posts; skins that have no list of that name keep the posts' names."""
    posts = page.tree.css_first("#postlist")
    if posts is None:
        return page.tree.css("[id^=post_]")
    return posts.iter()


def raw_post(pid: str, node: Node, parts: Parts, page: Page) -> RawPost:
    """Return one post: its body and what stands around it."""
    label = parts.floor.text
    fields = {
        "id": pid,
        "floor": floor_number(label),
        "marks": panels.stuck_mark(label),
        **parts.author,
        **byline(parts.stamp),
        **panels.votes(parts.votes),
    }
    if parts.has_panels:
        fields |= outside_body(node, page)
        fields["marks"] += panels.post_marks(node)
        fields["comments"] = panels.comments(node, pid)
        fields["ratings"] = panels.ratings(node)
    return RawPost(
        body=parts.body.raw,
        date_stated=fields.pop("date_stated", None),
        signature=spaced(parts.signature) or None,
        fields=fields,
    )


class Parts:
    """The parts of a post that its fields stand in, found in few searches.

    A search walks all it is given, whatever it looks for: a dozen of them took longer than all else
    of reading a post. So the author's column, half of a post's elements, leaves the tree once it
    has said who wrote, and the names of the parts are asked for whole: selectors on the beginning
    of an attribute cost three times as much.
    """

    CSS = (
        ".t_f, .sign, #postnum{0}, #authorposton{0}, "
        "#review_support_{0}, #review_against_{0}, #recommendv_add, #recommendv_subtract, "
        ".locked, .attach_nopermission, .tattl, .pdbts, .pstl, .rate"
    )

    def __init__(self, raw: LexborNode, pid: str) -> None:
        self.votes: list[Node] = []
        self.body = self.signature = self.floor = self.stamp = NOTHING
        self.author: dict[str, Any] = {}
        self.has_panels = False
        node = Node(raw)
        column = node.at(".pls")
        if column.raw is not None:
            self.author = who(column.all(".pi, .pti")) | group_of(column)
            column.raw.decompose()
        for part in node.all(self.CSS.format(pid)):
            self._take(part)
        self.is_post = bool(column or self.body or node.at(".pcb"))
        if "author" not in self.author:
            self.author |= who(node.all(".pi, .pti"))

    def _take(self, part: Node) -> None:
        ident = part.id
        if ident.startswith("postnum"):
            self.floor = self.floor or part
        elif ident.startswith("authorposton"):
            self.stamp = self.stamp or part
        elif ident.startswith(("review_", "recommendv_")):
            self.votes.append(part)
        else:
            self._take_by_class(part, part.classes)

    def _take_by_class(self, part: Node, classes: list[str]) -> None:
        if "t_f" in classes:
            self.body = self.body or part
        elif "sign" in classes:
            self.signature = self.signature or part
        else:
            self.has_panels = True


def who(boxes: list[Node]) -> dict[str, Any]:
    """Return name and id of a post's author.

    The author's column comes before the line above the body, where some forums show the name
    instead. The name is a plain word where the author is anonymous or deleted.
    """
    return linked_author(boxes) or plain_author(boxes)


def linked_author(boxes: Iterable[Node]) -> dict[str, Any]:
    """Return name and id of the first link to a member's page."""
    for link in (link for box in boxes for link in box.all(".authi a")):
        href = link.attr("href")
        if "space" in href and "authorid=" not in href and (name := link.text):
            return {"author": name, "author_id": user_id(href)}
    return {}


def plain_author(boxes: Iterable[Node]) -> dict[str, Any]:
    """Return the first name that stands in no link."""
    for box in boxes:
        if name := (box.at(".authi") or box).own_text:
            return {"author": re.split(r"\s*\|", name)[0] or None}
    return {}


def group_of(column: Node) -> dict[str, str]:
    """Return the author's group or title, from the column."""
    title = column.at("em a[href*=usergroup]").text
    return {"author_title": title} if title else {}


def byline(stamp: Node) -> dict[str, Any]:
    """Return date, client and location from the line above a body, in which the date stands."""
    line = stamp.parent
    if not line:
        return {}
    shown = stamp.text
    date = shown_date(shown)
    fields: dict[str, Any] = {"date_text": date or shown or None, **place_and_client(line)}
    if date is None or not YEAR.match(date):
        fields["date_stated"] = line.at("span[title]").attr("title")
    return fields


def place_and_client(line: Node) -> dict[str, str]:
    """Return where and with what a post was written, as the line above it says in grey."""
    fields: dict[str, str] = {}
    for small in line.all("span.xg1"):
        text = small.text
        if place := LOCATION.match(text):
            fields["location"] = place[1]
        elif text:
            fields.setdefault("client", text)
    if "location" not in fields and (place := DOTTED_LOCATION.search(line.own_text)):
        fields["location"] = place[1]
    return fields


def outside_body(node: Node, page: Page) -> dict[str, Any]:
    """Return gates and files that stand in the post's cell but not in its body."""
    cell = node.at(".pcb")
    if not cell:
        return {}
    gates: list[str] = []
    prompts: list[str] = []
    attachments: list[Attachment] = []
    for box in cell.all(".locked, .attach_nopermission"):
        if box.raw is None or box.up(".t_f, .rwdbst"):
            continue
        cleaned = clean_body(parsed(box.raw.html or ""), DISCUZ_RULES)
        (gates if cleaned.html else prompts).extend(cleaned.found.gates[:1])
        if cleaned.html and "attach_nopermission" in box.attr("class"):
            attachments.append(Attachment(hidden=True))
    attachments += panels.listed_attachments(cell, page)
    return {"gates": gates, "prompts": prompts, "attachments": attachments}


def refuse(page: Page) -> str | None:
    """Return what a page of this forum is, if it is no thread."""
    root = Node(page.tree.root)
    for css in ("#messagetext > p", "#messagetext", ".alert_error, .alert_info"):
        if text := root.at(css).own_text:
            return f"a notice of the forum, not a thread: “{text[:120]}”"
    if root.at("#threadlisttableid, #threadlist"):
        return "a board's list of threads, not a thread"
    if root.at("form[name=login], #main_login, [id^=loginform]"):
        return "a login page, not a thread"
    if page.is_cut:
        return "the page breaks off before its first post"
    return "a page of a Discuz! forum without posts"


DESKTOP = Engine(
    name="discuz",
    view="desktop",
    fingerprints=FINGERPRINTS,
    threshold=4,
    split=split,
    post_boxes="[id^=post_]",
    rules=DISCUZ_RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "login-form": "#lsform, #um, .fastlg, #toptb, #qmenu_menu, #myprompt_menu",
        "site-header": "#hd, #nv, #mu, #scbar, #scbar_type_menu, .p_pop",
        "breadcrumb": "#pt",
        "page-links": ".pg, .pgs, .pgbtn",
        "thread-tools": (
            "#p_btn, #modmenu, #mdly, .ptm .y, #fj, .vwthd .xg1, #newspecial_menu, #fwin_reply"
        ),
        "author-column": ".pls, .avatar, .avtm",
        "byline-tools": ".authi, .pti, [id^=postnum]",
        "post-tools": ".po, .pob, .mgcmn, .cp_pls",
        "advert": ".a_pb, .a_pt, .a_pr, tr.ad, .adtext, .a_p, .ad",
        "moderation-note": ".modact",
        "best-answer-copy": ".rwdbst",
        "edit-mark": ".pstatus",
        "tag-list": ".ptg",
        "poll-panel": ".pcht, .pinf, .ptmr",
        "debate-panel": ".ds, .dr",
        "attachment-list": ".pattl, .tip, .aimg_tip, .zoomtips",
        "close-button": ".atips_close",
        "buy-button": ".viewpay",
        "comment-date": ".cm",
        "related-threads": ".mtw.mbw, .xl2",
        "rating-head": ".psth, .ratc, .rate",
        "quick-reply": "#f_pst, #fastpostform, #vfastpost, .fastpst",
        "site-footer": "#ft, #frt, #flk, #scrolltop, #visitedforums_menu, #debuginfo",
    },
)
