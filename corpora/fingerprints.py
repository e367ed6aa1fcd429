"""Fingerprints of texts (文本指纹): what of two texts is the same whatever their script, widths and marks."""

from __future__ import annotations

from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True, eq=False)
class Meetings:
    """Anchors that two texts share, one row each, texts by their index (first < second).

    Attributes:
        first, second: the texts.
        first_start, second_start: where in the codes of each the shared run starts.
    """

    first: Places
    second: Places
    first_start: Places
    second_start: Places


def read_codes(text: str) -> Codes:
    """The characters that count, in order: simplified ones, digits and small letters; no marks, no blanks.

    Example:
        >>> bytes(read_codes("新建溝渠８條！")).decode("utf-16")
        '新建沟渠8条'
    """
    codes = _read_all_codes(text)
    counted: Codes = codes[codes != 0]
    return counted


def find_places(text: str) -> Places:
    """Where in the text each of its characters that count stands."""
    return np.flatnonzero(_read_all_codes(text)).astype(np.int32)


def hash_grams(text: str) -> Hashes:
    """Sorted hashes of the different runs of GRAM characters that count.

    Example:
        >>> hash_grams("新建溝渠８條，總長3公里！").tolist() == hash_grams("新建沟渠8条总长3公里").tolist()
        True
    """
    return np.unique(_hash_runs(read_codes(text)))


def take_fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a text; any two texts that share 60 characters that count share an anchor."""
    codes = read_codes(text)
    hashes = _hash_anchors(codes)
    starts = _winnow(hashes)
    return Fingerprint(len(codes), hashes[starts], starts)


def measure_containment(inner: Hashes, outer: Hashes) -> float:
    """Share of the runs of 5 characters of one text that stand in another too, 0 to 1."""
    if not len(inner):
        return 0.0
    at = np.searchsorted(outer, inner)
    at[at == len(outer)] = 0
    return float(np.count_nonzero(outer[at] == inner)) / len(inner) if len(outer) else 0.0


def find_meetings(prints: Sequence[Fingerprint], *, neighbours: int = 12) -> Meetings:
    """Where texts share an anchor: each with the first text that has it and with those next to it in order.

    An anchor that a thousand texts have gives some thousand rows, not half a million.

    Args:
        prints: fingerprints, the texts that shall count as originals first.
        neighbours: with how many texts before it that share an anchor a text is paired.
    """
    owners = np.repeat(np.arange(len(prints), dtype=np.int32), [len(one.anchors) for one in prints])
    anchors = np.concatenate([one.anchors for one in prints]) if prints else np.empty(0, np.uint64)
    starts = np.concatenate([one.starts for one in prints]) if prints else np.empty(0, np.int32)
    order = np.argsort(anchors, kind="stable")
    anchors, owners, starts = anchors[order], owners[order], starts[order]
    opening = np.empty(len(anchors), dtype=np.int64)
    if len(anchors):
        new = np.concatenate(([True], anchors[1:] != anchors[:-1]))
        opening = np.maximum.accumulate(np.where(new, np.arange(len(anchors)), 0))
    here = np.arange(len(anchors))
    before, after = [], []
    for step in range(1, neighbours + 1):
        reached = here[step:][opening[step:] == opening[:-step]] if step < len(anchors) else here[:0]
        before.append(reached - step)
        after.append(reached)
    far = here[here - opening > neighbours]
    lower, upper = np.concatenate([*before, opening[far]]), np.concatenate([*after, far])
    apart = owners[lower] != owners[upper]
    lower, upper = lower[apart], upper[apart]
    return Meetings(owners[lower], owners[upper], starts[lower], starts[upper])


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
    """Indexes of the smallest hash of every WINDOW on end (winnowing, Schleimer et al. 2003)."""
    if not len(hashes):
        return np.empty(0, dtype=np.int32)
    if len(hashes) <= WINDOW:
        return np.array([int(hashes.argmin())], dtype=np.int32)
    windows = np.lib.stride_tricks.sliding_window_view(hashes, WINDOW)
    return np.unique(windows.argmin(axis=1) + np.arange(len(windows))).astype(np.int32)


def _read_all_codes(text: str) -> Codes:
    points = np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), dtype=np.uint32)
    return _plain_codes()[np.minimum(points, 0xFFFF)]


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
