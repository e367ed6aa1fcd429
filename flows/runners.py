"""Who does the batches of a plan (执行): processes of this machine, its own threads, or a Dask cluster.

A batch gives the same files whoever does it. Tables go from the process that reads straight to the dataset;
what comes back to the run is a line a source.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar, cast

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from flows.dask_clusters import find_losses, join_cluster
from flows.limits import Limits
from flows.logs import log_event
from flows.plans import Batch
from flows.progress import tell
from flows.readers_at_work import Readers, borrow_readers
from flows.settings import Settings
from flows.steps import Event, Finished, Watch
from outputs.folders import Folder
from outputs.ledgers import Entry

Value = TypeVar("Value")


def leave_whole(value: Value) -> Value:
    """The value as an argument of a task: Prefect would look for futures in each of its thousand parts."""
    return cast(Value, quote(value))


class Counter:
    """Told each event of a batch: writes failures to the log, and tells how many sources are done."""

    def __init__(self, done: int, total: int) -> None:
        self._lock = threading.Lock()
        self._done = done
        self._total = total

    def __call__(self, event: Event) -> None:
        """Take note of an event; called from several threads."""
        log_event(event)
        if isinstance(event, Finished):
            with self._lock:
                self._done += 1
                tell("read", self._done, self._total)


@task(name="batch", cache_policy=NO_CACHE)
def build_in_process(
    batch: Batch, folder: Folder, limits: Limits, readers: Readers, counter: Counter
) -> list[Entry]:
    """The entries of one batch, done in a process that is watched."""
    return readers.build_batch(batch, folder, limits, counter)


@task(name="batch", cache_policy=NO_CACHE)
def build_in_thread(batch: Batch, folder: Folder, counter: Counter) -> list[Entry]:
    """The entries of one batch, done in this process."""
    from flows.batches import build_batch  # spaCy and jieba, which a run with processes does not wait for

    return build_batch(batch, folder, Watch(counter))


@task(name="batch", cache_policy=NO_CACHE)
def build_on_cluster(batch: Batch, folder: Folder, limits: Limits) -> list[Entry]:
    """The entries of one batch, done in a process that the Dask worker watches."""
    return _readers_of_worker().build_batch(batch, folder, limits, log_event)


def run_batches(
    batches: Sequence[Batch], folder: Folder, settings: Settings, *, done: int, total: int
) -> Iterator[list[Entry]]:
    """The entries of each batch as it is done, in whatever order; none of a batch whose worker was lost.

    Args:
        batches: what to do.
        folder: of the dataset.
        settings: which say who does it.
        done: sources that were done before, as far as progress goes.
        total: sources in all.

    Raises:
        OSError: the disk is full or the folder cannot be written.
        DatasetError: processes die and no document is to blame.
        SettingsError: the Dask cluster does not answer, or Dask is not installed.
    """
    limits = Limits(settings.document_seconds, settings.document_memory_mb)
    counter = Counter(done, total)
    shared: dict[str, Any] = {"folder": folder}
    closing = threading.Event()
    with _unsaid_after(closing), ExitStack() as stack:
        if settings.runner == "dask":
            cluster = stack.enter_context(join_cluster(settings, len(batches)))
            runner: TaskRunner[Any] = cluster.runner
            build: Any = build_on_cluster
            shared |= {"limits": limits}
        else:
            runner = stack.enter_context(ThreadPoolTaskRunner(max_workers=settings.workers))
            build = build_in_thread
            shared |= {"counter": counter}
            if settings.runner == "processes":
                # inside the runner: where the run is interrupted, they end first and their threads with them
                readers = stack.enter_context(borrow_readers())
                stack.callback(closing.set)
                build = build_in_process
                shared |= {"limits": limits, "readers": readers}
        # Dask takes what is left whole apart: it is a tuple to it
        wrapped = batches if settings.runner == "dask" else map(leave_whole, batches)
        futures = [runner.submit(build, {"batch": batch, **shared}) for batch in wrapped]
        if settings.runner == "dask":
            stack.enter_context(cluster.watch(futures))
        for entries in _collect(futures, lost=find_losses() if settings.runner == "dask" else ()):
            if settings.runner == "dask":
                for entry in entries:
                    counter(Finished(entry.source))
            yield entries


@contextmanager
def _unsaid_after(closing: threading.Event) -> Iterator[None]:
    """Within the block, Prefect logs no end of a task after `closing` is set.

    Where the run is interrupted, that tasks lose their readers is what was meant, and no traceback of each.
    """

    def is_wanted(_: logging.LogRecord) -> bool:
        return not closing.is_set()

    log = logging.getLogger("prefect.task_runs")
    log.addFilter(is_wanted)
    try:
        yield
    finally:
        log.removeFilter(is_wanted)


def _collect(
    futures: list[PrefectFuture[list[Entry]]], *, lost: tuple[type[Exception], ...]
) -> Iterator[list[Entry]]:
    for future in as_completed(futures):
        try:
            yield future.result()
        except lost:
            continue


_readers: Readers | None = None
_readers_lock = threading.Lock()


def _readers_of_worker() -> Readers:
    """The reading processes of this Dask worker; they end when it does, by themselves."""
    global _readers
    with _readers_lock:
        if _readers is None:
            _readers = Readers()
        return _readers
