"""Readings of a source, by the reader that its bytes and its name ask for (读取)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpora.documents import Reading, Source
from corpora.errors import ReadError
from corpora.read_html import read_html
from corpora.read_jsonl import read_jsonl
from corpora.read_text import read_text

HEAD = 4096  # bytes that a reader may look at to know its kind


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of file.

    Attributes:
        kind: its name, for people.
        pattern: what its first HEAD bytes hold, null bytes (UTF-16) left out; None where nothing tells.
        endings: of names that are taken for it where no pattern decides.
        read: yields its Readings, and a ReadError in place of each record that cannot be read; raises one
            where nothing can be.
    """

    kind: str
    pattern: re.Pattern[bytes] | None
    endings: tuple[str, ...]
    read: Callable[[Source, bytes], Iterator[Reading | ReadError]]


# The first whose pattern fits reads the file, else the first whose ending does, else the last: a new format
# is one line here and one file.
READERS = (
    Reader("JSON Lines", re.compile(rb"""\s*\{\s*"[^"]*"\s*:"""), (".jsonl", ".ndjson", ".json"), read_jsonl),
    Reader(
        "HTML",
        re.compile(rb"(?is).*?<(?:!doctype html|html|head|body)\b"),
        (".html", ".htm", ".shtml", ".xhtml"),
        read_html,
    ),
    Reader("plain text", None, (".txt", ".text", ".md"), read_text),
)


def read(source: Source, *, failures: list[ReadError] | None = None) -> Iterator[Reading]:
    """The readings of a source: one of a text or a page, one a record of a file of records.

    The kind is told by the first bytes, then by the ending of the name; anything else is tried as text.

    Args:
        source: the file.
        failures: records of the file that cannot be read are added here, each as the error that names its
            line, and the others are read on. Without it, one such error is raised after the last reading.

    Raises:
        ReadError: the file cannot be opened, is empty, of an unknown type, or damaged; the message names it.
    """
    found: list[ReadError] = [] if failures is None else failures
    try:
        data = source.read_bytes()
        if not data.strip(b"\0 \t\r\n"):
            raise ReadError("The file is empty.")
        for reading in find_reader(source.name, data).read(source, data):
            if isinstance(reading, ReadError):
                found.append(ReadError(f"{source.name}: {reading}"))
            else:
                yield reading
    except OSError as error:
        raise ReadError(f"{source.name}: cannot be opened: {error.strerror or error}.") from error
    except ReadError as error:
        raise ReadError(f"{source.name}: {error}") from error
    if failures is None and found:
        more = f" (and {len(found) - 1} more records)" if len(found) > 1 else ""
        raise ReadError(f"{found[0]}{more}")


def find_reader(name: str, data: bytes) -> Reader:
    """The reader for a file of that name and content."""
    head = data[:HEAD].replace(b"\0", b"")
    for reader in READERS:
        if reader.pattern is not None and reader.pattern.match(head):
            return reader
    return next((reader for reader in READERS if name.lower().endswith(reader.endings)), READERS[-1])
