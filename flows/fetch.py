"""Remote sources (远程来源): what lies at a URL of fsspec is brought into the state folder, and read there.

A file is fetched again only where its size, tag or time has changed, so that a run over an unchanged bucket
lists it and fetches nothing. What cannot be fetched has an empty file in its place, so that it has a name
among the sources as if it had come.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Iterable, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from corpora.documents import Source
from corpora.errors import ReadError
from flows.logs import NAME
from flows.remote_listings import Found, list_files, open_storage
from flows.try_again import describe, try_again
from outputs.folders import Folder, Where, open_folder
from outputs.ledgers import FETCHED
from outputs.remote_folders import RemoteFolder

SECONDS_BEFORE_TRYING_AGAIN = (1, 4)
SECONDS_BEFORE_LISTING_AGAIN = (2, 10, 30)
MOST_AT_ONCE = 8
UNLISTED = "unlisted"  # stands for what is new at a URL that cannot be listed, beside what it gave before
_CHANGES = ("size", "ETag", "etag", "md5", "mtime", "LastModified", "last_modified", "updated", "created")
SECONDS_BETWEEN_NOTES = 5.0  # what a killed run fetched since the last one is fetched again
MOST_BYTES_OF_A_NAME = 255  # of Linux, macOS and Windows; a key of a bucket may have 1,024
_NEVER = ""  # token of a file that never came

_log = logging.getLogger(NAME)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of remote sources.

    Attributes:
        paths: the folders and files that now hold what lies at the URLs.
        failures: the path of each file that could not be fetched, and why; it is empty, or what was fetched
            of it before.
    """

    paths: tuple[str, ...]
    failures: Mapping[str, str] = field(default_factory=dict)


def is_remote(path: str) -> bool:
    """Whether a path is an fsspec URL: s3://bucket/crawl, https://host/a.zip."""
    return "://" in path


def fetch_sources(paths: Sequence[str], where: Where) -> Fetched:
    """The paths, each URL replaced by the folder or file that now holds what lies there.

    What cannot be fetched, or is at a URL that is gone, is named in the log and in `failures`.

    Args:
        paths: all local, or all remote.
        where: the dataset; objects of its own, where it lies among them, are no sources.

    Raises:
        ReadError: local and remote paths are given together, or nothing is to be had at any URL.
    """
    remote = [path for path in paths if is_remote(path)]
    if not remote:
        return Fetched(tuple(paths))
    if len(remote) < len(paths):
        local = next(path for path in paths if not is_remote(path))
        raise ReadError(f"{local} is on this machine and {remote[0]} is not; read them into two datasets")
    folder = open_folder(where)
    tops = [*remote, *(url.partition("://")[2] for url in remote)]
    fetches = [_Fetch(url, folder, _list_folders(tops)) for url in remote]
    for fetch in fetches:
        fetch.bring()
    failures = {path: message for fetch in fetches for path, message in fetch.failures.items()}
    if not any(fetch.came for fetch in fetches):
        more = f" (and {len(failures) - 1} more like it)" if len(failures) > 1 else ""
        raise ReadError(f"none of the sources could be fetched: {next(iter(failures.values()))}{more}")
    return Fetched(tuple(fetch.top for fetch in fetches), failures)


def never_came(source: Source) -> bool:
    """Whether a source that could not be fetched has an empty file in its place, as it was never had."""
    try:
        return source.path.stat().st_size == 0
    except OSError:
        return True


