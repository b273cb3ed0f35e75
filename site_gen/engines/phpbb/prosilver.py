"""The thread page of phpBB 3.0 to 3.3 in prosilver (``viewtopic_body.html``) and the styles made from it.

A post is ``div.post`` named ``p`` and its number (on Tapatalk's boards an empty element in it has
the name). Its author and date stand in ``p.author`` and again in ``dl.postprofile``, its words in
``.content``. Styles move the parts about and keep these names for their scripts.
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from site_gen.engines.core.table import Engine, Fingerprint, number, squash, where
from site_gen.engines.phpbb.addresses import ADDRESSES
from site_gen.engines.phpbb.bodies import PHPBB_RULES, listed_files
from site_gen.engines.phpbb.common import (
    boards,
    edit_fields,
    local_time,
    pages,
    refuse,
    thread_facts,
    user_id,
)
from site_gen.load.page import Page
from site_gen.models import Poll, PollOption

POST_ID = re.compile(r"^p(\d+)$")
TITLE = "h2.topic-title a, .topic-title a, h3.topic-title a, #page-body h2 a[href*=viewtopic], h2 a[href*=viewtopic]"
NAME = (
    ".author .username, .author .username-coloured, .author strong, .postprofile .username, "
    ".postprofile .username-coloured, .postprofile dt > a:not(.avatar):not(:has(img)), .postprofile dt strong"
)
# The field "location" of a profile by its label, for 3.0, which gives fields no names of their own.
LOCATION = re.compile(
    r"^(?:Location|Wohnort|Ort|Localisation|Lieu|Ubicación|Località|Woonplaats|Localização|Lokalizacja|Откуда|Bydliště"
    r"|Plats|Sted|Paikkakunta|Konum|来自|位置|來自|مكان|المكان|العنوان|מיקום)\s*[:：]?\s*(?P<place>\S.*)$",
    re.I,
)
ENDED = re.compile(
    r"ended|beendet|endete|terminé|achevé|finaliz|terminat|зако?нч|заверш|结束|結束|انته", re.I
)
COUNT = re.compile(r"\d{1,3}(?:[.,\u00a0 ]\d{3})+|\d+")
BODY = ".content, .postbody .message"
FINGERPRINTS = (
    Fingerprint("body named phpbb", ('id="phpbb"', "id=phpbb"), 2),
    Fingerprint("body of a thread page", ("section-viewtopic",), 2),
    Fingerprint("profiles of class postprofile", ('class="postprofile', "class=postprofile"), 2),
    Fingerprint("contents named post_content", ('id="post_content', "id=post_content"), 2),
    Fingerprint("signatures named sig", ('class="signature"', "class=signature"), 1),
    Fingerprint("style comment", ("phpBB style name:",), 1),
    Fingerprint("links to viewtopic", ("viewtopic.php?",), 1),
    Fingerprint("links to members", ("memberlist.php?mode=viewprofile",), 1),
    Fingerprint("footer", (">phpBB</a>&reg; Forum", ">phpBB</a>® Forum", ">phpBB Group"), 1),
)


def more_thread(page: Page) -> dict[str, Any]:
    """Title, board path, counts, pages, poll, state."""
    tree = page.tree
    facts = thread_facts(page, TITLE)
    pager = tree.css_first(".pagination")
    total = COUNT.search(squash(pager.text(deep=False))) if pager is not None else None
    posts = number(re.sub(r"\D", "", total[0])) if total else None
    crumbs = (
        tree.css(".crumb[data-forum-id]")
        or tree.css(
            ".breadcrumbs a[href*=viewforum], .navlinks a[href*=viewforum], #breadcrumbs a[href*=viewforum]"
        )
        or tree.css("#breadcrumbs a, .navlinks .icon-home a, .breadcrumbs .crumb a")[1:]
    )
    path = boards(crumbs)
    if crumbs and (named := crumbs[-1].attributes.get("data-forum-id")):
        path["board_id"] = named
    head = tree.css_first(".topic-title, #page-body h2")
    lock = tree.css_first(
        '.locked-icon, a[href*="mode=reply"] .fa-lock, a.button .fa-lock, a[title*="locked"]'
    )
    return {
        **facts,
        **path,
        "title": title(page) if head is None else squash(head.text()) or title(page),
        "replies": posts - 1 if posts else None,
        "locked": True if lock is not None else None,
        "poll": poll(page),
        **pages(pager, facts["url"]),
    }


def title(page: Page) -> str | None:
    """The title out of ``<title>``: "TITLE - SITE" (3.2 and later), "SITE • View topic - TITLE" before."""
    node = page.tree.css_first("title")
    text = squash(node.text()) if node is not None else ""
    if " • " in text:
        return text.partition(" • ")[2].partition(" - ")[2] or None
    return text.rpartition(" - ")[0] or text or None


def poll(page: Page) -> Poll | None:
    """The poll above the first post; a page that does not show the result hides its bars."""
    choices = page.tree.css_first("fieldset.polls")
    if choices is None:
        return None
    options: list[PollOption] = []
    for row in choices.css("dl"):
        label, bar = row.css_first("dt"), row.css_first(".resultbar")
        classes = row.attributes.get("class") or ""
        if label is None or not squash(label.text()) or "poll_" in classes:
            continue
        shown = bar is not None and "hidden" not in (bar.attributes.get("class") or "")
        options.append(
            PollOption(
                text=squash(label.text()),
                votes=number(squash(bar.text())) if bar and shown else None,
            )
        )
    around = choices.parent
    question = around.css_first(".poll-title, h2, h3") if around is not None else None
    ends = around.css_first(".author") if around is not None else None
    return Poll(
        question=(squash(question.text()) or None) if question is not None else None,
        options=options,
        closed=(bool(ENDED.search(ends.text())) or None) if ends is not None else None,
    )


def more_post(node: LexborNode, page: Page) -> dict[str, Any] | None:
    """What stands around a post's words."""
    named = (
        node if POST_ID.match(node.id or "") else node.css_first("i[id^=p]:empty, a[id^=p]:empty")
    )
    match = POST_ID.match(named.id or "") if named is not None else None
    if not match or node.css_first(BODY) is None:
        return None
    name = next(
        (
            found
            for css in NAME.split(", ")
            if (found := node.css_first(css)) and squash(found.text())
        ),
        None,
    )
    link = node.css_first('.author a[href*="viewprofile"], .postprofile a[href*="viewprofile"]')
    if link is None and name is not None:
        link = name if name.tag == "a" else name.css_first("a")
    files = [file for box in node.css(".attachbox") for file in listed_files(box, page.absolute)]
    notice = node.css_first(".notice:not(.post_deleted_msg)")
    profile = node.css_first(".postprofile")
    return {
        "id": match[1],
        "author": squash(name.text()) if name is not None else None,
        "author_id": user_id(link),
        "gates": [text for box in node.css(".rules") if (text := squash(box.text()))],
        "attachments": files,
        **date(node, squash(name.text()) if name is not None else ""),
        **(profile_fields(profile) if profile is not None else {}),
        **(
            edit_fields(notice, page)
            if notice is not None and re.search(r"\d", notice.text())
            else {}
        ),
    }


