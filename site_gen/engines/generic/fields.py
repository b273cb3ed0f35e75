"""Tell the fields of records by comparing the records.

What is the same in every record is template; what varies is content; what depends on the author alone is the author's
(profile, signature). Names of classes and patterns of links are hints, never conditions.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from site_gen.engines.generic.outline import EXACT, USER_LINK, Outline, looks_like_date
from site_gen.engines.generic.records import Family

ROOT = 0
NAMING = ("class", "id", "itemprop", "rel", "data-role")
CAP = 400  # letters of one record that count: one long post shall not decide alone
ACTION_LINK = re.compile(
    r"(?:^#|^javascript:|reply|quote|report|login|register|search|showtopic|action=pm|sendmessage)", re.I
)
AUTHOR = re.compile(
    r"(?:author|user|nick|poster|member|creator|handle|login|byline|screen.?name|^fn$|owner|writer)", re.I
)
NAMED = re.compile(r"name", re.I)
NOT_AUTHOR = re.compile(
    r"(?:rank|role|group|level|badge|status|avatar|location|joined|posts?count|count|number|stat|reputation|karma|sig|quote|"
    r"permalink|title|mention|hover|button|action|control|tool|subject|breadcrumb|icon|body|content|(?:post|message)_?text|like|reaction|vote|score)",
    re.I,
)
WHEN = re.compile(r"(?:date|time|posted|when|publish|created|stamp|ago)", re.I)
NOT_WHEN = re.compile(r"(?:edit|modif|join|regist|sig|quote|last|seen|birthday|member)", re.I)
JOINED = re.compile(
    r"(?:join|regist|member since|since:|seit|inscri|dabei|mitglied|depuis|регистрац|注册|註冊|с нами|dołącz|aangemeld|desde|"
    r"last (?:seen|visit|activ)|birthday|geburt)",
    re.I,
)
EDITED = re.compile(r"(?:edit|bearbeit|modifi|geändert|отредакт|编辑|編輯|bewerkt|wijzig|edytow|ändrad|upraven)", re.I)
SIGNATURE = re.compile(r"(?:^|[-_]|user|post)sig(?:nature|n)?s?(?:$|[-_]|box|container)|signature", re.I)
BODY = re.compile(r"(?:body|content|message|text|msg|words|entry|comment)", re.I)
NOT_BODY = re.compile(
    r"(?:sig|user|author|profile|avatar|foot|meta|tool|button|action|byline|details|sidebar|attach|like)", re.I
)
TIME_OF_DAY = re.compile(r"(?<![\d.])\d{1,2}[:.h]\d\d(?![\d.])")
BY = r"(?i)\b(?:by|von|par|por|door|av|af|od|от|da)\s*:?\s+(\S.{0,38}?\S?)(?:\s+(?:on|am|um|le|el|at|il|op|»)\b.*|\s*[,»|(].*|\s+[-–].*|$)"
AHEAD = r"^(\S.{0,38}?\S)\s*(?:[·•|,–—]|\s-|\bsa(?:id|ys)\b|\bwrote\b|\bposted\b|\bschrieb\b)\s"
# What follows a name: "Ann says:", "Ann schrieb am …"
SPEAKS = re.compile(
    r"\W*(?:says|said|wrote|writes|posted|asked|answered|replied|schrieb|schreibt|sagt\w*|meint\w*|a écrit|écrit|dit|"
    r"escribió|dice|dijo|scrive|ha scritto|escreveu|disse|schreef|skrev|napisał\w*|пиш\w+|написал\w*|says|说|說|さん)\b",
    re.I,
)
FLOOR = re.compile(r"[#№\s]*(\d{1,6})[.)#\s]*")
FEWEST_FLOORS = 3
LABEL = re.compile(r"^[^\d:：]{2,24}\s*[:：]")  # "Posts: 22", "Registered: 2014-08-14"
FIGURES = re.compile(r"\d+")
COUNT_FIRST = re.compile(r"\d[\d.,]*\s+[^\W\d]")  # "25 posts", "3654 points"
LONGEST_LABELLED = 60
SUBJECT = re.compile(r"subject|title|topic|headline", re.I)
SUBJECT_PREFIX = re.compile(
    r"^(?:(?:re|aw|sv|antw|odp|rép|res|topic|subject|betreff|sujet|тема|ответ|回复|回覆|答复|主题|主題)"
    r"\s*(?:\[\d+\])?\s*[:：]\s*)+",
    re.I,
)
COUNTED = re.compile(r"[^\W\d][:：]\s*[\d+-]")  # "Posts: 22"
LONGEST_NAME = 40
PLAIN_LABEL = re.compile(r"^\w[\w ]+[:：]?$")
FEWEST_BUTTONS = 3
MANY = 6  # posts that would not all hold the same words by chance
WRITTEN = frozenset("p li ul ol br b i em strong u s pre code h1 h2 h3 h4 h5 h6".split()) | frozenset(
    "div span font blockquote tr td table tbody dl dt dd".split()
)
FORUMS_OWN = ("class", "id", "onclick", "role", "href")
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
PARAGRAPHS = frozenset("p li ul ol br b i em strong a u s pre code h1 h2 h3 h4 h5 h6".split())


@dataclass
class Path:
    """A place that records have in common: how to reach it from a record's root, and its elements record by record."""

    above: int
    kind: str
    places: dict[int, list[int]] = field(default_factory=dict)
    mass: int = 0  # content directly in it and below it, record by record capped


