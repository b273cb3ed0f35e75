"""The desktop thread page of Discuz! X2 to X3.5.

Templates: ``template/default/forum/viewthread.htm``, ``viewthread_node.htm``.

The markup has been the same since X2; skins move the author and the date about inside the post's
cell, so the fields are looked for by the names that the templates' scripts need (``postnum``,
``authorposton``, ``postmessage_``, ``review_support_``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

from selectolax.lexbor import LexborNode

from site_gen.clean import clean_body, parsed
from site_gen.dates import shown_date
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.discuz import panels
from site_gen.engines.discuz.addresses import ADDRESSES
from site_gen.engines.discuz.bodies import DISCUZ_RULES
from site_gen.engines.discuz.common import (
    FID_SCRIPT,
    board_path,
    floor_number,
    page_number,
    thread_facts,
    user_id,
)
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
    """Title, board path, counts, state and panels of a thread.

    Only the head of the list and the first post are searched: a search of the whole page costs as
    much as a tenth of parsing it.
    """
    tree = page.tree
    facts = thread_facts(page)
    posts = tree.css_first("#postlist") or tree.root
    assert posts is not None
    head = posts.css_first("table") or posts
    first = next(
        (node for node in posts.iter() if POST_ID.match(node.attributes.get("id") or "")), posts
    )
    title_node = tree.css_first("#thread_subject")
    title = squash(title_node.text()) if title_node else panels.title_from_head(tree)
    path = tree.css_first("#pt")
    crumbs = (
        [(squash(a.text()), a.attributes.get("href") or "") for a in path.css("a")] if path else []
    )
    board = board_path(list(dict.fromkeys(crumbs)), title)
    if fid := FID_SCRIPT.search(page.text):
        board["board_id"] = fid[1]
    links = tree.css_first("#pgt") or tree.css_first(".pg")
    current = links.css_first(".pg strong, strong") if links else None
    shown = number(squash(current.text())) if current else None
    return {
        **facts,
        **board,
        "title": title or None,
        "page": shown or page_number(page, facts["url"]) or 1,
        "pages_claimed": panels.pages_claimed(links) if links else None,
        "tags": panels.tags(head, first),
        "locked": panels.locked(head, first),
        "poll": panels.poll(first),
        "special": panels.special(first),
        **panels.counts(head, tree),
    }


def split(page: Page) -> Iterator[RawPost]:
    """The posts of the list, in the page's order.

    Skins that have no list of that name keep the names of the posts.
    """
    posts = page.tree.css_first("#postlist")
    for node in posts.iter() if posts else page.tree.css("[id^=post_]"):
        match = POST_ID.match(node.id or "")
        if match and (parts := Parts(node, match[1])).is_post:
            yield raw_post(match[1], node, parts, page)


def raw_post(pid: str, node: LexborNode, parts: Parts, page: Page) -> RawPost:
    """One post: its body and what stands around it."""
    label = squash(parts.floor.text()) if parts.floor else ""
    fields = {
        "id": pid,
        "floor": floor_number(label),
        "marks": panels.stuck_mark(label),
        **parts.author,
        **byline(parts),
        **panels.votes(parts.votes),
    }
    if parts.has_panels:
        fields |= outside_body(node, page)
        fields["marks"] += panels.post_marks(node)
        fields["comments"] = panels.comments(node, pid)
        fields["ratings"] = panels.ratings(node)
    return RawPost(
        body=parts.body,
        date_stated=fields.pop("date_stated", None),
        signature=(squash(parts.signature.text(separator=" ")) or None)
        if parts.signature
        else None,
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

    def __init__(self, node: LexborNode, pid: str) -> None:
        self.votes: list[LexborNode] = []
        self.body = self.signature = self.floor = self.stamp = cast("LexborNode | None", None)
        self.author: dict[str, Any] = {}
        self.has_panels = False
        column = node.css_first(".pls")
        if column is not None:
            self.author = who(column.css(".pi, .pti")) | group_of(column)
            column.decompose()
        for part in node.css(self.CSS.format(pid)):
            self._take(part, part.id or "")
        self.is_post = (
            column is not None or self.body is not None or node.css_first(".pcb") is not None
        )
        if "author" not in self.author:
            self.author |= who(node.css(".pi, .pti"))

    def _take(self, part: LexborNode, ident: str) -> None:
        if ident.startswith("postnum"):
            self.floor = self.floor or part
        elif ident.startswith("authorposton"):
            self.stamp = self.stamp or part
        elif ident.startswith(("review_", "recommendv_")):
            self.votes.append(part)
        else:
            classes = (part.attributes["class"] or "").split()
            if "t_f" in classes:
                self.body = self.body or part
            elif "sign" in classes:
                self.signature = self.signature or part
            else:
                self.has_panels = True


def who(boxes: list[LexborNode]) -> dict[str, Any]:
    """Name and id of a post's author; a plain word where the author is anonymous or deleted.

    The author's column comes before the line above the body, where some forums show the name
    instead.
    """
    for box in boxes:
        for link in box.css(".authi a"):
            href = link.attributes.get("href") or ""
            if "space" in href and "authorid=" not in href and (name := squash(link.text())):
                return {"author": name, "author_id": user_id(href)}
    for box in boxes:
        inner = box.css_first(".authi") or box
        if name := squash(inner.text(deep=False)):
            return {"author": re.split(r"\s*\|", name)[0] or None}
    return {}


def group_of(column: LexborNode) -> dict[str, str]:
    """The author's group or title, from the column."""
    link = column.css_first("em a[href*=usergroup]")
    title = squash(link.text()) if link else ""
    return {"author_title": title} if title else {}


