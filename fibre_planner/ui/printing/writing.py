"""Printed pages into files: one for all, or one for each sheet of a series; nothing half done."""

from __future__ import annotations

import importlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from fibre_planner.language import tr
from fibre_planner.progress import Report, part
from fibre_planner.ui.printing import documents
from fibre_planner.ui.printing.documents import Page
from fibre_planner.ui.printing.fields import Fields
from fibre_planner.ui.printing.layout import TABLES, Choice, Source, all_pages
from fibre_planner.ui.printing.map_page import MapPage
from fibre_planner.ui.printing.paper import Paper
from fibre_planner.ui.printing.series import SERIES
from fibre_planner.ui.printing.table_layout import PrintTable
from fibre_planner.ui.printing.table_page import table_pages

_LONGEST_NAME = 60


def file_stem(text: str) -> str:
    """Return a text as it may stand in the name of a file; a word where nothing of it may."""
    return re.sub(r"[^\w-]+", "-", text, flags=re.UNICODE).strip("-")[:_LONGEST_NAME] or tr("map")


def files_of(path: Path, choice: Choice) -> list[Path]:
    """Return the files that a printing writes, named for the sheets of a series."""
    is_series = choice.extent in SERIES and bool(choice.features)
    if not is_series or (choice.kind == "pdf" and not choice.apart):
        return [path]
    names = [tr("Overview"), *(feature.name for feature in choice.features)]
    if choice.table and choice.kind == "pdf":
        names.append(tr(TABLES[choice.table]))
    width = max(2, len(str(len(names))))
    return [
        path.with_name(f"{path.stem}-{number:0{width}d}-{file_stem(name)}{path.suffix}")
        for number, name in enumerate(names, start=1)
    ]


def write_map(source: Source, choice: Choice, path: Path, report: Report) -> list[Path]:
    """Write a map into a file, or a series into several; return the files.

    Where it is cancelled or a file cannot be written, those that are new are taken away again.
    """
    workflow: Any = importlib.import_module("fibre_planner.workflow")
    report(0.0, choice.fields.title)
    pages = all_pages(source, choice, part(report, 0.0, 0.2))
    files = files_of(path, choice)
    sheets = _sheets(pages, len(files))
    written, new = [], [file for file in files if not file.exists()]
    report_pages = part(report, 0.2, 1.0)
    try:
        for number, (file, some) in enumerate(zip(files, sheets, strict=False)):
            share = part(report_pages, number / len(sheets), (number + 1) / len(sheets))
            workflow.write_bytes(file, _content(some, choice, share))
            written.append(file)
    except BaseException:
        for file in set(written) & set(new):
            file.unlink(missing_ok=True)
        raise
    finally:
        if source.ground is not None:
            source.ground.rest()
    return written


def _sheets(pages: Sequence[Page], count: int) -> list[list[Page]]:
    """Return the pages of each file: all in one, or each map in its own and the table in one."""
    if count == 1:
        return [list(pages)]
    sheets: list[list[Page]] = [[page] for page in pages if isinstance(page, MapPage)]
    table = [page for page in pages if not isinstance(page, MapPage)]
    return [*sheets, table] if table else sheets


def _content(pages: list[Page], choice: Choice, report: Report) -> bytes:
    first = pages[0]
    if choice.kind == "png":
        return documents.png_bytes(first, report)
    title = choice.fields.title
    if first.title != title and (choice.apart or choice.kind == "svg"):
        title = f"{title} – {first.title}"
    fields = replace(choice.fields, title=title)
    if choice.kind == "svg":
        return documents.svg_bytes(first, fields, report)
    return documents.pdf_bytes(pages, fields, report)


def write_table(
    table: PrintTable, paper: Paper, fields: Fields, path: Path, report: Report
) -> list[Path]:
    """Write a table into a PDF; return the file."""
    workflow: Any = importlib.import_module("fibre_planner.workflow")
    pages = table_pages(table, paper, fields, part(report, 0.0, 0.3))
    content = documents.pdf_bytes(pages, fields, part(report, 0.3, 1.0))
    workflow.write_bytes(path, content)
    return [path]
