"""A batch in a process of its own (单独处理), for a source that may end the process that reads it."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path

from corpora.errors import ZhibiaoError
from flows.plans import Batch
from outputs.ledgers import COUNTED, MANIFEST, Entry, read_manifest, write_entries, write_folder
from outputs.tables import join_tables, tabulate_failure


class ProcessDiedError(ZhibiaoError):
    """The process that read a source ended before it was done."""


def build_batch_alone(batch: Batch, folder: Path) -> list[Entry]:
    """The entries of a batch of one source; where its process dies, the source is in quarantine.

    Raises:
        OSError: the disk is full or the folder cannot be written.
    """
    # as this process finds its modules, and never from the folder where it was started
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run(
        [sys.executable, "-P", "-c", "from flows.build_alone import main; main()"],
        input=pickle.dumps((batch, folder.resolve())),
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    if (folder / batch.place).is_dir():
        return read_manifest(folder / batch.place)
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return _quarantine(batch, folder, _explain_end(done.returncode, said[-1] if said else ""))


def _explain_end(status: int, said: str) -> str:
    if status == -signal.SIGKILL:
        return "was killed (out of memory?)"
    if status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return f"ended with status {status}" + (f": {said}" if said else "")


def _quarantine(batch: Batch, folder: Path, end: str) -> list[Entry]:
    (source,), (content,) = batch.sources, batch.contents
    error = ProcessDiedError(f"{source.name}: the process that read it {end}")
    tables = join_tables([{"quarantine": tabulate_failure(source.name, 0, stage="read", error=error)}])
    entry = Entry(source.name, content, batch.place, tuple(tables[name].num_rows for name in COUNTED))
    write_folder(folder, batch.place, {**tables, MANIFEST: write_entries([entry])})
    return [entry]


def main() -> None:
    """Build the batch that stands on stdin, in the process that was started for it."""
    from flows.batches import build_batch
    from flows.worker_processes import follow_parent

    follow_parent()
    batch, folder = pickle.load(sys.stdin.buffer)
    build_batch(batch, folder)
