"""One spelling of streets and house numbers, by which addresses of different sources are compared.

“Goethe-Str. 012 A”, “Goethestraße 12a” and “GOETHESTRASSE 12 a” have the same key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_NOT_A_LETTER = re.compile(r"[\W_]+")
_LEADING_NUMBER_WORD = re.compile(r"^\s*(hausnummer|hausnr|hnr|nr)\b\.?\s*")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s+(?=\d)")
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
# Blanks within a number mean nothing, a stroke or hyphen does: 27/1 is not 271.
_NOISE_IN_NUMBER = re.compile(r"[^\w/-]")


def name_key(name: str) -> str:
    """Return a name (of a street, town or provider) without differences of mere spelling.

    Case, blanks, hyphens, dots and accents go; ä is ae, ß is ss, Str. is strasse, St. is sankt.
    """
    return "".join(_word_key(word) for word in _NOT_A_LETTER.split(_plain(name)))


def number_key(number: str) -> str:
    """Return a house number with its suffix in one spelling: " 012 A" becomes "12a".

    A blank between two digits is kept as an underscore, so that 12 1/2 is not 121/2.
    """
    plain = _LEADING_NUMBER_WORD.sub("", _plain(number)).replace("\u2044", "/").strip()
    parted = _BETWEEN_DIGITS.sub("_", plain)
    return _LEADING_ZEROS.sub("", _NOISE_IN_NUMBER.sub("", parted)).strip("/-")


def name_keys(names: pd.Series[Any]) -> pd.Series[Any]:
    """Return `name_key` of every row; each different name is worked out once."""
    return _by_value(names, name_key)


def number_keys(house_numbers: pd.Series[Any], suffixes: pd.Series[Any]) -> pd.Series[Any]:
    """Return `number_key` of every row of the columns house_number and suffix."""
    number_codes, numbers = pd.factorize(house_numbers.fillna(""))
    suffix_codes, endings = pd.factorize(suffixes.fillna(""))
    pairs, code = np.unique(
        number_codes.astype(np.int64) * max(len(endings), 1) + suffix_codes, return_inverse=True
    )
    keys = [
        number_key(f"{numbers[pair // len(endings)]} {endings[pair % len(endings)]}")
        for pair in pairs.tolist()
    ]
    return _take(keys, code, house_numbers.index)


def address_keys(addresses: pd.DataFrame) -> pd.Series[Any]:
    """Return street and number of every row as one text, empty where either is missing.

    addresses: any table with the columns street, house_number and suffix. Two rows of any two
    tables are the same address by name where their keys are equal and not empty.
    """
    streets = name_keys(addresses["street"]).to_numpy(object)
    numbers = number_keys(addresses["house_number"], addresses["suffix"]).to_numpy(object)
    known = (streets != "") & (numbers != "")
    return pd.Series(np.where(known, streets + " " + numbers, ""), addresses.index, dtype="str")


def _plain(text: str) -> str:
    """Return a text in small letters without accents; ß becomes ss and ½ becomes 1/2."""
    small = unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS)
    parts = unicodedata.normalize("NFKD", small.replace("½", " ½"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _word_key(word: str) -> str:
    if word.endswith("str"):
        return word + "asse"
    return "sankt" if word == "st" else word


def _by_value(values: pd.Series[Any], key: Callable[[str], str]) -> pd.Series[Any]:
    codes, different = pd.factorize(values.fillna(""))
    return _take([key(value) for value in different], codes, values.index)


def _take(keys: list[str], codes: Any, index: pd.Index[Any]) -> pd.Series[Any]:
    return pd.Series(np.array(keys, dtype=object)[codes], index=index, dtype="str")
