"""What a dataset no longer needs (清理): rows of sources that are gone, folders that nothing refers to."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from flows.corpus_tables import write_corpus_tables
from flows.plans import Plan
from flows.publish import publish
from flows.settings import Settings
from outputs.datasets import Dataset, load_dataset
from outputs.ledgers import (
    COUNTED,
    MANIFEST,
    STATE_FOLDER,
    UNFINISHED,
    Entry,
    Ledger,
    read_ledger,
    read_manifest,
    write_entries,
    write_folder,
)
from outputs.locks import open_for_writing


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was dropped: sources that were gone, folders that nothing referred to, and their bytes."""

    n_sources: int
    n_folders: int
    n_bytes: int


def prune(folder: Path) -> Pruned:
    """Drop the rows of all sources that are gone, and the folders that the dataset no longer refers to.

    The dataset is the old one or the new one at any moment. Who opened the old one before cannot read on.

    Raises:
        DatasetError: the folder holds no dataset, is in use by a run, or cannot be written.
    """
    load_dataset(folder)
    started = datetime.now(UTC)
    with open_for_writing(folder):
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


def _leave_dead_rows(folder: Path, kept: list[Entry]) -> Iterator[Entry]:
    """The entries, those of a batch that also holds rows of no living source in a new one without them."""
    living: dict[str, list[Entry]] = defaultdict(list)
    for entry in kept:
        living[entry.batch].append(entry)
    for batch, entries in living.items():
        if len(read_manifest(folder / batch)) == len(entries):
            yield from entries
            continue
        known_by = batch + "\0" + "\0".join(f"{entry.source}\0{entry.content}" for entry in entries)
        place = f"{batch.rpartition('/')[0]}/{sha256(known_by.encode()).hexdigest()[:32]}"
        moved = [replace(entry, batch=place) for entry in entries]
        rows = Dataset(folder, Ledger(tuple(entries)))
        tables = {name: rows.read_stored(name) for name in COUNTED}
        write_folder(folder, place, {**tables, MANIFEST: write_entries(moved)})
        yield from moved


def _read_last_settings(folder: Path, ledger: Ledger) -> Settings:
    said = Dataset(folder, ledger).read_table("runs", columns=["settings"])["settings"].to_pylist()
    known = Settings.model_fields.keys()
    return Settings(**{key: value for key, value in json.loads(said[-1]).items() if key in known})


def _drop_folders(folder: Path, ledger: Ledger, n_gone: int) -> Pruned:
    needed = {entry.batch for entry in ledger.entries} | {ledger.corpus, f"runs/{ledger.run_id}"}
    n_folders = n_bytes = 0
    aside = folder / STATE_FOLDER / UNFINISHED
    aside.mkdir(parents=True, exist_ok=True)
    for pattern in ("*/batches/*", "*/corpus/*", "runs/*"):
        for path in folder.glob(pattern):
            if path.relative_to(folder).as_posix() not in needed:
                n_folders += 1
                n_bytes += sum(file.stat().st_size for file in path.iterdir())
                path.rename(
                    aside / uuid4().hex
                )  # first, so that half a folder is never where a whole one was
    shutil.rmtree(aside)
    for pattern in ("*/batches", "*/corpus", "*"):
        for path in folder.glob(pattern):
            if path.is_dir() and path.name != STATE_FOLDER and not any(path.iterdir()):
                path.rmdir()
    return Pruned(n_gone, n_folders, n_bytes)
