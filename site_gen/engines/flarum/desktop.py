"""The table of Flarum's page."""

from __future__ import annotations

import re

from site_gen.engines.core.table import Engine, Fingerprint
from site_gen.engines.flarum.bodies import BODY_RULES
from site_gen.engines.flarum.discussion import more_thread, refuse
from site_gen.engines.flarum.document import DRAWN
from site_gen.engines.flarum.posts import PLAIN, split

ADDRESSES = (re.compile(r"/d/(?P<thread>\d+)(?:-[^/?#]*)?(?:/\d+)?(?:[?#].*)?$"),)

DESKTOP = Engine(
    name="flarum",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "data for the scripts", ('id="flarum-json-payload"', "id=flarum-json-payload"), 4
        ),
        Fingerprint("page without scripts", ('id="flarum-content"', "id=flarum-content"), 3),
        Fingerprint("start of the application", ("flarum.core.app", "flarum-loading"), 2),
        Fingerprint("drawn posts", ("PostStream-item",), 4),
        Fingerprint("authors of class PostUser", ('class="PostUser', "class=PostUser"), 2),
        Fingerprint("bodies of class Post-body", ('class="Post-body"', "class=Post-body"), 2),
    ),
    threshold=4,
    split=split,
    post_boxes=f"{PLAIN}, {DRAWN}",
    rules=BODY_RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": "#header, .App-header, .App-drawer, #app-navigation, .sr-only",
        "loading-notices": "#flarum-loading, #flarum-loading-error, .Alert, #notices, #alerts",
        "title-line": ".DiscussionHero",
        "byline": ".Post-header, .PostUser, .PostMeta",
        "events": ".EventPost, .PostStream-timeGap",
        "post-tools": ".Post-actions, .Post-footer, .Post-controls",
        "reply-box": ".ReplyPlaceholder, .App-composer, #composer",
        "page-links": (
            ".PostStreamScrubber, #flarum-content a[href*='page='], noscript a[href*='page=']"
        ),
        "thread-tools": ".DiscussionPage-nav",
        "discussion-list": ".DiscussionPage-list, .DiscussionList",
        "site-footer": "#footer, .App-footer",
    },
)
