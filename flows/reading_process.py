"""A process that reads batches for a run (读取进程): its own side. The other one is in readers_at_work.py.

Limits are the kernel's: an alarm ends the process when one step of one document takes too long, whatever code
it is in, and memory above the limit is refused. What the process was at, the other side knows.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection

from corpora.errors import DatasetError, ZhibiaoError
from flows.fork_server import CAN_FORK, serve_forks
from flows.limits import Limits, MemoryLimit
from flows.plans import Batch
from flows.step_notes import StepNote
from flows.steps import Event, Finished, Step, Watch
from flows.uncollected import load_uncollected
from outputs.folders import Where, open_folder
from outputs.ledgers import Entry

SECONDS_BETWEEN_LOOKS = 1.0


@dataclass(frozen=True, slots=True)
class Job:
    """A batch to build, with the steps that are not to be tried again."""

    batch: Batch
    folder: Where
    limits: Limits
    known: dict[Step, ZhibiaoError]


@dataclass(frozen=True, slots=True)
class Built:
    """What came of a job: entries, or the error with which the dataset could not be written."""

    entries: list[Entry]
    error: OSError | DatasetError | None = None


def main() -> None:
    """Be forked for each process that is to read, or, where none can be, read.

    The arguments are those of serve_forks, or of read_batches.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the run ends this one
    with load_uncollected():
        import flows.batches  # noqa: F401 - for those that are forked
        from extractors.pipeline import extract

        extract("松坪镇新建公园3处。")  # loads jieba and the word lists, which no document is to answer for
    first, *others = map(int, sys.argv[1:])
    if CAN_FORK:
        serve_forks(first, read_batches)
    else:
        read_batches(first, *others)


def read_batches(parent: int, connection: int, note: int) -> None:
    """Build the batches that come through a connection, until it closes.

    Notes each step, sends each failure and finished source, then a Built.

    Args:
        parent: the process that this one is not to outlive.
        connection: number of the connection.
        note: number of the file for the steps.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    threading.Thread(target=end_with, args=(parent,), daemon=True).start()
    from flows.batches import build_batch

    jobs, noted, memory = Connection(connection), StepNote(note), MemoryLimit()
    while True:
        try:
            job: Job = jobs.recv()
        except EOFError:
            return
        watch = Watch(_Limiter(jobs, noted, memory, job.limits), job.known)
        try:
            open_folder(job.folder).prepare()
            built = Built(build_batch(job.batch, job.folder, watch))
        except (OSError, DatasetError) as error:
            built = Built([], error)
        signal.setitimer(signal.ITIMER_REAL, 0)
        jobs.send(built)


class _Limiter:
    """Notes each step and starts the limits anew with it; sends all other events."""

    def __init__(self, connection: Connection, note: StepNote, memory: MemoryLimit, limits: Limits) -> None:
        self._connection = connection
        self._note = note
        self._memory = memory
        self._limits = limits

    def __call__(self, event: Event) -> None:
        if isinstance(event, Step):
            self._note.write(event)
            signal.setitimer(signal.ITIMER_REAL, self._limits.seconds)
            self._memory.allow(self._limits.memory_mb << 20)
            return
        # between steps tables are written, which takes as long as the disk needs
        signal.setitimer(signal.ITIMER_REAL, 0)
        if isinstance(event, Finished):
            self._note.write(None)
        self._connection.send(event)


def end_with(parent: int) -> None:
    """A killed run cannot tell its readers, which would go on for nobody: they look who their parent is."""
    while os.getppid() == parent:
        time.sleep(SECONDS_BETWEEN_LOOKS)
    os._exit(1)


if __name__ == "__main__":
    main()