def date(node: LexborNode, name: str) -> dict[str, Any]:
    """The date as shown, and the moment in ``time[datetime]`` (3.2 and later), in the zone of the date shown."""
    stamp = node.css_first(".author time, .postbody time[datetime], time[datetime]")
    if stamp is not None:
        shown = squash(stamp.text())
        return {
            "date_text": shown or None,
            "date_stated": local_time(stamp.attributes.get("datetime"), shown),
        }
    line = node.css_first(".author, .post-date, .postdate")
    text = squash(line.text()) if line is not None else ""
    after = text.rpartition("»")[2] if "»" in text else text.rpartition(name)[2] if name else text
    return {"date_text": after.strip(" -–|•·,:") or None}


def profile_fields(profile: LexborNode) -> dict[str, Any]:
    """Rank and place, out of the list beside a post."""
    rank = profile.css_first(".profile-rank")
    entries = [squash(entry.text()) for entry in profile.css("dd")]
    if rank is None:  # 3.0: the first entry, if it has no label of its own
        first = profile.css_first("dd")
        rank = (
            first
            if first is not None and first.css_first("strong, ul, .profile-icons, img, a") is None
            else None
        )
    place = profile.css_first(".profile-phpbb_location, .profile-location")
    label = place.css_first("strong") if place is not None else None
    stated = squash(place.text()) if place is not None else ""
    stated = stated.removeprefix(squash(label.text()) if label is not None else "").strip()
    found = next((match["place"] for entry in entries if (match := LOCATION.match(entry))), None)
    return {
        "author_title": (squash(rank.text()) or None) if rank is not None else None,
        "location": stated or found,
    }


DESKTOP = Engine(
    name="phpbb",
    view="desktop",
    fingerprints=FINGERPRINTS,
    threshold=4,
    posts=".post, [id^=p]:not(.post)",
    post_boxes="div.post[id^=p]",
    body=BODY,
    signature=".signature",
    thread={
        "site_name": (
            where("#site-description h1"),
            where(".site-description h1"),
            where("#logo", "title"),
        )
    },
    post={"subject": (where(".postbody h3 a"), where(".postbody h3"))},
    rules=PHPBB_RULES,
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": "#page-header, .headerbar, .navbar, #nav-main, #site-description, .search-box, header",
        "board-path": "#nav-breadcrumbs, .navlinks, #breadcrumbs, .breadcrumbs",
        "thread-tools": ".action-bar, .topic-actions, .topic-tools, .buttons, .sort-tools, .display-options",
        "page-links": ".pagination",
        "poll": ".topic_poll, .topic_poll .panel, fieldset.polls",
        "board-note": '#page-body > div[style*="display: none"]',
        "forum-rules": "#page-body > .rules, #page-body > p",
        "byline": ".author",
        "post-tools": ".post-buttons, .profile-icons, .back2top, .post-notice, .mcp_approve",
        "profile": ".postprofile",
        "edit-mark": ".notice",
        "attachment-box": ".attachbox",
        "hidden-post": ".ignore",
        "quick-reply": "#qr_postform, #qr_editor_div",
        "jump-list": ".jumpbox, .actions-jump, #jumpbox, .jumpbox-return",
        "who-is-online": ".stat-block, #page-body > h3",
        "site-footer": "#page-footer, .copyright, footer, #darkenwrapper, #phpbb_alert, #phpbb_confirm",
    },
)
