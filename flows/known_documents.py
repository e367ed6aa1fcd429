"""What the corpus-wide stages know of each document (文档概要), and who stands behind its measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from outputs.corpus_tables import CopiedDocument
from outputs.datasets import Dataset

if TYPE_CHECKING:
    from extractors.practices import SharedMeasure

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
    return [KnownDocument(*row) for row in zip(*(rows[name].to_pylist() for name in columns), strict=True)]


def list_shared_measures(
    dataset: Dataset, documents: Sequence[KnownDocument], copies: Iterable[CopiedDocument]
) -> list[SharedMeasure]:
    """The measures of a dataset, each with the organisation and the document that stand behind it.

    A copy's are its original's: who puts up another's report has not done what it says. Where a copy is a
    part of its original, as a report in a compilation, what both say is the part's.
    """
    from extractors.clause_vectors import normalize_clause
    from extractors.practices import SharedMeasure

    owners = _Owners(documents, copies)
    rows = dataset.read_table("measures", columns=["measure_id", "document_id", "text", "name"])
    columns = [rows[name].to_pylist() for name in rows.column_names]
    said_in_parts: dict[tuple[str, str], KnownDocument] = {}
    for _, document_id, text, _ in zip(*columns, strict=True):
        if (root := owners.part_of.get(document_id)) is not None:
            said_in_parts.setdefault((root, normalize_clause(text)), owners.find(document_id))
    measures = []
    for measure_id, document_id, text, name in zip(*columns, strict=True):
        owner = owners.find(document_id)
        if owner.document_id in owners.has_parts:
            owner = said_in_parts.get((owner.document_id, normalize_clause(text)), owner)
        measures.append(
            SharedMeasure(measure_id, text, name, owner.org, owners.periods[document_id], owner.document_id)
        )
    return measures


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
