"""The Prefect flow (流程): discover -> batches -> cluster -> publish. The work itself is in plain functions.

Importing this imports Prefect, which reads its environment then: serve_locally.py comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import ProcessPoolTaskRunner

from corpora.errors import DatasetError
from flows.batches import build_batch
from flows.build_alone import build_batch_alone
from flows.plans import Batch, Plan, plan_build
from flows.progress import tell
from flows.publish import Summary, merge_entries, publish, write_corpus_tables
from flows.settings import Settings
from flows.suspects import forget_suspects
from flows.worker_processes import follow_parent
from outputs.ledgers import Entry
from outputs.locks import open_for_writing


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
        replan = partial(discover_sources, sources, folder, settings)
        entries = merge_entries(plan, build_batches(plan, settings, replan=replan))
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
def build_batch_here(batch: Batch, folder: Path, report: Callable[[], None]) -> list[Entry]:
    """The entries of one batch, done in this process."""
    return build_batch(batch, folder, report=report)


@task(name="suspect", cache_policy=NO_CACHE)
def build_suspect(batch: Batch, folder: Path) -> list[Entry]:
    """The entries of a source that may end the process that reads it, done in a process of its own."""
    return build_batch_alone(batch, folder)


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


def build_batches(plan: Plan, settings: Settings, *, replan: Callable[[], Plan]) -> list[Entry]:
    """The entries of all sources that were still to be done.

    Where a process died, what is left is planned anew: the sources that were being read are then done alone,
    so that one that ends its process costs itself.

    Raises:
        DatasetError: processes die and no source is to blame; what was finished is on disk.
    """
    tell("read", 0, plan.n_pending)
    wanted = {source.name for batch in plan.batches for source in batch.sources}
    entries: dict[str, Entry] = {}
    rest = plan
    while True:
        before = len(entries)
        for built in build_round(rest, settings, done=before, total=len(wanted)):
            entries |= {entry.source: entry for entry in built}
            tell("read", len(entries), len(wanted))
        if len(entries) == len(wanted):
            forget_suspects(plan.folder)
            return list(entries.values())
        rest = replan()
        entries |= {entry.source: entry for entry in rest.done if entry.source in wanted}
        if len(entries) == before and not any(batch.alone for batch in rest.batches):
            missing = min(wanted - entries.keys())
            raise DatasetError(
                f"every process that was to read {missing} and what follows died before it began; all else "
                "is kept. Run again with fewer workers if memory is short; a script that asks for workers "
                "calls zhibiao.run under `if __name__ == '__main__':`"
            )


def build_round(plan: Plan, settings: Settings, *, done: int, total: int) -> Iterator[list[Entry]]:
    """The entries of each batch as it is done; none of a batch whose process died.

    `done` sources of `total` were done before, as far as progress goes.
    """
    together = [batch for batch in plan.batches if not batch.alone]
    if settings.workers == 1:
        for batch in together:
            built = build_batch_here(batch, plan.folder, partial(tell_step, count(done + 1), total))
            done += len(built)
            yield built
    elif together:
        yield from build_in_processes(together, plan.folder, workers=settings.workers)
    for batch in plan.batches:
        if batch.alone:
            yield build_suspect(batch, plan.folder)


def tell_step(steps: Iterator[int], total: int) -> None:
    """Tell that one more source of `total` is read."""
    tell("read", next(steps), total)


def build_in_processes(batches: Sequence[Batch], folder: Path, *, workers: int) -> Iterator[list[Entry]]:
    """The entries of each batch as a worker is done with it; none of a batch whose worker died."""
    with ProcessPoolTaskRunner(max_workers=min(workers, len(batches)), initializer=follow_parent) as runner:
        futures: list[PrefectFuture[list[Entry]]] = [
            runner.submit(build_one_batch, {"batch": batch, "folder": folder}) for batch in batches
        ]
        for future in as_completed(futures):
            try:
                yield future.result()
            except BrokenProcessPool:
                continue
