"""A process that loads once and is forked for each process that is needed (派生服务).

Loading takes seconds, a fork a hundredth of one, and forks share what was loaded: several take little more
memory and time than one, and one that ended is replaced at once. `ForkServer` and `Forked` are the side of
whoever needs them, `serve_forks` that of the process itself.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import struct
import sys
import tempfile
import threading
import traceback
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NoReturn

from flows.child_processes import explain_end, start_child

# elsewhere the libraries of the system may not live through a fork
CAN_FORK = sys.platform == "linux"

_NUMBER = struct.Struct("i")  # the number of a process, and then its status as waitpid gives it
_MOST_FILES = 8


class ForkServer:
    """The process, until `end`."""

    def __init__(self, module: str) -> None:
        """Start it.

        Args:
            module: its `main` loads, and calls serve_forks with the number that is its only argument.
        """
        self._lock = threading.Lock()
        self._end = ""
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `end`
        self._asking, theirs = socket.socketpair()
        with theirs:
            self._process = start_child(
                module, theirs.fileno(), pass_fds=[theirs.fileno()], stderr=self._said
            )

    def has_ended(self) -> bool:
        """Whether it is of no more use."""
        return self._process.poll() is not None

    def fork(self, files: Sequence[int], *, stderr: int) -> Forked:
        """A process that has these open files, which is there once the server has loaded.

        Where the server has ended, or ends before, so has the process.

        Raises:
            OSError: this process has too many open files.
        """
        statuses, theirs = os.pipe()
        try:
            with self._lock, suppress(ConnectionError):  # it has ended, and nobody will write a status
                socket.send_fds(self._asking, [b"."], [*files, stderr, theirs])
        except OSError:  # not asked: a process that nobody forks would be waited for without end
            os.close(statuses)
            raise
        finally:
            os.close(theirs)
        return Forked(statuses)

    def end(self) -> None:
        """End it now, and all that were forked from it."""
        with self._lock:
            if self._end:
                return
            self._process.terminate()
            self._end = explain_end(self._process.wait(), self._said)
            self._asking.close()
            self._said.close()

    def explain_end(self) -> str:
        """How it ended, in words; waits for it."""
        with self._lock:
            return self._end or explain_end(self._process.wait(), self._said)


class Forked:
    """A process that was forked, with the methods of Popen that are needed."""

    def __init__(self, statuses: int) -> None:
        self._statuses = statuses
        # one thread may end it while another waits for its end, after which the file is closed
        self._lock = threading.Lock()
        self._pid: int | None = None
        self._is_there = False
        self._has_ended = False
        self._status: int | None = None

    def wait(self) -> int | None:
        """Its status, or the signal that ended it, negative; None where the server has ended as well."""
        if not self._has_ended:
            self._read_pid()
            said = self._read()
            with self._lock:
                self._status = None if said is None else os.waitstatus_to_exitcode(said)
                self._has_ended = True
                os.close(self._statuses)
        return self._status

    def kill(self) -> None:
        """End it now, if it is there."""
        pid = self._read_pid()
        with self._lock:
            if pid is None or self._has_ended:
                return
            if not select.select([self._statuses], [], [], 0)[0]:  # or its number may be another's by now
                with suppress(ProcessLookupError):  # it ended just now
                    os.kill(pid, signal.SIGKILL)

    def _read_pid(self) -> int | None:
        with self._lock:
            if not self._is_there:
                self._pid = self._read()
                self._is_there = True
            return self._pid

    def _read(self) -> int | None:
        said = os.read(self._statuses, _NUMBER.size)
        return _NUMBER.unpack(said)[0] if said else None


def serve_forks(asked: int, do: Callable[..., None]) -> None:
    """Fork this process for each request, until whoever asks has ended, or ends it; its forks end with it.

    Args:
        asked: number of the socket.
        do: called in each fork with the number of this process and those of the fork's files.
    """
    children: dict[int, int] = {}
    woken, waking = os.pipe()
    os.set_blocking(waking, False)
    signal.set_wakeup_fd(waking)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    asked_to_end: list[int] = []
    # not by an exception, which could come between a fork and its being noted
    signal.signal(signal.SIGTERM, lambda number, _: asked_to_end.append(number))
    # what may run beside is a thread of pyarrow's jemalloc, which lives through forks
    warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
    server = os.getpid()
    with socket.socket(fileno=asked) as asking:
        try:
            while True:
                ready, _, _ = select.select([asked, woken], [], [])
                if woken in ready:
                    os.read(woken, 1 << 10)
                    if asked_to_end:
                        return
                    _tell_ends(children)
                if asked in ready:
                    said, files, _, _ = socket.recv_fds(asking, 1, _MOST_FILES)
                    if not said:
                        return
                    if (pid := os.fork()) == 0:
                        _become_fork(do, server, files, unneeded=[asked, woken, waking, *children.values()])
                    children[pid] = files.pop()
                    os.write(children[pid], _NUMBER.pack(pid))
                    for file in files:
                        os.close(file)
        finally:  # no fork comes here
            _end_all(children)


def _tell_ends(children: dict[int, int]) -> None:
    """Write down how those ended that have."""
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        told = children.pop(pid)
        with suppress(BrokenPipeError):  # nobody wants to know
            os.write(told, _NUMBER.pack(status))
        os.close(told)


def _end_all(children: dict[int, int]) -> None:
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    for pid in children:
        os.waitpid(pid, 0)


def _become_fork(
    do: Callable[..., None], server: int, files: Sequence[int], *, unneeded: Sequence[int]
) -> NoReturn:
    """Do what the fork is for, and end. Its file of statuses stays open for as long as it lives."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        for file in unneeded:
            os.close(file)
        *files, stderr, _ = files
        os.dup2(stderr, 2)
        do(server, *files)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)
