"""The processes that read for this one (读取进程): lent out, watched, replaced when a document ends one."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from multiprocessing import Pipe

from corpora.errors import DatasetError, ZhibiaoError
from flows.begun_batches import Begun, Relay
from flows.child_processes import explain_end, start_child
from flows.fork_server import CAN_FORK, Forked, ForkServer
from flows.limits import Limits
from flows.plans import Batch, Plan
from flows.reading_process import Built, Job
from flows.settings import Settings
from flows.step_notes import SIZE, StepNote
from flows.steps import Event, Failure, Finished, ProcessDiedError, Step, TimeLimitError
from outputs.folders import Where
from outputs.ledgers import Entry

MOST_DEATHS_AT_ONE_STEP = 3  # whoever is killed from outside is innocent: twice at one step is chance
MOST_DEATHS_IN_A_ROW = 5  # before the first step or after the last: no document is to blame

_MODULE = "flows.reading_process"
BEGUN = 3  # batches for each process that it reads while Prefect starts; more are only begun sooner


class ReaderDiedError(Exception):
    """A reading process ended in the middle of a batch.

    Attributes:
        step: what it was at; None between steps.
        timed_out: the alarm ended it.
        end: how it ended, in words.
    """

    def __init__(self, step: Step | None, *, timed_out: bool, end: str) -> None:
        super().__init__(end)
        self.step = step
        self.timed_out = timed_out
        self.end = end


class Reader:
    """One process that reads."""

    def __init__(self, server: ForkServer | None) -> None:
        """Start it: a fork of the server, or, where there is none, a process of its own."""
        self._server = server
        self._connection, theirs = Pipe()
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `forget`
        with theirs, tempfile.TemporaryFile() as noted:
            noted.truncate(SIZE)
            self._note = StepNote(noted.fileno())
            files = theirs.fileno(), noted.fileno()
            self._process: Forked | subprocess.Popen[bytes] = (
                start_child(_MODULE, os.getpid(), *files, pass_fds=files, stderr=self._said)
                if server is None
                else server.fork(files, stderr=self._said.fileno())
            )

    def build(self, job: Job, tell: Callable[[Event], None]) -> list[Entry]:
        """The entries of a batch.

        Raises:
            ReaderDiedError: the process ended.
            OSError: the disk is full or the folder cannot be written.
        """
        self._note.write(None)
        try:
            self._connection.send(job)
            while not isinstance(said := self._connection.recv(), Built):
                tell(said)
        except (EOFError, ConnectionError):
            status = self._process.wait()
            if status is None and self._server is not None:
                end = self._server.explain_end()
            else:
                end = explain_end(status or 0, self._said)
            timed_out = status == -signal.SIGALRM
            raise ReaderDiedError(self._note.read(), timed_out=timed_out, end=end) from None
        if said.error is not None:
            raise said.error
        return said.entries

    def end(self) -> None:
        """End the process now; what it has not finished is not in the dataset."""
        self._process.kill()

    def forget(self) -> None:
        """Give back what the system holds for a process that has ended or is to end."""
        self.end()
        self._process.wait()
        self._connection.close()
        self._note.close()
        self._said.close()


class Readers:
    """Reading processes that are lent out one at a time; as many are started as are lent at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[Reader] = []
        self._all: set[Reader] = set()
        self._begun: dict[str, Begun] = {}
        self._server: ForkServer | None = None
        self.closed = False

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        """End all of them at once, idle or not."""
        with self._lock:
            self.closed = True
            idle, busy = self._idle, self._all - set(self._idle)
            self._idle = []
            if self._server is not None:
                self._server.end()
        for reader in busy:
            reader.end()  # whoever borrowed it sees it die, and lets go of it
        for reader in idle:
            reader.forget()

    def load(self) -> None:
        """Load what processes are forked from, where it is known that some are going to be."""
        with self._lock:
            self._check_open()
            self._have_server()

    def start(self, count: int) -> None:
        """Start processes before they are needed: they load while the run makes ready."""
        with self._lock:
            for _ in range(count - len(self._all)):
                self._idle.append(self._start())

    def begin(self, batches: Sequence[Batch], folder: Where, limits: Limits, *, workers: int) -> None:
        """Read these batches while the run makes ready, `workers` at a time; `build_batch` waits for them."""
        threads = ThreadPoolExecutor(workers)
        for batch in batches:
            relay = Relay()
            building = threads.submit(self._build_batch, batch, folder, limits, relay)
            self._begun[batch.place] = Begun(building, relay)
        threads.shutdown(wait=False)

    @contextmanager
    def _lend(self) -> Iterator[Reader]:
        with self._lock:
            self._check_open()
            reader = self._idle.pop() if self._idle else self._start()
        try:
            yield reader
        except BaseException:
            with self._lock:
                self._all.discard(reader)
            reader.forget()
            raise
        with self._lock:
            closed = self.closed
            if not closed:
                self._idle.append(reader)
        if closed:
            reader.forget()

    def _start(self) -> Reader:
        self._have_server()
        reader = Reader(self._server)
        self._all.add(reader)
        return reader

    def _have_server(self) -> None:
        if not CAN_FORK or (self._server is not None and not self._server.has_ended()):
            return
        if self._server is not None:
            self._server.end()
        self._server = ForkServer(_MODULE)

    def _check_open(self) -> None:
        if self.closed:
            raise DatasetError("the run was ended before all sources were read; what was finished is kept")

    def build_batch(
        self, batch: Batch, folder: Where, limits: Limits, tell: Callable[[Event], None]
    ) -> list[Entry]:
        """The entries of a batch, whatever its sources do to the process that reads them.

        A document that takes too long, or ends its process three times at the same step, is in quarantine;
        the rest of the batch is read again without it.

        Raises:
            OSError: the disk is full or the folder cannot be written.
            DatasetError: processes die and no document is to blame.
        """
        begun = self._begun.pop(batch.place, None)
        if begun is None:
            return self._build_batch(batch, folder, limits, tell)
        # from another thread: what tells is to find there what the caller has around it, a run of Prefect
        around = copy_context()
        begun.relay.pass_on(lambda event: around.run(tell, event))
        return begun.building.result()

    def _build_batch(
        self, batch: Batch, folder: Where, limits: Limits, tell: Callable[[Event], None]
    ) -> list[Entry]:
        known: dict[Step, ZhibiaoError] = {}
        deaths: Counter[Step] = Counter()
        in_a_row = 0
        tell = _tell_once(tell)
        while True:
            try:
                with self._lend() as reader:
                    return reader.build(Job(batch, folder, limits, known), tell)
            except ReaderDiedError as death:
                self._check_open()
                step = death.step
                if step is None:
                    in_a_row += 1
                    if in_a_row == MOST_DEATHS_IN_A_ROW:
                        raise DatasetError(
                            f"each process that was to read {batch.sources[0].name} and what follows "
                            f"{death.end}; what was finished is kept. Run again with fewer workers if memory "
                            "is short"
                        ) from death
                    continue
                in_a_row = 0
                deaths[step] += 1
                if death.timed_out:
                    known[step] = TimeLimitError(
                        f"{step.source}: {step.stage} took over {limits.seconds:g} s (document_seconds)"
                    )
                elif deaths[step] == MOST_DEATHS_AT_ONE_STEP:
                    known[step] = ProcessDiedError(
                        f"{step.source}: the process that was to {step.stage} it {death.end}"
                    )


_ready: ContextVar[Readers | None] = ContextVar("zhibiao_readers", default=None)


@contextmanager
def start_reading(readers: Readers, plan: Plan, settings: Settings) -> Iterator[None]:
    """Within the block, processes load and read the first batches, for `borrow_readers` to give out."""
    limits = Limits(settings.document_seconds, settings.document_memory_mb)
    readers.start(min(settings.workers, len(plan.batches)))
    begun = plan.batches[: BEGUN * settings.workers]
    readers.begin(begun, plan.folder, limits, workers=settings.workers)
    token = _ready.set(readers)
    try:
        yield
    finally:
        _ready.reset(token)


@contextmanager
def borrow_readers() -> Iterator[Readers]:
    """Reading processes that end with the block: those that were started before, or new ones."""
    ready = _ready.get()
    with Readers() if ready is None or ready.closed else ready as readers:
        yield readers


def _tell_once(tell: Callable[[Event], None]) -> Callable[[Event], None]:
    """Passes on each failure and each finished source once, however often its batch is tried."""
    told: set[Event] = set()

    def tell_new(event: Event) -> None:
        if isinstance(event, Failure | Finished) and event not in told:
            told.add(event)
            tell(event)

    return tell_new
