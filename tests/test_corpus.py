"""Promises held against every labelled page of the corpus."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus_floors import FLOORS, fallen, figures
from scoring import cases

from site_gen.engines.account import INSIDE, dropped_strings
from site_gen.engines.choice import chosen
from site_gen.engines.core.driver import read
from site_gen.load import load_page

pytestmark = pytest.mark.corpus


@pytest.mark.parametrize("pattern", FLOORS)
def test_the_score_does_not_fall(pattern: str) -> None:
    found = figures(pattern)
    assert not fallen(pattern, found), found


def test_every_visible_string_of_a_post_is_published_or_dropped_by_a_named_rule(
    shared: Path,
) -> None:
    nameless: dict[str, list[str]] = {}
    for name, folder, truth in cases(shared / "corpus/dev", "discuz-engine/*"):
        for page in truth["pages"]:
            data = (folder / page).read_bytes()
            engine, reading = read(load_page(data, page), chosen().for_page(load_page(data, page)))
            dropped = dropped_strings(load_page(data, page), engine, reading)
            if lost := [
                drop.text for drop in dropped if drop.rule == INSIDE and len(drop.text) > 1
            ]:
                nameless.setdefault(name, []).extend(lost)
    assert not nameless
