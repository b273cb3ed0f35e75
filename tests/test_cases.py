"""Every fixture case: own pages in an engine's real markup, and what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scoring import cases, largest_thread

CASES = {name: (folder, truth) for name, folder, truth in cases(Path(__file__).parent / "engines")}
PLAIN = ("id", "author", "date", "floor", "up", "down", "client", "location")
THREAD = ("title", "views", "replies")


@pytest.mark.parametrize("name", CASES)
def test_a_case_reads_as_its_truth_says(name: str) -> None:
    folder, truth = CASES[name]
    thread = largest_thread(folder, truth)
    assert thread is not None
    assert {key: thread[key] for key in THREAD if truth["thread"].get(key) is not None} == {
        key: truth["thread"][key] for key in THREAD if truth["thread"].get(key) is not None
    }
    assert [solid(post["text"]) for post in thread["posts"]] == [
        solid(post["text"]) for post in truth["posts"]
    ]
    for found, want in zip(thread["posts"], truth["posts"], strict=True):
        check_post(found, want)
    bodies = " ".join(post["text"] for post in thread["posts"])
    assert not [
        text
        for text in truth["chrome"]
        if text in bodies and not any(text in p["text"] for p in truth["posts"])
    ]


def solid(text: str | None) -> str:
    """A text without its white space: where a break of markup becomes a space is not the case's business."""
    return "".join((text or "").split())


def check_post(found: dict[str, Any], want: dict[str, Any]) -> None:
    """One post against what the truth states of it."""
    stated = {key: want[key] for key in PLAIN if want.get(key) is not None}
    if "date" in stated:
        stated["date"], found = stated["date"][:16], {**found, "date": (found["date"] or "")[:16]}
    assert {key: found[key] for key in stated} == stated
    assert [quote["author"] for quote in found["quotes"]] == [
        quote["author"] for quote in want["quotes"] or []
    ]
    assert found["code"] == (want["code"] or [])
    assert [(c["author"], c["text"]) for c in found["comments"]] == [
        (c["author"], c["text"]) for c in (want.get("comments") or [])
    ]
    assert [r["score"] for r in found["ratings"]] == [
        r["score"] for r in (want.get("ratings") or [])
    ]
    named = sorted(a["name"] for a in found["attachments"] if a["name"])
    assert named == sorted(
        a["name"] for a in want["attachments"] or [] if not a.get("hidden_from_guests")
    )
