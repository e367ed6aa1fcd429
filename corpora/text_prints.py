"""Fingerprints of many texts (文本指纹库), and where two of them meet."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType

import numpy as np
import numpy.typing as npt

from corpora.anchor_files import AnchorFile, Records
from corpora.fingerprints import Codes, Hashes, Places, hash_grams, take_fingerprint, write_codes

_KEPT_BYTES = 64 << 20
_MET_TOGETHER = 1 << 16  # anchors, each of which meets up to 13 others


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

    In memory are some 100 bytes a text. Its anchors, 3 KB for a text of 4,000 characters, and its characters,
    2 bytes each, are in files that are gone when this is; while what texts share is looked for, 24 bytes of
    each anchor are held that two of them have.
    """

    def __init__(self, texts: Iterable[str] = (), *, folder: Path | None = None) -> None:
        """Of `texts`, and of those that are added; `folder` takes the file, None keeps it in memory."""
        self._file = BytesIO() if folder is None else TemporaryFile(dir=folder)  # noqa: SIM115 (closed on exit)
        self._anchors = AnchorFile(folder)
        self._added = array("i")  # as the how manieth each was added
        self._starts = array("q")  # of its characters in the file
        self._sizes = array("i")
        self._counts = array("i")  # of its anchors
        self._grams: OrderedDict[int, Hashes] = OrderedDict()
        self._grams_bytes = 0
        self.lengths = array("i")
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
        self._anchors.close()

    def add(self, text: str) -> None:
        """Take the fingerprint of a text and note its characters."""
        codes = write_codes(text)
        self._starts.append(self._file.seek(0, 2))
        self._sizes.append(codes.nbytes)
        self._file.write(codes.tobytes())
        counted = codes[codes != 0]
        taken = take_fingerprint(counted)
        self._anchors.add(len(self), taken.anchors, taken.starts)
        self._added.append(len(self))
        self._counts.append(len(taken.anchors))
        self.lengths.append(taken.length)
        self.digests.append(blake2b(counted.tobytes(), digest_size=16).digest())

    def arrange(self, places: Sequence[int]) -> None:
        """Number the texts anew: the one that was added as the n-th becomes the `places[n]`-th."""
        order = sorted(range(len(places)), key=places.__getitem__)
        self._added = array("i", [self._added[text] for text in order])
        self._starts = array("q", [self._starts[text] for text in order])
        self._sizes = array("i", [self._sizes[text] for text in order])
        self._counts = array("i", [self._counts[text] for text in order])
        self.lengths = array("i", [self.lengths[text] for text in order])
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
        return self._counts[text]

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
        places = np.argsort(owners, kind="stable").astype(np.int32)
        ends = np.append(0, np.cumsum(np.bincount(owners, minlength=len(order))))
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

    def _index(self, order: Sequence[int]) -> tuple[Places, Places, Places]:
        """Rank and place of every anchor that two texts have, those of one value together, ranks ascending.

        The third column is the row where each value's run starts.
        """
        ranks = np.full(len(self), -1, dtype=np.int32)
        ranks[np.array(self._added, dtype=np.int32)[np.array(order, dtype=np.int64)]] = np.arange(len(order))
        columns: tuple[list[Places], list[Places], list[Places]] = ([], [], [])
        size = 0
        for records in self._anchors.read_parts():
            anchors, owners, starts = _sort_shared(records, ranks)
            new = _mark_changes(anchors)
            opening = np.maximum.accumulate(np.where(new, np.arange(len(new)), 0)) + size
            for column, values in zip(columns, (owners, starts, opening), strict=True):
                column.append(values.astype(np.int32))
            size += len(new)
        return _join(columns[0]), _join(columns[1]), _join(columns[2])

    def _read(self, text: int) -> Codes:
        self._file.seek(self._starts[text])
        return np.frombuffer(self._file.read(self._sizes[text]), dtype=np.uint16)


def _sort_shared(records: Records, ranks: Places) -> tuple[Hashes, Places, Places]:
    """Anchors that stand twice, with the rank of their text and where they start, sorted by all three."""
    owners = ranks[records["text"]]
    asked = np.flatnonzero(owners >= 0)
    asked = asked[np.argsort(records["anchor"][asked])]
    new = _mark_changes(records["anchor"][asked])
    asked = asked[~(new & np.append(new[1:], True))] if len(asked) else asked
    anchors, owners, starts = records["anchor"][asked], owners[asked], records["start"][asked]
    sorted_by = np.lexsort((starts, owners, anchors))
    return anchors[sorted_by], owners[sorted_by], starts[sorted_by]


def _mark_changes(values: Hashes) -> npt.NDArray[np.bool_]:
    """Whether each value is another than the one before it."""
    return np.append(True, values[1:] != values[:-1])[: len(values)]


def _join(parts: list[Places]) -> Places:
    """The parts as one, which are given up on the way."""
    joined = np.concatenate([np.empty(0, dtype=np.int32), *parts])
    parts.clear()
    return joined
