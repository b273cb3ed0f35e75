"""The thread page of MyBB."""

from __future__ import annotations

import re

from site_gen.engines.core.table import Engine, Fingerprint
from site_gen.engines.mybb.bodies import EDIT_MARKS, RULES
from site_gen.engines.mybb.posts import BODY, more_post
from site_gen.engines.mybb.threads import more_thread, refuse

ADDRESSES = (
    re.compile(r"showthread\.php\?(?:.*&)?tid=(?P<thread>\d+)(?:.*[&#]pid=?(?P<post>\d+))?"),
    re.compile(r"/thread-(?P<thread>\d+)(?:-p(?:id|ost)-(?P<post>\d+)|-page-\d+|-\d+)?\.html"),
    re.compile(r"showthread\.php\?(?:.*&)?pid=(?P<post>\d+)"),
    re.compile(r"/post-(?P<post>\d+)\.html"),
)
DESKTOP = Engine(
    name="mybb",
    view="desktop",
    fingerprints=(
        Fingerprint(
            "templates named in comments", ("<!-- start: postbit", "<!-- start: showthread -->"), 3
        ),
        Fingerprint("bodies of class post_body named pid", ('id="pid_', "id=pid_"), 2),
        Fingerprint(
            "scripts of MyBB",
            ("my_post_key", "use_xmlhttprequest", "MyBB.", "jscripts/thread.js"),
            1,
        ),
        Fingerprint("edit marks by number", ('id="edited_by_', "id=edited_by_"), 2),
        Fingerprint(
            "posts by number and meta", ('id="post_meta_', "id=post_meta_", 'class="post_meta"'), 1
        ),
        Fingerprint("powered by MyBB", (">MyBB</a>", "MyBB Group"), 1),
        Fingerprint(
            "columns of the author", ('class="author_information"', 'class="author_statistics"'), 1
        ),
    ),
    threshold=4,
    posts="[id^=post_]:has([id^=pid_])",
    post_boxes="#posts > .post, table[id^=post_]",
    body=BODY,
    signature=".signature",
    rules=RULES,
    more_thread=more_thread,
    more_post=more_post,
    refuse=refuse,
    addresses=ADDRESSES,
    chrome={
        "site-header": "#header, #panel, #quick_login, .menu, #bridge",
        "breadcrumb": ".navigation",
        "page-links": ".pagination, .pagination_breadcrumb, .drop_go_page",
        "thread-tools": ".thread_tools, .inline_rating, td.thead, .new_reply_button,"
        " .closed_button",
        "poll-panel": ".pollbar, form[action*='polls.php'], .trow1, .trow2, .trow_shaded",
        "author-column": ".post_author, .author_information, .author_statistics, .author_avatar",
        "byline": ".post_head, .post_date, .tcat",
        "edit-mark": EDIT_MARKS,
        "code-head": ".codeblock .title",
        "attachment-list": "fieldset",
        "post-tools": ".post_controls, .post_meta, .postbit_buttons, .author_buttons,"
        " .post_management_buttons",
        "list-foot": ".tfoot, .smalltext",
        "quick-reply": "#quick_reply_form, #quickreply_multiquote",
        "moderation-tools": ".moderator_options, #inlinemoderation_options, #moderator_options",
        "board-jump": "form.forumjump, select, .forumjump, .popup_menu, [id^=thread_modes]",
        "site-footer": "#footer, #debug, #copyright, #current_time, .popup_item_container",
    },
)
