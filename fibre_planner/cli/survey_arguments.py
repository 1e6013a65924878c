"""The arguments of the command `survey`."""

from __future__ import annotations

from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Callable
from pathlib import Path

from fibre_planner.cli.reading_arguments import add_reading
from fibre_planner.language import tr

Parsers = _SubParsersAction  # of ArgumentParser; argparse gives it no public name


def add_survey(
    commands: Parsers[ArgumentParser],
    shared: ArgumentParser,
    column: Callable[[str], tuple[str, str]],
) -> None:
    """Add `survey import|match|report|freeze`; column reads one target=source."""
    text = tr("run a market survey: replies in, matched, checked, frozen")
    survey = commands.add_parser("survey", help=text, description=text, parents=[shared])
    steps = survey.add_subparsers(dest="step", metavar=tr("step"), required=True)
    _add_import(steps, shared, column)
    for name, step_text in (
        ("match", tr("match the replies with the addresses anew")),
        ("report", tr("tell where the survey stands and what contradicts itself")),
        ("freeze", tr("freeze the finished survey with date and digest")),
    ):
        step = steps.add_parser(name, help=step_text, description=step_text, parents=[shared])
        step.add_argument("project", type=Path, help=tr("project file"))
        _add_name(step)


def _add_import(
    steps: Parsers[ArgumentParser],
    shared: ArgumentParser,
    column: Callable[[str], tuple[str, str]],
) -> None:
    text = tr("import replies of providers")
    read = steps.add_parser("import", help=text, description=text, parents=[shared])
    read.add_argument("project", type=Path, help=tr("project file"))
    read.add_argument("files", type=Path, nargs="+", help=tr("files to import"))
    _add_name(read)
    read.add_argument("--provider", default="", help=tr("provider of rows that name none"))
    read.add_argument(
        "--areas", action="store_true", help=tr("the rows are areas, for all addresses in them")
    )
    add_reading(read, column)


def _add_name(step: ArgumentParser) -> None:
    step.add_argument(
        "--survey",
        metavar=tr("NAME"),
        help=tr("name of the survey (default: the only one of the project)"),
    )
