"""A person's plain-text copy of a Discuz! thread page: everything selected, copied, pasted into a file.

What survives is the order of the page's words. A byline ("发表于 2022-3-29 07:48:39 手机客户端 |
显示全部楼层 来自: 中国江苏") begins a post; its tools ("回复 支持 3 反对 0", then "使用道具 举报")
end it. Names stand in a column of their own and are mostly lost; where that column was copied too,
its first line is the author.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from site_gen.clean import parsed
from site_gen.dates import Clock, editor_in, read_date, shown_date
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.discuz.common import floor_number, version
from site_gen.load.page import Page
from site_gen.models import Dropped

BYLINE = re.compile(r"^\s*(?:楼主\s*\|\s*)?(?:发表于|發表於)\s*(?P<rest>\S.*)$")
TOOLS = re.compile(
    r"^\s*(?:点评\s*)?(?:回复|回復)(?:\s+支持\s*(?P<up>\d+)?\s*(?:反对|反對)\s*(?P<down>\d+)?)?\s*$"
)
END = re.compile(r"^\s*(?:使用道具|举报|舉報|使用道具\s+举报|使用道具\s+舉報)\s*$")
COUNTS = re.compile(
    r"^\s*查看\s*[:：]\s*(?P<views>\d+)\s*\|?\s*(?:回复|回復)\s*[:：]\s*(?P<replies>\d+)\s*$"
)
LOCATION = re.compile(r"来自\s*[:：]\s*(?P<place>\S.*?)\s*$")
PROMPT = re.compile(r"^\s*您需要\s*登录\s*(?:后|才)?.*(?:下载|查看).*$")
WITHHELD = re.compile(
    r"^\s*(?:游客|\S{1,15}).{0,3}如果您要查看本帖隐藏内容.*$|^\s*(?:提示\s*[:：].*屏蔽.*|此帖仅作者可见)\s*$"
)
FILES = re.compile(r"^\s*本帖子中包含更多资源\s*$")
ADVERT = re.compile(r"^\s*(?:马上注册|登录后可以看到更多).*$")
CLOSE = re.compile(r"^\s*[xX×]\s*$")
EDITED = re.compile(r"^\s*本帖最后由\s.+\s编辑\s*$")
COLUMN = re.compile(
    r"^\s*(?:主题|帖子|回帖|积分|精华|UID|威望|金钱|发消息|加好友|当前离线|当前在线|注册时间|最后登录)\b"
)
FLOOR = re.compile(r"^(?:楼主|樓主|沙发|沙發|板凳|地板|\d+\s*[#楼樓])$")
BREADCRUMB = re.compile(r"\s*[›»>]\s*")
PAGES = re.compile(r"/\s*(\d+)\s*页")


@dataclass
class Copied:
    """The lines of one post: its byline, its body, the votes of its tools and the lines that stood before it."""

    byline: str
    before: list[str]
    body: list[str] = field(default_factory=list)
    up: int | None = None
    down: int | None = None
    dropped: list[Dropped] = field(default_factory=list)

    def drop(self, rule: str, line: str) -> None:
        """Leave a line out, under a rule's name."""
        self.dropped.append(Dropped(rule=rule, text=squash(line)))


def copied_posts(text: str) -> list[Copied]:
    """Cut the copy into posts by its bylines and tools."""
    posts: list[Copied] = []
    between: list[str] = []
    open_post: Copied | None = None
    for line in text.splitlines():
        byline = BYLINE.match(line)
        if byline and shown_date(byline["rest"][:40]):
            open_post = Copied(byline["rest"], between)
            posts.append(open_post)
            between = []
        elif open_post is None:
            if line.strip() and not END.match(line):
                between.append(line)
        elif tools := TOOLS.match(line):
            open_post.up, open_post.down = number(tools["up"]), number(tools["down"])
            open_post = None
        elif END.match(line):
            open_post = None
        else:
            open_post.body.append(line)
    return posts


def split(page: Page) -> Iterator[RawPost]:
    """The posts of a copy, with the line that ends every one of them taken for the site's own signature."""
    posts = copied_posts(page.text)
    if posts and not any(TOOLS.match(line) or END.match(line) for line in page.text.splitlines()):
        posts[-1].body = before_footer(posts[-1].body)
    shared = shared_signature([post.body for post in posts])
    clock = Clock.of(page)
    for post in posts:
        body = [line for line in post.body if not (shared and squash(line) == shared)]
        if shared:
            post.drop("site-signature", shared)
        fields = {**byline_fields(post), **taken_lines(post, body, clock)}
        yield RawPost(
            body=parsed(paragraphs(fields.pop("lines"))),
            fields=fields,
            signature=None,
            dropped=post.dropped,
        )


