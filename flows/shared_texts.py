"""What the texts of a corpus share (共有文本): copies first, then passages; and answered targets.

Of all this practices need to know the copies alone, so that the rest can be found while they are: by a
process of its own. The rows are the same whoever finds them.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import BinaryIO

import pyarrow as pa

from corpora.copies import find_copies_among
from corpora.text_prints import TextPrints
from flows.answered_targets import answer_targets
from flows.child_processes import run_child
from flows.known_documents import KnownDocument, read_texts
from flows.loading import load_practices
from flows.reading_process import end_with
from flows.reused_passages import find_reuse
from outputs.corpus_tables import CopiedDocument, tabulate_reuse, tabulate_targets
from outputs.datasets import Dataset
from outputs.parquet_files import TableParts

Tables = Mapping[str, TableParts]


@dataclass(frozen=True, slots=True)
class SharedTexts:
    """What the texts of a corpus share.

    Attributes:
        copies: the documents that repeat another.
        read_tables: gives `reuse` and `targets`, by name; it waits for them where they are being found.
    """

    copies: list[CopiedDocument]
    read_tables: Callable[[], Tables]


@contextmanager
def find_here(dataset: Dataset, documents: Sequence[KnownDocument], folder: Path) -> Iterator[SharedTexts]:
    """What the documents share, found by this process.

    Args:
        dataset: with the batches of the whole corpus.
        documents: all of it.
        folder: for files that are gone after the block.
    """
    copies: list[CopiedDocument] = []
    with TemporaryFile(dir=folder) as quoted:
        tables = _find(dataset, documents, folder, quoted, copies.extend)
        yield SharedTexts(copies, lambda: tables)


@contextmanager
def find_beside(dataset: Dataset, documents: Sequence[KnownDocument], folder: Path) -> Iterator[SharedTexts]:
    """As find_here, by a process of its own that goes on while the block does something else.

    What that process does not bring to an end, this one does: it says what is wrong, if anything is.
    """
    with (
        TemporaryFile(dir=folder) as quoted,
        TemporaryDirectory(dir=folder) as place,
        run_child(
            "flows.shared_texts", _Task(dataset, documents, folder, Path(place)), os.getpid()
        ) as process,
    ):
        load_practices()
        assert process.stdout is not None
        try:
            copies = pickle.load(process.stdout)
        except (EOFError, pickle.UnpicklingError):
            copies = []
            tables = _find(dataset, documents, folder, quoted, copies.extend)
            yield SharedTexts(copies, lambda: tables)
            return

        def read_tables() -> Tables:
            if process.wait() != 0:
                return _find(dataset, documents, folder, quoted, lambda again: None)
            return {path.stem: _read_parts(path) for path in sorted(Path(place).iterdir())}

        yield SharedTexts(copies, read_tables)


def _find(
    dataset: Dataset,
    documents: Sequence[KnownDocument],
    folder: Path,
    quoted: BinaryIO,
    tell: Callable[[list[CopiedDocument]], None],
) -> Tables:
    """The tables; `quoted` holds words of theirs while they are written, and `tell` is told of the copies."""
    with TextPrints(folder=folder) as prints:
        _take_fingerprints(dataset, documents, prints)
        copies = find_document_copies(documents, prints)
        tell(copies)
        reuse = find_reuse(dataset, documents, copies, prints, quoted)
    return {**tabulate_reuse(reuse), **tabulate_targets(answer_targets(dataset, documents, copies))}


def _take_fingerprints(dataset: Dataset, documents: Sequence[KnownDocument], prints: TextPrints) -> None:
    """Add the texts of the documents to the prints, in their order."""
    place_of = {document.document_id: place for place, document in enumerate(documents)}
    places = []
    for document_id, text in read_texts(dataset):
        prints.add(text)
        places.append(place_of[document_id])
    prints.arrange(places)


def find_document_copies(documents: Sequence[KnownDocument], prints: TextPrints) -> list[CopiedDocument]:
    """Which documents repeat another of the corpus, the oldest and fullest that they repeat.

    A document that repeats a part of its own page and no other document is a copy as well.
    """
    found = {
        copy.document: (copy.original, copy.similarity)
        for copy in find_copies_among(
            prints,
            dates=[document.published for document in documents],
            periods=[document.period for document in documents],
        )
    }
    place_of = {document.document_id: place for place, document in enumerate(documents)}
    for place, document in enumerate(documents):
        if document.duplicate_of in place_of and place not in found:
            original = place_of[document.duplicate_of]
            original = found[original][0] if original in found else original
            if original != place:
                found[place] = (original, document.similarity or 0.0)
    return [
        CopiedDocument(documents[place].document_id, documents[original].document_id, round(similarity, 4))
        for place, (original, similarity) in sorted(found.items())
    ]


@dataclass(frozen=True, slots=True)
class _Task:
    """What the other process needs; its tables go to `place`."""

    dataset: Dataset
    documents: Sequence[KnownDocument]
    folder: Path
    place: Path


def main() -> None:
    """Do the task on stdin: copies go to stdout as soon as they are known, tables to their files."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the run ends this one
    threading.Thread(target=end_with, args=(int(sys.argv[1]),), daemon=True).start()
    task: _Task = pickle.load(sys.stdin.buffer)

    def say(copies: list[CopiedDocument]) -> None:
        pickle.dump(copies, sys.stdout.buffer)
        sys.stdout.buffer.flush()

    with TemporaryFile(dir=task.folder) as quoted:
        tables = _find(task.dataset, task.documents, task.folder, quoted, say)
        for name, table in tables.items():
            _write_parts(table, task.place / f"{name}.arrow")


def _write_parts(table: TableParts, path: Path) -> None:
    parts = iter([table] if isinstance(table, pa.Table) else table)
    first = next(parts)
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, first.schema) as stream:
        for part in chain([first], parts):
            stream.write_table(part)


def _read_parts(path: Path) -> Iterator[pa.Table]:
    """The parts of a table as they were written; where it has no rows, one part without any."""
    with pa.OSFile(str(path), "rb") as file, pa.ipc.open_stream(file) as stream:
        first = next(stream, None)
        if first is None:
            yield stream.schema.empty_table()
            return
        for part in chain([first], stream):
            yield pa.Table.from_batches([part])
