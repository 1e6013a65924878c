"""The German catalogue is complete, fits the source texts and is compiled."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import texts

PLACEHOLDER = re.compile(r"\{[^}]*\}")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return texts.german(texts.collect())


def test_every_text_is_translated_into_german(catalogue: Catalog) -> None:
    missing = [m.id for m in catalogue if m.id and not texts.is_translated(m.string)]
    assert missing == []


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_translations_keep_the_placeholders_of_the_source(catalogue: Catalog) -> None:
    wrong = []
    for message in catalogue:
        source, strings = forms(message.id), forms(message.string or "")
        offered = set(PLACEHOLDER.findall(source[-1]))
        for number, string in enumerate(strings):
            used = set(PLACEHOLDER.findall(string))
            # A singular may say "one" and leave the count out.
            needed = offered if number == len(source) - 1 else used
            if message.id and string and (used - offered or needed - used):
                wrong.append((source, string))
    assert wrong == []


def test_the_compiled_catalogue_is_that_of_the_text_file(catalogue: Catalog) -> None:
    with texts.GERMAN.with_suffix(".mo").open("rb") as stream:
        compiled = {forms(m.id): forms(m.string) for m in read_mo(stream) if m.id}
    written = {
        forms(m.id): forms(m.string) for m in catalogue if m.id and texts.is_translated(m.string)
    }
    differing = [
        text for text in compiled.keys() | written.keys() if compiled.get(text) != written.get(text)
    ]
    assert sorted(differing) == []
