"""A Dask cluster for a run (Dask 集群): one that is there, or one on this machine while the run lasts."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from corpora.errors import SettingsError
from flows.dask_workers import DistantWorkers, LocalWorkers, watch_workers
from flows.settings import Settings

if TYPE_CHECKING:
    from prefect_dask.task_runners import DaskTaskRunner, PrefectDaskFuture

SECONDS_TO_CONNECT = 10
DEFAULT_PORT = 8786  # of a Dask scheduler
# Dask gives a batch to another worker when one is lost; with 3, its default, three restarts of a machine
# would count as the batch's own fault
MOST_LOSSES_OF_A_BATCH = 10


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster that a run has joined.

    Attributes:
        runner: whose tasks go to it.
        workers: what looks after its workers.
    """

    runner: DaskTaskRunner
    workers: LocalWorkers | DistantWorkers

    @contextmanager
    def watch(self, futures: Sequence[PrefectDaskFuture[Any]]) -> Iterator[None]:
        """Within the block, the workers that do these batches are looked after."""
        with watch_workers(lambda: self.workers.look(self.runner.client, futures)):
            yield


@contextmanager
def join_cluster(settings: Settings, n_batches: int) -> Iterator[Cluster]:
    """The cluster of `dask_address`, or one of `workers` on this machine, which ends with the block.

    Raises:
        SettingsError: Dask is not installed, or no scheduler answers at the address.
    """
    try:
        import dask
        import distributed
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise SettingsError(
            'runner = "dask" needs Dask, which is not installed: pip install "zhibiao[dask]"'
        ) from error
    logging.getLogger("distributed").setLevel(settings.prefect_log_level)
    if settings.dask_address is not None:
        _check_scheduler(settings.dask_address)
        with DaskTaskRunner(address=settings.dask_address) as runner:
            yield Cluster(runner, DistantWorkers(settings.dask_address))
        return
    dask.config.set({"distributed.scheduler.allowed-failures": MOST_LOSSES_OF_A_BATCH})
    with distributed.LocalCluster(
        n_workers=0,  # all are started below: where one ends while it starts, the cluster would fail with it
        threads_per_worker=1,
        processes=True,
        dashboard_address="127.0.0.1:0",  # None asks for 8787, which another run may hold
        memory_limit=0,  # the work is in processes of its own, within document_memory_mb
        silence_logs=settings.prefect_log_level,
    ) as local:
        workers = LocalWorkers(local, min(settings.workers, n_batches))
        workers.replace()
        with DaskTaskRunner(address=local.scheduler_address) as runner:  # which waits for no worker
            yield Cluster(runner, workers)


def _check_scheduler(address: str) -> None:
    from distributed import Client

    try:
        Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False).close()
    except (OSError, ValueError) as error:
        raise SettingsError(f"no Dask scheduler answers at dask_address = {address!r}: {error}") from error


def check_address(settings: Settings) -> None:
    """Nothing, where something listens at `dask_address`, or no cluster is asked for.

    A run that finds nothing to do never asks the cluster: its address would be found to be wrong much later.

    Raises:
        SettingsError: nobody listens there, or it is no address.
    """
    address = settings.dask_address
    if settings.runner != "dask" or address is None:
        return
    try:
        parts = urlsplit(address if "://" in address else f"tcp://{address}")
        if not parts.hostname:
            raise ValueError("it names no host; an address is like tcp://10.0.0.5:8786")
        place = (parts.hostname, parts.port or DEFAULT_PORT)
        socket.create_connection(place, timeout=SECONDS_TO_CONNECT).close()
    except (OSError, ValueError) as error:
        raise SettingsError(f"no Dask scheduler answers at dask_address = {address!r}: {error}") from error


def find_losses() -> tuple[type[Exception], ...]:
    """Errors that say that a worker of the cluster is gone, and nothing of the batch."""
    from distributed import CancelledError, KilledWorker

    return (KilledWorker, CancelledError)
