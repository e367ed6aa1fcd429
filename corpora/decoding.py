"""Text from bytes whose encoding nobody states, or states wrongly (解码)."""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Mapping

from corpora.character_frequencies import Frequencies, load_frequencies, score_text
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
HIGH = re.compile(rb"[\x80-\xff]")
# Two-byte UTF-8 only: Latin, Greek, Cyrillic. A few Chinese words in GBK happen to be valid as such.
TWO_BYTES_ONLY = re.compile(r"[\x00-\u07ff]*+")
FEW_BYTES = 64
SAMPLE = 8192  # bytes that candidates are compared on
# The encodings to choose from, with the script whose characters each one's text is measured by.
CANDIDATES = (
    ("utf-8", "any"),
    ("gb18030", "simplified"),
    ("gb18030", "traditional"),
    ("cp950", "traditional"),
    ("utf-16-le", "any"),
    ("utf-16-be", "any"),
)
# Names that pages and servers give to them; what is declared counts as much as one rare character.
DECLARED = {
    "gb18030": ("gb2312", "gbk", "gb18030", "gb_2312-80", "cp936", "x-gbk"),
    "cp950": ("big5", "big5-hkscs", "cp950", "x-x-big5"),
    "utf-8": ("utf-8", "utf8"),
    "utf-16-le": ("utf-16", "utf-16le", "unicode"),
    "utf-16-be": ("utf-16be",),
}
DECLARED_GAIN = 6.0
# Mean logarithm of the likelihood of a character: reports -6, lists of rare names -10, Japanese -13,
# compressed data read as UTF-16 -19.
LEAST_LIKELY = -14.0
MOST_DAMAGE = 0.02  # share of characters that may be unreadable before bytes no longer count as text
ALWAYS_ALLOWED = 3  # unreadable characters in a short text


def decode(
    data: bytes, *, declared: str | None = None, frequencies: Mapping[str, Frequencies] | None = None
) -> tuple[str, str]:
    """The text of the bytes and the name of the codec that gives it: ``data.decode(name, "replace")``.

    Line breaks stay as they are; a byte order mark is not part of the text. Bytes that are damaged here and
    there become U+FFFD. Where no mark tells, valid UTF-8 is taken as such; else the encoding whose text has
    the likeliest characters: one that reads bytes wrongly gives rare ones.

    Args:
        data: a whole file.
        declared: what the file or its server calls its encoding (``<meta charset=gb2312>``). A hint only:
            it is often wrong.
        frequencies: the tables that likelihood is measured by, the shipped ones unless given.

    Raises:
        ReadError: the bytes are binary, or not text in UTF-8, UTF-16, UTF-32, GB18030 or Big5.

    Example:
        >>> decode("松坪镇工作总结".encode("gbk"))
        ('松坪镇工作总结', 'gb18030')
    """
    for mark, codec in MARKS:
        if data.startswith(mark):
            return _check(data.decode(codec, "replace"), data), codec
    if data.startswith(tuple(signature for signature, _ in SIGNATURES)):
        raise ReadError(f"Found {_name_binary(data)}, not text.")
    text = _read_utf8(data)
    if text is not None:
        return _check(text, data), "utf-8"
    tables = load_frequencies() if frequencies is None else frequencies
    codec = _choose(data, declared=(declared or "").strip().lower(), tables=tables)
    text = data.decode(codec, "replace")
    if codec == "cp950" and "\ufffd" in text:
        # Hong Kong's characters lie where the code page has none.
        extended = data.decode("big5hkscs", "replace")
        if extended.count("\ufffd") < text.count("\ufffd"):
            text, codec = extended, "big5hkscs"
    return _check(text, data), codec


def _read_utf8(data: bytes) -> str | None:
    """The text where the bytes are UTF-8 beyond doubt."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if CONTROLS.search(text, 0, SAMPLE):
        return None
    doubtful = len(text) < len(data) < FEW_BYTES and TWO_BYTES_ONLY.fullmatch(text)
    return None if doubtful else text


def _choose(data: bytes, *, declared: str, tables: Mapping[str, Frequencies]) -> str:
    """The codec whose text of a sample is likeliest; ReadError where none of them gives likely text."""
    sample, plain = data[:SAMPLE], _sample_lines(data)
    best, chosen, mean = -math.inf, "utf-8", 0.0
    for codec, script in CANDIDATES:
        wide = codec.startswith("utf-16")
        decoder = codecs.getincrementaldecoder(codec)("replace")
        text = decoder.decode(sample if wide else plain, len(data) <= SAMPLE)
        likelihood = score_text(text, tables[script])
        # UTF-16 is measured on another sample, so it is compared by the byte.
        score = likelihood * len(plain) / len(sample) if wide else likelihood
        score += DECLARED_GAIN * (declared in DECLARED[codec])
        if score > best:
            best, chosen, mean = score, codec, likelihood / max(1, len(text))
    if mean < LEAST_LIKELY:
        raise ReadError(
            f"Found {_name_binary(data)} or text that is not Chinese: in the likeliest encoding ({chosen}) "
            "most of its characters are rare ones. Expected UTF-8, UTF-16, GB18030 or Big5."
        )
    return chosen


def _sample_lines(data: bytes) -> bytes:
    """A sample of what is not ASCII: pages open with thousands of bytes that are the same in all encodings.

    No encoding has a line break as the second byte of a character, so that lines can be taken out one by one.
    """
    if len(data) <= SAMPLE:
        return data
    lines: list[bytes] = []
    length = 0
    for line in data.split(b"\n"):
        found = HIGH.search(line)
        if found:
            lines.append(line[found.start() : found.start() + SAMPLE])
            length += len(lines[-1])
            if length >= SAMPLE:
                break
    return b"\n".join(lines)[:SAMPLE]


def _check(text: str, data: bytes) -> str:
    controls, damaged = len(CONTROLS.findall(text)), text.count("\ufffd")
    if controls > MOST_DAMAGE * len(text):
        raise ReadError(
            f"Found {_name_binary(data)}, not text: {controls} control characters of {len(text)}."
        )
    if damaged > MOST_DAMAGE * len(text) + ALWAYS_ALLOWED:
        raise ReadError(
            f"The bytes are not text in UTF-8, UTF-16, GB18030 or Big5: "
            f"{damaged} of {len(text)} characters are unreadable."
        )
    return text


def _name_binary(data: bytes) -> str:
    return next((name for signature, name in SIGNATURES if data.startswith(signature)), "binary data")
