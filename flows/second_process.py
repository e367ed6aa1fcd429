"""A process beside this one (第二进程): it takes calls of functions, and half of what can be divided.

What it does not bring to an end, whoever asked it does: that one says what is wrong, if anything is.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from operator import is_
from typing import Any, TypeVar, cast

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from corpora.divided_work import do_alone
from flows.child_processes import start_child
from flows.reading_process import end_with
from flows.settings import Settings

Value = TypeVar("Value")

# who asks one thing after the other takes less from one to the next
SECONDS_TO_LEISURE = 0.02


class SecondProcessError(Exception):
    """The process ended, or failed at what it was asked to do."""


class SecondProcess:
    """The process, from the first call on, or from `start`, until the end of the block."""

    def __init__(self) -> None:
        # sent and received by a thread, so that neither process waits for the other to read what it says
        self._asking = ThreadPoolExecutor(1, "zhibiao-second-process")
        self._process: subprocess.Popen[bytes] | None = None
        self._connection, self._theirs = Pipe()
        self._sent: Sequence[Any] = ()

    def __enter__(self) -> SecondProcess:
        return self

    def __exit__(self, *_: object) -> None:
        """End it at once, whatever it is at; what has not been sent is never asked."""
        self._asking.shutdown(wait=False, cancel_futures=True)
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._theirs.close()
        self._asking.shutdown()
        self._connection.close()

    def start(self) -> None:
        """Start it before it is needed."""
        if self._process is None:
            self._process = start_child(
                "flows.second_process", self._theirs.fileno(), os.getpid(), pass_fds=[self._theirs.fileno()]
            )
            self._theirs.close()

    def call(self, do: Callable[..., Value], *arguments: object) -> Future[Value]:
        """What a function of a module gives there, once all is done that was asked before.

        The future raises SecondProcessError where the process ends or fails.
        """
        self.start()
        return self._asking.submit(self._ask, do, (), arguments)

    def divide(
        self, do: Callable[..., Value], common: Sequence[Any], tasks: Sequence[Sequence[Any]]
    ) -> list[Value]:
        """As corpora.divided_work.do_alone: the last tasks are done there, as many as it comes to.

        What is common to them must not change: what is common to the next tasks too is not sent again.
        """
        self.start()
        asked = [self._asking.submit(self._ask, do, common, task) for task in reversed(tasks)]
        with threadpool_limits(_half_of_the_cores(), user_api="blas"):
            found = []
            for task, future in zip(tasks, reversed(asked), strict=True):
                # what it is at it may not have begun: to do it here as well takes no longer than to wait
                is_done = not future.cancel() and future.done() and future.exception() is None
                found.append(future.result() if is_done else do(*common, *task))
        return found

    def _ask(self, do: Callable[..., Value], common: Sequence[Any], task: Sequence[Any]) -> Value:
        try:
            # what is common to many tasks may be large, and is sent once
            is_sent = len(common) == len(self._sent) and all(map(is_, common, self._sent))
            self._connection.send((do, None if is_sent else common, task))
            self._sent = common
            value, failed = self._connection.recv()
        except (EOFError, OSError) as error:
            raise SecondProcessError from error
        if failed:
            raise SecondProcessError
        return cast(Value, value)


@contextmanager
def have_beside(settings: Settings) -> Iterator[SecondProcess | None]:
    """A process beside this one until the end of the block, where the settings allow two at least."""
    if settings.workers == 1:
        yield None
        return
    with SecondProcess() as beside:
        yield beside


def do_here(do: Callable[..., Value], common: Sequence[Any], tasks: Sequence[Sequence[Any]]) -> list[Value]:
    """As corpora.divided_work.do_alone, with as many threads as `divide` has: all is rounded alike."""
    with threadpool_limits(_half_of_the_cores(), user_api="blas"):
        return do_alone(do, common, tasks)


# in the process: what is to be gone on with
_left: list[Iterator[object]] = []


def go_on_at_leisure(work: Iterator[object]) -> None:
    """In the process: take a step of the work, and another, when nothing has been asked for a while.

    The process ends where a step fails.
    """
    _left.append(work)


def _half_of_the_cores() -> int:
    """Products of matrices take all cores by themselves, and wait there for those that are taken."""
    return max(1, (os.cpu_count() or 1) // 2)


def main() -> None:
    """Do what comes through a connection until it closes; say what came of it, or that nothing did.

    The arguments are the number of the connection and the process that this one works for.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the run ends this one
    threading.Thread(target=end_with, args=(int(sys.argv[2]),), daemon=True).start()
    connection = Connection(int(sys.argv[1]))
    import numpy  # noqa: F401 - what it multiplies with is there to be limited once it is imported

    threadpool_limits(_half_of_the_cores(), user_api="blas")
    common: Sequence[Any] = ()
    while True:
        while _left and not connection.poll(SECONDS_TO_LEISURE):
            if next(_left[0], None) is None:
                _left.pop(0)
        try:
            do, others, task = connection.recv()
        except EOFError:
            return
        common = common if others is None else others
        said: tuple[Any, bool]
        try:
            said = do(*common, *task), False
        except Exception:  # whoever asked does it, and says what is wrong
            said = None, True
        connection.send(said)


if __name__ == "__main__":
    main()
