"""What there is to do (计划): the sources given, less what the dataset already holds."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import file_digest, sha256
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

import corpora
import extractors
import outputs
from corpora.documents import Source
from corpora.errors import DatasetError, ReadError
from corpora.sources import find_sources
from flows.fetch import never_came
from flows.learning_processes import Template
from flows.settings import HOW_NOT_WHAT, Settings
from flows.site_templates import UNREADABLE, find_templates, mark_content
from outputs.folders import Folder, Where, open_folder
from outputs.ledgers import COUNTED, FETCHED, Entry, Ledger, read_ledger, read_manifest

BATCH_BYTES = 4 << 20  # some 1.4 million Chinese characters: 10 to 20 seconds of one core

_QUARANTINE = COUNTED.index("quarantine")
# a compiled module gives what its source gives
_COMPILED = {".so", ".pyd"}
_RULES_FROM_PACKAGES = ("jieba", "spacy", "scikit-learn", "opencc")
_RULES_FROM_OUTPUTS = ("fields.py", "tables.py", "corpus_tables.py")
# with what it is known by, the template of its site, and why it could not be fetched
Pending = tuple[Source, str, Template, str]
UNFETCHED = "+unfetched"  # mark of what could not be fetched, so that it is read again when it comes
NEVER_CAME = f"{UNREADABLE}{UNFETCHED}"

_RULES_FROM_FLOWS = (
    "answered_targets.py",
    "batches.py",
    "corpus_tables.py",
    "known_documents.py",
    "learning_processes.py",
    "reused_passages.py",
    "shared_texts.py",
    "site_templates.py",
)


@dataclass(frozen=True, slots=True)
class Batch:
    """Sources that are done together.

    Attributes:
        place: folder of its tables, relative to the dataset; follows the sources and their contents.
        sources: what to read.
        contents: what each is known by: SHA-256 of its bytes, and the mark of its template.
        templates: the lines that the site of each sets on its pages.
        failures: why each could not be fetched this time; empty where it was, or is no remote one.
    """

    place: str
    sources: tuple[Source, ...]
    contents: tuple[str, ...]
    templates: tuple[Template, ...]
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The work of a run.

    Attributes:
        folder: of the dataset.
        rules: fingerprint of all that decides the rows.
        ledger: state of the dataset before the run.
        done: entries of the sources whose rows are on disk already.
        batches: the sources that are still to be done.
        given: the paths that the sources were found by, absolute.
    """

    folder: Folder
    rules: str
    ledger: Ledger
    done: tuple[Entry, ...]
    batches: tuple[Batch, ...]
    given: tuple[str, ...] = ()

    @property
    def n_pending(self) -> int:
        """Sources that are still to be done."""
        return sum(len(batch.sources) for batch in self.batches)


def plan_build(
    paths: Sequence[str | Path],
    where: Where,
    settings: Settings,
    *,
    found: Sequence[Source] | None = None,
    retry: bool = False,
    failures: Mapping[str, str] | None = None,
) -> Plan:
    """What a run over `paths` has to do to bring the dataset at `where` up to date.

    A source is known by its name, its content and the template of its site: unchanged, it is not read again,
    whether its rows are in the ledger or in a batch that a killed run finished. Sources inside the dataset
    itself are left out. `found` are the sources of the paths, where they have been looked for before. With
    `retry`, those with rows in `quarantine` are read again although they are unchanged. `failures` says of
    the paths of remote sources why they could not be fetched.

    Raises:
        ReadError: a path is missing, nothing is found, or none of the sources can be opened.
        DatasetError: the dataset is damaged.
    """
    folder = open_folder(where)
    sources = _leave_out(find_sources(paths) if found is None else found, folder)
    unfetched = [(failures or {}).get(str(source.path), "") for source in sources]
    contents = [
        UNREADABLE if failure and never_came(source) else _hash(source)
        for source, failure in zip(sources, unfetched, strict=True)
    ]
    if set(contents) == {UNREADABLE}:
        raise ReadError(_explain_unreadable(sources[0]))
    rules = fingerprint_rules(settings)
    ledger = read_ledger(folder) or Ledger()
    known = _find_done(folder, rules, ledger)
    if retry:
        known = {key: entry for key, entry in known.items() if not entry.counts[_QUARANTINE]}
    templates = find_templates(sources, contents, folder=folder, rules=rules, settings=settings)
    done: list[Entry] = []
    pending: list[Pending] = []
    for source, raw, template, failure in zip(sources, contents, templates, unfetched, strict=True):
        content = mark_content(raw, template) + (UNFETCHED if failure else "")
        entry = known.get((source.name, content))
        if entry is None:
            pending.append((source, content, template, failure))
        else:
            done.append(entry)
    # what is tried again may come out otherwise, so that it cannot lie where the first try does
    attempt = uuid4().hex if retry else ""
    batches = tuple(_make_batches(pending, rules, settings.batch_size, attempt))
    return Plan(folder, rules, ledger, tuple(done), batches, make_absolute(paths))


