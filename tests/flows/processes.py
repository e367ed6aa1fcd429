"""zhibiao in processes of its own, as a user or a killer meets it."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from flows.fork_server import CAN_FORK

PROJECT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-c", "from flows.command_line import main; main()")


def make_environment() -> dict[str, str]:
    """An environment in which the project is found from any folder, and nothing of the user's Prefect is."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")}
    paths = [str(PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return kept | {"PYTHONPATH": os.pathsep.join(paths), "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}


def call(
    *arguments: object, cwd: Path = PROJECT, seconds: float = 600, **environment: str
) -> subprocess.CompletedProcess[str]:
    """`zhibiao` with these arguments, and these variables in its environment, run to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=make_environment() | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=seconds,
    )


def count_cpu_seconds() -> float:
    """Seconds of work of all processes started here that have ended, however busy the machine is."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def start(*arguments: object) -> subprocess.Popen[str]:
    """`zhibiao` with these arguments, started; its stderr can be read line by line."""
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=PROJECT,
        env=make_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


class Said:
    """The lines that a process writes to its stderr, as they come."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.lines: list[str] = []
        self._process = process
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        assert self._process.stderr is not None
        self.lines.extend(self._process.stderr)

    def wait_for(self, said: str, *, seconds: float = 600) -> None:
        """Come back when a line has these words."""
        wait_until(lambda: any(said in line for line in self.lines), seconds=seconds, pause=0.1)

    def end(self, number: int, *, seconds: float = 120) -> int:
        """Send the process a signal; its status, when all is said."""
        self._process.send_signal(number)
        status = self._process.wait(seconds)
        self._reading.join(seconds)
        return status


def wait_until(condition: Callable[[], bool], *, seconds: float = 60, pause: float = 0.01) -> None:
    """Come back as soon as the condition holds; it is looked at after each pause."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"still not so after {seconds} s"
        time.sleep(pause)


def list_children(pid: int) -> list[int]:
    """All processes that a process started, and those that they started."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return children + [grandchild for child in children for grandchild in list_children(child)]


def list_readers(pid: int) -> list[int]:
    """Those of them that read documents; to kill all children would end the servers of other tests, too."""
    servers = list_fork_servers(pid)
    return [child for child in _list_reading(pid) if child not in servers]


def list_fork_servers(pid: int) -> list[int]:
    """Those from which processes that read are forked."""
    reading = _list_reading(pid)
    return [child for child in reading if CAN_FORK and _read_parent(child) not in reading]


def _list_reading(pid: int) -> list[int]:
    return [child for child in list_children(pid) if "reading_process" in read_command(child)]


def _read_parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def list_spawned(pid: int) -> list[int]:
    """The processes of multiprocessing below a process: Dask workers, at work or not; runs of a schedule."""
    return [child for child in list_children(pid) if "spawn_main" in read_command(child)]


def kill_dask_worker(pid: int, moments: random.Random) -> None:
    """End one of the Dask workers below a process that are at work."""
    at_work: list[int] = []

    def find() -> bool:
        at_work[:] = [worker for worker in list_spawned(pid) if list_readers(worker)]
        return bool(at_work)

    wait_until(find)
    os.kill(moments.choice(at_work), signal.SIGKILL)


def read_command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:
        return ""


def read_blocked_signals(pid: int) -> set[int]:
    """The signals that do not reach the first thread of a process for now."""
    status = Path(f"/proc/{pid}/status").read_text()
    mask = int(status.partition("SigBlk:")[2].split()[0], 16)
    return {number for number in range(1, 65) if mask >> (number - 1) & 1}


def is_alive(pid: int) -> bool:
    """Whether the process still runs; one that ended and was not asked after does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
