"""What people type into a table: numbers, days and yes or no, as their language writes them."""

from __future__ import annotations

import datetime as dt
import re

from fibre_planner.language import current_language, mark, tr

_YES = frozenset({"yes", "ja", "true", "wahr", "1", "y", "j"})
_NO = frozenset({"no", "nein", "false", "falsch", "0", "n"})
_UNITS = re.compile(r"\s*(€|eur|euro|m²|m2|m|km|mbit/s|%)\s*$", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_GROUPED = {
    "de": re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d*)?"),
    "en": re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?"),
}
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_DAY_PART = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_OFFSET = re.compile(r"(\w+)\s*(?:([+-])\s*(\d{1,5}))?")
_DAYS = {
    "today": "today", "heute": "today",
    "monday": "monday", "montag": "monday",
    "sunday": "sunday", "sonntag": "sunday",
}  # fmt: skip

NUMBER_WANTED = mark("“{text}” is no number.")
DAY_WANTED = mark("“{text}” is no date. Write it as {example}.")
FLAG_WANTED = mark("“{text}” is neither yes nor no.")


def read_number(text: str) -> float | None:
    """Return the number a text stands for, None where it is none; a unit behind it is passed over.

    Both 1,5 and 1.5 are read; 1.234 is more than a thousand in German and 1,234 in English.
    """
    plain = _UNITS.sub("", text.strip()).replace("\u00a0", "").replace("\u2212", "-")
    plain = plain.lstrip("€").strip()
    language = current_language()
    if _GROUPED[language].fullmatch(plain):
        plain = plain.replace("." if language == "de" else ",", "")
    plain = plain.replace(",", ".")
    if plain.count(".") > 1 or not _NUMBER.fullmatch(plain):
        return None
    number = float(plain)
    return number if abs(number) < float("inf") else None


def read_flag(text: str) -> bool | None:
    """Return what yes or no means, None for another text."""
    word = text.strip().casefold()
    words = {tr("yes").casefold(): True, tr("no").casefold(): False}
    if word in words:
        return words[word]
    return True if word in _YES else False if word in _NO else None


def read_day(text: str) -> str | None:
    """Return a date as ISO 8601 text, None where it is none."""
    plain = text.strip()
    german = _GERMAN_DAY.fullmatch(plain)
    try:
        if german:
            day, month, year = map(int, german.groups())
            return dt.date(year, month, day).isoformat()
        if len(plain) == 10:
            return dt.date.fromisoformat(plain).isoformat()
    except ValueError:
        return None
    return None


def read_day_or_part(text: str, today: dt.date) -> str | None:
    """Return a day, month or year as the beginning of an ISO 8601 date, None for another text.

    today, monday and sunday (of this week) may have days added: today+14.
    """
    plain = text.strip()
    day = read_day(plain)
    if day:
        return day
    if _DAY_PART.fullmatch(plain) and len(plain) < 10:
        return plain if len(plain) == 4 or 1 <= int(plain[5:7]) <= 12 else None
    named = _OFFSET.fullmatch(plain.casefold())
    if not named or named.group(1) not in _DAYS:
        return None
    begin = today
    if _DAYS[named.group(1)] != "today":
        week_day = 0 if _DAYS[named.group(1)] == "monday" else 6
        begin = today + dt.timedelta(days=week_day - today.weekday())
    days = int(named.group(3) or 0)
    return (begin + dt.timedelta(days=-days if named.group(2) == "-" else days)).isoformat()


def number_as_typed(value: float) -> str:
    """Return a number as it is typed: the decimal sign of the language, no thousands."""
    text = str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return text.replace(".", ",") if current_language() == "de" else text


def day_as_typed(day: str) -> str:
    """Return an ISO 8601 date as it is typed in the language in use."""
    if current_language() != "de" or not _DAY_PART.fullmatch(day) or len(day) != 10:
        return day
    return f"{day[8:10]}.{day[5:7]}.{day[:4]}"
