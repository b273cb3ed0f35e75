"""The corpus score with its floors: prints every figure, exits 1 if one falls.

Run from the project's root in CI.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from scoring import cases, largest_thread, load_score, mean

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
# What the score must not fall below ("chrome": not rise above), for each set of cases.
FLOORS = {
    "discuz*": {"P": 0.995, "R": 0.995, "exact": 0.97, "author": 0.995, "date": 0.99, "title": 0.99, "perfect": 0.93,
                "fields": 0.97, "chrome": 0.0},
    "saved-cjk/discuz*": {"P": 0.995, "R": 0.995, "exact": 0.97, "author": 0.995, "date": 0.99, "title": 0.99,
                          "perfect": 0.93, "fields": 0.97, "chrome": 0.0},
    "engines/*": {"P": 0.995, "R": 0.995, "exact": 0.97, "author": 0.99, "date": 0.98, "perfect": 0.93, "fields": 0.95,
                  "chrome": 0.0},
    "saved-west/*": {"P": 0.98, "R": 0.98, "text": 0.98, "author": 0.97, "date": 0.95, "perfect": 0.85, "fields": 0.90,
                     "chrome": 0.02},
    "saved-cjk/*": {"P": 0.98, "R": 0.98, "text": 0.98, "author": 0.97, "date": 0.95, "perfect": 0.85, "fields": 0.90,
                    "chrome": 0.02},
    "webforum52/*": {"F1": 0.97, "text": 0.97, "perfect": 0.88},
    "webforum52/* by generic": {"F1": 0.97, "text": 0.97, "perfect": 0.90},
    "saved-west/* by generic": {"F1": 0.92, "text": 0.94, "author": 0.91, "chrome": 0.07},
    "wcxb/*": {"main": 0.79},
}  # fmt: skip


def figures(name: str) -> dict[str, float]:
    """The mean of every figure of the score over the cases of a set, read by all engines or "by" one alone."""
    score = load_score(SHARED)
    pattern, _, engine = name.partition(" by ")
    only = (engine,) if engine else ()
    rows = [
        score.score_case(truth, largest_thread(folder, truth, only))
        for _, folder, truth in cases(SHARED / "corpus/dev", pattern)
    ]
    return {figure: mean([row.get(figure) for row in rows]) for figure in FLOORS[name]} | {
        "cases": len(rows)
    }


def fallen(pattern: str, found: dict[str, float]) -> list[str]:
    """The figures of a set that are not what they must be."""
    wrong = [
        name
        for name, floor in FLOORS[pattern].items()
        if (found[name] > floor if name == "chrome" else found[name] < floor)
    ]
    return wrong if found["cases"] else ["no cases"]


def main() -> int:
    """Score every set."""
    failed = 0
    for pattern in FLOORS:
        found = figures(pattern)
        wrong = fallen(pattern, found)
        failed += bool(wrong)
        print(
            pattern,
            " ".join(f"{name} {value:.3f}" for name, value in found.items()),
            "FALLEN: " + ", ".join(wrong) if wrong else "ok",
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
