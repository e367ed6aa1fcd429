"""Prefect's API inside this process (本地服务): no server to start, nothing left running when it is killed.

Prefect would start a temporary server as a process of its own, which takes twice as long and outlives a run
that is killed.
"""

from __future__ import annotations

import contextvars
import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from corpora.errors import ZhibiaoError
from flows.prefect_databases import NAME, copy_made, forget_missed_runs, keep_made

if TYPE_CHECKING:
    import uvicorn

SECONDS_TO_START = 120
SECONDS_TO_STOP = 10


@contextmanager
def serve_locally(state: Path, *, log_level: str, with_services: bool = False) -> Iterator[None]:
    """Within the block, flows run on an API of this process whose memory is the folder `state`.

    Nothing leaves the machine and nothing of the user's own Prefect set-up is read or written. Where
    PREFECT_API_URL is set, that API is used instead: the user has a server.

    Args:
        state: a folder of ours; made where it is not.
        log_level: of Prefect's own log lines.
        with_services: whether schedules are looked after too, as on a standing server.

    Raises:
        ZhibiaoError: the API does not come up, or the user's does not answer.
    """
    values = {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": os.environ.get("PREFECT_LOGGING_LEVEL", log_level),
        # what it tells at length (what is cut off at the end, a lock that it tries again) is nobody's to mend
        "PREFECT_SERVER_LOGGING_LEVEL": os.environ.get(
            "PREFECT_SERVER_LOGGING_LEVEL", os.environ.get("PREFECT_LOGGING_LEVEL", "CRITICAL")
        ),
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",  # our own lines come between runs too
    }
    if with_services:  # a program of its own: elsewhere the root's level is the caller's business
        values["PREFECT_LOGGING_ROOT_LEVEL"] = os.environ.get("PREFECT_LOGGING_ROOT_LEVEL", log_level)
    if "PREFECT_API_URL" in os.environ:
        with _set_environment(values), _keep_root_level():
            try:
                yield
            except Exception as error:
                if not _is_unreachable(error):
                    raise
                raise ZhibiaoError(
                    f"PREFECT_API_URL is {os.environ['PREFECT_API_URL']}, and nothing answers there; start "
                    "that Prefect server, or unset PREFECT_API_URL to run without one"
                ) from error
        return
    state.mkdir(parents=True, exist_ok=True)
    is_new = not (state / NAME).exists()
    copy_made(state)
    if with_services:
        forget_missed_runs(state)
    with socket.create_server(("127.0.0.1", 0)) as listening, ExitStack() as stack:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/api"
        values |= {
            "PREFECT_HOME": str(state.resolve()),
            "PREFECT_API_URL": url,
            # a shell's glob gives as many sources as there are files; 512 KB would be some 8,000 of them
            "PREFECT_SERVER_API_MAX_PARAMETER_SIZE": str(64 << 20),
        }
        stack.enter_context(_set_environment(values))
        stack.enter_context(_keep_root_level())
        stack.enter_context(_refresh_settings())
        stack.enter_context(_run_api(listening, with_services))
        if is_new:
            keep_made(state)
        yield


def _is_unreachable(error: Exception) -> bool:
    """Whether it comes of Prefect's API not answering: only Prefect speaks through httpx."""
    import httpx

    if isinstance(error, ExceptionGroup):
        return any(map(_is_unreachable, error.exceptions))
    return isinstance(error, httpx.TransportError) or "Failed to reach API" in str(error)


@contextmanager
def _set_environment(values: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _keep_root_level() -> Iterator[None]:
    """Prefect sets the level of the root logger, by which the rest of the program logs too."""
    root = logging.getLogger()
    level = root.level
    try:
        yield
    finally:
        root.setLevel(level)


@contextmanager
def _refresh_settings() -> Iterator[None]:
    """Prefect reads the environment when it is first imported; it may have been before we came."""
    from prefect.context import SettingsContext, get_settings_context
    from prefect.settings import Settings

    settings = Settings()
    # each flow would wait up to a second for the thread that says it is alive, which nobody asks here
    quiet = settings.flows.model_copy(update={"heartbeat_frequency": None})
    settings = settings.model_copy(update={"flows": quiet})
    with SettingsContext(profile=get_settings_context().profile, settings=settings):
        yield


@contextmanager
def _run_api(listening: socket.socket, with_services: bool) -> Iterator[None]:
    import uvicorn
    from prefect.server.api.server import create_app
    from prefect.server.database.dependencies import temporary_database_config

    app = create_app(ephemeral=not with_services, ignore_cache=True)
    config = uvicorn.Config(app, log_config=None, log_level="critical", access_log=False, lifespan="on")
    server = uvicorn.Server(config)

    def serve() -> None:
        try:
            server.run([listening])
        except Exception:
            if not server.should_exit:  # interrupted while it started, it finds no socket
                raise

    # the settings that hold here must hold in the thread too, or it would serve the user's own database
    context = contextvars.copy_context()
    thread = threading.Thread(target=context.run, args=(serve,), name="prefect-api", daemon=True)
    with temporary_database_config(None):  # Prefect would go on with the database of an earlier run
        modules_from = list(sys.path)
        try:
            thread.start()
            _wait_for(server, thread)
            # making its database puts the current folder first, where a user may have a flows/ of their own
            sys.path[:] = modules_from
            try:
                yield
            finally:
                _send_what_is_left()
                server.should_exit = True
                thread.join(timeout=SECONDS_TO_STOP)
        finally:
            server.should_exit = True


def _wait_for(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise ZhibiaoError(
                "Prefect's API did not start; run again with PREFECT_LOGGING_LEVEL=INFO to see why"
            )
        time.sleep(0.02)


def _send_what_is_left() -> None:
    """Prefect tells its API of events and logs from threads, which would go on calling one that is gone."""
    # in a thread, which has no loop as a notebook has one: there it would be a coroutine, and one that Ctrl-C
    # keeps from being awaited is a warning to the user
    sending = threading.Thread(target=_drain, name="prefect-drain", daemon=True)
    sending.start()
    sending.join(2 * SECONDS_TO_STOP)


def _drain() -> None:
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    for worker in (EventsWorker, APILogWorker):
        with suppress(RuntimeError):  # its loop ended before: it has nothing left to send
            worker.drain_all(timeout=SECONDS_TO_STOP)
