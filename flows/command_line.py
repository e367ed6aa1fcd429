"""The command line (命令行). Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, cast

import typer

from corpora.errors import SettingsError, ZhibiaoError
from flows.help_texts import (
    EXPORT_EXAMPLES,
    EXTRACT_EXAMPLES,
    HELP,
    PRUNE_EXAMPLES,
    QUARANTINE_EXAMPLES,
    RUN_EXAMPLES,
    SERVE_EXAMPLES,
    SHOW_EXAMPLES,
)

if TYPE_CHECKING:
    from types import FrameType

    from flows.publish import Summary

# typer has a click of its own, of whose errors it exports this one
_UsageError = cast(type[Exception], typer.BadParameter.__bases__[0])

BAD_INPUT = 2
SOME_QUARANTINED = 3
INTERRUPTED = 130

app = typer.Typer(
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.command(epilog=RUN_EXAMPLES)
def run(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Files, folders or globs.")],
    out: Annotated[str, typer.Option(metavar="DIR", help="Folder or URL of the dataset: new, empty or one.")],
    settings: Annotated[Path | None, typer.Option(metavar="FILE", help="Settings, TOML.")] = None,
    workers: Annotated[
        int | None, typer.Option(metavar="N", help="Processes that read: 1 to 256, else 1.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Bring a dataset up to date with its sources.

    What is new or has changed is read; the rest stays as it is, so that running it again costs little and
    changes nothing. A run that is stopped or killed leaves the dataset as it was, and the next one takes up
    where it ended. A source that cannot be read goes to the table `quarantine` with its reason; the others
    land. Quote globs, so that the dataset and not the shell keeps track of new files.
    """
    with _explain_errors():
        from flows.runs import run as run_sources

        _run_and_print(lambda: run_sources(sources, out, settings=settings, workers=workers), as_json=as_json)


def _run_and_print(run_sources: Callable[[], Summary], *, as_json: bool) -> None:
    """Run, with progress and log on stderr and the summary on stdout; the exit status tells of failures."""
    from flows.logs import print_log
    from flows.print_run import print_progress, print_summary, print_summary_as_json

    with print_progress(), print_log(), _interrupt_on_signals():
        summary = run_sources()
    (print_summary_as_json if as_json else print_summary)(summary)
    if summary.n_quarantined:
        raise typer.Exit(SOME_QUARANTINED)


@app.command(epilog=EXPORT_EXAMPLES)
def export(
    dataset: Annotated[str, typer.Argument(metavar="DIR", help="Folder or URL of the dataset.")],
    to: Annotated[str, typer.Option(metavar="DIR2", help="Folder of the files; made where it is not.")],
    format: Annotated[str, typer.Option(help="Format of the files: csv.")] = "csv",
) -> None:
    """Write a dataset for other programs: one file a table, named after the table.

    csv is UTF-8 with a byte order mark, which Excel needs. A text that Excel would take for a formula starts
    with an apostrophe.
    """
    with _explain_errors():
        from outputs.datasets import load_dataset
        from outputs.exports import export_dataset

        written = export_dataset(load_dataset(dataset), format=format, to=to)
        print(f"{len(written)} files in {to}: {', '.join(path.name for path in written)}")


@app.command(epilog=SHOW_EXAMPLES)
def show(
    dataset: Annotated[str, typer.Argument(metavar="DIR", help="Folder or URL of the dataset.")],
    table: Annotated[str | None, typer.Argument(metavar="[TABLE]", help="Which table.")] = None,
    rows: Annotated[int, typer.Option(min=1, metavar="N", help="Rows to show.")] = 5,
    skip: Annotated[int, typer.Option(min=0, metavar="N", help="Rows to leave out first.")] = 0,
    full: Annotated[bool, typer.Option("--full", help="Show long texts whole.")] = False,
) -> None:
    """Look at a dataset: its tables, or rows of one, one under the other."""
    with _explain_errors():
        from rich.console import Console

        from outputs.datasets import load_dataset
        from outputs.print_tables import print_overview, print_rows

        console = Console(highlight=False)
        opened = load_dataset(dataset)
        if table is None:
            print_overview(opened, console)
        else:
            print_rows(opened, table, console, rows=rows, skip=skip, full=full)


@app.command(epilog=EXTRACT_EXAMPLES)
def extract(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One file of any kind that `run` reads.")],
) -> None:
    """Print what one file says as JSON: its documents, each with its records. Nothing is written."""
    with _explain_errors():
        import json

        from flows.extract_file import extract_file

        found = extract_file(file)
        print(json.dumps(found, ensure_ascii=False, indent=1))
        if found["quarantine"]:
            raise typer.Exit(SOME_QUARANTINED)


