"""The tables that take the whole corpus (跨文档的表): copies, reuse, practices, themes and targets.

They are worked out again only when a document changed; a practice that keeps most of its members keeps the
practice_id that it had. Texts, measures and indicators come from disk a batch at a time, and what is found
goes back there in parts; of a document some 500 bytes are held, of a member of a practice some 200.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from corpora.copies import find_copies_among
from corpora.text_prints import TextPrints
from flows.answered_targets import answer_targets
from flows.known_documents import (
    KnownDocument,
    StreamedMeasures,
    read_documents,
    read_practices,
    read_texts,
)
from flows.plans import Plan
from flows.reused_passages import find_reuse
from outputs.corpus_tables import (
    CopiedDocument,
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


def write_corpus_tables(plan: Plan, entries: Sequence[Entry]) -> str:
    """The folder, relative to the dataset, of the tables that take the whole corpus.

    They are worked out only where the corpus is one that they were not worked out for yet. They follow the
    dataset's last state, from which the practices have their ids, and so does the folder's name: a run that
    takes up where a killed one ended gives the same.

    Raises:
        OSError: the disk is full or the folder cannot be written.
        DatasetError: a batch is missing or damaged.
    """
    last = plan.ledger
    files = make_empty_corpus_tables().keys()
    rows_of = _name_rows(entries)
    if (
        last.corpus.startswith(f"{plan.rules}/")
        and rows_of == _name_rows(last.entries)
        and plan.folder.has_folder(last.corpus, files)
    ):
        return last.corpus
    key = sha256(f"{rows_of}\0\0{last.corpus}".encode()).hexdigest()[:32]
    place = f"{plan.rules}/corpus/{key}"
    if not plan.folder.has_folder(place, files):
        dataset = Dataset(plan.folder, Ledger(tuple(entries)))
        folder = plan.folder.state / UNFINISHED
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder) as found, TemporaryFile(dir=folder) as quoted:
            previous = read_practices(Dataset(plan.folder, last))
            tables = build_corpus_tables(dataset, folder, found, quoted, previous=previous)
            write_folder(plan.folder, place, tables)
    return place


def _name_rows(entries: Iterable[Entry]) -> str:
    """Which rows the sources have: equal for the same ones."""
    return "\0".join(f"{entry.source}\0{entry.content}\0{entry.batch}" for entry in entries)


def build_corpus_tables(
    dataset: Dataset,
    folder: Path,
    found: BinaryIO,
    quoted: BinaryIO,
    *,
    previous: Mapping[str, str] | None = None,
) -> dict[str, TableParts]:
    """All tables of the "corpus" scope, and what is joined to others on reading, by name.

    Args:
        dataset: with the batches of the whole corpus.
        folder: for files that are gone when this is done.
        found: an empty file for the practice of each measure, open while the tables are written.
        quoted: as that, for the words of the passages that are shared.
        previous: practice_id of each measure_id in the dataset's last state.
    """
    from extractors.practices import build_practices

    documents = read_documents(dataset)
    with TextPrints(folder=folder) as prints:
        _take_fingerprints(dataset, documents, prints)
        copies = find_document_copies(documents, prints)
        reuse = find_reuse(dataset, documents, copies, prints, quoted)
    practices = build_practices(
        StreamedMeasures(dataset, documents, copies), previous=previous, scratch=found
    )
    return {
        **make_empty_corpus_tables(),
        **tabulate_copies(copies),
        **tabulate_reuse(reuse),
        **tabulate_practices(practices),
        **tabulate_targets(answer_targets(dataset, documents, copies)),
    }


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
