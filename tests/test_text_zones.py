"""Zones: a forum's clock, with its summer time, by name or by offset."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.text.zones import local_seconds, offset_at, zone_of


@pytest.mark.parametrize("name", ["Europe/Berlin", "Asia/Shanghai", "UTC", "+08:00", "-03:30"])
def test_names_and_offsets_are_zones(name: str) -> None:
    assert zone_of(name) is not None


@pytest.mark.parametrize(
    "name", ["Mars/Olympus", "+8", "+25:00", "../etc/passwd", "/etc/passwd", "", "Europe", "a\0b"]
)
def test_all_else_is_none(name: str) -> None:
    assert zone_of(name) is None


@pytest.mark.parametrize(
    ("iso", "offset"),
    [
        ("2012-01-15", "+01:00"),
        ("2012-07-15T10:00", "+02:00"),
        ("2012-07-15T10:00:00", "+02:00"),
        ("2012-10-28T02:30", "+02:00"),  # shown twice: the first
        ("2012-03-25T02:30", "+01:00"),  # left out: as before the change
        ("2012", "+01:00"),
    ],
)
def test_summer_time_is_that_of_the_day(iso: str, offset: str) -> None:
    assert offset_at(iso, "Europe/Berlin") == offset


def test_a_files_time_is_what_the_forums_clock_showed() -> None:
    summer = datetime(2012, 7, 15, 22, 30, tzinfo=UTC).timestamp()
    shown = datetime.fromtimestamp(local_seconds(summer, "Europe/Berlin"), UTC)
    assert shown.isoformat() == "2012-07-16T00:30:00+00:00"


@given(st.integers(0, 2_000_000_000), st.integers(-11, 13))
def test_an_offset_shifts_by_itself(seconds: int, hours: int) -> None:
    zone = f"{'-' if hours < 0 else '+'}{abs(hours):02d}:00"
    assert local_seconds(seconds, zone) - seconds == hours * 3_600
