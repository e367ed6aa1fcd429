"""Processes that are forked from one that has loaded, and how they end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import Pipe
from pathlib import Path

import pytest

from flows.fork_server import CAN_FORK, Forked, ForkServer
from tests.flows.processes import PROJECT, is_alive, list_children, make_environment, read_command, wait_until

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="this system's libraries may not live through a fork")

MODULE = """
import os, signal, sys
from multiprocessing.connection import Connection
from pathlib import Path
from flows.fork_server import serve_forks

loaded = [os.getpid()]

def answer(server, connection):
    asked = Connection(connection)
    while True:
        try:
            word = asked.recv()
        except EOFError:
            return
        if word == "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        if word == "exit":
            os._exit(5)
        if word == "fail":
            raise ValueError("没有这一步")
        if word == "files":
            word = [path.readlink().name for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
        asked.send((word, os.getpid(), os.getppid(), server, loaded))

def main():
    serve_forks(int(sys.argv[1]), answer)
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(tmp_path / "code")
    (tmp_path / "code").mkdir()
    path = tmp_path / "code" / "answering.py"
    path.write_text(MODULE, encoding="utf-8")
    return path


@contextmanager
def have_server() -> Iterator[ForkServer]:
    server = ForkServer("answering")
    try:
        yield server
    finally:
        server.end()


class Answerer:
    """A fork of the server with a connection to it."""

    def __init__(self, server: ForkServer) -> None:
        self.connection, theirs = Pipe()
        self.said = tempfile.TemporaryFile()  # noqa: SIM115 - closed on exit
        with theirs:
            self.process: Forked = server.fork([theirs.fileno()], stderr=self.said.fileno())

    def ask(self, word: str):
        self.connection.send(word)
        return self.connection.recv()

    def read_errors(self) -> str:
        self.said.seek(0)
        return self.said.read().decode()

    def __enter__(self):
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self.connection.close()
        self.said.close()


def test_forks_share_what_was_loaded_and_have_their_own_files(module: Path) -> None:
    with have_server() as server, Answerer(server) as one, Answerer(server) as other:
        word, pid, parent, named, loaded = one.ask("甲")
        assert word == "甲" and loaded == [parent] == [named]
        word, other_pid, other_parent, _, _ = other.ask("乙")
        assert (word, other_parent) == ("乙", parent) and other_pid != pid
        for answerer in (one, other):
            assert sum("socket" in file for file in answerer.ask("files")[0]) == 1


def test_fork_ends_when_nobody_asks_any_more(module: Path) -> None:
    with have_server() as server, Answerer(server) as answerer:
        answerer.ask("甲")
        answerer.connection.close()
        assert answerer.process.wait() == 0
        assert answerer.process.wait() == 0, "as often as it is asked"
        answerer.process.kill()


@pytest.mark.parametrize(("word", "status"), [("crash", -signal.SIGSEGV), ("exit", 5), ("fail", 1)])
def test_how_a_fork_ended_is_told_and_the_next_is_as_new(module: Path, word: str, status: int) -> None:
    with have_server() as server:
        with Answerer(server) as answerer:
            with pytest.raises((EOFError, ConnectionError)):
                answerer.ask(word)
            assert answerer.process.wait() == status
            assert ("ValueError: 没有这一步" in answerer.read_errors()) == (word == "fail")
        with Answerer(server) as answerer:
            assert answerer.ask("乙")[0] == "乙"


def test_fork_that_is_killed_by_whoever_had_it(module: Path) -> None:
    with have_server() as server, Answerer(server) as answerer:
        pid = answerer.ask("甲")[1]
        answerer.process.kill()
        assert answerer.process.wait() == -signal.SIGKILL
        assert not is_alive(pid)


def test_all_forks_have_ended_when_the_server_has(module: Path) -> None:
    with have_server() as server, Answerer(server) as one, Answerer(server) as other:
        pids = [answerer.ask("甲")[1] for answerer in (one, other)]
        server.end()
        assert not any(map(is_alive, pids))
        assert server.has_ended()
        server.end()


def test_one_thread_may_end_a_fork_while_another_waits_for_its_end(module: Path) -> None:
    with have_server() as server, ThreadPoolExecutor(8) as threads:
        for _ in range(40):
            with Answerer(server) as answerer:
                waiting = [threads.submit(answerer.process.wait)]
                ending = [threads.submit(answerer.process.kill) for _ in range(3)]
                assert [future.result() for future in waiting + ending] == [-signal.SIGKILL, None, None, None]
        answerers = [Answerer(server) for _ in range(8)]
        waiting = [threads.submit(answerer.process.wait) for answerer in answerers]
        server.end()
        for answerer, future in zip(answerers, waiting, strict=True):
            answerer.process.kill()
            assert future.result() in (None, -signal.SIGKILL)
            answerer.__exit__()


def test_server_that_is_killed_is_named_and_forks_nothing_more(module: Path) -> None:
    with have_server() as server, Answerer(server) as answerer:
        _, pid, parent, _, _ = answerer.ask("甲")
        os.kill(parent, signal.SIGKILL)
        os.kill(pid, signal.SIGKILL)
        assert answerer.process.wait() is None
        assert server.explain_end() == "was killed (out of memory?)"
        assert server.has_ended()
        with Answerer(server) as late:
            assert late.process.wait() is None
            with pytest.raises((EOFError, ConnectionError)):
                late.ask("乙")


def test_server_that_cannot_load_says_why(module: Path) -> None:
    module.write_text("raise ImportError('缺少词表')", encoding="utf-8")
    with have_server() as server, Answerer(server) as answerer:
        assert answerer.process.wait() is None
        assert server.explain_end() == "ended with status 1: ImportError: 缺少词表"


def test_forks_that_several_threads_ask_for_are_each_their_own(module: Path) -> None:
    with have_server() as server:

        def ask(number: int) -> int:
            with Answerer(server) as answerer:
                word, pid, _, _, _ = answerer.ask(str(number))
                assert word == str(number)
                return pid

        with ThreadPoolExecutor(8) as threads:
            pids = list(threads.map(ask, range(40)))
        assert len(set(pids)) == 40


def test_server_and_forks_end_when_the_process_that_has_them_is_killed(module: Path) -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(module.parent)!r})\n"
        "from tests.flows.test_fork_server import Answerer\nfrom flows.fork_server import ForkServer\n"
        "import time\nserver = ForkServer('answering')\n"
        "answerers = [Answerer(server) for _ in range(3)]\n"
        "print([one.ask('甲')[1] for one in answerers], flush=True)\ntime.sleep(60)\n"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", script], cwd=PROJECT, env=make_environment(), stdout=subprocess.PIPE
    )
    assert run.stdout is not None and run.stdout.readline().startswith(b"[")
    children = list_children(run.pid)
    assert len(children) == 4 and all("answering" in read_command(child) for child in children)
    run.kill()
    run.communicate()
    wait_until(lambda: not any(map(is_alive, children)), seconds=10)
