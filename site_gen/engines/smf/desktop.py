"""The thread page of SMF."""

from __future__ import annotations

import re

from site_gen.engines.core.table import Engine, Fingerprint, where
from site_gen.engines.smf.bodies import RULES
from site_gen.engines.smf.posts import BODY, more_post
from site_gen.engines.smf.threads import more_thread, refuse

NEVER_HEADER = (
    "#header, #top_section, #upper_section, #headerarea, #main_menu, .dropmenu, #menu_nav,"
    " #mobile_user_menu, .mobile_user_menu, #search_form, #guest_form, #toolbar, .user, .news"
)
ADDRESSES = (
    re.compile(r"topic[=,](?P<thread>\d+)\.msg(?P<post>\d+)"),
    re.compile(r"topic[=,](?P<thread>\d+)(?:\.\w+)?[^#]*(?:#msg(?P<post>\d+))?$"),
    re.compile(r"index\.php\?(?:.*[&;])?msg=(?P<post>\d+)"),
)
DESKTOP = Engine(
    name="smf",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "scripts of SMF", ("var smf_scripturl", "var smf_theme_url", "smf_images_url"), 2
        ),
        Fingerprint("posts named msg and subject", ('id="subject_', "id=subject_"), 2),
        Fingerprint(
            "form for many posts",
            ('name="quickModForm"', "name=quickModForm", 'id="quickModForm"'),
            2,
        ),
        Fingerprint(
            "posts of class post_wrapper", ('class="post_wrapper"', "class=post_wrapper"), 2
        ),
        Fingerprint("edit marks by number", ('id="modified_', "id=modified_"), 1),
        Fingerprint("icons of the theme", ("Themes/default/",), 1),
    ),
    threshold=4,
    posts=".post_wrapper, td[class^=windowbg]:has(.post):has([id^=subject_])",
    post_boxes=".post_wrapper, td[class^=windowbg]:has([id^=subject_])",
    body=BODY,
    signature=".signature",
    post={
        "author_title": (
            where(".poster .membergroup"),
            where(".poster .postgroup"),
            where(".poster .title"),
        ),
        "subject": (where("[id^=subject_]"),),
    },
    rules=RULES,
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": NEVER_HEADER,
        "breadcrumb": ".navigate_section, .linktree, #linktree, div.nav",
        "page-links": ".pagesection, .pagelinks, .nextlinks, .nextlinks_bottom, .middletext",
        "thread-tools": ".buttonlist, .mobile_buttons, #display_head, .cat_bar, .catbg, .catbg3,"
        " .mirrortab_back",
        "poll-panel": "#poll, #pollmoderation, #poll_options",
        "byline": ".keyinfo, .postinfo, [id^=subject_]",
        "author-column": ".poster, .user_info, td[rowspan]",
        "edit-mark": "[id^=modified_]",
        "code-head": ".codeheader",
        "attachment-list": ".attachments",
        "likes": ".under_message, .like_count",
        "post-tools": ".quickbuttons, .moderatorbar, .reportlinks, [id$=_quick_mod], td.smalltext,"
        " .smalltext",
        "moderation-tools": "#moderationbuttons",
        "thread-tools-below": "#display_jump_to, .plainbox, #similar_topics, .tborder",
        "quick-reply": "#quickReplyOptions, #quickreply, #quickreplybox, #postmodify",
        "site-footer": "#footer, #footer_section, #footerarea, .copyright, #ajax_in_progress",
    },
)
