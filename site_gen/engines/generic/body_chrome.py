"""Find the forum's chrome among the words: labels, buttons, lines that most records show."""

from __future__ import annotations

from collections import defaultdict

from site_gen.engines.generic.aligned_records import AlignedRecords
from site_gen.engines.generic.naming_hints import (
    FEWEST_BUTTONS,
    LONGEST_LABELLED,
    MANY,
    PLAIN_LABEL,
)
from site_gen.engines.generic.outline import Outline
from site_gen.engines.generic.proportions import at_least


def find_chrome_paths(records: AlignedRecords, body: int) -> list[int]:
    """Return the paths inside the words whose text is the same in most records."""
    found: list[int] = []
    for path, text in sorted(records.repeated.template):
        if path == body or path in found or not records.is_below(path, body):
            continue
        if records.is_plain(path) and not _is_everywhere(records, path, text):
            continue  # several people may write the same
        if _holds_only_template(records, path):
            found.append(path)
    return found


def _is_everywhere(records: AlignedRecords, path: int, text: str) -> bool:
    return records.count >= MANY and (path, text) in records.repeated.everywhere


def _holds_only_template(records: AlignedRecords, path: int) -> bool:
    outline, template = records.outline, records.repeated.template
    elements = [element for found in records.paths[path].elements.values() for element in found]
    return at_least(0.8, lambda element: (path, outline.text(element)) in template, elements)


def find_chrome_buttons(records: AlignedRecords, body: int) -> list[str]:
    """Return selectors of what is worked among the words and reads the same in three records.

    For example "Click to expand…". These are only elements that authors do not make: they act on a
    click, or hold nothing but one that does.
    """
    outline = records.outline
    shown: dict[str, set[str]] = defaultdict(set)
    shown_in: dict[str, set[int]] = defaultdict(set)
    for record, top in records.firsts(body):
        for element in outline.below(top)[1:]:
            if not outline.classes[element] or not outline.letters(element):
                continue
            texts = {f"{record} {element}", ""}  # never the same
            if _acts(outline, element):
                texts = {outline.text(element)}
            for name in outline.classes[element]:
                css = f"{outline.tag[element]}.{name}"
                shown[css] |= texts
                shown_in[css].add(record)
    return sorted(
        css
        for css, texts in shown.items()
        if len(texts) == 1 and len(shown_in[css]) >= FEWEST_BUTTONS
    )


def _acts(outline: Outline, element: int) -> bool:
    """Tell whether an element is a button with few words, or holds nothing else."""
    whole = outline.letters(element)
    return whole <= LONGEST_LABELLED and any(
        outline.letters(inner) == whole and _is_button(outline, inner)
        for inner in outline.below(element)
    )


def _is_button(outline: Outline, element: int) -> bool:
    attributes = outline.attributes[element]
    if "onclick" in attributes or attributes.get("role") == "button":
        return True
    if outline.tag[element] != "a":
        return False
    href = outline.attr(element, "href")
    return not href or href.startswith("#") or "script:" in href


def find_chrome_texts(records: AlignedRecords, body: int) -> list[str]:
    """Return the texts of the template that stand directly in the body, between elements."""
    if records.count < MANY:
        return []
    return sorted(
        text
        for path, text in records.repeated.everywhere
        if path == body and PLAIN_LABEL.match(text)
    )