@app.command(epilog=QUARANTINE_EXAMPLES)
def quarantine(
    dataset: Annotated[str, typer.Argument(metavar="DIR", help="Folder or URL of the dataset.")],
    retry: Annotated[bool, typer.Option("--retry", help="Read them again, where they lay.")] = False,
    settings: Annotated[Path | None, typer.Option(metavar="FILE", help="Settings, for --retry.")] = None,
    workers: Annotated[int | None, typer.Option(metavar="N", help="Processes, for --retry.")] = None,
) -> None:
    """List what could not be read, where it failed and why, or try it again."""
    with _explain_errors():
        if not retry and (settings is not None or workers is not None):
            raise SettingsError("--settings and --workers are for --retry: without it nothing is read")
        if retry:
            from flows.runs import retry_quarantine

            _run_and_print(
                lambda: retry_quarantine(dataset, settings=settings, workers=workers), as_json=False
            )
            return
        from outputs.datasets import load_dataset
        from outputs.print_tables import print_quarantine

        print_quarantine(load_dataset(dataset))


@app.command(epilog=SERVE_EXAMPLES)
def serve(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="As for `run`.")],
    out: Annotated[str, typer.Option(metavar="DIR", help="Folder or URL of the dataset.")],
    cron: Annotated[str | None, typer.Option(metavar="LINE", help="When: five fields of cron.")] = None,
    timezone: Annotated[str | None, typer.Option(metavar="ZONE", help="Of --cron; else UTC.")] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Whenever files are new or change.")] = False,
    settings: Annotated[Path | None, typer.Option(metavar="FILE", help="Settings, TOML.")] = None,
    workers: Annotated[
        int | None, typer.Option(metavar="N", help="Processes that read: 1 to 256, else 1.")
    ] = None,
) -> None:
    """Keep a dataset up to date until interrupted: at fixed times, as soon as files come, or both.

    Its log on stderr says of each run how many sources it read and how many of them failed.
    """
    with _explain_errors(
        "stopped; what was finished is kept, the dataset is as the last run that ended left it"
    ):
        from flows.logs import print_log
        from flows.schedules import serve as serve_sources
        from flows.settings import read_settings

        chosen = read_settings(settings, workers=workers)
        with print_log(), _interrupt_on_signals():
            serve_sources(sources, out, settings=chosen, cron=cron, timezone=timezone, watch=watch)


@app.command(epilog=PRUNE_EXAMPLES)
def prune(
    dataset: Annotated[str, typer.Argument(metavar="DIR", help="Folder or URL of the dataset.")],
) -> None:
    """Drop the rows of sources that are gone, and the files that the dataset no longer needs.

    A run keeps the rows of a source that is no longer there, and marks them (`gone` in `documents`).
    """
    with _explain_errors():
        from flows.prune import prune as prune_dataset
        from outputs.print_tables import say_count

        done = prune_dataset(dataset)
        print(
            f"dropped {say_count(done.n_sources, 'source')} no longer there, "
            f"{say_count(done.n_folders, 'folder')} no longer needed, {done.n_bytes / 1e6:,.1f} MB"
        )


@app.callback(invoke_without_command=True)
def answer_version(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    """Answer --version; what it says in --help is HELP."""
    if version:
        from importlib.metadata import version as read_version

        print(f"zhibiao {read_version('zhibiao')}")
        raise typer.Exit


@contextmanager
def _explain_errors(
    interrupted: str = "interrupted; what was finished is kept, and the dataset is as it was",
) -> Iterator[None]:
    """What the user can put right is one line on stderr and status 2; all else is a defect, shown whole."""
    try:
        yield
    except ZhibiaoError as error:
        _stop(" ".join(str(error).split()), BAD_INPUT)
    except KeyboardInterrupt:
        _stop(interrupted, INTERRUPTED)
    except BrokenPipeError:  # `zhibiao show ... | head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None


def _stop(message: str, status: int) -> NoReturn:
    from outputs.print_tables import show_harmless

    print(f"zhibiao: {show_harmless(message)}", file=sys.stderr)
    raise typer.Exit(status) from None


def _interrupt_on_signals() -> AbstractContextManager[None]:
    """A scheduler's SIGTERM ends a run as Ctrl-C does, its processes with it."""
    from flows.interruptions import interrupt_on

    return interrupt_on(signal.SIGINT, signal.SIGTERM, handler=_interrupt)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    warnings.filterwarnings("ignore", "coroutine .* was never awaited", RuntimeWarning)
    raise KeyboardInterrupt


def main() -> None:
    """Run the command that the arguments name; a fault in them is a line and status 2 as all bad input is."""
    try:
        status = app(prog_name="zhibiao", standalone_mode=False)
    except _UsageError as error:
        status = _explain_usage(error)
    sys.exit(status)


def _explain_usage(error: Any) -> int:
    from outputs.print_tables import show_harmless

    message = error.format_message()
    if "\n" in message:  # nothing was said: the help
        print(message, file=sys.stderr)
    else:
        named = {known.callback.__name__ for known in app.registered_commands if known.callback}
        command = f"zhibiao {sys.argv[1]}" if sys.argv[1] in named else "zhibiao"
        print(f"zhibiao: {show_harmless(message.rstrip('.'))}. See `{command} --help`", file=sys.stderr)
    return BAD_INPUT
