"""Remote sources (远程来源): what lies at a URL of fsspec is brought into the state folder, and read there.

A file is fetched again only where its size, tag or time has changed, so that a run over an unchanged bucket
lists it and fetches nothing.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from corpora.errors import ReadError
from flows.logs import NAME
from outputs.folders import Where, open_folder
from outputs.ledgers import FETCHED

SECONDS_BEFORE_TRYING_AGAIN = (1, 4)
_CHANGES = ("size", "ETag", "etag", "md5", "mtime", "LastModified", "last_modified", "updated", "created")

_log = logging.getLogger(NAME)


def is_remote(path: str) -> bool:
    """Whether a path is an fsspec URL: s3://bucket/crawl, https://host/a.zip."""
    return "://" in path


def fetch_sources(paths: Sequence[str], folder: Where) -> list[str]:
    """The paths, each URL replaced by the folder or file that now holds what lies there.

    A file that cannot be fetched is named in the log; what was fetched of it before stays.

    Args:
        paths: all local, or all remote.
        folder: of the dataset.

    Raises:
        ReadError: local and remote paths are given together, nothing lies at a URL, it cannot be listed, or
            none of its files can be fetched.
    """
    remote = [path for path in paths if is_remote(path)]
    if not remote:
        return list(paths)
    if len(remote) < len(paths):
        local = next(path for path in paths if not is_remote(path))
        raise ReadError(f"{local} is on this machine and {remote[0]} is not; read them into two datasets")
    home = open_folder(folder).state.resolve() / FETCHED
    return [_fetch(url, home) for url in remote]


def _fetch(url: str, home: Path) -> str:
    try:
        import fsspec

        system, root = fsspec.core.url_to_fs(url)
        found = _list(system, root)
    except ReadError:
        raise
    except Exception as error:  # each kind of storage has errors of its own
        raise ReadError(f"{url}: cannot be listed: {type(error).__name__}: {error}") from error
    if not found:
        raise ReadError(f"{url}: nothing lies there")
    mirror = home / url.partition("://")[0]
    index = home / f"{sha256(url.encode()).hexdigest()[:16]}.json"
    known: dict[str, str] = json.loads(index.read_text("utf-8")) if index.is_file() else {}
    now = dict(_bring(system, found, known, mirror, url))
    if not now:
        raise ReadError(f"{url}: none of its {len(found)} files can be fetched; the log names each")
    for path in known.keys() - found.keys():
        _place(mirror, path).unlink(missing_ok=True)
    aside = index.with_suffix(".new")
    aside.write_text(json.dumps(now), "utf-8")
    os.replace(aside, index)
    top = root if root in found else root.split("*", 1)[0].rpartition("/")[0] if "*" in root else root
    return str(_place(mirror, top))


def _list(system: Any, root: str) -> dict[str, dict[str, Any]]:
    """What lies at a path, or matches it: path to what the storage says of it."""
    if "*" in root:
        found: dict[str, dict[str, Any]] = system.glob(root, detail=True)
    elif system.isfile(root):
        found = {root: system.info(root)}
    else:
        found = system.find(root, detail=True)
    return {path: info for path, info in found.items() if info.get("type") == "file" and _is_plain(path)}


def _place(mirror: Path, path: str) -> Path:
    """Where a remote file lies here: always below `mirror`, however its path begins."""
    return mirror / path.strip("/")


def _is_plain(path: str) -> bool:
    """A key of a bucket can be any text; one that would lead out of its folder is not followed."""
    return ".." not in PurePosixPath(path).parts and "\0" not in path


def _bring(
    system: Any, found: Mapping[str, dict[str, Any]], known: Mapping[str, str], mirror: Path, url: str
) -> Iterable[tuple[str, str]]:
    """Each file that is here now, with what tells whether it changes."""
    for path, info in sorted(found.items()):
        token = json.dumps({name: str(info[name]) for name in _CHANGES if name in info})
        target = _place(mirror, path)
        if known.get(path) == token and target.is_file():
            yield path, token
            continue
        try:
            _fetch_file(system, path, target)
            yield path, token
        except Exception as error:
            _log.warning("%s: %s cannot be fetched: %s: %s", url, path, type(error).__name__, error)
            if target.is_file():
                yield path, known.get(path, "")


def _fetch_file(system: Any, path: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name[:100]}.new")
    for seconds in (*SECONDS_BEFORE_TRYING_AGAIN, None):
        try:
            system.get_file(path, str(aside))
            os.replace(aside, target)
            return
        except Exception:
            aside.unlink(missing_ok=True)
            if seconds is None:
                raise
            time.sleep(seconds)