def byline(parts: Parts) -> dict[str, Any]:
    """Date, client and location from the line above a body."""
    stamp = parts.stamp
    line = stamp.parent if stamp else None
    if stamp is None or line is None:
        return {}
    shown = squash(stamp.text())
    date = shown_date(shown)
    exact = line.css_first("span[title]") if date is None or not YEAR.match(date) else None
    fields: dict[str, Any] = {
        "date_text": date or shown or None,
        "date_stated": exact.attributes.get("title") if exact else None,
    }
    for small in line.css("span.xg1"):
        text = squash(small.text())
        if place := LOCATION.match(text):
            fields["location"] = place[1]
        elif text and "client" not in fields:
            fields["client"] = text
    if "location" not in fields and (
        place := DOTTED_LOCATION.search(squash(line.text(deep=False)))
    ):
        fields["location"] = place[1]
    return fields


def outside_body(node: LexborNode, page: Page) -> dict[str, Any]:
    """Gates and files that stand in the post's cell but not in its body."""
    gates: list[str] = []
    prompts: list[str] = []
    attachments: list[Attachment] = []
    cell = node.css_first(".pcb")
    if cell is None:
        return {}
    for box in cell.css(".locked, .attach_nopermission"):
        if inside(box, "t_f") or inside(box, "rwdbst"):
            continue
        cleaned = clean_body(parsed(box.html or ""), DISCUZ_RULES)
        (gates if cleaned.html else prompts).extend(cleaned.found.gates[:1])
        if cleaned.html and "attach_nopermission" in (box.attributes.get("class") or ""):
            attachments.append(Attachment(hidden=True))
    attachments += panels.listed_attachments(cell, page)
    return {"gates": gates, "prompts": prompts, "attachments": attachments}


def inside(node: LexborNode, cls: str) -> bool:
    """Whether an ancestor of the node, up to the post, has the class."""
    parent = node.parent
    while parent is not None and parent.tag != "body":
        if cls in (parent.attributes.get("class") or "").split():
            return True
        parent = parent.parent
    return False


def refuse(page: Page) -> str | None:
    """What a page of this forum is, if it is no thread."""
    tree = page.tree
    for css in ("#messagetext > p", "#messagetext", ".alert_error, .alert_info"):
        message = tree.css_first(css)
        if message is not None and (text := squash(message.text(deep=False))):
            return f"a notice of the forum, not a thread: “{text[:120]}”"
    if tree.css_first("#threadlisttableid, #threadlist") is not None:
        return "a board's list of threads, not a thread"
    if tree.css_first("form[name=login], #main_login, [id^=loginform]") is not None:
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
        "thread-tools": "#p_btn, #modmenu, #mdly, .ptm .y, #fj, .vwthd .xg1, #newspecial_menu, #fwin_reply",
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
