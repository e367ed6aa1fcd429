"""The last step of a run: the ledger that makes it all visible (发布)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from secrets import token_hex

import pyarrow as pa

from corpora.errors import ReadError
from flows.plans import NEVER_CAME, UNFETCHED, Plan
from flows.settings import Settings
from outputs.datasets import Dataset
from outputs.fields import TABLES
from outputs.folders import Folder
from outputs.ledgers import COUNTED, Entry, Ledger, write_folder, write_ledger
from outputs.print_tables import say_count
from outputs.tables import Row, make_table

MOST_MESSAGES = 5
_QUARANTINE = COUNTED.index("quarantine")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did and what the dataset holds now.

    Attributes:
        folder: of the dataset; str() gives its path or URL.
        changed: whether anything did; where not, nothing was written.
        counts: rows of each table.
        n_sources: sources given.
        n_read: those of them that were new or had changed, and were read.
        n_quarantined: failures among those that were read, or that could not be fetched again; those of
            earlier runs that were not tried again are in `counts` alone.
        messages: of the first of these failures.
        n_gone: sources of earlier runs that were not given this time; their rows stay.
        seconds: how long it took.
    """

    folder: Folder
    changed: bool
    counts: dict[str, int]
    n_sources: int
    n_read: int
    n_quarantined: int
    n_gone: int
    messages: tuple[str, ...] = ()
    seconds: float = 0.0

    def describe(self) -> str:
        """What the run did, in a line."""
        done = f"{say_count(self.n_read, 'source')} read, {say_count(self.n_quarantined, 'failure')}"
        return f"{self.folder}: {done}" + ("" if self.changed else "; nothing has changed")


def merge_entries(plan: Plan, new: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries of the dataset after the run, by name: what was done before, what is new, what is gone.

    Raises:
        ReadError: not one of the sources given could be read; the dataset is to stay as it was.
    """
    given = (*plan.done, *new)
    _check_that_something_was_read(plan, given)
    # of what never came there are no rows to keep
    merged = {
        entry.source: replace(entry, gone=True)
        for entry in plan.ledger.entries
        if entry.content != NEVER_CAME
    }
    merged |= {entry.source: entry for entry in given}
    return tuple(merged[name] for name in sorted(merged))


def publish(
    plan: Plan, entries: Sequence[Entry], corpus: str, *, settings: Settings, started: datetime
) -> Summary:
    """What the run did; the dataset is its new self from here on, in one step.

    Where nothing changed, nothing is written.

    Raises:
        OSError: the disk is full or the folder cannot be written.
    """
    now = plan.ledger
    changed = (now.entries, now.corpus) != (tuple(entries), corpus)
    if changed:
        run_id = f"{started:%Y%m%dT%H%M%SZ}-{token_hex(2)}"
        ledger = Ledger(tuple(entries), run_id, read_version(), corpus, plan.given)
        write_folder(plan.folder, f"runs/{run_id}", {"runs": _add_run(plan, ledger, settings, started)})
        write_ledger(plan.folder, ledger)
        now = ledger
    return summarize(plan, now, changed=changed)


def summarize(plan: Plan, ledger: Ledger, *, changed: bool) -> Summary:
    """What a run did that left the dataset as `ledger` says."""
    dataset = Dataset(plan.folder, ledger)
    names = {source.name for batch in plan.batches for source in batch.sources}
    names |= {
        entry.source for entry in plan.done if entry.content.endswith(UNFETCHED)
    }  # tried again, in vain
    failed = [entry for entry in ledger.entries if entry.source in names and entry.counts[_QUARANTINE]]
    return Summary(
        folder=plan.folder,
        changed=changed,
        counts={name: dataset.count_rows(name) for name in TABLES},
        n_sources=len(plan.done) + plan.n_pending,
        n_read=plan.n_pending,
        n_quarantined=sum(entry.counts[_QUARANTINE] for entry in failed),
        n_gone=sum(entry.gone for entry in ledger.entries),
        messages=_read_messages(plan, failed[:MOST_MESSAGES])[:MOST_MESSAGES],
    )


def read_version() -> str:
    """The version of zhibiao that is installed; "unknown" where it runs without being installed."""
    try:
        return version("zhibiao")
    except PackageNotFoundError:
        return "unknown"


def _check_that_something_was_read(plan: Plan, given: Sequence[Entry]) -> None:
    if any(
        entry.counts[_QUARANTINE] == 0 or sum(entry.counts) > entry.counts[_QUARANTINE] for entry in given
    ):
        return
    messages = _read_messages(plan, given)
    more = f" (and {len(messages) - 1} more like it)" if len(messages) > 1 else ""
    raise ReadError(f"none of the sources could be read: {messages[0]}{more}")


def _read_messages(plan: Plan, entries: Sequence[Entry]) -> tuple[str, ...]:
    quarantine = Dataset(plan.folder, Ledger(tuple(entries))).read_table("quarantine", columns=["message"])
    return tuple(quarantine["message"].to_pylist())


def _add_run(plan: Plan, ledger: Ledger, settings: Settings, started: datetime) -> pa.Table:
    """The runs up to this one."""
    earlier = Dataset(plan.folder, plan.ledger).read_table("runs")
    after = Dataset(plan.folder, ledger)
    counts = {name: after.count_rows(name) for name in TABLES if name != "runs"}
    row: Row = {
        "run_id": ledger.run_id,
        "started": f"{started:%Y-%m-%dT%H:%M:%SZ}",
        "finished": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "version": ledger.version,
        "settings": settings.model_dump_json(),
        "counts": json.dumps(counts),
    }
    return pa.concat_tables([earlier, make_table("runs", [row])])
