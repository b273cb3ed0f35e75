"""The zone of a thread is what the forum's own page says below its posts, in whatever language."""

from __future__ import annotations

import pytest

from site_gen.engines.phpbb import common
from site_gen.engines.vbulletin.common import zone
from site_gen.load import Page, load_page


def page_of(footer: str) -> Page:
    return load_page(
        f"<html><body><p>Meet at 5:20pm (GMT+8) at the quay.</p>{footer}</body></html>".encode(),
        "page.html",
    )


@pytest.mark.parametrize(
    ("footer", "stated"),
    [
        (
            '<li class="rightside">All times are <span title="Europe/Berlin">UTC+02:00</span></li>',
            "+02:00",
        ),
        ('<li class="rightside">Fuseau horaire sur <span title="UTC">UTC</span></li>', "+00:00"),
        (
            "<li>&bull; All times are UTC - 8 hours [ <abbr title='Daylight Saving Time'>DST</abbr> ] </li>",
            "-07:00",
        ),
        ("<li>Alle Zeiten sind UTC + 1 Stunde </li>", "+01:00"),
        ("<td>All times are UTC + 5:30 hours</td>", "+05:30"),
        ('<span class="gensmall">All times are GMT + 10 Hours</span>', "+10:00"),
        ("<li>Delete all board cookies</li>", None),
    ],
)
def test_phpbb_states_its_zone_and_whether_it_is_summer_there(
    footer: str, stated: str | None
) -> None:
    assert common.zone(page_of(footer)) == stated


@pytest.mark.parametrize(
    ("footer", "stated"),
    [
        (
            '<div>All times are GMT -5. The time now is <span class="time">03:39 PM</span>.</div>',
            "-05:00",
        ),
        (
            '<div>Fuseau horaire GMT +1. Il est actuellement <span class="time">10h08</span>.</div>',
            "+01:00",
        ),
        (
            '<div>All times are GMT +5.5. The time now is <span class="time">03:39 PM</span>.</div>',
            "+05:30",
        ),
        ("<div>All times are GMT-5. This page was generated at 03:39 PM.</div>", "-05:00"),
        ('<div>All times are GMT. The time now is <span class="time">03:39 PM</span>.</div>', None),
        ("<div>We meet at GMT-5.</div>", None),
    ],
)
def test_vbulletin_states_its_zone_beside_the_time_now(footer: str, stated: str | None) -> None:
    assert zone(page_of(footer)) == stated