def before_footer(lines: Sequence[str]) -> list[str]:
    """The lines of a last post up to the page's footer, for copies without tools."""
    for i, line in enumerate(lines):
        if re.match(r"\s*(?:您需要登录后才可以回帖|本版积分规则|Powered by Discuz)", line):
            return list(lines[:i])
    return list(lines)


def shared_signature(bodies: Sequence[Sequence[str]]) -> str | None:
    """A line that ends every post of a copy is the forum's, not the authors'.

    Three posts at least must show it.
    """
    last = [next((squash(line) for line in reversed(body) if line.strip()), "") for body in bodies]
    return last[0] if len(last) >= 3 and last[0] and len(set(last)) == 1 else None


def byline_fields(post: Copied) -> dict[str, Any]:
    """Date, client, location and what the author's column says, if it was copied."""
    shown = shown_date(post.byline) or ""
    place = LOCATION.search(post.byline)
    after = post.byline[: place.start()] if place else post.byline
    client = squash(after.split("|")[0].replace(shown, "", 1))
    column = [squash(line) for line in post.before]
    floor = next((floor_number(line) for line in column[-3:] if FLOOR.match(line)), None)
    named = next((i for i, line in enumerate(column) if COLUMN.match(line)), 0)
    return {
        "date_text": shown or None,
        "client": client or None,
        "location": place["place"] if place else None,
        "author": column[named - 1] if named else None,
        "floor": floor,
        "up": post.up,
        "down": post.down,
    }


def taken_lines(post: Copied, body: Sequence[str], clock: Clock) -> dict[str, Any]:
    """The body's own lines, and what the others say: gates, prompts, an edit mark."""
    lines: list[str] = []
    gates: list[str] = []
    prompts: list[str] = []
    edited: dict[str, Any] = {}
    for line in body:
        if WITHHELD.match(line) or FILES.match(line):
            gates.append(squash(line))
        elif PROMPT.match(line):
            (gates if gates and FILES.match(gates[-1]) else prompts).append(squash(line))
        elif ADVERT.match(line) and not any(kept.strip() for kept in lines):
            post.drop("register-advert", line)
        elif CLOSE.match(line) and (gates or prompts) and not any(kept.strip() for kept in lines):
            post.drop("close-button", line)
        elif EDITED.match(line):
            edited = {
                "edited": read_date(line, clock)[0] or squash(line),
                "editor": editor_in(line),
            }
        else:
            lines.append(line)
    return {"lines": lines, "gates": gates, "prompts": prompts, **edited}


def paragraphs(lines: Sequence[str]) -> str:
    """Lines as HTML: an empty line parts paragraphs, others keep their breaks."""
    blocks = re.split(r"\n\s*\n", "\n".join(line.strip() for line in lines).strip())
    return "".join(
        f"<p>{html.escape(block.strip(), quote=False).replace(chr(10), '<br>')}</p>"
        for block in blocks
        if block.strip()
    )


def more_thread(page: Page) -> dict[str, Any]:
    """Title, counts, board and forum, from the lines above the first post."""
    posts = copied_posts(page.text)
    head = [squash(line) for line in posts[0].before] if posts else []
    at = next((i for i, line in enumerate(head) if COUNTS.match(line)), None)
    counts = COUNTS.match(head[at]) if at is not None else None
    crumbs = next(
        (
            [c for c in BREADCRUMB.split(line) if c]
            for line in head
            if len(re.findall("[›»]", line)) > 1
        ),
        [],
    )
    clock = Clock.of(page)
    pages = PAGES.search(page.text)
    return {
        "engine_version": version(page),
        "title": next((line for line in head[(at or 0) + 1 :] if is_title(line)), None)
        if at is not None
        else None,
        "views": number(counts["views"]) if counts else None,
        "replies": number(counts["replies"]) if counts else None,
        "board": crumbs[2:-1],
        "site_name": head[0] if head and at != 0 else None,
        "pages_claimed": number(pages[1]) if pages else None,
        "zone": clock.zone,
        "capture": clock.captured(page.capture),
    }


def is_title(line: str) -> bool:
    """Whether a line of the head can be the thread's title: not a button, not a column of the author."""
    return (
        bool(line)
        and not re.fullmatch(r"\[?(?:复制链接|打印|电梯直达|上一主题|下一主题)\]?", line)
        and not COLUMN.match(line)
    )


TEXT_COPY = Engine(
    name="discuz",
    view="text",
    fingerprints=(
        Fingerprint("bylines", ("发表于 ", "發表於 "), 2),
        Fingerprint("counts above the first post", ("查看:", "查看："), 1),
        Fingerprint("post tools", ("使用道具", "举报", "舉報"), 1),
        Fingerprint("footer", ("Powered by Discuz!", "本版积分规则", "GMT+8,"), 1),
    ),
    threshold=3,
    split=split,
    more_thread=more_thread,
)
