"""The pages inside web archives (WARC, ISO 28500), each a source of its own."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr
from io import StringIO
from typing import Any

from corpora.documents import Source
from corpora.errors import ReadError
from corpora.page_data import read_address
from corpora.zip_files import MOST_MEMBER_BYTES

# Kinds of content that are never a report; their records are passed over without a word.
NO_TEXT = ("image/", "audio/", "video/", "font/", "text/css", "text/javascript", "application/javascript")
OK = "200"


def read_warc(source: Source) -> Iterator[Source | ReadError]:
    """Every page of a web archive, named by its address; a ReadError for each that the server did not give.

    Images, styles and scripts are passed over, and records that are no answer of a server.

    Raises:
        ReadError: the archive is damaged, or holds no page.
    """
    found = False
    with source.open() as file:
        for record in _iterate(file):
            if record.rec_type not in ("response", "resource") or _find_kind(record).startswith(NO_TEXT):
                continue
            found = True
            address = record.rec_headers.get_header("WARC-Target-URI") or "no address"
            try:
                data = _read_record(record)
            except ReadError as error:
                yield ReadError(f"{address}: {error}")
            else:
                address = address.strip("<>")
                yield Source(f"{source.name}/{address}", source.path, data, url=read_address(address))
    if not found:
        raise ReadError("The web archive holds no page.")


def _iterate(file: Any) -> Iterator[Any]:
    """The records of an archive; whatever warcio raises over a damaged one is a ReadError."""
    from warcio.archiveiterator import ArchiveIterator

    try:
        records = iter(ArchiveIterator(file))
    except Exception as error:
        raise ReadError(f"The web archive is damaged: {error}.") from error
    while True:
        try:
            with redirect_stderr(StringIO()):  # warcio prints a notice for each flaw that it passes over
                record = next(records)
        except StopIteration:
            return
        except Exception as error:
            raise ReadError(f"The web archive is damaged: {type(error).__name__}: {error}.") from error
        yield record


def _find_kind(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return str(headers.get_header("Content-Type") or "").strip().lower()


def _read_record(record: Any) -> bytes:
    status = record.http_headers.get_statuscode() if record.http_headers else OK
    if status != OK:
        raise ReadError(f"the server answered {status}, no page.")
    try:
        data: bytes = record.content_stream().read(MOST_MEMBER_BYTES + 1)
    except (OSError, EOFError, ValueError, zlib.error, AttributeError) as error:
        raise ReadError(f"damaged in the archive: {error}.") from error
    if len(data) > MOST_MEMBER_BYTES:
        raise ReadError(f"is longer than {MOST_MEMBER_BYTES:,} bytes, the most that is read.")
    return data
