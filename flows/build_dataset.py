"""The Prefect flow (流程): discover -> batches -> cluster -> publish. The work itself is in plain functions.

Importing this imports Prefect, which reads its environment then: serve_locally.py comes first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import ProcessPoolTaskRunner

from corpora.errors import DatasetError
from flows.batches import build_batch
from flows.plans import Batch, Plan, plan_build
from flows.progress import tell
from flows.publish import Summary, merge_entries, publish, write_corpus_tables
from flows.settings import Settings
from flows.worker_processes import follow_parent
from outputs.ledgers import Entry
from outputs.locks import open_for_writing

ROUNDS = 3  # of fresh processes, before a batch whose process keeps dying is given up


@flow(name="build_dataset", validate_parameters=False)
def build_dataset(sources: list[str], out: str, settings: Settings) -> Summary:
    """The dataset in the folder `out`, brought up to date with `sources`.

    Raises:
        ReadError: a source is missing, or none can be read.
        DatasetError: `out` is no dataset, is in use by another run, or cannot be written.
    """
    started = datetime.now(UTC)
    with open_for_writing(Path(out)) as folder:
        plan = discover_sources(sources, folder, settings)
        entries = merge_entries(plan, build_batches(plan, settings))
        corpus = cluster_practices(plan, entries)
        return publish_dataset(plan, entries, corpus, settings, started)


@task(name="discover", cache_policy=NO_CACHE)
def discover_sources(sources: list[str], folder: Path, settings: Settings) -> Plan:
    """What there is to do."""
    return plan_build(sources, folder, settings)


@task(name="batch", cache_policy=NO_CACHE)
def build_one_batch(batch: Batch, folder: Path) -> list[Entry]:
    """The entries of one batch, done in a process of its own."""
    return build_batch(batch, folder)


@task(name="batch", cache_policy=NO_CACHE)
def build_batch_here(batch: Batch, plan: Plan, done: int) -> list[Entry]:
    """The entries of one batch, done in this process; `done` sources were done before it."""
    steps = iter(range(done + 1, plan.n_pending + 1))
    return build_batch(batch, plan.folder, report=lambda: tell("read", next(steps), plan.n_pending))


@task(name="cluster", cache_policy=NO_CACHE)
def cluster_practices(plan: Plan, entries: tuple[Entry, ...]) -> str:
    """The folder of the tables that take the whole corpus."""
    tell("cluster", 0, 1)
    return write_corpus_tables(plan, entries)


@task(name="publish", cache_policy=NO_CACHE)
def publish_dataset(
    plan: Plan, entries: tuple[Entry, ...], corpus: str, settings: Settings, started: datetime
) -> Summary:
    """What the run did, after the ledger is replaced."""
    return publish(plan, entries, corpus, settings=settings, started=started)


def build_batches(plan: Plan, settings: Settings) -> list[Entry]:
    """The entries of all sources that were still to be done.

    Raises:
        DatasetError: processes died again and again over some batches; the others are on disk.
    """
    tell("read", 0, plan.n_pending)
    entries: list[Entry] = []
    if settings.workers == 1 or len(plan.batches) <= 1:
        for batch in plan.batches:
            entries += build_batch_here(batch, plan, len(entries))
        return entries
    pending = list(plan.batches)
    for _ in range(ROUNDS):
        for batch, built in run_in_processes(pending, plan.folder, workers=settings.workers):
            pending.remove(batch)
            entries += built
            tell("read", len(entries), plan.n_pending)
        if not pending:
            return entries
    names = ", ".join(source.name for source in pending[0].sources[:3])
    raise DatasetError(
        f"{len(pending)} batches kept ending their process (out of memory?), the first with {names}, ...; "
        "the other batches are kept: run again with fewer workers"
    )


def run_in_processes(
    batches: Sequence[Batch], folder: Path, *, workers: int
) -> Iterator[tuple[Batch, list[Entry]]]:
    """Each batch that was done, with its entries, as it is done; one whose process died is left out."""
    runner = ProcessPoolTaskRunner(max_workers=min(workers, len(batches)), initializer=follow_parent)
    with runner:
        batch_of: dict[PrefectFuture[list[Entry]], Batch] = {
            runner.submit(build_one_batch, {"batch": batch, "folder": folder}): batch for batch in batches
        }
        for future in as_completed(list(batch_of)):
            try:
                yield batch_of[future], future.result()
            except BrokenProcessPool:
                continue
