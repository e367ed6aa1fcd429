"""Batches of sources (批次): read, cleaned, extracted and written to the dataset together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

import pyarrow as pa

from corpora.cleaning import clean, read_lines
from corpora.documents import Document, Reading, Removed, Source
from corpora.errors import FetchError, ReadError
from corpora.lines import Line
from corpora.readers import read
from corpora.site_templates import pair_with_templates
from extractors.pipeline import extract
from flows.fetch import never_came
from flows.plans import Batch
from flows.steps import Failure, Finished, MemoryLimitError, Watch
from outputs.folders import Where, open_folder
from outputs.ledgers import COUNTED, Entry, write_entries, write_folder
from outputs.remote_folders import MANIFEST
from outputs.tables import join_tables, tabulate_document, tabulate_failure, tabulate_removed

Tables = dict[str, pa.Table]
Quarantine = Callable[..., None]

UNWATCHED = Watch()


def build_batch(batch: Batch, folder: Where, watch: Watch = UNWATCHED) -> list[Entry]:
    """The entries of the batch's sources; its tables are in the dataset afterwards, under no ledger yet.

    Nothing that a source holds can make the batch fail: what cannot be read, cleaned, extracted or written
    becomes a row of `quarantine`, and all else lands.

    Args:
        batch: what to do.
        folder: of the dataset.
        watch: who is told of each step.

    Raises:
        OSError: the disk is full or the folder cannot be written.
        DatasetError: the storage of a remote dataset cannot be reached.
    """
    opened = open_folder(folder)
    place = opened.choose_place(batch.place)
    entries: list[Entry] = []
    parts: list[Tables] = []
    each = zip(batch.sources, batch.contents, batch.templates, batch.failures, strict=True)
    for source, content, template, failure in each:
        tables = tabulate_source(source, watch, template=template, failure=failure)
        counts = tuple(tables[name].num_rows for name in COUNTED)
        entries.append(Entry(source.name, content, place, counts))
        parts.append(tables)
        watch.tell(Finished(source.name))
    write_folder(opened, place, {**join_tables(parts), MANIFEST: write_entries(entries)})
    return entries


def tabulate_source(
    source: Source, watch: Watch = UNWATCHED, *, template: Collection[str] = (), failure: str = ""
) -> Tables:
    """All tables of one source; its failures are in `quarantine`.

    Args:
        source: the file.
        watch: who is told of each step.
        template: lines that its site sets on its pages.
        failure: why it could not be fetched this time; empty where it was. What was fetched of it before is
            read, where there is any.
    """
    failures: list[pa.Table] = []

    def quarantine(stage: str, error: Exception, document_id: str | None = None) -> None:
        if isinstance(error, MemoryError):
            error = MemoryLimitError(f"{source.name}: {stage} ran out of memory (document_memory_mb)")
        failures.append(
            tabulate_failure(source.name, len(failures), stage=stage, error=error, document_id=document_id)
        )
        (message,) = failures[-1]["message"].to_pylist()
        watch.tell(Failure(source.name, document_id, stage, type(error).__name__, message))

    if failure:
        quarantine("fetch", FetchError(failure))
        if never_came(source):
            return join_tables({"quarantine": row} for row in failures)
    documents, removed = _read_and_clean(source, template, quarantine, watch)
    parts = list(_tabulate_documents(documents, quarantine, watch))
    for name, stretches in removed.items():
        try:
            parts.append({"removed": tabulate_removed(name, stretches)})
        except ValueError as error:
            quarantine("write", error)
    return join_tables([*parts, *({"quarantine": failure} for failure in failures)])


def _read_and_clean(
    source: Source, template: Collection[str], quarantine: Quarantine, watch: Watch
) -> tuple[list[Document], dict[str, list[Removed]]]:
    """The documents of a source, and what was cut by the name of the file: an archive holds several."""
    documents: list[Document] = []
    removed: dict[str, list[Removed]] = {source.name: []}
    records: list[ReadError] = []

    def read_lines_in_step(part: int, reading: Reading) -> list[Line]:
        watch.enter(source.name, "clean", part)
        return read_lines(reading)

    readings = _read_in_steps(source, records, watch)
    try:
        for part, reading, lines in pair_with_templates(readings, read_lines_in_step, template=template):
            try:
                watch.enter(source.name, "clean", part)
                cleaned = clean(reading, first_part=len(documents), template=lines)
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


def _read_in_steps(source: Source, records: list[ReadError], watch: Watch) -> Iterator[Reading]:
    readings = iter(read(source, failures=records))
    part = 0
    while True:
        watch.enter(source.name, "read", part)
        try:
            yield next(readings)
        except StopIteration:
            return
        part += 1


def _tabulate_documents(documents: list[Document], quarantine: Quarantine, watch: Watch) -> Iterator[Tables]:
    for place, document in enumerate(documents):
        stage = "extract"
        try:
            watch.enter(document.source, "extract", place)
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
