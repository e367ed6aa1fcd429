"""Batches of sources (批次): read, cleaned, extracted and written to the dataset together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa

from corpora.cleaning import clean
from corpora.documents import Document, Removed, Source
from corpora.errors import ReadError
from corpora.readers import read
from extractors.pipeline import extract
from flows.plans import Batch
from flows.suspects import note_sources
from outputs.ledgers import COUNTED, MANIFEST, Entry, write_entries, write_folder
from outputs.tables import join_tables, tabulate_document, tabulate_failure, tabulate_removed

Tables = dict[str, pa.Table]


def build_batch(batch: Batch, folder: Path, *, report: Callable[[], None] | None = None) -> list[Entry]:
    """The entries of the batch's sources; its tables are in the dataset afterwards, under no ledger yet.

    Nothing that a source holds can make the batch fail: what cannot be read, cleaned, extracted or written
    becomes a row of `quarantine`, and all else lands.

    Args:
        batch: what to do.
        folder: of the dataset.
        report: called after each source.

    Raises:
        OSError: the disk is full or the folder cannot be written.
    """
    entries: list[Entry] = []
    parts: list[Tables] = []
    with note_sources(folder) as note:
        for source, content in zip(batch.sources, batch.contents, strict=True):
            note(source.name)
            tables = tabulate_source(source)
            counts = tuple(tables[name].num_rows for name in COUNTED)
            entries.append(Entry(source.name, content, batch.place, counts))
            parts.append(tables)
            if report is not None:
                report()
    write_folder(folder, batch.place, {**join_tables(parts), MANIFEST: write_entries(entries)})
    return entries


def tabulate_source(source: Source) -> Tables:
    """All tables of one source; its failures are in `quarantine`."""
    failures: list[pa.Table] = []

    def quarantine(stage: str, error: Exception, document_id: str | None = None) -> None:
        failures.append(
            tabulate_failure(source.name, len(failures), stage=stage, error=error, document_id=document_id)
        )

    documents, removed = _read_and_clean(source, quarantine)
    parts = list(_tabulate_documents(documents, quarantine))
    for name, stretches in removed.items():
        try:
            parts.append({"removed": tabulate_removed(name, stretches)})
        except ValueError as error:
            quarantine("write", error)
    return join_tables([*parts, *({"quarantine": failure} for failure in failures)])


Quarantine = Callable[..., None]


def _read_and_clean(
    source: Source, quarantine: Quarantine
) -> tuple[list[Document], dict[str, list[Removed]]]:
    """The documents of a source, and what was cut by the name of the file: an archive holds several."""
    documents: list[Document] = []
    removed: dict[str, list[Removed]] = {source.name: []}
    records: list[ReadError] = []
    try:
        for reading in read(source, failures=records):
            try:
                cleaned = clean(reading, first_part=len(documents))
            except Exception as error:  # a page of any shape: our defect costs this reading, not the source
                quarantine("clean", error)
                continue
            documents += cleaned.documents
            removed.setdefault(reading.source.name, []).extend(cleaned.removed)
    except Exception as error:
        quarantine("read", error)
    for record in records:
        quarantine("read", record)
    return documents, removed


def _tabulate_documents(documents: list[Document], quarantine: Quarantine) -> Iterator[Tables]:
    for document in documents:
        stage = "extract"
        try:
            extraction = extract(document)
            stage = "write"
            yield tabulate_document(
                document,
                sections=extraction.sections,
                indicators=extraction.indicators,
                measures=extraction.measures,
                checks=extraction.checks,
            )
        except Exception as error:
            quarantine(stage, error, document.document_id)
            try:  # the text is worth keeping even where its records are not to be had
                yield tabulate_document(document)
            except ValueError as text_error:
                quarantine("write", text_error, document.document_id)
