"""Sources from the paths that a user gives (来源): files, folders and globs."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from corpora.decoding import decode
from corpora.documents import Source
from corpora.errors import ReadError

LISTS = (".list", ".lst")


def find_sources(paths: Sequence[str | Path]) -> list[Source]:
    """Every file that the paths name, once each, sorted by name.

    A folder gives all files in it and below, save hidden ones (those whose name, or a folder's on the way,
    starts with a dot). A glob (``reports/**/*.html``) is taken as one only where no file has that very name.
    A file that ends in ``.list`` or ``.lst`` names more of them, one a line, relative to its own folder;
    blank lines and lines that start with ``#`` are passed over.

    Names are relative to the deepest folder that holds everything given, a glob counting as the folder
    before its first wildcard, so that a file that is added later does not rename the others.

    Raises:
        ReadError: no path given, one does not exist or cannot be listed, a folder holds no file, a glob
            matches none, a list is empty or names another list, a path is no file and no folder (a pipe).

    Example:
        ``find_sources(["reports/松坪镇"])`` gives ``Source("2016/上半年总结.txt", ...)`` and so on.
    """
    if not paths:
        raise ReadError("No source was given: expected files, folders or globs.")
    roots: list[str] = []
    files: dict[str, None] = {}
    for given in paths:
        for root, found in _find_listed(os.fspath(given)):
            roots.append(root)
            files.update(dict.fromkeys(found))
    common = _find_common_folder(roots)
    sources = [Source(name=_name_source(file, common), path=Path(file)) for file in files]
    return sorted(sources, key=lambda source: source.name)


def _find_listed(given: str) -> Iterator[tuple[str, Iterable[str]]]:
    """As `_find_files`, for every line of a list where the path is one."""
    if not given.lower().endswith(LISTS) or not os.path.isfile(os.path.expanduser(given)):
        yield _find_files(given)
        return
    folder = os.path.dirname(os.path.abspath(os.path.expanduser(given)))
    try:
        lines = decode(Path(folder, os.path.basename(given)).read_bytes())[0].splitlines()
    except (OSError, ReadError) as error:
        raise ReadError(f"{given}: the list cannot be read: {error}") from error
    listed = [(number, line.strip()) for number, line in enumerate(lines, start=1)]
    listed = [(number, line) for number, line in listed if line and not line.startswith("#")]
    if not listed:
        raise ReadError(f"{given}: the list names no file.")
    for number, line in listed:
        if line.lower().endswith(LISTS):
            raise ReadError(f"{given}, line {number}: a list cannot name another list: {line}.")
        try:
            yield _find_files(os.path.join(folder, os.path.expanduser(line)))
        except ReadError as error:
            raise ReadError(f"{given}, line {number}: {error}") from error


def _find_files(given: str) -> tuple[str, Iterable[str]]:
    """The folder that names of this path are relative to, and its files, absolute."""
    if "\0" in given or not given.strip():
        raise ReadError(f"{given!r} is no path: expected a file, a folder or a glob.")
    path = os.path.abspath(os.path.expanduser(given))
    if os.path.isdir(path):
        found = _walk_folder(path, given=given)
        if not found:
            raise ReadError(f"{given}: the folder holds no file that is not hidden.")
        return path, found
    if os.path.isfile(path):
        return os.path.dirname(path), [path]
    if os.path.lexists(path):
        raise ReadError(f"{given}: neither a file nor a folder (a broken link, a pipe or a device).")
    if glob.has_magic(path):
        return _match_glob(path, given=given)
    raise ReadError(f"{given}: no such file or folder.")


def _match_glob(path: str, *, given: str) -> tuple[str, list[str]]:
    root = path
    while glob.has_magic(root):
        root = os.path.dirname(root)
    found: list[str] = []
    for match in sorted(glob.iglob(path, recursive=True)):
        if os.path.isfile(match):
            found.append(os.path.normpath(match))
        elif os.path.isdir(match) and not path.endswith("**"):
            found.extend(_walk_folder(match, given=given))
    if not found:
        raise ReadError(f"{given}: no file matches this glob.")
    return root, found


def _walk_folder(folder: str, *, given: str) -> list[str]:
    """Files in the folder and below; links to folders are not followed, as they may lead in circles."""

    def stop(error: OSError) -> None:
        raise ReadError(f"{given}: cannot list the folder {error.filename}: {error.strerror}.") from error

    found: list[str] = []
    for parent, folders, files in os.walk(folder, onerror=stop):
        folders[:] = [name for name in folders if not name.startswith(".")]
        candidates = (os.path.join(parent, name) for name in files if not name.startswith("."))
        found.extend(file for file in candidates if os.path.isfile(file))
    return found


def _find_common_folder(roots: Sequence[str]) -> str | None:
    try:
        return os.path.commonpath(roots)
    except ValueError:  # two drives of Windows share no folder: names are whole paths then
        return None


def _name_source(file: str, common: str | None) -> str:
    """The name in the dataset: forward slashes, and always writable as UTF-8 whatever bytes the disk has."""
    name = Path(file if common is None else os.path.relpath(file, common)).as_posix()
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
