"""The rules of ARCHITECTURE.md and CONTRIBUTING.md that a machine can check."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "fibre_planner").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
LONGEST_FILE = 400
VAGUE = re.compile(r"_(works(?!_out)|correctly|handled|as_expected)(_|$)")
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_run_only_from_window_to_model() -> None:
    assert lint_imports(str(ROOT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_source_file_is_short_and_says_its_purpose(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE
    assert ast.get_docstring(ast.parse(text)), "the module has no first line on its purpose"
    assert path.stem not in EMPTY_NAMES


@pytest.mark.parametrize("path", TESTS, ids=name_of)
def test_test_names_say_what_happens_and_no_test_sleeps(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    names = re.findall(r"def (test_\w+)", text)
    vague = [name for name in names if VAGUE.search(name)]
    assert not vague
    assert len(names) == len(set(names))
    assert not re.search(r"qtbot\.wait\(|QTest\.qWait\(|time\.sleep\(", text)


def test_no_machine_path_or_registry_host_is_in_the_repository() -> None:
    suspicious = re.compile(r"/home/\w+/|/root/|/work/|pypi\.org|npmjs\.org|registry\.")
    found = [
        f"{name_of(path)}: {match.group(0)}"
        for pattern in ("*.md", "*.toml", "*.py", "*.sh", "Makefile")
        for folder in (
            "",
            "fibre_planner/",
            "scripts/",
            "benchmarks/",
            "sample_data/",
            "resources/",
        )
        for path in sorted(ROOT.glob(f"{folder}{'**/' if folder else ''}{pattern}"))
        for match in suspicious.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found
