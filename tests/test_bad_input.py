"""Pages that are cut, torn, doubled or mislabelled: no engine fails on them, and what was read can be kept."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from extracting import extract

from site_gen.engines.account import dropped_strings
from site_gen.engines.core.driver import read_with
from site_gen.engines.core.recognition import recognise
from site_gen.engines.generic import GENERIC
from site_gen.engines.registry import ALL
from site_gen.errors import Skipped
from site_gen.load import Page, load_page
from site_gen.models import Evidence, Reading
from site_gen.threads.join import assemble
from site_gen.threads.states import Saved

FIXTURES = Path(__file__).parent / "engines"
MOST = 2**63  # beyond it, neither the store nor many readers of JSON take a whole number
TEXTS = (b"><", b">0<", b">" + b"9" * 30 + b"<", b">2022-02-30 25:61<", ">²<".encode())
VALUES = (b'=""', b'="http://["', b'="' + b"9" * 30 + b'"', b'="-1"', '="٣"'.encode())
NUMBERS = (b"0", b"-5", b"9" * 30, b"null", b'""', b"1e999")
LABELS = (
    b"gbk",
    b"utf-16",
    b"shift_jis",
    b"x-user-defined",
    b"iso-2022-kr",
    b"hz-gb-2312",
    b"nonsense",
)

Damage = Callable[[bytes, random.Random], bytes]


def changed(pattern: bytes, choices: tuple[bytes, ...], share: float) -> Damage:
    """Damage to a share of the places that a pattern finds."""
    places = re.compile(pattern)

    def damage(data: bytes, chance: random.Random) -> bytes:
        return places.sub(
            lambda match: chance.choice(choices) if chance.random() < share else match[0], data
        )

    return damage


def swapped(data: bytes, chance: random.Random) -> bytes:
    """Some bytes are others."""
    torn = bytearray(data)
    for _ in range(40):
        torn[chance.randrange(len(torn))] = chance.randrange(256)
    return bytes(torn)


def shuffled(data: bytes, chance: random.Random) -> bytes:
    """The eighths of a page in another order."""
    size = len(data) // 8 + 1
    parts = [data[start : start + size] for start in range(0, len(data), size)]
    chance.shuffle(parts)
    return b"".join(parts)


def doubled(data: bytes, chance: random.Random) -> bytes:
    """A beginning of the page, and the page."""
    return data[: chance.randrange(len(data))] + data


DAMAGES: dict[str, Damage] = {
    "cut": lambda data, chance: data[: chance.randrange(len(data))],
    "without its head": lambda data, chance: data[chance.randrange(len(data)) :],
    "swapped bytes": swapped,
    "without end tags": changed(rb"</(?:html|body|div|table)>", (b"",), 0.5),
    "a half twice": doubled,
    "shuffled": shuffled,
    "another label": changed(rb"(?i)(?<=charset=)[\w-]+|(?<=charset=\")[\w-]+", LABELS, 1),
    "without tags": changed(rb"<[^>]*>", (b"",), 0.05),
    "other values": changed(rb"=\"[^\"]*\"", VALUES, 0.08),
    "other texts": changed(rb">[^<]+<", TEXTS, 0.1),
    "other numbers": changed(rb"\d+", NUMBERS, 0.05),
}


def one_of_each() -> list[Path]:
    """A page of every engine and version that there are cases of."""
    return [
        next(path for path in sorted(folder.glob("*/pages/*")))
        for folder in sorted(FIXTURES.iterdir())
    ]


def page_of(data: bytes, name: str) -> Page:
    return load_page(data, name, Evidence(file_time=1_600_000_000.0))


def numbers(value: object) -> list[int]:
    """Every whole number in a record."""
    if isinstance(value, dict):
        return [found for part in value.values() for found in numbers(part)]
    if isinstance(value, list):
        return [found for part in value for found in numbers(part)]
    return [value] if isinstance(value, int) else []


@pytest.mark.parametrize("kind", DAMAGES)
def test_no_engine_fails_on_a_damaged_page(kind: str) -> None:
    chance = random.Random(kind)
    for path in chance.sample(one_of_each(), 24):
        data = DAMAGES[kind](path.read_bytes(), chance)
        try:
            found = recognise(page_of(data, path.name), ALL, whole=True)
        except Skipped:
            continue
        for engine in [*(engine for engine, _ in found[:2]), GENERIC]:
            reading = read_with(engine, page_of(data, path.name))
            if engine.refuse is not None:
                engine.refuse(page_of(data, path.name))
            if reading is not None:
                assert (
                    msgspec.msgpack.decode(msgspec.msgpack.encode(reading), type=Reading) == reading
                )
                thread = assemble(reading.thread_id, [Saved(path.name, "", reading)])
                assert all(abs(number) < MOST for number in numbers(msgspec.to_builtins(thread)))
        if reading is not None:
            dropped_strings(page_of(data, path.name), engine, reading)


def test_a_folder_of_damaged_pages_is_read_without_a_failure(tmp_path: Path) -> None:
    chance = random.Random("folder")
    for n, path in enumerate(one_of_each()):
        damage = chance.choice(list(DAMAGES.values()))
        (tmp_path / f"{n}-{path.name}").write_bytes(damage(path.read_bytes(), chance))
    skipped: dict[str, str] = {}
    threads = list(extract([tmp_path], skipped.__setitem__))
    assert threads
    assert [reason for reason in skipped.values() if "please report it" in reason] == []
