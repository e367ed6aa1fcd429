"""Runs that come by themselves (定时运行): at times of a cron line, or as soon as sources change."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING

from corpora.errors import ReadError, SettingsError, ZhibiaoError
from corpora.sources import find_sources
from flows.fetch import is_remote
from flows.logs import NAME
from flows.runs import run
from flows.serve_locally import serve_locally
from flows.settings import Settings
from outputs.datasets import check_target
from outputs.folders import Folder, Where, open_folder

if TYPE_CHECKING:
    from prefect.runner import Runner

SECONDS_BETWEEN_LOOKS = 10.0
SECONDS_TO_STOP = 20.0  # before a run that was asked to end is ended
HOME = "serve"

_log = logging.getLogger(NAME)

# name, size and time of each source
Look = frozenset[tuple[str, int, int]]


def serve(
    sources: Sequence[str], where: Where, *, settings: Settings, cron: str | None, timezone: str, watch: bool
) -> None:
    """Bring a dataset up to date at the times of `cron`, when sources change, or both, until interrupted.

    Args:
        sources: as for `run`.
        where: folder of the dataset, or its URL.
        settings: of each run.
        cron: five fields, ``0 2 * * *``; None for no fixed times.
        timezone: in which they are meant, ``Asia/Shanghai``.
        watch: run as soon as a file is new or has changed, and is written no longer.

    Raises:
        SettingsError: neither is asked for, the cron line or the time zone cannot be read, or remote sources
            are to be watched.
        DatasetError: `where` holds something else.
    """
    if cron is None and not watch:
        raise SettingsError("serve needs --cron, --watch or both")
    if watch and any(is_remote(path) for path in sources):
        raise SettingsError("--watch is for sources on this machine; remote ones are read at times (--cron)")
    schedule = cron and _read_cron(cron, timezone)
    out = open_folder(where)
    check_target(out)
    paths = [path if is_remote(path) else os.path.abspath(path) for path in sources]
    # modules never come from the folder where it was started, in the processes of the runs neither
    os.environ["PYTHONSAFEPATH"] = "1"
    os.environ.setdefault("PREFECT_LOGGING_EXTRA_LOGGERS", NAME)
    level = "INFO" if settings.prefect_log_level == "CRITICAL" else settings.prefect_log_level
    with serve_locally(out.state / HOME, log_level=level, with_services=True):
        looking = partial(watch_sources, paths, out, settings)
        if schedule is None:
            looking()
            return
        if watch:
            threading.Thread(target=copy_context().run, args=(looking,), daemon=True).start()
        _log.warning("%s: reading %s at %s %s; stop with Ctrl-C", out, ", ".join(paths), cron, timezone)
        _serve_schedule(paths, out, settings, schedule)


def _read_cron(cron: str, timezone: str) -> object:
    from prefect.client.schemas.schedules import CronSchedule
    from prefect.schedules import Cron

    try:
        CronSchedule(cron=cron, timezone=timezone)
        return Cron(cron, timezone=timezone)
    except ValueError as error:
        raise SettingsError(
            f"--cron {cron!r} in --timezone {timezone!r} cannot be read; five fields are wanted, minute, "
            "hour, day, month, weekday, as in '0 2 * * *', and a zone as in 'Asia/Shanghai'"
        ) from error


def _serve_schedule(paths: list[str], out: Folder, settings: Settings, schedule: object) -> None:
    from prefect.runner import Runner
    from prefect.types.entrypoint import EntrypointType

    from flows.build_dataset import build_dataset

    name = out.name or "dataset"
    runner = Runner(name=name, limit=1)  # a run that lasts longer than it is to the next does not meet it
    runner.add_flow(
        build_dataset,
        name=name,
        schedule=schedule,  # type: ignore[arg-type]
        parameters={"sources": paths, "out": out.address, "settings": settings.model_dump()},
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    ended: Future[None] = Future()
    # in a thread, where no signal comes: one that comes amid Prefect's own code leaves the run behind, which
    # then asks for minutes after an API that is gone. Told to stop, it does the same at times
    threading.Thread(target=copy_context().run, args=(_keep, runner, ended), daemon=True).start()
    try:
        ended.result()
    finally:
        _end_runs()


def _keep(runner: Runner, ended: Future[None]) -> None:
    try:
        asyncio.run(runner.start())
        ended.set_result(None)
    except BaseException as error:
        ended.set_exception(error)


def _end_runs() -> None:
    """End the run that is going on, a process of multiprocessing, while there is an API that it can tell."""
    end = time.monotonic() + SECONDS_TO_STOP
    asked: set[multiprocessing.process.BaseProcess] = set()
    try:
        while (runs := set(multiprocessing.active_children())) and time.monotonic() < end:
            for process in runs - asked:
                process.terminate()
            asked |= runs
            time.sleep(0.05)
    finally:  # also where Ctrl-C comes a second time
        for process in multiprocessing.active_children():
            process.kill()


def watch_sources(
    paths: Sequence[str], out: Folder, settings: Settings, *, seconds: float = SECONDS_BETWEEN_LOOKS
) -> None:
    """Run whenever the sources are other ones than at the last run, and have stayed so for `seconds`."""
    _log.warning("%s: watching %s every %g s; stop with Ctrl-C", out, ", ".join(paths), seconds)
    done: Look | None = None
    last: Look | None = None
    while True:
        seen = look_at(paths, out)
        if seen and seen == last and seen != done:
            try:
                summary = run(list(paths), out, settings=settings)
                done = seen
                _log.warning("%s: %d sources read, %d failures", out, summary.n_read, summary.n_quarantined)
            except ZhibiaoError as error:  # the next look tries again
                _log.error("%s: %s", out, error)
        last = seen
        time.sleep(seconds)


def look_at(paths: Sequence[str], where: Where) -> Look:
    """Name, size and time of each source as it lies there now; none where nothing can be found."""
    home = open_folder(where).home
    try:
        found = [source for source in find_sources(paths) if not source.path.is_relative_to(home)]
    except ReadError:  # an empty folder that a crawler is to fill
        return frozenset()
    seen = set()
    for source in found:
        try:
            stat = source.path.stat()
        except OSError:  # it went while we looked
            continue
        seen.add((source.name, stat.st_size, stat.st_mtime_ns))
    return frozenset(seen)
