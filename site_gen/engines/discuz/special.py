"""What a special thread of Discuz! states over its first post: poll, debate, reward, activity."""

from __future__ import annotations

import re
from collections.abc import Iterable

from site_gen.engines.core.table import number
from site_gen.engines.discuz.common import spaced
from site_gen.engines.tools.node import Node
from site_gen.engines.tools.values import first_group
from site_gen.models import Fact, Poll, PollOption, Special

OPTION_NUMBER = re.compile(r"^\d+\.\s*")
OPTION_VOTES = re.compile(r"\((\d+)\)")


def poll(first: Node) -> Poll | None:
    """Return a vote: the choices and, where the page shows them, their counts."""
    panel = first.at(".pcht")
    options = poll_options(panel.all("tr"))
    if not options:
        return None
    notes = panel.parent.all(".ptmr strong")
    ended = any("结束" in note.lines or "結束" in note.lines for note in notes)
    return Poll(options=options, closed=ended or None)


def poll_options(rows: Iterable[Node]) -> list[PollOption]:
    """Return the choices: a row for each, and below it a row with its bar and its count."""
    options: list[PollOption] = []
    for row in rows:
        label = row.at(".pvt label, .pvt")
        if label:
            options.append(PollOption(text=OPTION_NUMBER.sub("", label.text)))
        elif options and (count := first_group(OPTION_VOTES, row.at("td em").lines)):
            options[-1] = PollOption(text=options[-1].text, votes=number(count))
    return options


def special(first: Node) -> Special | None:
    """Return what the panel of a debate, reward or activity states."""
    for kind, read in (("debate", debate), ("reward", reward), ("activity", activity)):
        if facts := read(first):
            return Special(kind=kind, facts=facts)  # type: ignore[arg-type]
    return None


def debate(first: Node) -> list[Fact]:
    """Return the two sides with their claims and their votes."""
    points = ((point.at("strong"), point.at("p")) for point in first.all(".ds .point"))
    return [Fact(name=head.text, value=claim.text) for head, claim in points if head]


def reward(first: Node) -> list[Fact]:
    """Return the price of a question, and who answered it best."""
    price = first.at(".rsld")
    if not price:
        return []
    facts = [Fact(name="悬赏", value=spaced(price))]
    answer = first.at(".rwdbst .psta a.xw1, .rwdbst .psta a.xi2")
    if answer:
        facts.append(Fact(name="最佳答案", value=answer.text))
    return facts


def activity(first: Node) -> list[Fact]:
    """Return type, time, place and price of an event, as the panel pairs them."""
    panel = first.at(".act")
    names, values = panel.all("dt"), panel.all("dd")
    return [
        Fact(name=name.text.rstrip(":："), value=value.text)
        for name, value in zip(names, values, strict=False)
    ]
