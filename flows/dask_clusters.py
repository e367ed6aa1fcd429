"""A Dask cluster for a run (Dask 集群): one that is there, or one on this machine while the run lasts."""

from __future__ import annotations

import logging
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from corpora.errors import SettingsError
from flows.settings import Settings

if TYPE_CHECKING:
    from prefect_dask.task_runners import DaskTaskRunner

SECONDS_TO_CONNECT = 10
DEFAULT_PORT = 8786  # of a Dask scheduler
# Dask gives a batch to another worker when one is lost; with 3, its default, three restarts of a machine
# would count as the batch's own fault
MOST_LOSSES_OF_A_BATCH = 10


def join_cluster(settings: Settings, n_batches: int) -> DaskTaskRunner:
    """A task runner whose tasks go to the cluster of `dask_address`, or to one of `workers` started here.

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
    if settings.dask_address is None:
        dask.config.set({"distributed.scheduler.allowed-failures": MOST_LOSSES_OF_A_BATCH})
        return DaskTaskRunner(
            cluster_kwargs={
                "n_workers": min(settings.workers, n_batches),
                "threads_per_worker": 1,
                "processes": True,
                "dashboard_address": "127.0.0.1:0",  # None asks for 8787, which another run may hold
                "memory_limit": 0,  # the work is in processes of its own, within document_memory_mb
                "silence_logs": settings.prefect_log_level,
            }
        )
    try:
        distributed.Client(settings.dask_address, timeout=SECONDS_TO_CONNECT, set_as_default=False).close()
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"no Dask scheduler answers at dask_address = {settings.dask_address!r}: {error}"
        ) from error
    return DaskTaskRunner(address=settings.dask_address)


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
