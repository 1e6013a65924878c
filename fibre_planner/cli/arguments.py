"""The arguments of the command line."""

from __future__ import annotations

import math
from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from pathlib import Path

from fibre_planner import __version__
from fibre_planner.cli.reading_arguments import add_reading
from fibre_planner.cli.survey_arguments import add_survey
from fibre_planner.language import LANGUAGES, tr
from fibre_planner.model.funding import MODELS, funding_profile_ids
from fibre_planner.model.import_layers import IMPORT_LAYERS
from fibre_planner.model.ruleset import ruleset_ids
from fibre_planner.model.scenario import WEIGHTS

DEFAULT_STOPS = 12
REPORT_KINDS = ("xlsx", "html", "gpkg")


def parse(arguments: list[str]) -> Namespace:
    """Read the arguments; ends the process with code 2 and a usage line on a wrong call.

    A single argument that names a project file opens it in the window.
    """
    if len(arguments) == 1 and arguments[0].endswith(".gpkg"):
        return Namespace(command=None, project=Path(arguments[0]), json=False)
    return _parser().parse_args(arguments)


def _parser() -> ArgumentParser:
    shared = ArgumentParser(add_help=False)
    shared.add_argument(
        "--json",
        action="store_true",
        default=SUPPRESS,
        help=tr("print one JSON object and nothing else"),
    )
    shared.add_argument(
        "--language", choices=LANGUAGES, default=SUPPRESS, help=tr("language of all texts")
    )
    parser = ArgumentParser(
        prog="fibre-planner",
        description=tr("Plan a city's gigabit network. Without a command the window opens."),
        parents=[shared],
    )
    parser.add_argument("--version", action="version", version=f"Fibre Planner {__version__}")
    parser.set_defaults(command=None, project=None, json=False)
    commands = parser.add_subparsers(dest="command", metavar=tr("command"))
    _add_demo(commands, shared)
    _add_new(commands, shared)
    _add_import(commands, shared)
    _add_stages(commands, shared)
    _add_report(commands, shared)
    _add_compare(commands, shared)
    _add_viability(commands, shared)
    _add_prepare(commands, shared)
    add_survey(commands, shared, _column)
    return parser


Commands = _SubParsersAction  # of ArgumentParser; argparse gives it no public name


def _command(
    commands: Commands[ArgumentParser], shared: ArgumentParser, name: str, text: str
) -> ArgumentParser:
    return commands.add_parser(name, help=text, description=text, parents=[shared])


def _add_demo(commands: Commands[ArgumentParser], shared: ArgumentParser) -> None:
    demo = _command(commands, shared, "demo", tr("run the whole line on the sample town"))
    demo.add_argument(
        "--out", type=Path, default=Path("out"), help=tr("folder of the reports (default: out)")
    )
    demo.add_argument(
        "--window", action="store_true", help=tr("open the window where there is a screen")
    )


def _add_new(commands: Commands[ArgumentParser], shared: ArgumentParser) -> None:
    new = _command(commands, shared, "new", tr("make a project from OpenStreetMap data"))
    new.add_argument("project", type=Path, help=tr("project file to make (.gpkg)"))
    new.add_argument("--osm", type=Path, required=True, help=tr("file .osm.pbf, .osm or .osm.gz"))
    clip = new.add_mutually_exclusive_group()
    clip.add_argument("--area", type=Path, help=tr("vector file with the area to import"))
    clip.add_argument("--bbox", type=_bbox, metavar="W,S,E,N", help=tr("box to import, in degrees"))
    new.add_argument("--municipality", help=tr("name or official key of the municipality"))
    new.add_argument("--force", action="store_true", help=tr("replace an existing file"))


def _add_import(commands: Commands[ArgumentParser], shared: ArgumentParser) -> None:
    read = _command(commands, shared, "import", tr("import a file into a layer of a project"))
    read.add_argument("project", type=Path, help=tr("project file"))
    read.add_argument(
        "layer", choices=IMPORT_LAYERS, metavar=tr("layer"), help=", ".join(IMPORT_LAYERS)
    )
    read.add_argument("file", type=Path, help=tr("file to import"))
    add_reading(read, _column)


def _add_stages(commands: Commands[ArgumentParser], shared: ArgumentParser) -> None:
    check = _command(commands, shared, "check", tr("list what is wrong, most expensive first"))
    check.add_argument("project", type=Path, help=tr("project file"))
    coverage = _command(commands, shared, "coverage", tr("judge the supply of each address"))
    coverage.add_argument("project", type=Path, help=tr("project file"))
    coverage.add_argument(
        "--ruleset",
        metavar=tr("ID"),
        help=tr("rule set: {ids}").format(ids=", ".join(ruleset_ids())),
    )
    plan = _command(commands, shared, "plan", tr("design and price the network"))
    plan.add_argument("project", type=Path, help=tr("project file"))
    plan.add_argument("--scenario", metavar=tr("NAME"), help=tr("scenario of the project"))
    plan.add_argument(
        "--pop", type=_point, metavar="X,Y", help=tr("place of the POP in the project's system")
    )
    plan.add_argument(
        "--targets",
        choices=("unserved", "eligible", "all"),
        help=tr("which addresses to connect"),
    )
    plan.add_argument(
        "--budget",
        type=_amount,
        metavar="EUR",
        help=tr("amount the plan may cost; it serves what this buys"),
    )
    plan.add_argument(
        "--weight", choices=WEIGHTS, help=tr("what the budget is to buy as much of as possible")
    )
    plan.add_argument(
        "--curve",
        type=_stops,
        nargs="?",
        const=DEFAULT_STOPS,
        metavar="N",
        help=tr("add the budget curve with N stops (default: {stops})").format(stops=DEFAULT_STOPS),
    )
    _add_years(plan)
    plan.add_argument(
        "--seconds", type=_seconds, metavar="N", help=tr("time limit of the optimiser")
    )


