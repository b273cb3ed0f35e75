"""Dates that are told from the moment a page was made: "2 hours ago", "昨天 21:03", "Dienstag um 15:14"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache

from site_gen.dates.names import LANGUAGES, WORD, plain, weekdays
from site_gen.dates.stated import Found
from site_gen.dates.times import BEHIND, TIME, iso

# Discuz! dgmdate(): 刚刚, N 秒前, N 分钟前, 半小时前, N 小时前, 昨天 HH:MM, 前天 HH:MM, N 天前;
# traditional forms alike.
CHINESE = re.compile(
    r"(?P<now>刚刚|剛剛)|(?P<half>半)\s*(?:个|個)?(?:小时|小時)前"
    r"|(?P<count>\d+)\s*(?P<unit>秒|分钟|分鐘|小时|小時|天)(?:钟|鐘)?(?:之|以)?前"
    rf"|(?P<day>昨天|昨日|前天|今天)(?:{TIME})?",
    re.I,
)
UNITS = {
    "秒": "seconds",
    "分钟": "minutes",
    "分鐘": "minutes",
    "小时": "hours",
    "小時": "hours",
    "天": "days",
}
CHINESE_DAYS = {"今天": 0, "昨天": 1, "昨日": 1, "前天": 2}
ENGLISH_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
LENGTHS = r"seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|yrs?|[smhd]"
AGO = re.compile(
    r"(?P<half>half an hour ago)"
    rf"|(?<![\w.])(?P<parts>(?:(?:\d{{1,6}}|an?|one)\s*(?:{LENGTHS})\b[\s,]*(?:and\s+)?){{1,3}})ago\b"
    r"|(?P<now>\bjust now\b|\b(?:a )?(?:few )?(?:moments?|seconds) ago\b|\bless than a minute ago\b)",
    re.I,
)
PART = re.compile(r"(\d+|an?|one)\s*([a-z])(on|[a-z])?", re.I)
# Words for today, yesterday, the day before, and just now, as the forums' language packs have them;
# CLDR's, with those of phpBB, XenForo and SMF where they differ.
DAYS: dict[str, tuple[str, str, str, str]] = {
    "en": ("today", "yesterday", "", "just now"),
    "zh": ("今天|今日", "昨天|昨日", "前天", "刚刚|剛剛|刚才|剛才"),
    "de": (
        "heute",
        "gestern",
        "vorgestern",
        "gerade eben|eben gerade|gerade|vor einem moment|vor wenigen augenblicken",
    ),
    "fr": (
        "aujourd['’]hui|ce jour",
        "hier",
        "avant-hier",
        "à l['’]instant|il y a un instant|il y a quelques secondes",
    ),
    "es": ("hoy", "ayer", "anteayer|antes de ayer", "ahora mismo|hace un momento|justo ahora"),
    "it": (
        "oggi",
        "ieri",
        "l['’]altro ieri|ieri l['’]altro",
        "proprio ora|poco fa|un attimo fa|adesso",
    ),
    "pt": ("hoje", "ontem", "anteontem", "agora mesmo|agora há pouco|há momentos|agora"),
    "nl": ("vandaag", "gisteren", "eergisteren", "zojuist|zonet|net|een ogenblik geleden"),
    "ru": ("сегодня", "вчера", "позавчера", "только что"),
    "uk": ("сьогодні", "вчора|учора", "позавчора", "щойно"),
    "be": ("сёння", "учора", "пазаўчора", "толькі што"),
    "pl": ("dzisiaj|dziś|dzis", "wczoraj", "przedwczoraj", "przed chwilą|teraz"),
    "cs": ("dnes", "včera", "předevčírem", "právě teď|před chvílí"),
    "sk": ("dnes", "včera", "predvčerom", "práve teraz|pred chvíľou"),
    "sv": ("idag|i dag", "igår|i går", "i förrgår|förrgår", "just nu|nyss|alldeles nyss"),
    "da": ("i dag", "i går", "i forgårs|forgårs", "lige nu|for et øjeblik siden"),
    "nb": ("i dag", "i går", "i forgårs|forgårs", "akkurat nå|nettopp"),
    "fi": ("tänään", "eilen", "toissapäivänä", "juuri nyt|hetki sitten"),
    "hu": ("ma", "tegnap", "tegnapelőtt", "éppen most|az imént"),
    "ro": ("astăzi|azi", "ieri", "alaltăieri", "chiar acum|acum câteva momente"),
    "el": ("σήμερα", "χθες|χτες|εχθές", "προχθές", "μόλις τώρα|πριν από λίγο"),
    "bg": ("днес", "вчера", "онзи ден|завчера", "току-що"),
    "sr": ("данас|danas", "јуче|juče|juce", "прекјуче|prekjuče", "управо сада|upravo sada"),
    "hr": ("danas", "jučer|jucer", "prekjučer", "upravo sada|maloprije"),
    "sl": ("danes", "včeraj", "predvčerajšnjim", "pravkar|ravnokar"),
    "lt": ("šiandien", "vakar", "užvakar", "ką tik|dabar"),
    "lv": ("šodien", "vakar", "aizvakar", "tikko"),
    "et": ("täna", "eile", "üleeile", "just nüüd|hetk tagasi"),
    "ca": ("avui", "ahir", "abans-d['’]ahir", "ara mateix"),
    "ar": ("اليوم", "أمس|الأمس|امس|البارحة", "أول أمس", "الآن|منذ لحظات|قبل لحظات"),
    "fa": ("امروز", "دیروز", "پریروز", "هم[\u200c ]?اکنون|لحظاتی پیش|چند لحظه پیش"),
    "he": ("היום", "אתמול", "שלשום", "עכשיו|כרגע|לפני רגע"),
    "tr": ("bugün", "dün", "evvelsi gün|önceki gün", "şimdi|az önce|biraz önce"),
    "ja": ("今日|本日", "昨日", "一昨日|おととい", "たった今|ついさっき"),
    "ko": ("오늘", "어제", "그저께|그제", "방금(?: 전)?|조금 전"),
    "vi": ("hôm nay", "hôm qua", "hôm kia", "vừa xong|mới đây"),
    "id": ("hari ini", "kemarin", "kemarin dulu", "baru saja"),
    "th": ("วันนี้", "เมื่อวานนี้|เมื่อวาน", "เมื่อวานซืน", "เมื่อสักครู่"),
    "hi": ("आज", "कल", "परसों", "अभी"),
}
# One of a unit, where a language writes the word rather than the number.
ONE = "an?|one|einer?|einem|une?|un[ao]?|uma?|eene?|één|e[nt]t?|jedn[ąuę]|один|одну|minutę|одна"
CLDR_UNITS = {"second": "seconds", "minute": "minutes", "hour": "hours", "day": "days"}


def find_relative(text: str, language: str | None, now: datetime) -> Found | None:
    """The first relative date of a text, resolved against ``now``.

    What is told in weeks or longer names no day.
    """
    if match := CHINESE.search(text) or AGO.search(text):
        return _resolved(match, now)
    for find in (_named_day, _counted, _weekday):
        if found := find(text, language, now):
            return found
    return None


def _resolved(match: re.Match[str], now: datetime) -> Found:
    """What :data:`CHINESE` and :data:`AGO` found; impossible is a date that cannot be read."""
    groups = match.groupdict()
    found: str | None
    if groups.get("day"):
        return _on_day(CHINESE_DAYS[match["day"]], now, match, match)
    if match["now"]:
        found = now.isoformat(timespec="minutes")
    elif match["half"]:
        found = _before(now, {"minutes": 30})
    elif groups.get("count"):
        found = _before(now, {UNITS[match["unit"]]: int(match["count"])})
    else:
        found = _before(now, _english(match["parts"]))
    return Found(found, match.start(), match.end())


def _english(parts: str) -> dict[str, int]:
    """``1 hour, 20 minutes`` → hours and minutes.

    Months and years stay, under a name no time span has.
    """
    counts: dict[str, int] = {}
    for count, letter, more in PART.findall(parts.lower()):
        unit = "months" if letter == "m" and more == "on" else ENGLISH_UNITS.get(letter, "months")
        counts[unit] = int(count) if count.isdigit() else 1
    return counts


def _before(now: datetime, span: dict[str, int]) -> str | None:
    """The moment that long before ``now``: to the minute, or to the day where the span is of days alone."""
    try:
        moment = now - timedelta(**span)
    except (TypeError, OverflowError):  # a month is no length of time
        return None
    return (
        moment.strftime("%Y-%m-%d")
        if set(span) == {"days"}
        else moment.isoformat(timespec="minutes")
    )


def _on_day(back: int, now: datetime, match: re.Match[str], time: re.Match[str] | None) -> Found:
    try:
        day = now - timedelta(days=back)
    except OverflowError:
        return Found(None, match.start(), match.end())
    found = iso(day.year, day.month, day.day, time)
    return Found(found, match.start(), max(match.end(), time.end() if time else 0))


def _named_day(text: str, language: str | None, now: datetime) -> Found | None:
    """Read "hier à 10:20", "Gestern".

    Without a time only where nothing follows it, as in a sentence.
    """
    for pattern in _own_first(language):
        for match in pattern.finditer(text):
            if match["now"]:
                if not text[: match.start()].strip(" .,:") and not text[match.end() :].strip(
                    " .,:"
                ):
                    return Found(now.isoformat(timespec="minutes"), match.start(), match.end())
                continue
            time = BEHIND.match(text, match.end())
            if time or not text[match.end() :].strip(" .,:;)»|"):
                return _on_day(int((match.lastgroup or "d0")[1]), now, match, time)
    return None


def _weekday(text: str, language: str | None, now: datetime) -> Found | None:
    """Read "Tuesday at 5:00 PM", "Dienstag um 15:14": the last such day before today (XenForo, for the last week)."""
    for word in WORD.finditer(text):
        if len(word[0]) > 1 and (time := BEHIND.match(text, word.end())):  # 月 is Monday and month
            number = _day_number(word[0], language)
            if number is not None:
                return _on_day((now.weekday() - number) % 7 or 7, now, word, time)
    return None


def _day_number(word: str, language: str | None) -> int | None:
    tables = (weekdays(one) for one in dict.fromkeys([language or "en", "en", *LANGUAGES]))
    return next((table[plain(word)] for table in tables if plain(word) in table), None)


def _counted(text: str, language: str | None, now: datetime) -> Found | None:
    """Read "vor 3 Tagen", "il y a 2 heures", as CLDR writes them in each language."""
    for one in dict.fromkeys([language or "en", *LANGUAGES]):
        if match := _ago(one).search(text):
            unit = CLDR_UNITS[(match.lastgroup or "").split("_")[0]]
            digits = re.search(r"\d+", match[0])
            return Found(
                _before(now, {unit: int(digits[0]) if digits else 1}), match.start(), match.end()
            )
    return None


def _own_first(language: str | None) -> Iterator[re.Pattern[str]]:
    return (
        _day_words(one) for one in dict.fromkeys([language or "en", "en", *DAYS]) if one in DAYS
    )


@lru_cache
def _day_words(language: str) -> re.Pattern[str]:
    words = "|".join(
        rf"(?P<{name}>{said})".replace(" ", r"\s+")
        for name, said in zip(("d0", "d1", "d2", "now"), DAYS[language], strict=True)
        if said
    )
    bound = "" if language in ("zh", "ja", "ko", "th") else r"[^\W\d_]"
    return re.compile(rf"(?<!{bound})(?:{words})(?!{bound}|['’]\w)" if bound else words, re.I)


@lru_cache
def _ago(language: str) -> re.Pattern[str]:
    """CLDR's patterns for seconds to days past: ``{"one": "vor {0} Tag", "other": "vor {0} Tagen"}``."""
    from site_gen.text.cldr import Locale

    fields = Locale.parse(language)._data["date_fields"]
    said: dict[str, str] = {}
    for unit in CLDR_UNITS:
        for width in ("", "-short"):
            for pattern in fields.get(unit + width, {}).get("past", {}).values():
                if "{0}" in pattern:
                    said.setdefault(pattern.replace("\xa0", " ").rstrip("."), unit)
    parts = (
        re.escape(pattern).replace(r"\{0\}", rf"(?:\d{{1,6}}|{ONE})").replace(r"\ ", r"\s*")
        for pattern in sorted(said, key=len, reverse=True)
    )
    units = (said[pattern] for pattern in sorted(said, key=len, reverse=True))
    joined = "|".join(
        f"(?P<{unit}_{n}>{part})" for n, (unit, part) in enumerate(zip(units, parts, strict=True))
    )
    bound = "" if language in ("zh", "ja", "ko", "th") else r"[^\W\d_]"
    return re.compile(rf"(?<!{bound})(?:{joined})(?!{bound})" if bound else joined or r"(?!)", re.I)
