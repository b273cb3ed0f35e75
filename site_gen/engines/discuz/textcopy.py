"""A person's plain-text copy of a Discuz! thread page, selected, copied and pasted into a file.

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
from itertools import takewhile
from typing import Any

from site_gen.clean import parsed
from site_gen.dates import Clock, editor_in, read_date, shown_date
from site_gen.engines.core.table import Engine, Fingerprint, RawPost, number, squash
from site_gen.engines.discuz.common import floor_number, version
from site_gen.engines.tools.values import first_group
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
    r"^\s*(?:游客|\S{1,15}).{0,3}如果您要查看本帖隐藏内容.*$"
    r"|^\s*(?:提示\s*[:：].*屏蔽.*|此帖仅作者可见)\s*$"
)
FILES = re.compile(r"^\s*本帖子中包含更多资源\s*$")
ADVERT = re.compile(r"^\s*(?:马上注册|登录后可以看到更多).*$")
CLOSE = re.compile(r"^\s*[xX×]\s*$")
EDITED = re.compile(r"^\s*本帖最后由\s.+\s编辑\s*$")
COLUMN = re.compile(
    r"^\s*(?:主题|帖子|回帖|积分|精华|UID|威望|金钱|发消息|加好友|"
    r"当前离线|当前在线|注册时间|最后登录)\b"
)
FLOOR = re.compile(r"^(?:楼主|樓主|沙发|沙發|板凳|地板|\d+\s*[#楼樓])$")
BREADCRUMB = re.compile(r"\s*[›»>]\s*")
PAGES = re.compile(r"/\s*(\d+)\s*页")
FOOTER = re.compile(r"\s*(?:您需要登录后才可以回帖|本版积分规则|Powered by Discuz)")
BUTTON = re.compile(r"\[?(?:复制链接|打印|电梯直达|上一主题|下一主题)\]?")


@dataclass
class Copied:
    """The lines of one post: its byline, its body, and the lines that stood before it.

    The votes are those of its tools.
    """

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
    """Cut a copy into posts by its bylines and tools."""
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
    """Yield the posts of a copy.

    The line that ends every one of them is taken for the site's own signature.
    """
    posts = copied_posts(page.text)
    if posts and not shows_tools(page.text):
        posts[-1].body = before_footer(posts[-1].body)
    shared = shared_signature([post.body for post in posts])
    clock = Clock.of(page)
    for post in posts:
        if shared:
            post.drop("site-signature", shared)
        taken = Taken()
        for line in post.body:
            if squash(line) != shared:
                taken.take(line, post, clock)
        yield RawPost(
            body=parsed(paragraphs(taken.words)),
            fields={**byline_fields(post), **taken.fields},
            signature=None,
            dropped=post.dropped,
        )


def shows_tools(text: str) -> bool:
    """Tell whether a copy holds the tools that end a post."""
    return any(TOOLS.match(line) or END.match(line) for line in text.splitlines())


def before_footer(lines: Sequence[str]) -> list[str]:
    """Return the lines of a last post up to the page's footer, for copies without tools."""
    return list(takewhile(lambda line: not FOOTER.match(line), lines))


def shared_signature(bodies: Sequence[Sequence[str]]) -> str | None:
    """Return a line that ends every post of a copy: it is the forum's, not the authors'.

    Three posts at least must show it.
    """
    last = [next((squash(line) for line in reversed(body) if line.strip()), "") for body in bodies]
    if len(last) < 3 or len(set(last)) > 1:
        return None
    return last[0] or None


def byline_fields(post: Copied) -> dict[str, Any]:
    """Return date, client, location and what the author's column says, if it was copied."""
    shown = shown_date(post.byline) or ""
    before_place = LOCATION.sub("", post.byline, count=1)
    client = squash(before_place.split("|")[0].replace(shown, "", 1))
    column = [squash(line) for line in post.before]
    return {
        "date_text": shown or None,
        "client": client or None,
        "location": first_group(LOCATION, post.byline),
        "author": column_author(column),
        "floor": next((floor_number(line) for line in column[-3:] if FLOOR.match(line)), None),
        "up": post.up,
        "down": post.down,
    }


