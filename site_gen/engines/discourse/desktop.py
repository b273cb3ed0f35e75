"""The table of Discourse's page."""

from __future__ import annotations

import re

from site_gen.engines.core.table import Engine, Fingerprint
from site_gen.engines.discourse.bodies import BODY_RULES
from site_gen.engines.discourse.crawled import CRAWLED
from site_gen.engines.discourse.drawn import DRAWN
from site_gen.engines.discourse.posts import split
from site_gen.engines.discourse.topic import more_thread, refuse

ADDRESSES = (
    re.compile(r"/t/(?:[^/?#]+/)?(?P<thread>\d+)(?:/\d+)?(?:\.rss|\.json)?/?(?:[?#].*)?$"),
    re.compile(r"/p/(?P<post>\d+)(?:/\d+)?[?#]"),
)

DESKTOP = Engine(
    name="discourse",
    view="desktop",
    fingerprints=(
        Fingerprint("generator", ('content="Discourse ', "content='Discourse "), 3),
        Fingerprint(
            "data for the scripts",
            ('id="data-preloaded"', "id=data-preloaded", "PreloadStore.store("),
            2,
        ),
        Fingerprint(
            "set-up for the scripts", ("data-discourse-setup", "discourse/config/environment"), 2
        ),
        Fingerprint("posts of class crawler-post", ("crawler-post",), 3),
        Fingerprint(
            "articles for crawlers", ("itemprop='articleBody'", 'itemprop="articleBody"'), 1
        ),
        Fingerprint("drawn posts", ('class="topic-post', "class=topic-post"), 2),
        Fingerprint("bodies of class cooked", ('class="cooked"', "class=cooked"), 2),
        Fingerprint("author cards", ("data-user-card=",), 1),
        Fingerprint("application's own classes", ("topic-meta-data", "ember-application"), 1),
    ),
    threshold=4,
    split=split,
    post_boxes=f"{CRAWLED}, {DRAWN}",
    rules=BODY_RULES,
    more_thread=more_thread,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": "header, .d-header, .d-header-wrap, .skip-link",
        "sidebar": ".sidebar-wrapper, .sidebar-container",
        "notices": (
            "#global-notice-alert-global-notice, .alert, .custom-homepage-columns, .pinned-banner"
        ),
        "title-tools": "#topic-title, .topic-category",
        "byline": ".crawler-post-meta, .topic-meta-data, .topic-avatar",
        "likes": ".post-likes, .post-menu-area, .post-controls, .post-actions, .post__menu-area",
        "link-backs": ".crawler-linkback-list, .post-links-container, .post-links",
        "topic-map": ".topic-map",
        "small-actions": ".small-action, .time-gap, .gap",
        "unfolded-replies": ".embedded-posts",
        "page-links": (
            "[role=navigation], .topic-navigation, .timeline-container, .topic-timeline, "
            ".progress-wrapper"
        ),
        "suggested-topics": (
            "#suggested-topics, .suggested-topics, .more-topics__container, .related-topics"
        ),
        "topic-tools": (
            "#topic-footer-buttons, .topic-footer-main-buttons, .topic-status-info, .selected-posts"
        ),
        "site-footer": (
            "footer, .noscript-footer-nav, #noscript-footer, .below-footer-outlet, "
            ".powered-by-discourse"
        ),
        "composer": "#reply-control, .d-editor, .discourse-tags",
    },
)
