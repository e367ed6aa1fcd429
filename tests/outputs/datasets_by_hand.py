"""Small datasets whose every row is made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from corpora.documents import Document, Metadata
from corpora.traced_text import TracedText
from extractors.measures import Measure
from outputs.corpus_tables import JOINS, make_empty_corpus_tables
from outputs.ledgers import COUNTED, Entry, Ledger, write_folder, write_ledger
from outputs.tables import join_tables, make_table, tabulate_document


def write_measure(text: str) -> Measure:
    return Measure(0, len(text), 0, len(text), text, text[:2], text[2:], None, "actual", None, text)


def make_tables(texts: Mapping[str, str]) -> list[dict[str, pa.Table]]:
    """Tables of one document and one measure for each source name and text."""
    documents = [Document(name, 0, TracedText.whole(text), Metadata()) for name, text in texts.items()]
    return [
        tabulate_document(document, measures=[write_measure(document.text)] if document.text else [])
        for document in documents
    ]


def write_batch(folder: Path, key: str, texts: Mapping[str, str]) -> list[Entry]:
    """Put a batch into the dataset, not yet in its ledger; gives its entries."""
    tables = make_tables(texts)
    place = f"rules/batches/{key}"
    write_folder(folder, place, join_tables(tables))
    return [
        Entry(name, f"hash of {text}", place, tuple(rows[t].num_rows if t in rows else 0 for t in COUNTED))
        for (name, text), rows in zip(texts.items(), tables, strict=True)
    ]


def write_dataset(
    folder: Path,
    entries: Sequence[Entry],
    *,
    practices: Mapping[str, str] | None = None,
    run_id: str = "run-1",
) -> None:
    """Publish the entries; `practices` says which practice a measure_id belongs to."""
    tables = make_empty_corpus_tables()
    practices = practices or {}
    columns = [list(practices), list(practices.values()), [0.5] * len(practices)]
    tables[JOINS["measures"].file] = pa.table(columns, schema=JOINS["measures"].schema)
    write_folder(folder, f"rules/corpus/{run_id}", tables)
    run = {"run_id": run_id, "started": "2026-01-01T00:00:00Z", "finished": "2026-01-01T00:00:01Z"}
    run |= {"version": "0", "settings": "{}", "counts": "{}"}
    write_folder(folder, f"runs/{run_id}", {"runs": make_table("runs", [run])})
    write_ledger(folder, Ledger(tuple(entries), run_id, "0", f"rules/corpus/{run_id}"))
