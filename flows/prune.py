"""What a dataset no longer needs (清理): rows of sources that are gone, folders that nothing refers to."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from flows.corpus_tables import write_corpus_tables
from flows.plans import Plan
from flows.publish import publish
from flows.settings import Settings
from outputs.datasets import Dataset, load_dataset
from outputs.folders import Folder, Where
from outputs.ledgers import (
    COUNTED,
    Entry,
    Ledger,
    read_ledger,
    read_manifest,
    write_entries,
    write_folder,
)
from outputs.locks import open_for_writing
from outputs.remote_folders import MANIFEST


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was dropped: sources that were gone, folders that nothing referred to, and their bytes."""

    n_sources: int
    n_folders: int
    n_bytes: int


def prune(where: Where) -> Pruned:
    """Drop the rows of all sources that are gone, and the folders that the dataset no longer refers to.

    The dataset is the old one or the new one at any moment. Who opened the old one before cannot read on.

    Raises:
        DatasetError: the folder holds no dataset, is in use by a run, or cannot be written.
    """
    load_dataset(where)
    started = datetime.now(UTC)
    with open_for_writing(where) as folder:
        ledger = read_ledger(folder) or Ledger()
        kept = [entry for entry in ledger.entries if not entry.gone]
        n_gone = len(ledger.entries) - len(kept)
        entries = tuple(sorted(_leave_dead_rows(folder, kept), key=lambda entry: entry.source))
        if entries != ledger.entries:
            rules = ledger.corpus.split("/", 1)[0]
            plan = Plan(folder, rules, ledger, entries, (), ledger.given)
            corpus = write_corpus_tables(plan, entries)
            publish(plan, entries, corpus, settings=_read_last_settings(folder, ledger), started=started)
        return _drop_folders(folder, read_ledger(folder) or Ledger(), n_gone)


def _leave_dead_rows(folder: Folder, kept: list[Entry]) -> Iterator[Entry]:
    """The entries, those of a batch that also holds rows of no living source in a new one without them."""
    living: dict[str, list[Entry]] = defaultdict(list)
    for entry in kept:
        living[entry.batch].append(entry)
    for batch, entries in living.items():
        if len(read_manifest(folder, batch)) == len(entries):
            yield from entries
            continue
        known_by = batch + "\0" + "\0".join(f"{entry.source}\0{entry.content}" for entry in entries)
        key = sha256(known_by.encode()).hexdigest()[:32]
        place = folder.choose_place(f"{batch.rpartition('/')[0]}/{key}")
        moved = [replace(entry, batch=place) for entry in entries]
        rows = Dataset(folder, Ledger(tuple(entries)))
        tables = {name: rows.read_stored(name) for name in COUNTED}
        write_folder(folder, place, {**tables, MANIFEST: write_entries(moved)})
        yield from moved


def _read_last_settings(folder: Folder, ledger: Ledger) -> Settings:
    said = Dataset(folder, ledger).read_table("runs", columns=["settings"])["settings"].to_pylist()
    known = Settings.model_fields.keys()
    return Settings(**{key: value for key, value in json.loads(said[-1]).items() if key in known})


def _drop_folders(folder: Folder, ledger: Ledger, n_gone: int) -> Pruned:
    needed = {entry.batch for entry in ledger.entries} | {ledger.corpus, f"runs/{ledger.run_id}"}
    dropped = {place: n_bytes for place, n_bytes in folder.list_places().items() if place not in needed}
    folder.remove_folders(dropped)
    return Pruned(n_gone, len(dropped), sum(dropped.values()))
