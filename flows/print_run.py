"""What a person sees of a run (运行输出): its progress while it lasts, its summary at the end."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TextIO

from flows.progress import listen
from flows.publish import Summary
from outputs.print_tables import show_harmless

STAGES = {
    "start": "Starting the flow",
    "learn": "Learning what sites repeat",
    "read": "Reading sources",
    "cluster": "Finding practices",
}
SECONDS_BETWEEN_LINES = 5.0


@contextmanager
def print_progress() -> Iterator[None]:
    """Within the block, stderr shows how far the run is: a bar on a terminal, else a line now and then."""
    if sys.stderr.isatty():
        with _print_bar():
            yield
    else:
        with listen(LinePrinter(sys.stderr)):
            yield


@contextmanager
def _print_bar() -> Iterator[None]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        shown: dict[str, TaskID] = {}

        def draw(stage: str, done: int, total: int) -> None:
            if stage not in shown:
                shown[stage] = bar.add_task(STAGES[stage], total=total)
            bar.update(shown[stage], completed=done, total=total)

        with listen(draw):
            yield


class LinePrinter:
    """A listener that writes a line when a stage starts, every few seconds, and when it ends."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._stage = ""
        self._done = 0
        self._said = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Write how far `stage` is, unless that was said a moment ago."""
        now = time.monotonic()
        due = done == total or now - self._said >= SECONDS_BETWEEN_LINES
        if stage == self._stage and (total == 1 or not due or done == self._done):
            return
        self._stage, self._done, self._said = stage, done, now
        said = f"{STAGES[stage]}: {done:,} of {total:,}" if total > 1 else STAGES[stage]
        print(said, file=self._file, flush=True)


def print_summary(summary: Summary) -> None:
    """Print what the run did, what the dataset holds, what failed and where to look."""
    counts = summary.counts
    folder = show_harmless(str(summary.folder))
    unchanged = summary.n_sources - summary.n_read
    print(f"Dataset {folder}" + ("" if summary.changed else ": nothing has changed"))
    print(f"  sources     {summary.n_sources:>8,}  {summary.n_read:,} read, {unchanged:,} known already")
    for name in (
        *("documents", "sections", "indicators", "measures", "practices", "themes", "checks", "targets"),
        *("reuse", "removed", "quarantine"),
    ):
        print(f"  {name:<11} {counts[name]:>8,}")
    if summary.n_gone:
        print(f"  gone        {summary.n_gone:>8,}  not among the sources this time; their rows are kept")
    _print_quarantine(summary, folder)
    print(f"{summary.seconds:.1f} s. Look: zhibiao show {folder} indicators")


def print_summary_as_json(summary: Summary) -> None:
    """Print the summary as one JSON object: its attributes."""
    print(json.dumps(asdict(summary) | {"folder": str(summary.folder)}, ensure_ascii=False))


def _print_quarantine(summary: Summary, folder: str) -> None:
    """What failed in this run, to which its exit status belongs, and how much failed in earlier ones."""
    if summary.n_quarantined:
        print("In quarantine:")
        for message in summary.messages:
            print(f"  {show_harmless(' '.join(message.split()))}")
        if more := summary.n_quarantined - len(summary.messages):
            print(f"  and {more:,} more: zhibiao quarantine {folder}")
    if earlier := summary.counts["quarantine"] - summary.n_quarantined:
        print(
            f"In quarantine since earlier runs, and not tried again: {earlier:,}: zhibiao quarantine {folder}"
        )
