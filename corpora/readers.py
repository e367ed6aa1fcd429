"""Readings of a source, by the reader that its bytes and its name ask for (读取)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from corpora.documents import Reading, Source
from corpora.errors import ReadError
from corpora.read_archives import PACKERS, read_packed, read_tar, read_zip, unpack_head
from corpora.read_csv import read_csv
from corpora.read_docx import read_docx
from corpora.read_html import read_html
from corpora.read_jsonl import read_jsonl
from corpora.read_pdf import read_pdf
from corpora.read_text import read_text
from corpora.read_warc import read_warc
from corpora.read_xlsx import read_xlsx
from corpora.zip_files import open_zip

PACKED_BLOCK = 1024**2  # bzip2 gives nothing before its first block is whole
HEAD = 4096  # bytes that a kind of file is known by
DEEPEST = 4  # archives inside each other
# What an archive may unpack to: texts shrink to a tenth or a fiftieth, bombs to a thousandth.
MOST_GROWTH = 100
ALWAYS_ALLOWED = 64 * 1024**2


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of file.

    Attributes:
        kind: its name, for people.
        pattern: what its head starts with, see :func:`read_head`; None where nothing tells.
        endings: of names that are taken for it where no pattern decides.
        read: yields its Readings, or the Sources that it holds, and a ReadError in place of each record or
            file in it that cannot be read; raises one where nothing can be.
    """

    kind: str
    pattern: bytes | None
    endings: tuple[str, ...]
    read: Callable[[Source], Iterator[Reading | Source | ReadError] | Iterator[Reading] | Iterator[Source]]


def _refuse(reason: str) -> Callable[[Source], Iterator[Reading]]:
    """A reader for a kind that is known and not read."""

    def read(source: Source) -> Iterator[Reading]:
        raise ReadError(reason)

    return read


def _refuse_old_office(source: Source) -> Iterator[Reading]:
    if "EncryptedPackage".encode("utf-16-le") in source.read_bytes():
        raise ReadError("The Office file is locked with a password; unlock it before the run.")
    raise ReadError("Office files of before 2007 (.doc, .xls, .wps) are not read; save it as .docx or .xlsx.")


# The first whose pattern fits reads the file, else the first whose ending does, else the last: a new format
# is one line here and one file.
READERS = (
    Reader("Word", rb"(?s)PK\n(?:.*\n)?word/document\.xml\n", (".docx",), read_docx),
    Reader("Excel", rb"(?s)PK\n(?:.*\n)?xl/workbook\.xml\n", (".xlsx",), read_xlsx),
    Reader(
        "slides", rb"(?s)PK\n(?:.*\n)?ppt/presentation\.xml\n", (".pptx",), _refuse("Slides are not read.")
    ),
    Reader("OFD", rb"(?s)PK\n(?:.*\n)?OFD\.xml\n", (".ofd",), _refuse("OFD is not read; save it as pdf.")),
    Reader(
        "ODT", rb"(?s)PK\nmimetype\n(?:.*\n)?content\.xml\n", (), _refuse("ODT is not read; save it as docx.")
    ),
    Reader("zip", rb"PK\n|PK\x03\x04|PK\x05\x06", (".zip",), read_zip),
    Reader("WARC", rb"(?:\x1f\x8b\n)?WARC/", (".warc",), read_warc),
    Reader("tar", rb"(?s)(?:(?:\x1f\x8b|BZ|\xfd7)\n)?.{257}ustar", (".tar",), read_tar),
    Reader("packed", rb"\x1f\x8b|BZh[1-9]1AY|BZ\n|\xfd7(?:zXZ|\n)", (), read_packed),
    Reader("pdf", rb"(?s).{0,1024}?%PDF-", (".pdf",), read_pdf),
    Reader("old Office", rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (".doc", ".xls", ".ppt"), _refuse_old_office),
    Reader("RTF", rb"\{\\rtf", (".rtf",), _refuse("RTF is not read; save it as docx.")),
    Reader("MHTML", rb"(?i)(?:[\w-]+:.*\s+)*?MIME-Version:", (), _refuse("MHTML is not read; save as html.")),
    Reader("JSON Lines", rb'\s*(?:\[\s*)?\{\s*"[^"]*"\s*:', (".jsonl", ".ndjson", ".json"), read_jsonl),
    Reader("HTML", rb"(?is).*?<(?:!doctype html|html|head|body)\b", (".html", ".htm", ".shtml"), read_html),
    Reader("HTML", rb"(?is)(?:.*?</(?:p|div|td|li|span|a)>){3}", (), read_html),
    Reader("CSV", None, (".csv", ".tsv"), read_csv),
    Reader("plain text", None, (".txt", ".text", ".md"), read_text),
)


