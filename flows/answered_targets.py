"""The targets of a corpus and the outcomes that answer them (目标与结果), read from disk a part at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from zlib import crc32

import pyarrow as pa
import pyarrow.compute as pc

from flows.known_documents import KnownDocument
from outputs.corpus_tables import CopiedDocument
from outputs.datasets import Dataset

if TYPE_CHECKING:
    from extractors.targets import StatedIndicator, Target

STATED = {
    "indicator_id": "indicator_id", "document_id": "document_id", "subject": "subject", "kind": "kind",
    "unit_norm": "unit_norm", "direction": "direction", "per": "per", "status": "status", "bound": "bound",
    "value": "value_norm", "value_max": "value_max_norm", "period_start": "period_start",
    "period_end": "period_end",
}  # fmt: skip
# indicators of targets that are held at once, some 1 KB each
_HELD = 100_000
_BLANKS = re.compile(r"\s")


def answer_targets(
    dataset: Dataset,
    documents: Sequence[KnownDocument],
    copies: Iterable[CopiedDocument],
    *,
    held: int = _HELD,
) -> list[Target]:
    """Each target of reports that are no copies with the outcome that answers it, in the order of their keys.

    An outcome is of the organisation that set the target: where there are too many targets to hold, the
    organisations are gone through in parts.

    Args:
        dataset: with the batches of the whole corpus.
        documents: all of it.
        copies: those of them that are copies.
        held: about how many indicators of targets are held at once.
    """
    from extractors.targets import find_targets

    left_out = {copy.document_id for copy in copies}
    parts = _count_planned(dataset) // held + 1
    known: list[dict[str, KnownDocument]] = [{} for _ in range(parts)]
    for document in documents:
        if document.org is not None and document.document_id not in left_out:
            part = crc32(_BLANKS.sub("", document.org).encode()) % parts
            known[part][document.document_id] = document
    found: list[Target] = []
    for some in known:
        planned, actual = (_stream_stated(dataset, some, status) for status in ("planned", "actual"))
        found.extend(find_targets(planned, actual))
    return sorted(found, key=lambda target: target.planned)


def _count_planned(dataset: Dataset) -> int:
    batches = dataset.iterate_batches("indicators", columns=["status"])
    return sum(pc.sum(pc.equal(rows["status"], "planned")).as_py() or 0 for rows in batches)


def _stream_stated(
    dataset: Dataset, known: Mapping[str, KnownDocument], status: str
) -> Iterator[StatedIndicator]:
    """The indicators of one status of these documents, a batch's at a time."""
    from extractors.targets import StatedIndicator

    ids = pa.array(known, pa.large_string())
    for rows in dataset.iterate_batches("indicators", columns=list(STATED.values())):
        asked = rows.filter(pc.equal(rows["status"], status))
        asked = asked.filter(pc.is_in(asked["document_id"], ids))
        for row in asked.rename_columns(list(STATED)).to_pylist():
            document = known[row["document_id"]]
            reported = document.period_end or document.published
            yield StatedIndicator(organisation=document.org, reported=reported, **row)
