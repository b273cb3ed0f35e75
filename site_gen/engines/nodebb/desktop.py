"""The table of NodeBB's page."""

from __future__ import annotations

import re

from site_gen.engines.core.table import Engine, Fingerprint
from site_gen.engines.nodebb.bodies import BODY_RULES
from site_gen.engines.nodebb.posts import POSTS, split
from site_gen.engines.nodebb.topic import more_thread
from site_gen.engines.tools.node import Node
from site_gen.load.page import Page

ADDRESSES = (
    re.compile(r"/topic/(?P<thread>\d+)(?:/[^?#]*)?(?:[?#].*)?$"),
    re.compile(r"/post/(?P<post>\d+)[?#]"),
)


def refuse(page: Page) -> str | None:
    """Say what a page of NodeBB is, if it is no topic."""
    root = Node(page.tree.root)
    if root.at('[component="category/topic"], [component="categories/category"]'):
        return "a list of boards or topics, not a thread"
    if root.at('[component="login/local"], #login-form, [data-template="login"]'):
        return "a login page, not a thread"
    return None


DESKTOP = Engine(
    name="nodebb",
    view="desktop",
    fingerprints=(
        Fingerprint("data for the scripts", ('id="ajaxify-data"', "id=ajaxify-data"), 3),
        Fingerprint("components", ('component="post/content"', "component=post/content"), 4),
        Fingerprint("posts", ('component="post"', "component=post ", 'class="post-row'), 2),
        Fingerprint("title", ('component="topic/title"', "component=topic/title"), 1),
        Fingerprint("anchors", ('component="post/anchor"', "component=post/anchor"), 1),
        Fingerprint("own names", ("nodebb-plugin-", "/assets/nodebb.min.js"), 1),
    ),
    threshold=4,
    split=split,
    post_boxes=POSTS,
    rules=BODY_RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": "header, #header-menu, .navbar, nav, .sidebar, [component='sidebar/left']",
        "breadcrumb": ".breadcrumb",
        "title-line": ".topic-info, [component='post/header'], [component='topic/labels']",
        "byline": ".post-header, .avatar, [component='user/status'], [component='post/editor']",
        "post-tools": (
            "[component='post/footer'], .post-footer, [component='post/actions'], .post-tools, "
            ".votes"
        ),
        "reply-count": "[component='post/reply-count'], [component='post/replies/container']",
        "reply-to": "[component='post/parent']",
        "deleted-posts": "[component=post].deleted",
        "notices": ".alert, [component='topic/deleted/message'], noscript",
        "labels-for-readers-aloud": ".visually-hidden, .sr-only",
        "signature": "[component='post/signature']",
        "events": "[component='topic/event'], .timeline-event, .necro-post",
        "topic-tools": ".topic-main-buttons, [component='topic/reply'], .pagination-block",
        "thread-tools": ".topic-sidebar-tools, [component='topic/browsing-users'], .dropdown-menu",
        "page-links": "[component=pagination], .pagination",
        "widgets": "[data-widget-area], [component='widget/area']",
        "quick-reply": "[component='topic/quickreply/container'], .quick-reply",
        "site-footer": "footer, [component='sidebar/right']",
    },
)
