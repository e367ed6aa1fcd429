"""The command line (命令行): run, export, show. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from corpora.errors import ZhibiaoError

if TYPE_CHECKING:
    from types import FrameType

BAD_INPUT = 2
SOME_QUARANTINED = 3
INTERRUPTED = 130

HELP = """Turn scraped Chinese work reports into tables of indicators, measures and practices.

\b
Start here:
  zhibiao run crawl/ --out dataset            read a folder of .txt, .html, .jsonl
  zhibiao show dataset indicators             look at what was found
  zhibiao export dataset --format csv --to tables    one CSV a table, for Excel

Every row says where in the source file it stands (source, source_start, source_end).
"""

RUN_EXAMPLES = """\b
Examples:
  zhibiao run crawl/ --out dataset
  zhibiao run "crawl/**/*.html" notes.txt --out dataset --workers 4
  zhibiao run crawl/ --out dataset --settings settings.toml

\b
Settings (TOML), and what they are where nothing is said:
  workers = 1             processes that read; the tables are the same for any number
  runner = "processes"    who reads: processes, threads (no limits), or dask
  document_seconds = 120  longest that one step of one document may take
  docs/settings.md has them all

\b
Exit status:
  0    done
  2    nothing done: the message says what is wrong
  3    done, but some of what was read is in quarantine
  130  interrupted: the dataset is as it was
"""

EXPORT_EXAMPLES = """\b
Example:
  zhibiao export dataset --format csv --to tables
"""

SHOW_EXAMPLES = """\b
Examples:
  zhibiao show dataset
  zhibiao show dataset indicators --rows 10
  zhibiao show dataset quarantine
"""

app = typer.Typer(
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.command(no_args_is_help=True, epilog=RUN_EXAMPLES)
def run(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Files, folders or globs.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the dataset: new, empty or a dataset.")],
    settings: Annotated[Path | None, typer.Option(metavar="FILE", help="Settings, TOML.")] = None,
    workers: Annotated[int | None, typer.Option(metavar="N", help="Processes that read.")] = None,
) -> None:
    """Bring a dataset up to date with its sources.

    What is new or has changed is read; the rest stays as it is, so that running it again costs little and
    changes nothing. A run that is stopped or killed leaves the dataset as it was, and the next one takes up
    where it ended. A source that cannot be read goes to the table `quarantine` with its reason; the others
    land. Quote globs, so that the dataset and not the shell keeps track of new files.
    """
    with _explain_errors():
        from flows.logs import print_log
        from flows.print_run import print_progress, print_summary
        from flows.runs import run as run_sources

        with print_progress(), print_log(), _interrupt_on_sigterm():
            summary = run_sources(sources, out, settings=settings, workers=workers)
        print_summary(summary)
        if summary.n_quarantined:
            raise typer.Exit(SOME_QUARANTINED)


@app.command(no_args_is_help=True, epilog=EXPORT_EXAMPLES)
def export(
    dataset: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the dataset.")],
    to: Annotated[Path, typer.Option(metavar="DIR2", help="Folder of the files; made where it is not.")],
    format: Annotated[str, typer.Option(help="Format of the files.")] = "csv",
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


@app.command(no_args_is_help=True, epilog=SHOW_EXAMPLES)
def show(
    dataset: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the dataset.")],
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
def _explain_errors() -> Iterator[None]:
    """What the user can put right is one line on stderr and status 2; all else is a defect, shown whole."""
    try:
        yield
    except ZhibiaoError as error:
        _stop(" ".join(str(error).split()), BAD_INPUT)
    except KeyboardInterrupt:
        _stop("interrupted; what was finished is kept, and the dataset is as it was", INTERRUPTED)
    except BrokenPipeError:  # `zhibiao show ... | head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None


def _stop(message: str, status: int) -> NoReturn:
    from outputs.print_tables import show_harmless

    print(f"zhibiao: {show_harmless(message)}", file=sys.stderr)
    raise typer.Exit(status) from None


@contextmanager
def _interrupt_on_sigterm() -> Iterator[None]:
    """A scheduler stops a run with SIGTERM; it ends as with Ctrl-C, its processes with it."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def main() -> None:
    """Run the command that the arguments name."""
    app()
