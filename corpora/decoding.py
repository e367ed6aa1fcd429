"""Text from bytes whose encoding nobody states, or states wrongly (解码)."""

from __future__ import annotations

import codecs
import re

from corpora.errors import ReadError

# Byte order marks; the codec named beside each one leaves it out of the text. That of UTF-32 starts with
# the one of UTF-16 and comes first.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What files are called by their first bytes, for a message that a person can act on.
SIGNATURES = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an Office file"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office file of before 2007 (.doc, .xls) or a locked one"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
)
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
COMMON = re.compile(r"[\n\r\t -~\u3000-\u303f\u4e00-\u9fa5\uff00-\uff5e“”‘’…—·\u00a0]")
LEAST_COMMON = 0.9
SAMPLE = 4096
MOST_DAMAGE = 0.02  # share of characters that may be unreadable before bytes no longer count as text


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, str]:
    """The text of the bytes and the name of the codec that gives it: ``data.decode(name, "replace")``.

    Line breaks stay as they are; a byte order mark is not part of the text. Bytes that are damaged here and
    there become U+FFFD.

    Args:
        data: a whole file.
        declared: what the file or its server calls its encoding (``<meta charset=gb2312>``). A hint only:
            it is often wrong.

    Raises:
        ReadError: the bytes are binary, or not text in UTF-8, UTF-16, UTF-32 or GB18030.

    Example:
        >>> decode("松坪镇工作总结".encode("gbk"))
        ('松坪镇工作总结', 'gb18030')
    """
    for mark, codec in MARKS:
        if data.startswith(mark):
            return _check(data.decode(codec, "replace"), data), codec
    if (order := _find_utf16(data)) is not None:
        return _check(data.decode(order, "replace"), data), order
    if data.startswith(tuple(signature for signature, _ in SIGNATURES)):
        raise ReadError(f"Found {_name_binary(data)}, not text.")
    try:
        return _check(data.decode("utf-8"), data), "utf-8"
    except UnicodeDecodeError:
        pass
    texts = {codec: data.decode(codec, "replace") for codec in ("utf-8", "gb18030")}
    codec = min(texts, key=lambda name: texts[name].count("\ufffd"))
    return _check(texts[codec], data), codec


def _find_utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: with null bytes, and common characters in one order."""
    sample = data[:SAMPLE]
    if b"\0" not in sample:
        return None
    for codec in ("utf-16-le", "utf-16-be"):
        text = sample.decode(codec, "replace")
        if len(COMMON.findall(text)) >= LEAST_COMMON * len(text):
            return codec
    return None


def _check(text: str, data: bytes) -> str:
    controls, damaged = len(CONTROLS.findall(text)), text.count("\ufffd")
    if controls > MOST_DAMAGE * len(text):
        raise ReadError(
            f"Found {_name_binary(data)}, not text: {controls} control characters of {len(text)}."
        )
    if damaged > MOST_DAMAGE * len(text) + 3:
        raise ReadError(
            f"The bytes are not text in UTF-8, UTF-16 or GB18030: "
            f"{damaged} of {len(text)} characters are unreadable."
        )
    return text


def _name_binary(data: bytes) -> str:
    return next((name for signature, name in SIGNATURES if data.startswith(signature)), "binary data")
