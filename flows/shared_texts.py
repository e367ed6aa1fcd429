"""What the texts of a corpus share (共有文本): copies first, then passages; and answered targets.

Of all this practices need to know the copies alone, and these not before measures have been compared: it can
be found meanwhile, by a process of its own. The rows are the same whoever finds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import BinaryIO

import pyarrow as pa

from corpora.copies import find_copies_among
from corpora.text_prints import TextPrints
from flows.answered_targets import answer_targets
from flows.known_documents import KnownDocument, read_texts
from flows.reused_passages import Found, find_reuse, note_passages
from flows.second_process import SecondProcess, SecondProcessError, go_on_at_leisure
from outputs.corpus_tables import CopiedDocument, tabulate_reuse, tabulate_targets
from outputs.datasets import Dataset
from outputs.folders import UNFINISHED, Folder
from outputs.ledgers import Entry, Ledger
from outputs.parquet_files import TableParts

Tables = Mapping[str, TableParts]


@dataclass(frozen=True, slots=True)
class SharedTexts:
    """What the texts of a corpus share.

    Attributes:
        read_copies: gives the documents that repeat another.
        read_tables: gives `reuse` and `targets`, by name; both wait where these are being found.
    """

    read_copies: Callable[[], list[CopiedDocument]]
    read_tables: Callable[[], Tables]


@contextmanager
def find_here(dataset: Dataset, documents: Sequence[KnownDocument], folder: Path) -> Iterator[SharedTexts]:
    """What the documents share, found by this process.

    Args:
        dataset: with the batches of the whole corpus.
        documents: all of it.
        folder: for files that are gone after the block.
    """
    with TemporaryFile(dir=folder) as quoted:
        copies, tables = _find_all(dataset, documents, folder, quoted)
        yield SharedTexts(lambda: copies, lambda: tables)


@contextmanager
def find_beside(
    dataset: Dataset, documents: Sequence[KnownDocument], folder: Path, beside: SecondProcess
) -> Iterator[SharedTexts]:
    """As find_here, by another process that goes on while the block does something else.

    What that process does not bring to an end, this one does: it says what is wrong, if anything is.
    """
    with TemporaryFile(dir=folder) as quoted, TemporaryDirectory(dir=folder) as place:
        begun = beside.call(_begin_search, dataset, documents, folder, Path(place))

        @cache
        def find_all() -> tuple[list[CopiedDocument], Tables]:
            return _find_all(dataset, documents, folder, quoted)

        def read_copies() -> list[CopiedDocument]:
            try:
                return begun.result()
            except SecondProcessError:
                return find_all()[0]

        def read_tables() -> Tables:
            try:
                beside.call(_end_search).result()
            except SecondProcessError:
                return find_all()[1]
            return {path.stem: _read_parts(path) for path in sorted(Path(place).iterdir())}

        yield SharedTexts(read_copies, read_tables)


def print_ahead(beside: SecondProcess, folder: Folder, entries: Sequence[Entry]) -> None:
    """Have the process beside take the fingerprints of the texts of a batch while others are read."""
    beside.call(_print_there, Dataset(folder, Ledger(tuple(entries))), folder.state / UNFINISHED)


def _find_all(
    dataset: Dataset, documents: Sequence[KnownDocument], folder: Path, quoted: BinaryIO
) -> tuple[list[CopiedDocument], Tables]:
    """The copies, and `reuse` and `targets`, the words of passages in the empty file `quoted`."""
    with _find_copies(dataset, documents, folder) as (copies, prints):
        noted = note_passages(documents, copies, prints)
        return copies, dict(_tabulate(dataset, documents, copies, noted, quoted))


@contextmanager
def _find_copies(
    dataset: Dataset, documents: Sequence[KnownDocument], folder: Path, ahead: _Printed | None = None
) -> Iterator[tuple[list[CopiedDocument], TextPrints]]:
    """The documents that repeat another, and the prints of all texts, of which some were taken ahead."""
    place_of = {document.document_id: place for place, document in enumerate(documents)}
    if ahead is None or not place_of.keys() >= set(ahead.document_ids):
        ahead = _Printed(TextPrints(folder=folder))
    with ahead.prints as prints:
        ahead.add(dataset)
        prints.arrange([place_of[document_id] for document_id in ahead.document_ids])
        yield find_document_copies(documents, prints), prints


@dataclass(slots=True)
class _Printed:
    """Texts whose fingerprints were taken.

    Attributes:
        prints: of them.
        document_ids: whose they are, in the order in which they were taken.
        sources: that they come from, each with its batch.
    """

    prints: TextPrints
    document_ids: list[str] = field(default_factory=list)
    sources: set[tuple[str, str]] = field(default_factory=set)

    def add(self, dataset: Dataset) -> None:
        """Take those of the dataset's texts that are not among them."""
        new = {(entry.source, entry.batch): entry for entry in dataset.ledger.entries}
        new = {source: entry for source, entry in new.items() if source not in self.sources}
        for document_id, text in read_texts(Dataset(dataset.folder, Ledger(tuple(new.values())))):
            self.prints.add(text)
            self.document_ids.append(document_id)
        self.sources.update(new)


