"""The filter line of the attribute table as a small grammar: texts and conditions on columns.

    line      = part { "or" part }
    part      = piece { "and" piece }          ("and", ";" and a space between texts mean the same)
    piece     = ["not"] ( text | column operator value { "|" value } )
    operator  = "="  "!="  "<"  "<="  ">"  ">="  "~" (contains)  "!~" (does not contain)

A text or value that has spaces or signs of its own stands in quotes. Columns are named as in the
data dictionary (`length_m`) or by their title (`Length`); German words for and, or, not are read
too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError

OPERATORS = ("=", "!=", "<", "<=", ">", ">=", "~", "!~")
_TOKEN = re.compile(
    r"""\s*(?:(?P<quoted>"(?:[^"]*)("|$))|(?P<operator>!=|<>|<=|>=|!~|≠|≤|≥|[=<>~])|(?P<bar>\|)"""
    r"""|(?P<end>;)|(?P<word>[^\s"=<>~;|!≠≤≥]+|!))"""
)
_SAME = {"<>": "!=", "≠": "!=", "≤": "<=", "≥": ">="}
_WORDS = {"and": "and", "und": "and", "or": "or", "oder": "or", "not": "not", "nicht": "not"}


@dataclass(frozen=True)
class Text:
    """Any column contains the text, or none does; a number also finds the numbers equal to it."""

    text: str
    negated: bool = False


@dataclass(frozen=True)
class Condition:
    """A column compared with values, of which one must fit (all, for != and !~)."""

    column: str
    operator: str
    values: tuple[str, ...]
    negated: bool = False


Piece = Text | Condition
Filter = tuple[tuple[Piece, ...], ...]
"""Alternatives, each of pieces that must all hold; no alternative at all lets every row through."""


@dataclass(frozen=True)
class _Token:
    kind: str  # word, quoted, operator, bar, and, or, not
    text: str


def parse(line: str, columns: Mapping[str, str]) -> Filter:
    """Return what a filter line asks for.

    columns: name or title without upper case → name of the column.
    Raises PlannerError with a sentence where the line cannot be read.
    """
    alternatives: list[tuple[Piece, ...]] = []
    # A line has a handful of words.
    for part in _split(_tokens(line), "or"):
        pieces = [piece for given in _split(part, "and") for piece in _pieces(given, columns)]
        if pieces:
            alternatives.append(tuple(pieces))
    return tuple(alternatives)


def _tokens(line: str) -> list[_Token]:
    tokens: list[_Token] = []
    place = 0
    line = line.rstrip()
    while place < len(line):
        found = _TOKEN.match(line, place)
        assert found is not None
        place = found.end()
        kind = str(found.lastgroup)
        text = found.group(kind)
        if kind == "quoted":
            tokens.append(_Token("quoted", text.strip('"')))
        elif kind == "operator":
            tokens.append(_Token("operator", _SAME.get(text, text)))
        elif kind == "word" and text.casefold() in _WORDS:
            tokens.append(_Token(_WORDS[text.casefold()], text))
        else:
            tokens.append(_Token("and" if kind == "end" else kind, text))
    return tokens


def _split(tokens: list[_Token], kind: str) -> list[list[_Token]]:
    parts: list[list[_Token]] = [[]]
    for token in tokens:
        if token.kind == kind:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _pieces(tokens: list[_Token], columns: Mapping[str, str]) -> list[Piece]:
    places = [place for place, token in enumerate(tokens) if token.kind == "operator"]
    if len(places) > 1:
        raise PlannerError(
            tr("Two conditions follow each other."), tr("Join them by “and” or “or”.")
        )
    if not places:
        return _texts(tokens)
    place = places[0]
    before, operator, after = tokens[:place], tokens[place].text, tokens[place + 1 :]
    column, used = _column(before, columns)
    rest = before[: len(before) - used]
    negated = bool(rest) and rest[-1].kind == "not"
    values = _values(after, operator)
    condition = Condition(column, operator, values, negated)
    return [*_texts(rest[:-1] if negated else rest), condition]


def _texts(tokens: list[_Token]) -> list[Piece]:
    pieces: list[Piece] = []
    negated = False
    for token in tokens:
        if token.kind == "not":
            negated = not negated
        elif token.text:
            pieces.append(Text(token.text, negated))
            negated = False
    return pieces


def _column(before: list[_Token], columns: Mapping[str, str]) -> tuple[str, int]:
    """Return the column named last, by the longest title that fits, and its number of words."""
    for start in range(len(before)):
        words = before[start:]
        name = " ".join(token.text for token in words).casefold()
        if name in columns:
            return columns[name], len(words)
    if not before or before[-1].kind == "not":
        raise PlannerError(
            tr("A column is missing before the sign."),
            tr("Write for example: {column} ~ main").format(column=tr("Street")),
        )
    raise PlannerError(
        tr("There is no column “{name}”.").format(name=before[-1].text),
        tr("The tip of this line lists the columns."),
    )


def _values(after: list[_Token], operator: str) -> tuple[str, ...]:
    groups = [[token.text for token in part] for part in _split(after, "bar")]
    if not all(groups):
        raise PlannerError(
            tr("A value is missing behind “{sign}”.").format(sign=operator),
            tr('Write "" for cells that are empty.'),
        )
    return tuple(" ".join(words) for words in groups)
