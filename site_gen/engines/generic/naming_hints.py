"""Hints as tables: how forums name the parts of a post, in their markup and to their readers.

All of them add to or take from a score; none is a condition on which a page is read.
"""

from __future__ import annotations

import re

# ── Who ───────────────────────────────────────────────────────────────────────────────────────────

LONGEST_NAME = 40
AUTHOR = re.compile(
    r"(?:author|user|nick|poster|member|creator|handle|login|byline|screen.?name|^fn$|owner"
    r"|writer)",
    re.I,
)
NAMED = re.compile(r"name", re.I)
NOT_AUTHOR = re.compile(
    r"(?:rank|role|group|level|badge|status|avatar|location|joined|posts?count|count|number|stat"
    r"|reputation|karma|sig|quote|permalink|title|mention|hover|button|action|control|tool|subject"
    r"|breadcrumb|icon|body|content|(?:post|message)_?text|like|reaction|vote|score)",
    re.I,
)
ACTION_LINK = re.compile(
    r"(?:^#|^javascript:|reply|quote|report|login|register|search|showtopic|action=pm"
    r"|sendmessage)",
    re.I,
)
COUNTED = re.compile(r"[^\W\d][:：]\s*[\d+-]")  # "Posts: 22"
COUNT_FIRST = re.compile(r"\d[\d.,]*\s+[^\W\d]")  # "25 posts", "3654 points"
# What follows a name: "Ann says:", "Ann schrieb am …"
SPEAKS = re.compile(
    r"\W*(?:says|said|wrote|writes|posted|asked|answered|replied|schrieb|schreibt|sagt\w*|meint\w*"
    r"|a écrit|écrit|dit|escribió|dice|dijo|scrive|ha scritto|escreveu|disse|schreef|skrev"
    r"|napisał\w*|пиш\w+|написал\w*|说|說)\b",
    re.I,
)
# A name within a line: "by Ann on …", "Ann · …"; the first group is the name.
BY = (
    r"(?i)\b(?:by|von|par|por|door|av|af|od|от|da)\s*:?\s+(\S.{0,38}?\S?)"
    r"(?:\s+(?:on|am|um|le|el|at|il|op|»)\b.*|\s*[,»|(].*|\s+[-–].*|$)"
)
AHEAD = r"^(\S.{0,38}?\S)\s*(?:[·•|,–—]|\s-|\bsa(?:id|ys)\b|\bwrote\b|\bposted\b|\bschrieb\b)\s"

# ── When ──────────────────────────────────────────────────────────────────────────────────────────

WHEN = re.compile(r"(?:date|time|posted|when|publish|created|stamp|ago)", re.I)
NOT_WHEN = re.compile(r"(?:edit|modif|join|regist|sig|quote|last|seen|birthday|member)", re.I)
JOINED = re.compile(
    r"(?:join|regist|member since|since:|seit|inscri|dabei|mitglied|depuis|регистрац|注册|註冊"
    r"|с нами|dołącz|aangemeld|desde|last (?:seen|visit|activ)|birthday|geburt)",
    re.I,
)
EDITED = re.compile(
    r"(?:edit|bearbeit|modifi|geändert|отредакт|编辑|編輯|bewerkt|wijzig|edytow|ändrad"
    r"|upraven)",
    re.I,
)
TIME_OF_DAY = re.compile(r"(?<![\d.])\d{1,2}[:.h]\d\d(?![\d.])")

# ── What ──────────────────────────────────────────────────────────────────────────────────────────

CAP = 400  # letters of one record that count: one long post shall not decide alone
BODY = re.compile(r"(?:body|content|message|text|msg|words|entry|comment)", re.I)
NOT_BODY = re.compile(
    r"(?:sig|user|author|profile|avatar|foot|meta|tool|button|action|byline|details|sidebar"
    r"|attach|like)",
    re.I,
)
SIGNATURE = re.compile(
    r"(?:^|[-_]|user|post)sig(?:nature|n)?s?(?:$|[-_]|box|container)|signature", re.I
)
SUBJECT = re.compile(r"subject|title|topic|headline", re.I)
SUBJECT_PREFIX = re.compile(
    r"^(?:(?:re|aw|sv|antw|odp|rép|res|topic|subject|betreff|sujet|тема|ответ|回复|回覆|答复|主题"
    r"|主題)\s*(?:\[\d+\])?\s*[:：]\s*)+",
    re.I,
)
# Elements in which a part of the words stands, never all of them.
PARAGRAPHS = frozenset("p li ul ol br b i em strong a u s pre code h1 h2 h3 h4 h5 h6".split())
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())

# ── The forum's own ───────────────────────────────────────────────────────────────────────────────

# Elements that authors make themselves, unless they have an attribute that only forums set.
WRITTEN = frozenset(
    "p li ul ol br b i em strong u s pre code h1 h2 h3 h4 h5 h6".split()
) | frozenset("div span font blockquote tr td table tbody dl dt dd".split())
FORUMS_OWN = ("class", "id", "onclick", "role", "href")
LABEL = re.compile(r"^[^\d:：]{2,24}\s*[:：]")  # "Posts: 22", "Registered: 2014-08-14"
PLAIN_LABEL = re.compile(r"^\w[\w ]+[:：]?$")
LONGEST_LABELLED = 60
FIGURES = re.compile(r"\d+")
FEWEST_BUTTONS = 3
MANY = 6  # posts that would not all hold the same words by chance
FLOOR = re.compile(r"[#№\s]*(\d{1,6})[.)#\s]*")
FEWEST_FLOORS = 3
