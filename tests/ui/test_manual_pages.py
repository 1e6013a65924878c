"""The manual: every page in both languages alike, every name and link in it there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import fibre_planner
from fibre_planner.language import LANGUAGES, use_language
from fibre_planner.resources import RESOURCES
from fibre_planner.ui.actions import COMMANDS, MENUS
from fibre_planner.ui.manual.pages import page_names, read_pages, read_source

ROOT = Path(fibre_planner.__file__).parent
SUBMENUS = {name for _, names in MENUS for name in names if name != "-"}
PAGES = page_names()


@pytest.fixture(autouse=True)
def spoken(request: pytest.FixtureRequest) -> Iterator[None]:
    use_language(getattr(request, "param", "en"))
    yield
    use_language("en")


def outline(name: str, language: str) -> list[str]:
    """Return what both languages share: levels of headings, links, names, rows and items."""
    found = re.findall(
        r"^#+(?= )|\]\([^)]*\)|\{(?:menu|key|panel|text):[^}]+\}|^\||^\d+\.|^- ",
        read_source(name, language),
        re.MULTILINE,
    )
    return sorted(found)


def test_every_file_is_in_the_contents_and_the_other_way_round() -> None:
    for language in LANGUAGES:
        files = {path.stem for path in (RESOURCES / "manual" / language).glob("*.md")}
        assert files == set(PAGES)
    assert len(set(PAGES)) == len(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_are_built_alike(name: str) -> None:
    assert outline(name, "de") == outline(name, "en")
    headings = [
        [len(mark) for mark in re.findall(r"^(#+) ", read_source(name, language), re.MULTILINE)]
        for language in LANGUAGES
    ]
    assert headings[0] == headings[1]
    assert headings[0].count(1) == 1
    assert headings[0][0] == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_to_a_page(name: str, language: str) -> None:
    links = re.findall(r"\]\(([^)]*)\)", read_source(name, language))
    assert links
    assert {link.removesuffix(".md") for link in links} <= set(PAGES) - {name}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_command_a_page_names_is_there(name: str, language: str) -> None:
    source = read_source(name, language)
    commands = {command.name: command for command in COMMANDS}
    for kind, named in re.findall(r"\{(menu|key):([^}]+)\}", source):
        if kind == "key":
            assert commands[named].shortcut, named
        else:
            assert named in commands or named in SUBMENUS, named


def test_every_quoted_label_is_a_text_of_the_program() -> None:
    program = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "ui").rglob("*.py"))
    labels = {
        label
        for name in PAGES
        for label in re.findall(r"\{text:([^}]+)\}", read_source(name, "en"))
    }
    assert len(labels) > 10
    assert {label for label in labels if f'"{label}"' not in program} == set()


@pytest.mark.parametrize("spoken", LANGUAGES, indirect=True)
def test_no_place_is_left_to_fill_in() -> None:
    for page in read_pages({}):
        assert page.title
        left = re.findall(r"\{[^}]*\}", page.text)
        assert set(left) <= {"{z}", "{x}", "{y}"}, page.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_glossary_explains_every_term_of_the_project(language: str) -> None:
    rows = [line for line in read_source("glossary", language).splitlines() if line[:1] == "|"]
    terms = (ROOT.parent / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    pairs = [[cell.strip() for cell in line.split("|")[1:3]] for line in terms if line[:1] == "|"]
    shown = [[cell.strip().casefold() for cell in line.split("|")[1:3]] for line in rows]
    for english, german in pairs[2:]:
        pair = [english.casefold(), german.casefold()]
        assert (pair if language == "en" else pair[::-1]) in shown


def test_the_page_of_shortcuts_lists_the_keys_of_commands_and_map() -> None:
    page = next(page for page in read_pages({}) if page.name == "shortcuts")
    assert "| Ctrl+K | Find command or place |" in page.text
    assert "Take the last point back" in page.text
