"""One spelling of streets and house numbers, by which addresses of different sources are compared.

“Goethe-Str. 012 A”, “Goethestraße 12a” and “GOETHESTRASSE 12 a” have the same key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Codes = npt.NDArray[np.int64]
Keys = npt.NDArray[np.object_]

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_NOT_A_LETTER = re.compile(r"[\W_]+")
_STREET = re.compile(r"str(?![^\W_])")
_SAINT = re.compile(r"(?<![^\W_])st(?![^\W_])")
_WORD = re.compile(r"([^\W_]+)(\.?)")
_LEADING_NUMBER_WORD = re.compile(r"^\s*(hausnummer|hausnr|hnr|nr)\b\.?\s*")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s+(?=\d)")
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
# Blanks within a number mean nothing, a stroke or hyphen does: 27/1 is not 271.
_NOISE_IN_NUMBER = re.compile(r"[^\w/-]")


def name_key(name: str) -> str:
    """Return a name (of a street, town or provider) without differences of mere spelling.

    Case, blanks, hyphens, dots and accents go; ä is ae, ß is ss, Str. is strasse, St. is sankt.
    """
    return _NOT_A_LETTER.sub("", _SAINT.sub("sankt", _STREET.sub("strasse", _plain(name))))


def name_words(name: str) -> tuple[tuple[str, bool], ...]:
    """Return the words of a name as `name_key` spells them, each with whether it is cut short.

    A word is cut short where a dot follows it or where it is a single letter; Str. and St. are
    written out: "Joh.-S.-Bach-Str." is joh (cut), s (cut), bach, strasse.
    """
    plain = _SAINT.sub("sankt ", _STREET.sub("strasse ", _plain(name)))
    found = [(match[1], bool(match[2]) or len(match[1]) == 1) for match in _WORD.finditer(plain)]
    return tuple(found)


def number_key(number: str) -> str:
    """Return a house number with its suffix in one spelling: " 012 A" becomes "12a".

    A blank between two digits is kept as an underscore, so that 12 1/2 is not 121/2.
    """
    plain = _LEADING_NUMBER_WORD.sub("", _plain(number)).replace("\u2044", "/").strip()
    parted = _BETWEEN_DIGITS.sub("_", plain)
    return _LEADING_ZEROS.sub("", _NOISE_IN_NUMBER.sub("", parted)).strip("/-")


def name_codes(names: pd.Series[Any]) -> tuple[Codes, Keys]:
    """Return the number of each row's key, and the different keys by number (as `name_key`)."""
    return _coded(*pd.factorize(names), key=name_key)


def number_codes(house_numbers: pd.Series[Any], suffixes: pd.Series[Any]) -> tuple[Codes, Keys]:
    """Return the number of each row's key, and the different keys by number (as `number_key`)."""
    first, numbers = pd.factorize(house_numbers)
    second, endings = pd.factorize(suffixes)
    # A missing value has code -1, which takes the empty text at the end of each list.
    numbers, endings = [*numbers, ""], [*endings, ""]
    pair, pairs = pd.factorize((first % len(numbers)) * len(endings) + second % len(endings))
    texts = [
        f"{numbers[both // len(endings)]} {endings[both % len(endings)]}" for both in pairs.tolist()
    ]
    return _coded(pair, texts, key=number_key)


def name_keys(names: pd.Series[Any]) -> pd.Series[Any]:
    """Return `name_key` of every row; each different name is worked out once."""
    codes, keys = name_codes(names)
    return pd.Series(keys[codes], index=names.index, dtype="str")


def number_keys(house_numbers: pd.Series[Any], suffixes: pd.Series[Any]) -> pd.Series[Any]:
    """Return `number_key` of every row of the columns house_number and suffix."""
    codes, keys = number_codes(house_numbers, suffixes)
    return pd.Series(keys[codes], index=house_numbers.index, dtype="str")


def _plain(text: str) -> str:
    """Return a text in small letters without accents; ß becomes ss and ½ becomes 1/2."""
    small = text.casefold()
    if small.isascii():
        return small
    small = unicodedata.normalize("NFC", small).translate(_UMLAUTS)
    parts = unicodedata.normalize("NFKD", small.replace("½", " ½"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _coded(
    codes: Any, different: Sequence[str], *, key: Callable[[str], str]
) -> tuple[Codes, Keys]:
    """Return codes and keys such that texts of one key have one code."""
    texts = [*map(key, different), ""]  # a missing text has code -1, which takes the last key
    of_text, keys = pd.factorize(np.array(texts, dtype=object))
    return of_text.astype(np.int64)[codes], np.asarray(keys, dtype=object)
