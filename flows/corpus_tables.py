"""The tables that take the whole corpus (跨文档的表): copies, reuse, practices, themes and targets.

They are worked out again only when a document changed; a practice that keeps most of its members keeps the
practice_id that it had. Texts, measures and indicators come from disk a batch at a time, and what is found
goes back there in parts; of a document some 500 bytes are held, of a member of a practice some 200.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from tempfile import TemporaryFile
from typing import BinaryIO

from flows.known_documents import KnownDocument, StreamedMeasures, read_documents, read_practices
from flows.loading import load_practices
from flows.plans import Plan
from flows.second_process import SecondProcess, do_here
from flows.shared_texts import SharedTexts, find_beside, find_here
from outputs.corpus_tables import make_empty_corpus_tables, tabulate_copies, tabulate_practices
from outputs.datasets import Dataset
from outputs.folders import UNFINISHED
from outputs.ledgers import Entry, Ledger, write_folder
from outputs.parquet_files import TableParts


def write_corpus_tables(plan: Plan, entries: Sequence[Entry], *, beside: SecondProcess | None = None) -> str:
    """The folder, relative to the dataset, of the tables that take the whole corpus.

    They are worked out only where the corpus is one that they were not worked out for yet; a process beside
    this one changes no row. They follow the dataset's last state, from which the practices have their ids,
    and so does the folder's name: a run that takes up where a killed one ended gives the same.

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
        documents = read_documents(dataset)
        folder = plan.folder.state / UNFINISHED
        folder.mkdir(parents=True, exist_ok=True)
        find = (
            find_here(dataset, documents, folder)
            if beside is None
            else find_beside(dataset, documents, folder, beside)
        )
        with find as shared, TemporaryFile(dir=folder) as found:
            previous = read_practices(Dataset(plan.folder, last))
            tables = build_corpus_tables(dataset, documents, shared, found, previous=previous, beside=beside)
            write_folder(plan.folder, place, tables)
    return place


def _name_rows(entries: Iterable[Entry]) -> str:
    """Which rows the sources have: equal for the same ones."""
    return "\0".join(f"{entry.source}\0{entry.content}\0{entry.batch}" for entry in entries)


def build_corpus_tables(
    dataset: Dataset,
    documents: Sequence[KnownDocument],
    shared: SharedTexts,
    found: BinaryIO,
    *,
    previous: Mapping[str, str] | None = None,
    beside: SecondProcess | None = None,
) -> dict[str, TableParts]:
    """All tables of the "corpus" scope, and what is joined to others on reading, by name.

    Args:
        dataset: with the batches of the whole corpus.
        documents: all of it.
        shared: what their texts share.
        found: an empty file for the practice of each measure, open while the tables are written.
        previous: practice_id of each measure_id in the dataset's last state.
        beside: the process beside this one, where there is one.
    """
    load_practices()
    from extractors.practices import build_practices

    measures = StreamedMeasures(dataset, documents, shared.read_copies)
    practices = build_practices(
        measures,
        columns=measures.columns,
        previous=previous,
        scratch=found,
        divide=do_here if beside is None else beside.divide,
    )
    return {
        **make_empty_corpus_tables(),
        **tabulate_copies(shared.read_copies()),
        **tabulate_practices(practices),
        **shared.read_tables(),
    }
