"""The workers of a Dask cluster during a run (看护): replaced where they are ours, else waited for aloud."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flows.logs import NAME

if TYPE_CHECKING:
    from distributed import Client, LocalCluster
    from prefect_dask.task_runners import PrefectDaskFuture

SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_TO_END = 5.0  # of a look that a lost scheduler does not answer
# a worker that is only slow to start, on a busy machine, takes a quarter of it
SECONDS_WITHOUT_WORKERS = 120.0
MOST_LOSSES_OF_A_WORKER = 10  # on average, and no batch done in between: the next one will not last either
SECONDS_BEFORE_WARNING = 30.0
SECONDS_BETWEEN_WARNINGS = 600.0

_log = logging.getLogger(NAME)


@contextmanager
def watch_workers(look: Callable[[], None]) -> Iterator[None]:
    """Within the block, a thread looks at the workers every second."""
    ended = threading.Event()

    def keep_looking() -> None:
        while not ended.wait(SECONDS_BETWEEN_LOOKS):
            look()

    watch = threading.Thread(target=keep_looking, name="zhibiao-dask-workers", daemon=True)
    watch.start()
    try:
        yield
    finally:
        ended.set()
        watch.join(SECONDS_TO_END)


class LocalWorkers:
    """Keeps as many workers alive in a cluster of this machine as there were to be.

    Dask starts a worker again that is lost, but not one that ends while it starts, nor one that is not back
    within 15 seconds. Where they end again and again, the batches that are left are given up: they come back
    as lost, and whoever gave them out decides whether to try once more.
    """

    def __init__(self, cluster: LocalCluster, count: int) -> None:
        self._cluster = cluster
        self._count = count
        self._alive: set[str] = set()
        self._seen = time.monotonic()
        self._done = 0
        self._losses = 0
        self._replacing: Future[None] | None = None

    def look(self, client: Client, futures: Sequence[PrefectDaskFuture[Any]]) -> None:
        """Replace workers that are lost, or give the batches up."""
        alive = set(self._cluster.scheduler_info["workers"])
        self._losses += len(self._alive - alive)
        self._alive = alive
        left = [future.wrapped_future for future in futures if not future.wrapped_future.done()]
        if alive:
            self._seen = time.monotonic()
        if len(futures) - len(left) > self._done:
            self._done, self._losses = len(futures) - len(left), 0
        absent = time.monotonic() - self._seen
        if not left:
            return
        if self._losses >= MOST_LOSSES_OF_A_WORKER * self._count or absent > SECONDS_WITHOUT_WORKERS:
            _log.warning("Dask workers end again and again: %d batches are given out anew", len(left))
            client.cancel(left)
        elif len(alive) < self._count:
            self.replace()

    def replace(self) -> None:
        """Start workers in place of those that have ended for good; comes back at once."""
        if self._replacing is None or self._replacing.done():
            ended = [name for name, worker in dict(self._cluster.workers).items() if _has_ended(worker)]
            self._losses += len(ended)
            loop: Any = self._cluster.loop
            self._replacing = asyncio.run_coroutine_threadsafe(self._replace(ended), loop.asyncio_loop)

    async def _replace(self, ended: Sequence[int | str]) -> None:
        planned = self._cluster.worker_spec
        for name in ended:
            planned.pop(name, None)
        while len(planned) < self._count:
            planned.update(self._cluster.new_worker_spec())
        try:  # `scale` does no more, but leaves errors to nobody; `await` asks those that failed once more
            await self._cluster._correct_state()
        except Exception as error:  # one has ended while it started: the next look finds it
            _log.debug("a Dask worker did not start: %s", error)


class DistantWorkers:
    """Says in the log when a cluster at an address has no worker: the run waits for one, however long."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._seen = time.monotonic()
        self._next_warning = SECONDS_BEFORE_WARNING

    def look(self, client: Client, futures: Sequence[PrefectDaskFuture[Any]]) -> None:
        """Warn where there has been no worker for long."""
        try:
            there = client.nthreads()
        except Exception:  # the scheduler is gone, or the client closed: Dask itself gives the batches up
            return
        absent = time.monotonic() - self._seen
        if there:
            if self._next_warning > SECONDS_BEFORE_WARNING:
                _log.warning("the Dask cluster at %s has workers again, after %.0f s", self._address, absent)
            self._seen, self._next_warning = time.monotonic(), SECONDS_BEFORE_WARNING
        elif absent >= self._next_warning:
            left = sum(not future.wrapped_future.done() for future in futures)
            _log.warning(
                "the Dask cluster at %s has had no worker for %.0f s: %d batches wait for one; start "
                "one with `dask worker %s`, or stop this run with Ctrl-C, which keeps what is finished",
                *(self._address, absent, left, self._address),
            )
            self._next_warning = absent + SECONDS_BETWEEN_WARNINGS


def _has_ended(worker: Any) -> bool:
    from distributed.core import Status

    return worker.status in (Status.closing, Status.closed, Status.failed)