def _tabulate(
    dataset: Dataset,
    documents: Sequence[KnownDocument],
    copies: list[CopiedDocument],
    noted: Iterable[Found],
    quoted: BinaryIO,
) -> Iterator[tuple[str, TableParts]]:
    """The tables `reuse` and `targets` by name; `quoted` holds words of theirs while they are written."""
    yield from tabulate_reuse(find_reuse(dataset, documents, noted, quoted)).items()
    yield from tabulate_targets(answer_targets(dataset, documents, copies)).items()


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


def _search(
    dataset: Dataset, documents: Sequence[KnownDocument], folder: Path, place: Path, ahead: _Printed | None
) -> Iterator[list[CopiedDocument]]:
    """Gives the copies, and again after each step of what follows: the tables go to files in `place`."""
    with (
        _find_copies(dataset, documents, folder, ahead) as (copies, prints),
        TemporaryFile(dir=folder) as quoted,
    ):
        yield copies
        noted = []
        for some in note_passages(documents, copies, prints):
            noted.append(some)
            yield copies
        for name, table in _tabulate(dataset, documents, copies, noted, quoted):
            for _ in _write_parts(table, place / f"{name}.arrow"):
                yield copies


# in the process beside: what was printed ahead, and what has been begun
_printed: list[_Printed] = []
_searches: list[Iterator[list[CopiedDocument]]] = []


def _print_there(dataset: Dataset, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    ahead = _printed.pop() if _printed else _Printed(TextPrints(folder=folder))
    ahead.add(dataset)  # where that fails, all that was taken is let go of
    _printed.append(ahead)


def _begin_search(
    dataset: Dataset, documents: Sequence[KnownDocument], folder: Path, place: Path
) -> list[CopiedDocument]:
    search = _search(dataset, documents, folder, place, _printed.pop() if _printed else None)
    copies = next(search)
    _searches.append(search)
    go_on_at_leisure(search)
    return copies


def _end_search() -> None:
    for _ in _searches.pop():
        pass


def _write_parts(table: TableParts, path: Path) -> Iterator[None]:
    parts = iter([table] if isinstance(table, pa.Table) else table)
    first = next(parts)
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, first.schema) as stream:
        for part in chain([first], parts):
            stream.write_table(part)
            yield


def _read_parts(path: Path) -> Iterator[pa.Table]:
    """The parts of a table as they were written; where it has no rows, one part without any."""
    with pa.OSFile(str(path), "rb") as file, pa.ipc.open_stream(file) as stream:
        first = next(stream, None)
        if first is None:
            yield stream.schema.empty_table()
            return
        for part in chain([first], stream):
            yield pa.Table.from_batches([part])
