"""Collect the program's texts and compile the German catalogue: run by `make texts`."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "i18n"
GERMAN = FOLDER / "de" / "LC_MESSAGES" / "fibre_planner.po"
_NO_DATE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
KEYWORDS = {"tr": None, "ntr": (1, 2), "mark": None}


def collect() -> Catalog:
    """Return all texts of the package, sorted, without their line numbers."""
    template = Catalog(project="Fibre Planner", charset="utf-8")
    found = extract_from_dir(ROOT / "fibre_planner", keywords=KEYWORDS)
    for file, _line, message, _comments, context in found:
        template.add(message, None, [(file, None)], context=context)
    return template


def german(template: Catalog) -> Catalog:
    """Return the German catalogue with the texts of a template; new ones are empty."""
    catalogue = Catalog(locale="de", project="Fibre Planner", charset="utf-8")
    if GERMAN.exists():
        with GERMAN.open("rb") as stream:
            catalogue = read_po(stream, locale="de")
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    # The same texts give the same file: no dates, no names of people or addresses.
    catalogue.header_comment = "# German texts of Fibre Planner; collected by `make texts`."
    catalogue.fuzzy = False
    catalogue.version = ""
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = ""
    catalogue.creation_date = catalogue.revision_date = _NO_DATE
    return catalogue


def main() -> int:
    """Write the German catalogue as .po and .mo; 1 where a text is not translated."""
    catalogue = german(collect())
    GERMAN.parent.mkdir(parents=True, exist_ok=True)
    with GERMAN.open("wb") as stream:
        write_po(stream, catalogue, sort_output=True, omit_header=False, include_lineno=False)
    with GERMAN.with_suffix(".mo").open("wb") as stream:
        write_mo(stream, catalogue)
    missing = [
        message.id for message in catalogue if message.id and not is_translated(message.string)
    ]
    for text in missing:
        sys.stderr.write(f"not translated: {text!r}\n")
    return 1 if missing else 0


def is_translated(string: str | tuple[str, ...]) -> bool:
    """Return whether a text, or each of its plural forms, has a translation."""
    return all(string) if isinstance(string, tuple) else bool(string)


if __name__ == "__main__":
    sys.exit(main())