def _add_years(plan: ArgumentParser) -> None:
    plan.add_argument(
        "--yearly-budget",
        type=_amount,
        metavar="EUR",
        help=tr("amount that may be spent in a year; the plan gets a build order over years"),
    )
    plan.add_argument(
        "--start-year",
        type=_whole,
        metavar=tr("YEAR"),
        help=tr("first year of building (default: the one after the plan)"),
    )
    plan.add_argument(
        "--years",
        type=_whole,
        metavar="N",
        help=tr("years to build in (default: until all is done)"),
    )


def _add_report(commands: Commands[ArgumentParser], shared: ArgumentParser) -> None:
    report = _command(commands, shared, "report", tr("write the reports of a plan"))
    report.add_argument("project", type=Path, help=tr("project file"))
    report.add_argument("--out", type=Path, required=True, help=tr("folder of the reports"))
    report.add_argument(
        "--kinds",
        type=lambda text: text.split(","),
        default=list(REPORT_KINDS),
        metavar=",".join(REPORT_KINDS),
        help=tr("which reports to write"),
    )
    report.add_argument("--plan", metavar=tr("ID"), help=tr("plan to report (default: the newest)"))


def _add_compare(commands: Commands[ArgumentParser], shared: ArgumentParser) -> None:
    compare = _command(commands, shared, "compare", tr("show what differs between two plans"))
    compare.add_argument("project", type=Path, help=tr("project file"))
    compare.add_argument(
        "plan_a",
        nargs="?",
        metavar=tr("PLAN_A"),
        help=tr("id of the first plan (default: the one before the newest)"),
    )
    compare.add_argument(
        "plan_b",
        nargs="?",
        metavar=tr("PLAN_B"),
        help=tr("id of the second plan (default: the newest)"),
    )
    compare.add_argument(
        "--out", type=Path, metavar=tr("FILE.xlsx"), help=tr("workbook to write the comparison to")
    )


def _add_viability(commands: Commands[ArgumentParser], shared: ArgumentParser) -> None:
    gap = _command(commands, shared, "viability", tr("reckon the viability gap and who pays it"))
    gap.add_argument("project", type=Path, help=tr("project file"))
    gap.add_argument("--plan", metavar=tr("ID"), help=tr("plan to reckon (default: the newest)"))
    gap.add_argument(
        "--profile",
        metavar=tr("ID"),
        help=tr("funding profile: {ids}").format(ids=", ".join(funding_profile_ids())),
    )
    gap.add_argument("--model", choices=MODELS, help=tr("who runs the network"))
    gap.add_argument(
        "--out", type=Path, metavar=tr("FILE.xlsx"), help=tr("workbook to write the gap to")
    )


def _add_prepare(commands: Commands[ArgumentParser], shared: ArgumentParser) -> None:
    text = tr("compile the optimiser now, which else the first plan after the installation does")
    prepare = _command(commands, shared, "prepare", text)
    prepare.add_argument(
        "--background", action="store_true", help=tr("let all other programs go first")
    )


def _numbers(text: str, count: int) -> tuple[float, ...]:
    try:
        numbers = tuple(float(number) for number in text.split(","))
    except ValueError:
        numbers = ()
    if len(numbers) != count:
        raise ArgumentTypeError(
            tr("{count} numbers with commas between them are needed, not {text}").format(
                count=count, text=text
            )
        )
    return numbers


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise ArgumentTypeError(tr("a number is needed, not {text}").format(text=text)) from error


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise ArgumentTypeError(
            tr("a whole number is needed, not {text}").format(text=text)
        ) from error


def _amount(text: str) -> float:
    amount = _number(text)
    if not 0 < amount < math.inf:
        raise ArgumentTypeError(tr("an amount above 0 is needed, not {text}").format(text=text))
    return amount


def _stops(text: str) -> int:
    stops = _number(text)
    if not (stops.is_integer() and 2 <= stops <= 100):
        raise ArgumentTypeError(
            tr("a whole number from 2 to 100 is needed, not {text}").format(text=text)
        )
    return int(stops)


def _seconds(text: str) -> float:
    seconds = _number(text)
    if not 0 <= seconds < math.inf:
        raise ArgumentTypeError(tr("a time of 0 s or more is needed, not {text}").format(text=text))
    return seconds


def _bbox(text: str) -> tuple[float, ...]:
    return _numbers(text, 4)


def _point(text: str) -> tuple[float, ...]:
    return _numbers(text, 2)


def _column(text: str) -> tuple[str, str]:
    target, equals, source = text.partition("=")
    if not (target and equals and source):
        raise ArgumentTypeError(tr("write target=source, not {text}").format(text=text))
    return target, source
