"""The tables that take the whole corpus (跨文档的表): copies, reuse, practices, themes and targets.

They are worked out again only when a document changed. Texts come from disk a batch at a time; what stays of
each is its fingerprint, some 3 KB for a report of 4,000 characters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

import pyarrow.compute as pc

from corpora.copies import find_copies_among
from corpora.shared_passages import SharedPassage, find_passages_among
from corpora.text_prints import TextPrints
from flows.known_documents import KnownDocument, StreamedMeasures, read_documents
from flows.plans import Plan
from outputs.corpus_tables import (
    CopiedDocument,
    ReusedPassage,
    make_empty_corpus_tables,
    tabulate_copies,
    tabulate_practices,
    tabulate_reuse,
    tabulate_targets,
)
from outputs.datasets import Dataset
from outputs.folders import UNFINISHED
from outputs.ledgers import Entry, Ledger, write_folder
from outputs.parquet_files import TableParts

if TYPE_CHECKING:
    from extractors.targets import StatedIndicator


def write_corpus_tables(plan: Plan, entries: Sequence[Entry]) -> str:
    """The folder, relative to the dataset, of the tables that take the whole corpus.

    They are worked out only where the corpus is one that they were not worked out for yet.

    Raises:
        OSError: the disk is full or the folder cannot be written.
        DatasetError: a batch is missing or damaged.
    """
    rows_of = "\0".join(f"{entry.source}\0{entry.content}\0{entry.batch}" for entry in entries)
    place = f"{plan.rules}/corpus/{sha256(rows_of.encode()).hexdigest()[:32]}"
    if not plan.folder.has_folder(place, make_empty_corpus_tables().keys()):
        dataset = Dataset(plan.folder, Ledger(tuple(entries)))
        folder = plan.folder.state / UNFINISHED
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder) as scratch:
            write_folder(plan.folder, place, build_corpus_tables(dataset, folder, scratch))
    return place


def build_corpus_tables(dataset: Dataset, folder: Path, scratch: BinaryIO) -> dict[str, TableParts]:
    """All tables of the "corpus" scope, and what is joined to others on reading, by name.

    Args:
        dataset: with the batches of the whole corpus.
        folder: for files that are gone when this is done.
        scratch: an empty file, open while the tables are written.
    """
    from extractors.practices import build_practices
    from extractors.targets import find_targets

    documents = read_documents(dataset)
    with TextPrints(folder=folder) as prints:
        _take_fingerprints(dataset, documents, prints)
        copies = find_document_copies(documents, prints)
        reuse = find_reuse(dataset, documents, copies, prints)
    practices = build_practices(StreamedMeasures(dataset, documents, copies), scratch=scratch)
    return {
        **make_empty_corpus_tables(),
        **tabulate_copies(copies),
        **tabulate_reuse(reuse),
        **tabulate_practices(practices),
        **tabulate_targets(find_targets(*_stream_indicators(dataset, documents, copies))),
    }


def _take_fingerprints(dataset: Dataset, documents: Sequence[KnownDocument], prints: TextPrints) -> None:
    """Add the texts of the documents to the prints, in their order."""
    place_of = {document.document_id: place for place, document in enumerate(documents)}
    places = []
    for document_id, text in _stream_texts(dataset):
        prints.add(text)
        places.append(place_of[document_id])
    prints.arrange(places)


def _stream_texts(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Document_id and text of every document, one batch's at a time in memory, in no order."""
    for rows in dataset.iterate_batches("documents", columns=["document_id", "text"]):
        yield from zip(rows["document_id"].to_pylist(), rows["text"].to_pylist(), strict=True)


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


def find_reuse(
    dataset: Dataset,
    documents: Sequence[KnownDocument],
    copies: Iterable[CopiedDocument],
    prints: TextPrints,
) -> list[ReusedPassage]:
    """The passages that documents share which are no copies of one another, in the order of the documents.

    Of copies that are the same word for word one is looked at, the original where it is among them.
    """
    place_of = {document.document_id: place for place, document in enumerate(documents)}
    families = list(range(len(documents)))
    for copy in copies:
        families[place_of[copy.document_id]] = place_of[copy.duplicate_of]
    # originals stand before their copies
    order = sorted(range(len(documents)), key=lambda place: (families[place] != place, place))
    firsts: dict[tuple[int, bytes], int] = {}
    for place in order:
        firsts.setdefault((families[place], prints.digests[place]), place)
    passages = find_passages_among(
        prints,
        dates=[document.published for document in documents],
        kin=families,
        left_out=set(order) - set(firsts.values()),
    )
    in_order = sorted(passages, key=lambda row: (row.second, row.second_start, row.first, row.first_start))
    return _quote_passages(dataset, documents, in_order)


def _quote_passages(
    dataset: Dataset, documents: Sequence[KnownDocument], passages: Sequence[SharedPassage]
) -> list[ReusedPassage]:
    """The passages as rows of `reuse`, with their words."""
    asked: dict[str, list[int]] = defaultdict(list)
    for n, passage in enumerate(passages):
        asked[documents[passage.second].document_id].append(n)
    quoted: dict[int, str] = {}
    for document_id, text in _stream_texts(dataset) if asked else ():
        for n in asked.get(document_id, ()):
            quoted[n] = text[passages[n].second_start : passages[n].second_end]
    rows = []
    for n, passage in enumerate(passages):
        one, other = documents[passage.first], documents[passage.second]
        rows.append(
            ReusedPassage(
                document_id=other.document_id,
                text_start=passage.second_start,
                text_end=passage.second_end,
                other_document_id=one.document_id,
                other_text_start=passage.first_start,
                other_text_end=passage.first_end,
                chars=passage.chars,
                containment=round(passage.containment, 4),
                older=_tell_older(one, other),
                text=quoted[n],
            )
        )
    return rows


def _tell_older(one: KnownDocument, other: KnownDocument) -> str | None:
    if one.published is None or other.published is None or one.published == other.published:
        return None
    return min((one, other), key=lambda document: document.published or "").document_id


STATED = {
    "indicator_id": "indicator_id", "document_id": "document_id", "subject": "subject", "kind": "kind",
    "unit_norm": "unit_norm", "direction": "direction", "per": "per", "status": "status", "bound": "bound",
    "value": "value_norm", "value_max": "value_max_norm", "period_start": "period_start",
    "period_end": "period_end",
}  # fmt: skip


def _stream_indicators(
    dataset: Dataset, documents: Sequence[KnownDocument], copies: Iterable[CopiedDocument]
) -> tuple[Iterator[StatedIndicator], Iterator[StatedIndicator]]:
    """The indicators of targets and those of outcomes, of reports that are no copies, a batch's at a time."""
    left_out = {copy.document_id for copy in copies}
    known = {document.document_id: document for document in documents if document.document_id not in left_out}
    return _stream_stated(dataset, known, "planned"), _stream_stated(dataset, known, "actual")


def _stream_stated(
    dataset: Dataset, known: Mapping[str, KnownDocument], status: str
) -> Iterator[StatedIndicator]:
    from extractors.targets import StatedIndicator

    for rows in dataset.iterate_batches("indicators", columns=list(STATED.values())):
        asked = rows.filter(pc.equal(rows["status"], status))
        for row in asked.rename_columns(list(STATED)).to_pylist():
            if (document := known.get(row["document_id"])) is not None:
                reported = document.period_end or document.published
                yield StatedIndicator(organisation=document.org, reported=reported, **row)