def column_author(column: Sequence[str]) -> str | None:
    """Return the line before the first of the author's counts, which is the name."""
    first = next((n for n, line in enumerate(column) if COLUMN.match(line)), 0)
    if first == 0:
        return None
    return column[first - 1]


@dataclass
class Taken:
    """The lines of a body: its own words, and what the others say."""

    words: list[str] = field(default_factory=list)
    gates: list[str] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    edited: dict[str, Any] = field(default_factory=dict)

    @property
    def fields(self) -> dict[str, Any]:
        """What the lines say that are no words: gates, prompts, an edit mark."""
        return {"gates": self.gates, "prompts": self.prompts, **self.edited}

    def take(self, line: str, post: Copied, clock: Clock) -> None:
        """Sort the next line of a body."""
        if WITHHELD.match(line) or FILES.match(line):
            self.gates.append(squash(line))
        elif PROMPT.match(line):
            self._take_prompt(squash(line))
        elif rule := self._furniture(line):
            post.drop(rule, line)
        elif EDITED.match(line):
            edited = read_date(line, clock)[0] or squash(line)
            self.edited = {"edited": edited, "editor": editor_in(line)}
        else:
            self.words.append(line)

    def _take_prompt(self, line: str) -> None:
        """Take a call to log in: a gate where it stands below a note of hidden files."""
        if self.gates and FILES.match(self.gates[-1]):
            self.gates.append(line)
        else:
            self.prompts.append(line)

    def _furniture(self, line: str) -> str | None:
        """Return the rule that drops a line, if the page put it there, above the words."""
        rule = None
        if ADVERT.match(line):
            rule = "register-advert"
        elif CLOSE.match(line) and (self.gates or self.prompts):
            rule = "close-button"
        if rule and any(words.strip() for words in self.words):
            return None
        return rule


def paragraphs(lines: Sequence[str]) -> str:
    """Return lines as HTML: an empty line parts paragraphs, others keep their breaks."""
    blocks = re.split(r"\n\s*\n", "\n".join(line.strip() for line in lines).strip())
    return "".join(
        f"<p>{html.escape(block.strip(), quote=False).replace(chr(10), '<br>')}</p>"
        for block in blocks
        if block.strip()
    )


def more_thread(page: Page) -> dict[str, Any]:
    """Return title, counts, board and forum, from the lines above the first post."""
    posts = copied_posts(page.text)
    head = [squash(line) for post in posts[:1] for line in post.before]
    clock = Clock.of(page)
    return {
        "engine_version": version(page),
        **counts_and_title(head),
        "board": path_of(head)[2:-1],
        "site_name": next((line for line in head[:1] if not COUNTS.match(line)), None),
        "pages_claimed": number(first_group(PAGES, page.text)),
        "zone": clock.zone,
        "capture": clock.captured(page.capture),
    }


def counts_and_title(head: Sequence[str]) -> dict[str, Any]:
    """Return views and replies, which stand in one line, and the title, which follows it."""
    for n, line in enumerate(head, 1):
        if counts := COUNTS.match(line):
            return {
                "views": number(counts["views"]),
                "replies": number(counts["replies"]),
                "title": next(filter(is_title, head[n:]), None),
            }
    return {}


def path_of(head: Sequence[str]) -> list[str]:
    """Return the parts of the breadcrumb: the first line that holds two of its signs."""
    crumbs = next((line for line in head if len(re.findall("[›»]", line)) > 1), "")
    return [crumb for crumb in BREADCRUMB.split(crumbs) if crumb]


def is_title(line: str) -> bool:
    """Tell whether a line of the head can be the title: no button, no part of a column."""
    return bool(line) and not BUTTON.fullmatch(line) and not COLUMN.match(line)


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
