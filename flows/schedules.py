"""Runs that come by themselves (定时运行): at times of a cron line, or as soon as sources change."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING

from corpora.errors import ReadError, SettingsError, ZhibiaoError
from corpora.sources import find_sources
from flows.cron_lines import read_cron_line
from flows.fetch import is_remote
from flows.logs import NAME, notify, report, set_level
from flows.runs import run
from flows.serve_locally import serve_locally
from flows.settings import Settings
from outputs.datasets import check_target
from outputs.folders import Folder, Where, open_folder

if TYPE_CHECKING:
    from prefect.schedules import Schedule

SECONDS_BETWEEN_LOOKS = 10.0
SECONDS_TO_STOP = 20.0  # before a run that was asked to end is ended
HOME = "serve"

# name, size and time of each source
Look = frozenset[tuple[str, int, int]]


def serve(
    sources: Sequence[str],
    where: Where,
    *,
    settings: Settings,
    cron: str | None,
    timezone: str | None,
    watch: bool,
) -> None:
    """Bring a dataset up to date at the times of `cron`, when sources change, or both, until interrupted.

    Args:
        sources: as for `run`.
        where: folder of the dataset, or its URL.
        settings: of each run.
        cron: five fields, ``0 2 * * *``; None for no fixed times.
        timezone: in which they are meant, ``Asia/Shanghai``; None is UTC.
        watch: run as soon as a file is new or has changed, and is written no longer.

    Raises:
        SettingsError: neither is asked for, the cron line or the time zone cannot be read, a time zone is
            given without a cron line, or remote sources are to be watched.
        DatasetError: `where` holds something else.
    """
    if cron is None and not watch:
        raise SettingsError("serve needs --cron, --watch or both")
    if watch and any(is_remote(path) for path in sources):
        raise SettingsError("--watch is for sources on this machine; remote ones are read at times (--cron)")
    if timezone is not None and cron is None:
        raise SettingsError("--timezone says in which zone --cron is meant, and there is no --cron")
    zone = "UTC" if timezone is None else timezone
    # read when Prefect is first imported, which takes our log lines within its runs, and none between them
    os.environ.setdefault("PREFECT_LOGGING_EXTRA_LOGGERS", NAME)
    os.environ.setdefault("PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW", "ignore")
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", settings.prefect_log_level)
    schedule = None if cron is None else read_cron_line(cron, zone)
    set_level(settings.log_level)
    out = open_folder(open_folder(where).address)  # one name, whoever logs it
    check_target(out)
    paths = [path if is_remote(path) else os.path.abspath(path) for path in sources]
    # modules never come from the folder where it was started, in the processes of the runs neither
    os.environ["PYTHONSAFEPATH"] = "1"
    with serve_locally(out.state / HOME, log_level=settings.prefect_log_level, with_services=True):
        looking = partial(watch_sources, paths, out, settings)
        if schedule is None:
            looking()
            return
        ended: Future[None] = Future()
        if watch:
            _begin(looking, ended)
        notify(f"{out}: reading {', '.join(paths)} at {cron} {zone}; stop with Ctrl-C")
        _begin(partial(_run_at_times, paths, out, settings, schedule), ended)
        try:
            with _listen_to_runner(out):
                ended.result()
        finally:
            _end_runs()


def _begin(work: Callable[[], None], ended: Future[None]) -> None:
    """Do the work in a thread; where it comes to an end, which is a fault, the service does too."""

    def keep() -> None:
        try:
            work()
            raise RuntimeError("what was to go on without end came to one")
        except BaseException as error:
            if not ended.done():
                ended.set_exception(error)

    threading.Thread(target=copy_context().run, args=(keep,), daemon=True).start()


class _ReportRuns(logging.Handler):
    """Passes on what Prefect alone knows of a run: that its process was killed or could not be started."""

    def __init__(self, out: Folder) -> None:
        super().__init__(logging.INFO)
        self._out = out

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        # who ends with a status of 1 has said itself what was wrong; of SIGKILL Prefect tells in an INFO
        if "Process exited with status code: -" in message or (
            record.levelno >= logging.ERROR and "Process exited" not in message
        ):
            report(self._out, message)


@contextmanager
def _listen_to_runner(out: Folder) -> Iterator[None]:
    """Within the block the log has what becomes of runs that cannot tell it themselves."""
    log, handler = logging.getLogger("prefect.runner"), _ReportRuns(out)
    level, propagate = log.level, log.propagate
    if not log.isEnabledFor(logging.INFO):
        log.setLevel(logging.INFO)
        log.propagate = False
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(level)
        log.propagate = propagate


def _run_at_times(paths: list[str], out: Folder, settings: Settings, schedule: Schedule) -> None:
    """Run at the times of the schedule, without end.

    In a thread, where no signal comes: one that comes amid Prefect's own code leaves the run behind, which
    then asks for minutes after an API that is gone. Told to stop, it does the same at times.
    """
    from multiprocessing import resource_tracker

    from prefect.runner import Runner
    from prefect.types.entrypoint import EntrypointType

    from flows.build_dataset import build_dataset

    name = out.name or "dataset"
    runner = Runner(name=name, limit=1)  # a run that lasts longer than it is to the next does not meet it
    runner.add_flow(
        build_dataset,
        name=name,
        schedule=schedule,
        parameters={"sources": paths, "out": out.address, "settings": settings.model_dump()},
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    # Ctrl-C reaches all processes of a terminal: a run, which starts without it, is ended by this one alone.
    # The tracker of multiprocessing, started with the first run, would let it through again
    resource_tracker.ensure_running()
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    asyncio.run(runner.start())


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
    notify(f"{out}: watching {', '.join(paths)} every {seconds:g} s; stop with Ctrl-C")
    done: Look | None = None
    last: Look | None = None
    lacking = ""
    while True:
        try:
            seen = look_at(paths, out)
            lacking = ""
        except ReadError as error:  # a folder that is to come, or is empty until a crawler fills it
            seen = Look()
            if str(error) != lacking:
                lacking = str(error)
                report(out, error)
        if seen and seen == last and seen != done:
            try:
                notify(run(list(paths), out, settings=settings).describe())
                done = seen
            except ZhibiaoError as error:  # the next look tries again
                report(out, error)
        last = seen
        time.sleep(seconds)


def look_at(paths: Sequence[str], where: Where) -> Look:
    """Name, size and time of each source as it lies there now.

    Raises:
        ReadError: a folder is not there, or is empty.
    """
    home = open_folder(where).home
    seen = set()
    for source in find_sources(paths):
        if source.path.is_relative_to(home):
            continue
        try:
            stat = source.path.stat()
        except OSError:  # it went while we looked
            continue
        seen.add((source.name, stat.st_size, stat.st_mtime_ns))
    return frozenset(seen)