def make_absolute(paths: Sequence[str | Path]) -> tuple[str, ...]:
    """The paths as they can be followed from any folder; URLs as they are."""
    return tuple(
        str(path) if "://" in str(path) else os.path.abspath(os.path.expanduser(path)) for path in paths
    )


def fingerprint_rules(settings: Settings) -> str:
    """16 hex digits that follow everything that decides the rows: our code and word lists, the packages that
    segment, convert and cluster, and the settings that say what rather than how.
    """
    what = settings.model_dump_json(exclude=set(HOW_NOT_WHAT))
    return sha256(f"{_fingerprint_code()}\0{what}".encode()).hexdigest()[:16]


@cache
def _fingerprint_code() -> str:
    digest = sha256()
    for path in _list_rule_files():
        digest.update(f"{path.parent.name}/{path.name}\0".encode())
        digest.update(path.read_bytes())
    for package in _RULES_FROM_PACKAGES:
        digest.update(f"{package} {version(package)}\0".encode())
    return digest.hexdigest()


def _list_rule_files() -> list[Path]:
    rooms = (Path(str(room.__file__)).parent for room in (corpora, extractors))
    files = [
        path
        for room in rooms
        for folder in (room, room / "lexicons")
        for path in folder.glob("*.*")
        if path.is_file() and path.suffix not in _COMPILED
    ]
    room = Path(str(outputs.__file__)).parent
    files += [room / name for name in _RULES_FROM_OUTPUTS]
    files += [Path(__file__).with_name(name) for name in _RULES_FROM_FLOWS]
    return sorted(files)


def _leave_out(sources: Sequence[Source], folder: Folder) -> list[Source]:
    """The sources outside the dataset, which may itself lie in a folder that is read."""
    home = folder.home
    fetched = folder.state.resolve() / FETCHED

    @cache
    def is_outside(path: Path) -> bool:
        path = path.resolve()
        return path.is_relative_to(fetched) or not path.is_relative_to(home)

    # a link may lead into it; all other files of a folder lie where the folder does
    kept = [
        source
        for source in sources
        if is_outside(source.path if source.path.is_symlink() else source.path.parent)
    ]
    if not kept:
        raise ReadError(f"{folder} is the dataset itself, and nothing else was given to read")
    return kept


def _hash(source: Source) -> str:
    try:
        with source.path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return UNREADABLE


def _explain_unreadable(source: Source) -> str:
    try:
        source.read_bytes()
    except OSError as error:
        return f"{source.path}: cannot be opened: {error.strerror or error}"
    return f"{source.path}: could not be opened a moment ago; try again"


def _find_done(folder: Folder, rules: str, ledger: Ledger) -> dict[tuple[str, str], Entry]:
    """Entries of all sources whose rows are on disk under these rules, by name and content."""
    home = f"{rules}/batches"
    places = {entry.batch for entry in ledger.entries if entry.batch.startswith(f"{home}/")}
    there = folder.list_folders(home)
    entries = list(_find_unpublished(folder, [place for place in there if place not in places]))
    # these last: what was tried again stands above what the first try left on disk
    whole = places.intersection(there)
    entries += [entry for entry in ledger.entries if entry.batch in whole]
    return {(entry.source, entry.content): replace(entry, gone=False) for entry in entries}


def _find_unpublished(folder: Folder, places: Iterable[str]) -> Iterator[Entry]:
    """Entries of batches that a run finished before it was killed."""
    for place in places:
        try:
            yield from read_manifest(folder, place)
        except DatasetError:  # a batch that lost a file counts for nothing
            folder.remove_damaged(place)


def _make_batches(pending: Sequence[Pending], rules: str, size: int, attempt: str) -> Iterator[Batch]:
    """The sources in order, a batch closed as soon as it holds `size` of them or BATCH_BYTES.

    What closes a batch is in the batch, so that a run that takes up where a killed one ended makes the same
    batches of the rest, and the number of workers plays no part.
    """
    held: list[Pending] = []
    n_bytes = 0
    for one in pending:
        held.append(one)
        n_bytes += _size(one[0])
        if len(held) >= size or n_bytes >= BATCH_BYTES:
            yield _make_batch(held, rules, attempt)
            held, n_bytes = [], 0
    if held:
        yield _make_batch(held, rules, attempt)


def _size(source: Source) -> int:
    try:
        return source.path.stat().st_size
    except OSError:
        return 0


def _make_batch(held: Sequence[Pending], rules: str, attempt: str) -> Batch:
    known_by = "\0".join(f"{source.name}\0{content}" for source, content, *_ in held) + attempt
    digest = sha256(known_by.encode())
    return Batch(
        place=f"{rules}/batches/{digest.hexdigest()[:32]}",
        sources=tuple(source for source, *_ in held),
        contents=tuple(content for _, content, *_ in held),
        templates=tuple(template for _, _, template, _ in held),
        failures=tuple(failure for *_, failure in held),
    )
