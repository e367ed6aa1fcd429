"""Processes of this program that do one thing for it (子进程), each a function of a module of ours."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO, Any


def start_child(module: str, *arguments: object, **options: Any) -> subprocess.Popen[bytes]:
    """A process that runs `main` of a module, with these arguments.

    It finds its modules as this process does, and never in the folder where it was started.

    Args:
        module: flows.reading_process.
        arguments: what stands in its sys.argv from 1 on.
        options: of subprocess.Popen; what they do not name of stdin, stdout and stderr is /dev/null.
    """
    files: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    return subprocess.Popen(
        [sys.executable, "-P", "-c", f"from {module} import main; main()", *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        **(files | options),
    )


def explain_end(status: int, said: IO[bytes]) -> str:
    """How a process ended, in words: "was killed (out of memory?)".

    Args:
        status: as Popen.wait gives it.
        said: what it wrote to its stderr.
    """
    if status == -signal.SIGKILL:
        return "was killed (out of memory?)"
    if status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    said.seek(0)
    lines = said.read().decode("utf-8", "replace").strip().splitlines()
    return f"ended with status {status}" + (f": {lines[-1]}" if lines else "")


@contextmanager
def run_child(module: str, task: object, *arguments: object) -> Iterator[subprocess.Popen[bytes]]:
    """A child that has a task, pickled, on its stdin and tells by its stdout; it ends with the block."""
    with TemporaryFile() as asked:
        asked.write(pickle.dumps(task))
        asked.seek(0)
        child = start_child(module, *arguments, stdin=asked, stdout=subprocess.PIPE)
    try:
        yield child
    finally:
        child.kill()
        child.wait()
        if child.stdout is not None:
            child.stdout.close()