class Records:
    """The records of a family, laid over each other."""

    def __init__(self, outline: Outline, family: Family) -> None:
        self.outline = outline
        self.family = family
        self.count = len(family.places)
        self.paths: list[Path] = [Path(-1, "")]
        self.path_of: dict[int, int] = {}
        self.own: dict[int, list[int]] = defaultdict(list)  # texts directly in an element
        self._who: tuple[int, dict[int, str]] = -1, {}
        self._names: dict[int, str] = {}
        self.stops = list(_stops(outline, family))
        self._lay()
        self._join_alike()
        self.template = self._templates()
        self.labels = self._labels()
        self.subjects = [path for path in range(1, len(self.paths)) if self._is_subject(path)]
        self.by_author: set[int] = set()

    def _lay(self) -> None:
        outline, known = self.outline, set(self.family.places)
        kinds = self._kinds()
        numbers: dict[tuple[int, str], int] = {}
        for record, (start, stop) in enumerate(zip(self.family.places, self.stops, strict=True)):
            self._put(start, ROOT, record)
            place = start + 1
            while place < stop:
                if place in known:  # a reply that stands in the post it answers
                    place = outline.end[place]
                    continue
                key = (self.path_of.get(outline.parent[place], ROOT), kinds[place])
                path = numbers.get(key)
                if path is None:
                    path = numbers[key] = len(self.paths)
                    self.paths.append(Path(*key))
                self._put(place, path, record)
                place += 1
        for n, owner in enumerate(outline.owner):
            if owner in self.path_of:
                self.own[owner].append(n)

    def _join_alike(self) -> None:
        """Add a path for each class whose elements stand at different places: user boxes differ from user to user."""
        alike: dict[str, list[int]] = defaultdict(list)
        for path, at in enumerate(self.paths):
            if "." in at.kind or "[" in at.kind:
                alike[at.kind].append(path)
        self.joined: set[int] = set()
        for kind, paths in alike.items():
            places: dict[int, list[int]] = defaultdict(list)
            for path in paths if len(paths) > 1 else ():
                for record, found in self.paths[path].places.items():
                    places[record] = sorted([*places[record], *found])
            if len(places) > max((len(self.paths[path].places) for path in paths), default=0):
                self.joined.add(len(self.paths))
                self.paths.append(Path(self.paths[paths[0]].above, kind, dict(places)))

    def _kinds(self) -> dict[int, str]:
        """What each element of the records is: its tag with the class that most records have, of those the rarest.

        A class that only some records have ("has-attachments") or that stands everywhere ("clearfix") tells little.
        """
        outline = self.outline
        records: dict[tuple[str, str], set[int]] = defaultdict(set)
        times: Counter[tuple[str, str]] = Counter()
        spans = [range(start + 1, stop) for start, stop in zip(self.family.places, self.stops, strict=True)]
        for record, span in enumerate(spans):
            for place in span:
                for name in outline.classes[place]:
                    records[outline.tag[place], name].add(record)
                    times[outline.tag[place], name] += 1
        kinds: dict[int, str] = {}
        for span in spans:
            for place in span:
                tag = outline.tag[place]
                names = [
                    (not SIGNATURE.search(name), -len(records[tag, name]), times[tag, name], name)
                    for name in outline.classes[place]
                ]
                kinds[place] = f"{tag}.{min(names)[-1]}" if names else outline.bare_kind(place)
        return kinds

    def _put(self, place: int, path: int, record: int) -> None:
        self.path_of[place] = path
        self.paths[path].places.setdefault(record, []).append(place)

    def _templates(self) -> set[tuple[int, str]]:
        """The texts that stand at the same place in most records."""
        seen: Counter[tuple[int, str]] = Counter()
        for path, at in enumerate(self.paths):
            for places in at.places.values():
                seen.update({(path, self.outline.texts[n]) for place in places for n in self.own.get(place, ())})
        least = max(2, round(0.6 * self.count))
        return {key for key, times in seen.items() if times >= least and (self.count > 2 or len(key[1]) < 30)}

    def _in_every_record(self) -> set[tuple[int, str]]:
        """The texts of the template that no record is without."""
        seen: dict[tuple[int, str], set[int]] = defaultdict(set)
        for path, at in enumerate(self.paths):
            for record, places in at.places.items():
                for n in (n for place in places for n in self.own.get(place, ())):
                    seen[path, self.outline.texts[n]].add(record)
        return {key for key in self.template if len(seen[key]) == self.count}

    def _labels(self) -> set[tuple[int, str]]:
        """The labels that several records have at the same place before a short value: lines of an author's panel."""
        seen: dict[tuple[int, str], set[int]] = defaultdict(set)
        for path, at in enumerate(self.paths):
            for record, places in at.places.items():
                for label in filter(None, (self._label(n) for place in places for n in self.own.get(place, ()))):
                    seen[path, label].add(record)
        return {key for key, records in seen.items() if len(records) >= max(2, round(0.3 * self.count))}

    def _label(self, n: int) -> str:
        """The label that a short text begins with, or the text with its figures left open, or ""."""
        text = self.outline.texts[n]
        if len(text) > LONGEST_LABELLED:
            return ""
        match = LABEL.match(text)
        return match[0] if match else FIGURES.sub("#", text) if FIGURES.search(text) else ""

    def _is_subject(self, path: int) -> bool:
        """Whether a path is a line that repeats the thread's title in most records, perhaps after "Re:"."""
        outline, (_, place) = self.outline, next(self.first(path))
        if self.coverage(path) < 0.5 or not (outline.tag[place] in HEADINGS or SUBJECT.search(self.names(path))):
            return False
        shown = [SUBJECT_PREFIX.sub("", outline.text(place)).casefold() for _, place in self.first(path)]
        head = outline.head.casefold()
        return sum(len(text) > 3 and text in head for text in shown) >= 0.6 * len(shown)

    def coverage(self, path: int) -> float:
        """The share of records that have the path."""
        return len(self.paths[path].places) / self.count

    def regularity(self, path: int) -> float:
        """The share of a path's records that have it as often as most of them: mentions come and go, authors do not."""
        times = Counter(len(places) for places in self.paths[path].places.values())
        return max(times.values()) / sum(times.values())

    def first(self, path: int) -> Iterator[tuple[int, int]]:
        """The path's first element in each record that has it: (record, element)."""
        return ((record, places[0]) for record, places in self.paths[path].places.items())

    def up(self, path: int) -> Iterator[int]:
        """The path and those above it, below the root."""
        while path > ROOT:
            yield path
            path = self.paths[path].above

    def is_below(self, path: int, above: int) -> bool:
        """Whether a path lies at or below another."""
        return above == ROOT or above in self.up(path)

    def names(self, path: int) -> str:
        """The classes, ids and ``itemprop`` of a path's element, as words to look for hints in."""
        known = self._names.get(path)
        if known is None:
            _, place = next(self.first(path))
            attributes = self.outline.attributes[place]
            stated = [attributes.get(name) or "" for name in NAMING] if attributes else []
            known = self._names[path] = " ".join(filter(None, stated))
        return known

    # ── who ──

    def author(self, words: int | None = None) -> int | None:
        """The path of the author's name; ``words`` is where the body seems to be, in which few authors stand."""
        scored: list[tuple[float, int, int]] = []
        for path in range(1, len(self.paths)):
            score = self._like_author(path)
            if words is not None and path != words and self.is_below(path, words):
                score -= 0.5 * (1 - self.regularity(path) * self.coverage(path)) + 0.1
            if score > 0.6:
                scored.append((score, -path, path))
        return self._bare_name(max(scored)[2]) if scored else None

    def _bare_name(self, path: int) -> int:
        """The path itself, or the one in it that holds the name alone, where it shows more (a rank, a count)."""
        shown = {record: self.outline.text(place) for record, place in self.first(path)}
        below = [
            inner
            for inner in range(path + 1, len(self.paths))
            if inner not in self.joined and self.is_below(inner, path) and self._is_name_in(inner, shown)
        ]
        return max(below, key=lambda inner: (self._like_author(inner), -inner), default=path)

    def _is_name_in(self, inner: int, shown: dict[int, str]) -> bool:
        """Whether a path holds less than what is ``shown``, of other letters from record to record."""
        names = {record: self.outline.text(place) for record, place in self.first(inner)}
        shorter = sum(0 < len(name) < len(shown.get(record, "")) for record, name in names.items())
        lettered = sum(bool(re.search(r"[^\W\d_]", name)) for name in names.values())
        return (
            len(names) >= 0.95 * len(shown)
            and 2 * lettered > len(names)
            and (shorter > 0.5 * len(names) or (shorter > 0 and self._is_end(names, shown)))
            and len(set(names.values())) > 1
        )

    @staticmethod
    def _is_end(names: dict[int, str], shown: dict[int, str]) -> bool:
        """Whether the names are all that is shown, or its end: "OP Ann"."""
        return all(shown.get(record, "").endswith(name) for record, name in names.items())

    def other_authors(self, author: int) -> list[int]:
        """Paths of the name in the records that lack the first one: guests without a link, moderators in colour."""
        missing = set(range(self.count)) - self.paths[author].places.keys()
        found = self._unlinked_author(author, missing)
        missing = missing.difference(*(self.paths[path].places for path in found))
        above, tag = self.paths[author].above, _tag(self.paths[author])
        for near in (True, False):
            for path in range(1, len(self.paths)):
                at = self.paths[path]
                fills = missing & at.places.keys()
                if not fills or len(fills) < 0.9 * len(at.places) or self.is_below(path, author):
                    continue
                shown = [self.outline.text(place) for _, place in self.first(path)]
                named = all(0 < len(value) <= LONGEST_NAME and not looks_like_date(value) for value in shown)
                same = at.above == above and _tag(at) == tag
                hinted = self._author_hints(path, [place for _, place in self.first(path)]) >= 0.5
                if named and (same if near else hinted):
                    found.append(path)
                    missing -= fills
        return found

    def _unlinked_author(self, author: int, missing: set[int]) -> list[int]:
        """The path above the name, where it is the name alone and holds that of guests without the link inside."""
        above = self.paths[author].above
        shown = {record: self.outline.text(place) for record, place in self.first(above)} if above > ROOT else {}
        linked = [shown.get(record) == self.outline.text(place) for record, place in self.first(author)]
        guests = [name for record in missing if (name := shown.get(record))]
        if not guests or not all(linked) or any(len(name) > LONGEST_NAME or looks_like_date(name) for name in guests):
            return []
        return [above]

    def floor(self, body: int) -> int | None:
        """The path of a post's number in the thread: one more from post to post, in an element of the forum's own."""
        for path in range(1, len(self.paths)):
            if path in (body, *self.joined) or self.coverage(path) < 0.6 or self._is_plain(path):
                continue
            shown = {record: FLOOR.fullmatch(self.outline.text(place)) for record, place in self.first(path)}
            starts = {int(match[1]) - record if match else None for record, match in shown.items()}
            if len(shown) >= FEWEST_FLOORS and len(starts) == 1 and None not in starts:
                return path
        return None

    def _like_author(self, path: int) -> float:
        coverage = self.coverage(path)
        if coverage < 0.5:
            return 0
        values = {record: self.outline.text(place) for record, place in self.first(path)}
        shown = [value for value in values.values() if value]
        if len(shown) < 0.5 * self.count or sum(len(value) > LONGEST_NAME for value in shown) > 0.1 * len(shown):
            return 0
        if sum(looks_like_date(value) or not re.search(r"[^\W\d_]", value) for value in shown) > 0.3 * len(shown):
            return 0
        different = len(set(shown))
        score = 0.5 * len(shown) / self.count + (0.2 if different > 1 else (-1.0 if self.count > 2 else -0.2))
        score -= 0.5 * (sum(len(value.split()) > 4 for value in shown) > 0.3 * len(shown))
        score -= 0.5 * (sum(value.endswith((":", "…")) for value in shown) > 0.3 * len(shown))
        score -= 0.6 * (sum(bool(COUNTED.search(value)) for value in shown) > 0.3 * len(shown))
        score -= 0.8 * _is_counter(shown)
        places = [place for _, place in self.first(path)]
        score += 0.3 * (sum(bool(SPEAKS.match(self._after(place))) for place in places) > 0.7 * len(places))
        return score + self._author_hints(path, places) - 0.5 * (1 - self.regularity(path))

    def _author_hints(self, path: int, places: list[int]) -> float:
        outline, score = self.outline, 0.0
        links = [link for place in places if (link := self._link(place)) is not None]
        if len(links) > 0.4 * len(places):
            score += 0.6 * (sum(bool(USER_LINK.search(link)) for link in links) > 0.5 * len(links))
            score -= 0.5 * (sum(bool(ACTION_LINK.search(link)) for link in links) > 0.5 * len(links))
        names = self.names(path)
        above = " ".join(self.names(step) for step in list(self.up(path))[1:3])
        score += 0.8 * ("author" in names.split()) + 0.9 * ("name" in names.split() and "author" in above.split())
        score += 0.5 * bool(AUTHOR.search(names)) + 0.25 * bool(NAMED.search(names))
        score += 0.25 * bool(AUTHOR.search(above)) + 0.15 * bool(NAMED.search(above))
        score -= (
            0.7 * bool(NOT_AUTHOR.search(names))
            + 0.4 * bool(SIGNATURE.search(above))
            + 0.3 * bool(NOT_AUTHOR.search(above))
        )
        score += 0.15 * (outline.tag[places[0]] in ("a", "b", "strong", "h3", "h4"))
        return score + 0.1 * (sum(outline.end[place] == place + 1 for place in places) > 0.5 * len(places))

    def _link(self, place: int) -> str | None:
        """Where an element leads: its own link, or the one it stands in or holds."""
        outline = self.outline
        near = [*list(outline.above(place))[:3], *outline.below(place)][:8]
        return next(
            (href for at in near if outline.tag[at] == "a" and (href := outline.attributes[at].get("href"))), None
        )

    # ── when ──

    def date(self, author: int | None) -> int | None:
        """The path of a post's date."""
        dates = set(self.outline.dates)
        dated = {self.path_of[place] for place in dates if place in self.path_of}
        dated |= {path for path in self.joined if any(place in dates for _, place in self.first(path))}
        scored = [(score, -path, path) for path in dated if (score := self._like_date(path, author)) > 0.3]
        return max(scored)[2] if scored else None

    def _like_date(self, path: int, author: int | None) -> float:
        outline, first = self.outline, dict(self.first(path))
        dates = set(outline.dates)
        holds = [place for place in first.values() if place in dates]
        coverage = len(holds) / self.count
        if coverage < 0.5:
            return 0
        shown = [outline.text(place) for place in holds]
        names = self.names(path) + " " + " ".join(self.names(step) for step in list(self.up(path))[1:3])
        score = coverage + 0.3 * (sum(bool(TIME_OF_DAY.search(value)) for value in shown) > 0.5 * len(shown))
        exact = sum(
            outline.tag[place] == "time" or any(at in outline.attributes[place] for at in EXACT) for place in holds
        )
        score += 0.3 * (exact > 0.5 * len(holds)) + 0.3 * bool(WHEN.search(names)) - 0.5 * bool(NOT_WHEN.search(names))
        labels = [value + " " + self._before(place) for value, place in zip(shown, holds, strict=True)]
        score -= 1.0 * (sum(bool(JOINED.search(label)) for label in labels) > 0.4 * len(labels))
        score -= 0.6 * (sum(bool(EDITED.search(value)) for value in shown) > 0.4 * len(shown))
        return score - 0.6 * self.is_by_author(path, author)

    def _before(self, place: int) -> str:
        """The words just before an element, in the same line: its label."""
        n = self.outline.first[place]
        return self.outline.texts[n - 1][-30:] if n else ""

    def _after(self, place: int) -> str:
        """The words just after an element, in the element that it stands in."""
        n = self.outline.last[place]
        follows = n < len(self.outline.texts) and self.outline.owner[n] == self.outline.parent[place]
        return self.outline.texts[n] if follows else ""

    def is_by_author(self, path: int, author: int | None) -> bool:
        """Whether what a path says depends on the author alone: the same in all records of one author, not in all."""
        if author is None or path == author:
            return False
        outline = self.outline
        if self._who[0] != author:
            self._who = author, {record: outline.text(place) for record, place in self.first(author)}
        who = self._who[1]
        said: dict[str, set[str]] = defaultdict(set)
        times: Counter[str] = Counter()
        for record, place in self.first(path):
            if record in who:
                said[who[record]].add(outline.text(place))
                times[who[record]] += 1
        repeated = [name for name, count in times.items() if count > 1]
        if not repeated or any(len(said[name]) > 1 for name in repeated):
            return False
        return len(said) == 1 or len(set.union(*said.values())) > 1

    # ── what ──

    def weigh(self, author: int | None, date: int | None) -> None:
        """Weigh the paths by their content: long texts that are neither template nor the author's or the date's."""
        total = [0] * len(self.paths)
        signed = [False] * len(self.paths)
        for path in range(len(self.paths)):
            at = self.paths[path]
            signed[path] = (path > ROOT and signed[at.above]) or bool(SIGNATURE.search(self.names(path)))
            if path in (author, date) or path in self.joined or path in self.subjects or signed[path]:
                continue
            mass = sum(min(CAP, self._content(path, places)) for places in at.places.values())
            total[path] += mass if mass and not self.is_by_author(path, author) else 0
        for path in range(len(self.paths) - 1, ROOT, -1):
            total[self.paths[path].above] += total[path]
        for path, at in enumerate(self.paths):
            at.mass = total[path]

    def _content(self, path: int, places: list[int]) -> int:
        """How much content stands directly in elements of one record."""
        weights, texts = self.outline.weights, self.outline.texts
        found = [n for place in places for n in self.own.get(place, ()) if weights[n]]
        return sum(
            weights[n]
            for n in found
            if (path, texts[n]) not in self.template and (path, self._label(n)) not in self.labels
        )

    def body(self, author: int | None, date: int | None) -> int | None:
        """The path of the words: down from the record's root as long as one child holds nearly all of them."""
        below: dict[int, list[int]] = defaultdict(list)
        for path in sorted(set(range(1, len(self.paths))) - self.joined):
            below[self.paths[path].above].append(path)
        at = ROOT
        while below[at]:
            best = max(below[at], key=lambda path: (self._like_body(path), -path))
            if not self._descends(at, best, author, date):
                break
            at = best
        return at if at != ROOT and self.paths[at].mass else None

    def _like_body(self, path: int) -> float:
        names = self.names(path)
        hint = 1.0 + 0.2 * bool(BODY.search(names)) - 0.4 * bool(NOT_BODY.search(names))
        return self.paths[path].mass * hint * self.coverage(path)

    def _descends(self, at: int, best: int, author: int | None, date: int | None) -> bool:
        here, there = self.paths[at], self.paths[best]
        if not there.mass:
            return False
        has_meta = at == ROOT or any(meta is not None and self.is_below(meta, at) for meta in (author, date))
        if has_meta:
            return there.mass >= 0.5 * here.mass and self.coverage(best) >= 0.6
        if self.outline.tag[next(self.first(best))[1]] in PARAGRAPHS:
            return False
        single = sum(map(len, there.places.values())) <= 1.1 * len(there.places)
        return there.mass >= 0.9 * here.mass and single and len(there.places) >= 0.95 * len(here.places)

    def signatures(self, body: int) -> list[int]:
        """The paths of signatures: named so, or after the words and the same in every post of an author."""
        found: list[int] = []
        for path in range(1, len(self.paths)):
            if (
                path in self.joined
                or path == body
                or self.is_below(body, path)
                or any(self.is_below(path, other) for other in found)
            ):
                continue
            if SIGNATURE.search(self.names(path)) and self.outline.letters(next(self.first(path))[1]):
                found.append(path)
        return found

    def furniture(self, body: int) -> list[int]:
        """The paths inside the words whose text is the same in most records."""
        found: list[int] = []
        everywhere = self._in_every_record()
        for path, text in sorted(self.template):
            if path == body or not self.is_below(path, body) or path in found:
                continue
            if self._is_plain(path) and (self.count < MANY or (path, text) not in everywhere):
                continue  # several people may write the same
            if self._only_template(path):
                found.append(path)
        return found

    def buttons(self, body: int) -> list[str]:
        """Selectors of what is worked inside the words and reads the same in three records: "Click to expand…".

        Only elements that authors do not make: they act on a click, or hold nothing but one that does.
        """
        outline = self.outline
        shown: dict[str, set[str]] = defaultdict(set)
        records: dict[str, set[int]] = defaultdict(set)
        for record, place in self.first(body):
            for at in range(place + 1, outline.end[place]):
                if not outline.classes[at] or not outline.letters(at):
                    continue
                is_button = outline.letters(at) <= LONGEST_LABELLED and self._acts(at)
                for name in outline.classes[at]:
                    css = f"{outline.tag[at]}.{name}"
                    shown[css].update([outline.text(at)] if is_button else (f"{record} {at}", ""))
                    records[css].add(record)
        return sorted(css for css, said in shown.items() if len(said) == 1 and len(records[css]) >= FEWEST_BUTTONS)

    def _acts(self, place: int) -> bool:
        """Whether an element is a button, or holds nothing else."""
        outline = self.outline
        for at in outline.below(place):
            attributes = outline.attributes[at]
            href = (attributes.get("href") or "#") if outline.tag[at] == "a" else ""
            works = (
                "onclick" in attributes or attributes.get("role") == "button" or href[:1] == "#" or "script:" in href
            )
            if works and outline.letters(at) == outline.letters(place):
                return True
        return False

    def _is_plain(self, path: int) -> bool:
        """Whether authors write such elements themselves: formatting, with no class or address of the forum's own."""
        outline, (_, place) = self.outline, next(self.first(path))
        attributes = outline.attributes[place]
        return outline.tag[place] in WRITTEN and not any(attributes.get(name) for name in FORUMS_OWN)

    def template_texts(self, body: int) -> list[str]:
        """The texts of the template that stand directly in the body, between elements."""
        if self.count < MANY:
            return []
        everywhere = self._in_every_record()
        return sorted(text for path, text in everywhere if path == body and PLAIN_LABEL.match(text))

    def _only_template(self, path: int) -> bool:
        outline = self.outline
        shown = [outline.text(place) for places in self.paths[path].places.values() for place in places]
        return sum((path, value) in self.template for value in shown) >= 0.8 * len(shown)


def _is_counter(shown: list[str]) -> bool:
    """Whether texts differ in their figures only: "25 posts", "#7"."""
    shape, times = Counter(FIGURES.sub("#", text) for text in shown).most_common(1)[0]
    counted = sum(bool(COUNT_FIRST.match(text)) for text in shown)
    return ("#" in shape and times >= 0.6 * len(shown) and times > 1) or counted >= 0.6 * len(shown)


def _tag(path: Path) -> str:
    return re.split(r"[.:\[]", path.kind)[0]


def _stops(outline: Outline, family: Family) -> Iterator[int]:
    """Where each record ends: with its element, or before the next where what follows belongs to it."""
    for n, place in enumerate(family.places):
        if not family.run:
            yield outline.end[place]
            continue
        after = family.places[n + 1] if n + 1 < len(family.places) else len(outline.nodes)
        yield min(after, outline.end[outline.parent[place]])