class _Fetch:
    """The files at one URL.

    Attributes:
        now: the files that have a place here after it, each with what tells whether it changes.
        failures: as in Fetched.
        top: the folder or file here that stands for the URL.
        came: whether the URL could be listed, and some file of it is here.
    """

    def __init__(self, url: str, folder: Folder, folders: Set[str]) -> None:
        self.url = url
        self.now: dict[str, str] = {}
        self.failures: dict[str, str] = {}
        self._dataset = folder
        home = folder.state.resolve() / FETCHED
        self._mirror = home / url.partition("://")[0]
        self._index = home / f"{sha256(url.encode()).hexdigest()[:16]}.json"
        self._known: dict[str, str] = {}
        if self._index.is_file():
            self._known = json.loads(self._index.read_text("utf-8"))
        self._above = folders
        self._folders = _list_folders(self._known).union(folders)
        self._lock = threading.Lock()
        self._noted = time.monotonic()
        self.top = ""
        self.came = False

    def bring(self) -> None:
        """Bring here what is new or has changed, and remove what is gone."""
        for path in [path for path, token in self._known.items() if token == _NEVER]:
            self._remove(path)
        root = self.url.partition("://")[2]
        try:
            system, root = open_storage(self.url)
            found = try_again(lambda: self._list(system, root), SECONDS_BEFORE_LISTING_AGAIN)
        except Exception as error:  # each kind of storage has errors of its own
            self._keep_all(root, error)
        else:
            self._folders = _list_folders(found).union(self._above)
            self.top = str(self._place(root) if root in found else self._mirror_path(_find_folder(root)))
            for path in list(self._known):
                self._remove(path, but_not=self._place(path) if path in found else None)
            self._bring_files(system, found)
            self.came = any(token != _NEVER for token in self.now.values())
        self._note(self.now)

    def _list(self, system: Any, root: str) -> Found:
        files = list_files(system, root)
        found = {path: info for path, info in files.items() if not self._is_of_dataset(system, path)}
        if not found:
            raise FileNotFoundError("nothing lies there but the dataset")
        return found

    def _is_of_dataset(self, system: Any, path: str) -> bool:
        """Whether an object is one of the dataset, which may itself lie in a folder that is read."""
        if not isinstance(self._dataset, RemoteFolder) or not _have_same_protocol(
            self._dataset.url, self.url
        ):
            return False
        return path.startswith(f"{system._strip_protocol(self._dataset.url)}/")

    def _mirror_path(self, path: str) -> Path:
        """The place of a remote path: always below the mirror, however it begins."""
        return self._mirror.joinpath(*map(_shorten, _split(path)))

    def _place(self, path: str) -> Path:
        """The place of a remote file. In a bucket `a` can be an object beside `a/b`; on a disk it cannot."""
        there = self._mirror_path(path)
        return _step_aside(there) if "/".join(_split(path)) in self._folders else there

    def _remove(self, path: str, *, but_not: Path | None = None) -> None:
        """Remove what was fetched of a path before, save in its place of now, and folders left empty."""
        there = self._mirror_path(path)
        for place in {there, _step_aside(there)} - {but_not}:
            if place.is_file():
                place.unlink()
        if but_not is None:
            del self._known[path]
            _remove_empty(there.parent, self._mirror)

    def _bring_files(self, system: Any, found: Found) -> None:
        """Bring what has changed, some files at a time where the storage takes several requests at once."""
        # others (FTP, SFTP) have one connection, on which two requests would get in each other's way
        threads = ThreadPoolExecutor(MOST_AT_ONCE if getattr(system, "async_impl", False) else 1)
        try:
            list(threads.map(lambda path: self._bring_file(system, path, found[path]), sorted(found)))
        finally:  # Ctrl-C does not wait for those that have not begun
            threads.shutdown(cancel_futures=True)
            self._note(self._known | self.now)
        self.failures = dict(sorted(self.failures.items()))

    def _bring_file(self, system: Any, path: str, info: Mapping[str, Any]) -> None:
        token = json.dumps({name: str(info[name]) for name in _CHANGES if name in info})
        target = self._place(path)
        if self._known.get(path) != token or not target.is_file():
            try:
                _fetch_file(system, path, target)
            except Exception as error:
                self._fail(path, f"{self.url}: {path} cannot be fetched: {describe(error)}")
                return
        with self._lock:
            self.now[path] = token
            if time.monotonic() - self._noted > SECONDS_BETWEEN_NOTES:
                self._note(self._known | self.now)

    def _note(self, tokens: Mapping[str, str]) -> None:
        """Write down what is here."""
        self._index.parent.mkdir(parents=True, exist_ok=True)
        aside = self._index.with_suffix(".new")
        aside.write_text(json.dumps(tokens), "utf-8")
        os.replace(aside, self._index)
        self._noted = time.monotonic()

    def _keep_all(self, root: str, error: Exception) -> None:
        """What a URL that cannot be listed gave before stays."""
        kept = {path: token for path, token in self._known.items() if self._place(path).is_file()}
        self.now |= kept
        path = _find_folder(root)
        self.top = str(self._place(path))
        if kept and path not in kept:
            self.top = str(self._mirror_path(path))
            path = f"{path}/{UNLISTED}"
        self._fail(path, f"{self.url}: cannot be listed: {describe(error)}")

    def _fail(self, path: str, message: str) -> None:
        _log.warning("%s", message)
        target = self._place(path)
        with self._lock:
            self.failures[str(target)] = message
            self.now[path] = self._known.get(path, _NEVER)
        if self.now[path] == _NEVER:
            with suppress(OSError):  # what another URL gave earlier is in its way, once
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(b"")


def _find_folder(root: str) -> str:
    """The path itself; of a pattern the folder before its first wildcard."""
    return root.split("*", 1)[0].rpartition("/")[0] if "*" in root else root


def _have_same_protocol(one: str, other: str) -> bool:
    return one.partition("://")[0] == other.partition("://")[0]


def _split(path: str) -> list[str]:
    return [part for part in path.split("/") if part]


def _list_folders(paths: Iterable[str]) -> set[str]:
    """All folders that these paths lie in."""
    return {"/".join(parts[:end]) for parts in map(_split, paths) for end in range(1, len(parts))}


def _step_aside(place: Path) -> Path:
    return place.with_name(_shorten(f"{place.stem}~object{place.suffix}"))


def _remove_empty(folder: Path, top: Path) -> None:
    """Remove a folder and those above it, up to `top`, while they are empty: a file may take their place."""
    while folder.is_relative_to(top):
        try:
            folder.rmdir()
        except OSError:  # it is not empty, or not there
            return
        folder = folder.parent


def _shorten(name: str) -> str:
    """A name of a file that this machine can have; what is too long is cut and told apart by its hash."""
    data = name.encode("utf-8", "surrogatepass")
    if len(data) <= MOST_BYTES_OF_A_NAME:
        return name
    ending = f"~{sha256(data).hexdigest()[:16]}{PurePosixPath(name).suffix[:12]}"
    return data[:180].decode("utf-8", "ignore") + ending


def _fetch_file(system: Any, path: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # eight come at once: names that begin alike must not meet in one file
    aside = target.with_name(f".{sha256(target.name.encode()).hexdigest()[:32]}.new")
    try:
        try_again(lambda: system.get_file(path, str(aside)), SECONDS_BEFORE_TRYING_AGAIN)
        os.replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)
