"""The command line: arguments in, one stage of the work, exit code out."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from fibre_planner.cli.arguments import parse
from fibre_planner.cli.terminal import (
    as_json,
    has_screen,
    lacks_screen,
    print_result,
    progress_line,
    say,
)
from fibre_planner.language import system_language, tr, use_language
from fibre_planner.model.errors import PlannerError
from fibre_planner.progress import Cancelled

DONE, WRONG_CALL, NOT_POSSIBLE, CANCELLED = 0, 2, 3, 130

OpenWindow = Callable[[Path | None, bool], int]


def run(arguments: list[str], open_window: OpenWindow) -> int:
    """Run one command and return its exit code.

    0 done, 2 wrong call, 3 the data do not allow it, 130 cancelled. Without a command the
    window opens, with the project file if one is named.
    """
    use_language(_language(arguments))
    call = parse(arguments)
    try:
        if call.command is None:
            if lacks_screen():  # Qt would end the process with a message of its own
                raise PlannerError(
                    tr("There is no screen to open the window on."),
                    tr("Use the commands; --help lists them."),
                )
            return open_window(call.project, False)
        if call.command == "demo" and call.window and has_screen():
            return open_window(None, True)
        # The stages pull in the geographic libraries; the window and --help start without them.
        from fibre_planner.cli.commands import COMMANDS

        values, lines = COMMANDS[call.command](call, progress_line())
    except PlannerError as error:
        return _refuse(call, error)
    except (Cancelled, KeyboardInterrupt):
        say(tr("Cancelled; nothing was changed."))
        return CANCELLED
    try:
        print_result(as_json(values) if call.json else "\n".join(lines))
    except PlannerError as error:
        say(str(error))
        return NOT_POSSIBLE
    return DONE


def _language(arguments: list[str]) -> str:
    """Return the language asked for before the arguments are read, as their help needs it."""
    for position, argument in enumerate(arguments):
        if argument == "--language" and position + 1 < len(arguments):
            return "de" if arguments[position + 1] == "de" else "en"
        if argument.startswith("--language="):
            return "de" if argument.endswith("=de") else "en"
    return system_language()


def _refuse(call: Namespace, error: PlannerError) -> int:
    if call.json:
        refusal = {"error": error.message, "remedy": error.remedy}
        print_result(as_json(refusal))
    say(str(error))
    return NOT_POSSIBLE
