"""Fingerprints of texts (文本指纹): what of two texts is the same whatever their script, widths and marks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from corpora.scripts import write_working_text

Codes = npt.NDArray[np.uint16]
Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int32]

GRAM = 5
ANCHOR = 20  # characters that an anchor stands for
WINDOW = 41  # of so many anchors on end one is kept: any 60 shared characters share one
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(31)
_LOW_BITS = np.uint64(0xFFFF)
_ALL_BITS = np.uint64(0xFFFFFFFFFFFFFFFF)


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """Anchors by which a text is found again in another.

    Attributes:
        length: how many of its characters count, see :func:`read_codes`.
        anchors: hashes of some of its runs of ANCHOR characters, shape (anchors,).
        starts: where among the characters that count each of those runs starts, ascending.
    """

    length: int
    anchors: Hashes
    starts: Places


def read_codes(text: str) -> Codes:
    """The characters that count, in order: simplified ones, digits and small letters; no marks, no blanks.

    Example:
        >>> bytes(read_codes("新建溝渠８條！")).decode("utf-16")
        '新建沟渠8条'
    """
    codes = write_codes(text)
    counted: Codes = codes[codes != 0]
    return counted


def write_codes(text: str) -> Codes:
    """A code for each character of a text, 0 for those that do not count."""
    points = np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), dtype=np.uint32)
    return _plain_codes()[np.minimum(points, 0xFFFF)]


def hash_grams(codes: Codes) -> Hashes:
    """Sorted hashes of the different runs of GRAM of the characters that count.

    Example:
        >>> one, other = read_codes("新建溝渠８條，總長3公里！"), read_codes("新建沟渠8条总长3公里")
        >>> hash_grams(one).tolist() == hash_grams(other).tolist()
        True
    """
    hashes = np.sort(_hash_runs(codes))
    return hashes[np.append(True, hashes[1:] != hashes[:-1])] if len(hashes) else hashes


def take_fingerprint(codes: Codes) -> Fingerprint:
    """The fingerprint of the characters that count; two texts that share 60 of them share an anchor."""
    hashes = _hash_anchors(codes)
    starts = _winnow(hashes)
    return Fingerprint(len(codes), hashes[starts], starts)


def measure_containment(inner: Hashes, outer: Hashes) -> float:
    """Share of the runs of 5 characters of one text that stand in another too, 0 to 1."""
    if not len(inner):
        return 0.0
    both = np.concatenate((inner, outer))
    both.sort(kind="stable")  # merges what is sorted already, four times as fast as searching for each
    return float(np.count_nonzero(both[1:] == both[:-1])) / len(inner)


def _hash_runs(codes: Codes) -> Hashes:
    """A hash for each run of GRAM characters, shape (len(codes) - GRAM + 1,)."""
    if len(codes) < GRAM:
        return np.empty(0, dtype=np.uint64)
    wide = codes.astype(np.uint64)
    length = len(codes) - GRAM + 1
    hashes = wide[:length].copy()
    for step in range(1, GRAM):
        hashes = hashes * _FACTOR + wide[step : step + length]
    hashes ^= hashes >> _SHIFT
    return hashes * _MIX


def _hash_anchors(codes: Codes) -> Hashes:
    """A hash for each run of ANCHOR characters, put together from those of its four runs of GRAM."""
    grams = _hash_runs(codes)
    length = len(codes) - ANCHOR + 1
    if length <= 0:
        return np.empty(0, dtype=np.uint64)
    hashes = grams[:length].copy()
    for step in range(GRAM, ANCHOR, GRAM):
        hashes = hashes * _FACTOR + grams[step : step + length]
    hashes ^= hashes >> _SHIFT
    return hashes * _MIX


def _winnow(hashes: Hashes) -> Places:
    """Indexes of the smallest hash of every WINDOW on end (winnowing, Schleimer et al. 2003).

    The least of each window is the lesser of two running minima, to the end of one block of WINDOW and from
    the start of the next (van Herk 1992). The first of two that are alike is taken: the place stands in the
    lowest bits.
    """
    if not len(hashes):
        return np.empty(0, dtype=np.int32)
    keys = (hashes & ~_LOW_BITS) | (np.arange(len(hashes), dtype=np.uint64) & _LOW_BITS)
    if len(hashes) <= WINDOW:
        return np.array([int(keys.argmin())], dtype=np.int32)
    blocks = np.append(keys, np.full(-len(keys) % WINDOW, _ALL_BITS)).reshape(-1, WINDOW)
    forth = np.minimum.accumulate(blocks, axis=1).ravel()
    back = np.minimum.accumulate(blocks[:, ::-1], axis=1)[:, ::-1].ravel()
    count = len(keys) - WINDOW + 1
    least = np.minimum(back[:count], forth[WINDOW - 1 : len(keys)])
    windows = np.arange(count, dtype=np.uint64)
    places = windows + ((least - windows) & _LOW_BITS)
    found: Places = places[np.append(True, places[1:] != places[:-1])].astype(np.int32)
    return found


@lru_cache(maxsize=1)
def _plain_codes() -> Codes:
    """The code that each character of the basic plane counts as; 0 for those that do not count."""
    counted = [
        chr(code)
        for code in range(0x10000)
        if not 0xD800 <= code <= 0xDFFF and (chr(code).isalnum() or 0x3400 <= code <= 0x9FFF)
    ]
    plain = write_working_text("\n".join(counted), script="traditional").split("\n")
    table = np.zeros(0x10000, dtype=np.uint16)
    for character, written in zip(counted, plain, strict=True):
        code = ord(written.lower()[0])
        table[ord(character)] = code if code < 0x10000 else 0
    table[0xFFFF] = 0
    return table