def read(source: Source, *, failures: list[ReadError] | None = None) -> Iterator[Reading]:
    """The readings of a source: one of a text or a page, one a record of a table, all of an archive's files.

    The kind is told by the first bytes, then by the ending of the name; anything else is tried as text.

    Args:
        source: the file.
        failures: what cannot be read inside the file (a record, a file of an archive) is added here, each as
            the error that names its place, and the rest is read on. Without it, one such error is raised
            after the last reading.

    Raises:
        ReadError: the file cannot be opened, is empty, of a kind that is not read, or damaged before its
            first reading; the message names it.
    """
    found: list[ReadError] = [] if failures is None else failures
    any_reading = False
    try:
        for reading in _read(source, depth=0, allowance=_Allowance(source)):
            if isinstance(reading, ReadError):
                found.append(reading)
            else:
                any_reading = True
                yield reading
    except ReadError as error:
        if not any_reading:
            raise
        found.append(error)
    if failures is None and found:
        more = f" (and {len(found) - 1} more like it)" if len(found) > 1 else ""
        raise ReadError(f"{found[0]}{more}")


class _Allowance:
    """What the archives of a source may still unpack to, in bytes."""

    def __init__(self, source: Source) -> None:
        try:
            packed = source.path.stat().st_size if source.data is None else len(source.data)
        except OSError:
            packed = 0
        self.left = ALWAYS_ALLOWED + MOST_GROWTH * packed

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise ReadError(
                f"The archive unpacks to more than {MOST_GROWTH} times its size, like a bomb: refused."
            )


def _read(source: Source, *, depth: int, allowance: _Allowance) -> Iterator[Reading | ReadError]:
    """The readings of a source and of those inside it; every error names the source it is of."""
    try:
        head = read_head(source)
        if not head.strip(b"\0 \t\r\n") and len(head) < HEAD:
            raise ReadError("The file is empty.")
        for item in find_reader(source.name, head).read(source):
            if isinstance(item, Reading):
                yield _locate(item)
            elif isinstance(item, ReadError):
                yield ReadError(f"{source.name}: {item}")
            else:
                allowance.spend(len(item.data or b""))
                if depth >= DEEPEST:
                    raise ReadError(f"Archives lie inside each other more than {DEEPEST} deep: refused.")
                try:
                    yield from _read(item, depth=depth + 1, allowance=allowance)
                except ReadError as error:
                    if allowance.left < 0:
                        raise
                    yield error
    except OSError as error:
        raise ReadError(f"{source.name}: cannot be opened: {error.strerror or error}.") from error
    except ReadError as error:
        named = str(error).startswith(f"{source.name}")
        raise (error if named else ReadError(f"{source.name}: {error}")) from error


def _locate(reading: Reading) -> Reading:
    """The reading with the address of its source, where it states none itself."""
    if reading.source.url is None or reading.given.url is not None:
        return reading
    return replace(reading, given=replace(reading.given, url=reading.source.url))


def find_reader(name: str, head: bytes) -> Reader:
    """The reader for a file of that name and head, see :func:`read_head`."""
    plain = head.replace(b"\0", b"")
    for reader in READERS:
        if reader.pattern is not None and any(re.match(reader.pattern, start) for start in (head, plain)):
            return reader
    return next((reader for reader in READERS if name.lower().endswith(reader.endings)), READERS[-1])


def read_head(source: Source) -> bytes:
    """What a file is known by: its first HEAD bytes, without a byte order mark.

    For a zip file ``PK`` and the names of what it holds, each on a line; for a packed file its first two
    bytes and, on the next line, the first bytes of what it holds.
    """
    with source.open() as file:
        head = file.read(HEAD)
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            try:
                names = (member.filename for member in open_zip(file).infolist())
                return b"\n".join((b"PK", *(name.encode("utf-8", "replace") for name in names), b""))
            except ReadError:
                return head
        if head.startswith(tuple(PACKERS)):
            inside = unpack_head(head + file.read(PACKED_BLOCK), HEAD)
            return head[:2] + b"\n" + inside if inside else head
    return head.removeprefix(b"\xef\xbb\xbf")
