"""Working text in simplified script and half-width forms (繁简与全半角), as long as its source."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import opencc

VARIANTS = Path(__file__).parent / "lexicons" / "script_variants.csv"
SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# Han characters that stand for another one: Unicode's compatibility ideographs and the radicals of PDF fonts.
COMPATIBLE = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFAFF))
SAMPLE_LENGTH = 20_000


def write_working_text(text: str, *, script: str) -> str:
    """The text as extractors read it, exactly as long as `text`.

    Full-width forms (FF01 to FF5E) become ASCII, every kind of space ``' '`` (tabs and line breaks stay),
    compatibility ideographs their plain character. A traditional text is also simplified, character by
    character as the context asks but without exchanging words: 核心 stays 核心.

    Args:
        text: clean text in its own script.
        script: ``"simplified"`` or ``"traditional"``, see :func:`detect_script`.

    Example:
        >>> write_working_text("沿著溝渠清淤３．５公里", script="traditional")
        '沿着沟渠清淤3.5公里'
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    folded = _fold_table()[codes].tobytes().decode("utf-32-le", "surrogatepass")
    return _simplify(folded) if script == "traditional" else folded


def detect_script(text: str) -> str:
    """``"traditional"`` where characters of that script alone outnumber the other's, else ``"simplified"``.

    A simplified text that quotes a few traditional names is simplified; so is one that shows neither. Longer
    texts than 20,000 characters are judged by as many, evenly spread.

    Example:
        >>> detect_script("新建溝渠8條，總長3公里")
        'traditional'
    """
    sample = text[:: len(text) // SAMPLE_LENGTH + 1]
    codes = np.frombuffer(sample.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return "traditional" if int(_script_votes()[codes].sum(dtype=np.int64)) > 0 else "simplified"


def is_working_text(text: str) -> bool:
    """Whether a text in its own script is what :func:`write_working_text` would make of it, told in no time.

    False also where it shows characters of traditional script alone, however few.

    Example:
        >>> is_working_text("新建沟渠8条,总长3公里"), is_working_text("新建沟渠８条")
        (True, False)
    """
    return _unlike_working_text().search(text) is None


@lru_cache(maxsize=1)
def _unlike_working_text() -> re.Pattern[str]:
    table = _fold_table()
    folded = np.flatnonzero(table != np.arange(len(table))).tolist()
    traditional = np.flatnonzero(_script_votes() > 0).tolist()
    return re.compile(f"[{re.escape(''.join(map(chr, [*folded, *traditional])))}]")


@lru_cache(maxsize=1)
def _fold_table() -> npt.NDArray[np.uint32]:
    """What each code point is folded to, shape (0x110000,)."""
    table = np.arange(0x110000, dtype=np.uint32)
    table[0xFF01:0xFF5F] -= 0xFEE0
    table[list(map(ord, SPACES))] = 0x20
    for code in COMPATIBLE:
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1:
            table[code] = ord(plain)
    return table


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplify(text: str) -> str:
    convert = _converter().convert
    simplified = convert(text)
    if len(simplified) != len(text):
        # OpenCC's own phrases keep their length; one that a newer version adds may not.
        simplified = "".join(one if len(one := convert(character)) == 1 else character for character in text)
    pattern, written = _variants()
    return pattern.sub(lambda match: written[match.group()], simplified)


@lru_cache(maxsize=1)
def _variants() -> tuple[re.Pattern[str], dict[str, str]]:
    """What OpenCC leaves as it is: a pattern, longest word first, and what each word becomes."""
    with VARIANTS.open(encoding="utf-8", newline="") as file:
        written = {row["written"]: row["simplified"] for row in csv.DictReader(file)}
    words = sorted(written, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words))), written


@lru_cache(maxsize=1)
def _script_votes() -> npt.NDArray[np.int8]:
    """1 for each code point that only traditional text has, -1 where only simplified text has it, else 0.

    The two national sets tell them apart without a list of our own: a character of Big5 that GB 2312 lacks
    and that has a simplified form is traditional, one of GB 2312 that Big5 lacks is simplified. Those in
    both (后, 里, 台, 只) tell nothing. Shape (0x110000,).
    """
    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    simplified = _converter().convert("\n".join(characters)).split("\n")
    votes = np.zeros(0x110000, dtype=np.int8)
    for character, plain in zip(characters, simplified, strict=True):
        in_big5, in_gb2312 = _encodes(character, "big5"), _encodes(character, "gb2312")
        if in_gb2312 and not in_big5:
            votes[ord(character)] = -1
        elif in_big5 and not in_gb2312 and character != plain:
            votes[ord(character)] = 1
    return votes


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
