"""What of the forum's own stands among the words: labels, buttons, lines that are the same in most records."""

from __future__ import annotations

from collections import defaultdict

from site_gen.engines.generic.aligned_records import Records
from site_gen.engines.generic.naming_hints import (
    FEWEST_BUTTONS,
    LONGEST_LABELLED,
    MANY,
    PLAIN_LABEL,
)


def furniture_paths(records: Records, body: int) -> list[int]:
    """The paths inside the words whose text is the same in most records."""
    found: list[int] = []
    for path, text in sorted(records.template):
        if path == body or not records.is_below(path, body) or path in found:
            continue
        if records.is_plain(path) and (
            records.count < MANY or (path, text) not in records.in_every_record
        ):
            continue  # several people may write the same
        if _only_template(records, path):
            found.append(path)
    return found


def buttons(records: Records, body: int) -> list[str]:
    """Selectors of what is worked inside the words and reads the same in three records: "Click to expand…".

    Only elements that authors do not make: they act on a click, or hold nothing but one that does.
    """
    outline = records.outline
    shown: dict[str, set[str]] = defaultdict(set)
    shown_in: dict[str, set[int]] = defaultdict(set)
    for record, place in records.first(body):
        for at in range(place + 1, outline.end[place]):
            if not outline.classes[at] or not outline.letters(at):
                continue
            is_button = outline.letters(at) <= LONGEST_LABELLED and _acts(records, at)
            for name in outline.classes[at]:
                css = f"{outline.tag[at]}.{name}"
                shown[css].update([outline.text(at)] if is_button else (f"{record} {at}", ""))
                shown_in[css].add(record)
    return sorted(
        css
        for css, said in shown.items()
        if len(said) == 1 and len(shown_in[css]) >= FEWEST_BUTTONS
    )


def _acts(records: Records, place: int) -> bool:
    """Whether an element is a button, or holds nothing else."""
    outline = records.outline
    for at in outline.below(place):
        attributes = outline.attributes[at]
        href = (attributes.get("href") or "#") if outline.tag[at] == "a" else ""
        works = (
            "onclick" in attributes
            or attributes.get("role") == "button"
            or href[:1] == "#"
            or "script:" in href
        )
        if works and outline.letters(at) == outline.letters(place):
            return True
    return False


def template_texts(records: Records, body: int) -> list[str]:
    """The texts of the template that stand directly in the body, between elements."""
    if records.count < MANY:
        return []
    return sorted(
        text for path, text in records.in_every_record if path == body and PLAIN_LABEL.match(text)
    )


def _only_template(records: Records, path: int) -> bool:
    outline = records.outline
    shown = [
        outline.text(place) for places in records.paths[path].places.values() for place in places
    ]
    return sum((path, value) in records.template for value in shown) >= 0.8 * len(shown)
