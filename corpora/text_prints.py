"""Fingerprints of many texts (文本指纹库), and where two of them meet."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from corpora.fingerprints import Codes, Hashes, Places, hash_grams, take_fingerprint, write_codes

Kind = TypeVar("Kind", bound=np.generic)

_KEPT_BYTES = 128 << 20
_SORTED_TOGETHER = 1 << 22  # anchors
_MET_TOGETHER = 1 << 19  # anchors, each of which meets up to 13 others


@dataclass(frozen=True, slots=True, eq=False)
class Meetings:
    """Anchors that two texts share, one row each, texts by their rank (first < second).

    Attributes:
        first, second: the texts.
        first_start, second_start: where in the characters that count of each the shared run starts.
    """

    first: Places
    second: Places
    first_start: Places
    second_start: Places


class TextPrints:
    """What is kept of texts to find what they share, texts by the order in which they were added.

    In memory are the anchors, some 2.5 KB for a text of 4,000 characters; the characters are in a file, 2
    bytes each, that is gone when this is.
    """

    def __init__(self, texts: Iterable[str] = (), *, folder: Path | None = None) -> None:
        """Of `texts`, and of those that are added; `folder` takes the file, None keeps it in memory."""
        self._file = BytesIO() if folder is None else TemporaryFile(dir=folder)  # noqa: SIM115 (closed on exit)
        self._spans: list[tuple[int, int]] = []
        self._anchors: list[Hashes] = []
        self._starts: list[Places] = []
        self._grams: OrderedDict[int, Hashes] = OrderedDict()
        self._grams_bytes = 0
        self.lengths: list[int] = []
        self.digests: list[bytes] = []
        for text in texts:
            self.add(text)

    def __len__(self) -> int:
        return len(self.lengths)

    def __enter__(self) -> TextPrints:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, text: str) -> None:
        """Take the fingerprint of a text and note its characters."""
        codes = write_codes(text)
        self._spans.append((self._file.seek(0, 2), codes.nbytes))
        self._file.write(codes.tobytes())
        counted = codes[codes != 0]
        taken = take_fingerprint(counted)
        self._anchors.append(taken.anchors)
        self._starts.append(taken.starts)
        self.lengths.append(taken.length)
        self.digests.append(blake2b(counted.tobytes(), digest_size=16).digest())

    def arrange(self, places: Sequence[int]) -> None:
        """Number the texts anew: the one that was added as the n-th becomes the `places[n]`-th."""
        order = sorted(range(len(places)), key=places.__getitem__)
        self._spans = [self._spans[text] for text in order]
        self._anchors = [self._anchors[text] for text in order]
        self._starts = [self._starts[text] for text in order]
        self.lengths = [self.lengths[text] for text in order]
        self.digests = [self.digests[text] for text in order]
        self._grams.clear()
        self._grams_bytes = 0

    def read_codes(self, text: int) -> Codes:
        """The characters that count of a text."""
        codes = self._read(text)
        counted: Codes = codes[codes != 0]
        return counted

    def find_places(self, text: int) -> Places:
        """Where in a text each of its characters that count stands."""
        return np.flatnonzero(self._read(text)).astype(np.int32)

    def hash_grams(self, text: int) -> Hashes:
        """As :func:`corpora.fingerprints.hash_grams`; those asked for last are kept."""
        if text in self._grams:
            self._grams.move_to_end(text)
            return self._grams[text]
        grams = self._grams[text] = hash_grams(self.read_codes(text))
        self._grams_bytes += grams.nbytes
        while self._grams_bytes > _KEPT_BYTES and len(self._grams) > 2:
            self._grams_bytes -= self._grams.popitem(last=False)[1].nbytes
        return grams

    def count_anchors(self, text: int) -> int:
        """How many anchors a text has."""
        return len(self._anchors[text])

    def find_meetings(self, order: Sequence[int], *, neighbours: int = 12) -> Iterator[Meetings]:
        """Where texts share an anchor: each with the first that has it and with those next to it in `order`.

        An anchor that a thousand texts have gives some thousand rows, not half a million.

        Args:
            order: the texts that are looked at, those that shall count as originals first; a text's rank is
                its place here.
            neighbours: with how many texts before it that share an anchor a text is paired.

        Yields:
            All meetings of some of the texts with those before them, the texts by rank.
        """
        owners, starts, opening = self._index(order)
        # where each anchor of a text stands among those of all, the texts by rank
        places = np.argsort(owners, kind="stable")
        ends = np.searchsorted(owners[places], np.arange(len(order) + 1))
        at = 0
        while at < len(order):
            to = int(np.searchsorted(ends, ends[at] + _MET_TOGETHER, side="right")) - 1
            to = max(to, at + 1)
            upper = places[ends[at] : ends[to]]
            lower = [upper - step for step in range(1, neighbours + 1)]
            lower = [np.where(place >= opening[upper], place, -1) for place in lower]
            lower.append(np.where(upper - opening[upper] > neighbours, opening[upper], -1))
            earlier, later = np.concatenate(lower), np.tile(upper, neighbours + 1)
            there = earlier >= 0
            earlier, later = earlier[there], later[there]
            apart = owners[earlier] != owners[later]
            earlier, later = earlier[apart], later[apart]
            yield Meetings(owners[earlier], owners[later], starts[earlier], starts[later])
            at = to

    def _index(self, order: Sequence[int]) -> tuple[Places, Places, npt.NDArray[np.int64]]:
        """Rank and place of every anchor that two texts have, those of one value together, ranks ascending.

        The third column is the row where each value's run starts.
        """
        counts = [len(self._anchors[text]) for text in order]
        owners = np.repeat(np.arange(len(order), dtype=np.int32), counts)
        anchors = _join((self._anchors[text] for text in order), np.uint64)
        starts = _join((self._starts[text] for text in order), np.int32)
        parts: list[tuple[Places, Places, npt.NDArray[np.int64]]] = []
        size = 0
        for rows in _slice_by_value(anchors):
            rows = rows[np.argsort(anchors[rows], kind="stable")]
            new = _mark_changes(anchors[rows])
            shared = ~(new & np.append(new[1:], True)) if len(rows) else new
            new = new[shared]
            rows = rows[shared]
            opening = np.maximum.accumulate(np.where(new, np.arange(len(rows)), 0)) + size
            parts.append((owners[rows], starts[rows], opening))
            size += len(rows)
        return (
            _join((part[0] for part in parts), np.int32),
            _join((part[1] for part in parts), np.int32),
            _join((part[2] for part in parts), np.int64),
        )

    def _read(self, text: int) -> Codes:
        at, size = self._spans[text]
        self._file.seek(at)
        return np.frombuffer(self._file.read(size), dtype=np.uint16)


def _slice_by_value(anchors: Hashes) -> Iterator[npt.NDArray[np.int64]]:
    """Rows of the anchors, a part at a time, all of one value in one part."""
    parts = len(anchors) // _SORTED_TOGETHER + 1
    for part in range(parts):
        yield np.flatnonzero(anchors % np.uint64(parts) == part)


def _mark_changes(values: Hashes) -> npt.NDArray[np.bool_]:
    """Whether each value is another than the one before it."""
    return np.append(True, values[1:] != values[:-1])[: len(values)]


def _join(parts: Iterable[npt.NDArray[Kind]], kind: type[Kind]) -> npt.NDArray[Kind]:
    return np.concatenate([np.empty(0, dtype=kind), *parts])
