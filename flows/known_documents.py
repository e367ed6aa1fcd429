"""What the corpus-wide stages know of each document (文档概要), and who stands behind its measures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from hashlib import blake2b
from typing import TYPE_CHECKING

from outputs.corpus_tables import CopiedDocument
from outputs.datasets import Dataset

if TYPE_CHECKING:
    from extractors.practices import SharedMeasure
    from extractors.shared_measures import MeasureColumns

# a copy of less than this share of its original's length is a part of it, such as a report of a compilation
LEAST_OF_WHOLE = 0.8


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What the corpus-wide stages need of a document beside its text.

    Attributes:
        document_id, org, period, period_end, published, n_chars: as in the table `documents`.
        duplicate_of, similarity: the document of its own source that it repeats.
    """

    document_id: str
    org: str | None
    period: str | None
    period_end: str | None
    published: str | None
    n_chars: int
    duplicate_of: str | None
    similarity: float | None


def read_documents(dataset: Dataset) -> list[KnownDocument]:
    """Every document of a dataset, in the order of the table."""
    columns = list(KnownDocument.__dataclass_fields__)
    rows = dataset.read_table("documents", columns=columns)
    known: dict[object, object] = {}  # one organisation or day stands in many documents, and is held once
    cells = ([known.setdefault(cell, cell) for cell in rows[name].to_pylist()] for name in columns)
    return [KnownDocument(*row) for row in zip(*cells, strict=True)]


def read_texts(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Document_id and text of every document, one batch's at a time in memory, in no order."""
    for rows in dataset.iterate_batches("documents", columns=["document_id", "text"]):
        yield from zip(rows["document_id"].to_pylist(), rows["text"].to_pylist(), strict=True)


def read_practices(dataset: Dataset) -> dict[str, str]:
    """The practice_id of each measure_id that belongs to a practice, some 200 bytes a measure."""
    if (rows := dataset.read_joined("measures")) is None:
        return {}
    known: dict[str, str] = {}  # the id of a practice stands at each of its members, and is held once
    ids = (known.setdefault(practice, practice) for practice in rows["practice_id"].to_pylist())
    return dict(zip(rows["measure_id"].to_pylist(), ids, strict=True))


class StreamedMeasures(Iterable["SharedMeasure"]):
    """The measures of a dataset, each with the organisation and the document that stand behind it.

    They are read from disk anew for each iteration, one batch's at a time in memory.

    A copy's are its original's: who puts up another's report has not done what it says. Where a copy is a
    part of its original, as a report in a compilation, what both say is the part's.
    """

    def __init__(
        self,
        dataset: Dataset,
        documents: Sequence[KnownDocument],
        read_copies: Callable[[], Iterable[CopiedDocument]],
    ) -> None:
        """Of a dataset, all whose documents are given; it is asked which are copies when that is needed."""
        self._dataset = dataset
        self._documents = documents
        self._read_copies = read_copies
        # the first of the documents that are part of another and say the same
        self._said_in_parts: dict[bytes, int] = {}

    @property
    def columns(self) -> MeasureColumns:
        """Some of them by themselves: who stands behind each depends on what is a copy, the others do not."""
        from extractors.shared_measures import MeasureColumns

        texts, ids = partial(self._read_one, "text"), partial(self._read_one, "measure_id")
        return MeasureColumns(texts, self._read_owners, ids)

    def _read_one(self, column: str) -> Iterator[str]:
        return (cell for (cell,) in self._read(column))

    @cached_property
    def _owners(self) -> _Owners:
        owners = _Owners(self._documents, self._read_copies())
        if owners.part_of:
            self._note_parts(owners)
        return owners

    def __iter__(self) -> Iterator[SharedMeasure]:
        from extractors.practices import SharedMeasure

        periods = self._owners.periods
        for measure_id, document_id, text, name in self._read("measure_id", "document_id", "text", "name"):
            owner = self._find_owner(document_id, text)
            yield SharedMeasure(measure_id, text, name, owner.org, periods[document_id], owner.document_id)

    def _read_owners(self) -> Iterator[str | None]:
        for document_id, text in self._read("document_id", "text"):
            owner = self._find_owner(document_id, text)
            yield owner.org or owner.document_id

    def _find_owner(self, document_id: str, text: str) -> KnownDocument:
        """Which document stands behind what one says."""
        owners = self._owners
        owner = owners.find(document_id)
        if owner.document_id in owners.has_parts:
            part = self._said_in_parts.get(_digest(owner.document_id, text))
            owner = owner if part is None else owners.find(self._documents[part].document_id)
        return owner

    def _note_parts(self, owners: _Owners) -> None:
        place_of = {document.document_id: place for place, document in enumerate(self._documents)}
        for document_id, text in self._read("document_id", "text"):
            if (root := owners.part_of.get(document_id)) is not None:
                said, place = _digest(root, text), place_of[document_id]
                self._said_in_parts[said] = min(place, self._said_in_parts.get(said, place))

    def _read(self, *columns: str) -> Iterator[tuple[str, ...]]:
        for rows in self._dataset.iterate_batches("measures", columns=columns):
            yield from zip(*(rows[name].to_pylist() for name in columns), strict=True)


def _digest(document_id: str, text: str) -> bytes:
    """16 bytes for what a document says, whatever its counts and marks."""
    from extractors.clause_vectors import normalize_clause

    return blake2b(f"{document_id}\0{normalize_clause(text)}".encode(), digest_size=16).digest()


class _Owners:
    """Which document stands for each, with the organisation that the whole family knows."""

    def __init__(self, documents: Sequence[KnownDocument], copies: Iterable[CopiedDocument]) -> None:
        self._stands_for = {document.document_id: document for document in documents}
        self.periods = {document.document_id: document.period for document in documents}
        self.part_of: dict[str, str] = {}
        known = dict(self._stands_for)
        wholes: list[CopiedDocument] = []
        for copy in copies:
            one, original = known[copy.document_id], known[copy.duplicate_of]
            if one.org is not None and one.n_chars < LEAST_OF_WHOLE * original.n_chars:
                self.part_of[copy.document_id] = copy.duplicate_of
            else:
                wholes.append(copy)
        for copy in wholes:
            original = self._stands_for[copy.duplicate_of]
            if original.org is None:
                named = replace(original, org=known[copy.document_id].org)
                self._stands_for[copy.duplicate_of] = named
        for copy in wholes:
            self._stands_for[copy.document_id] = self._stands_for[copy.duplicate_of]
        self.has_parts = frozenset(self.part_of.values())

    def find(self, document_id: str) -> KnownDocument:
        """The document that stands for one."""
        return self._stands_for[document_id]
