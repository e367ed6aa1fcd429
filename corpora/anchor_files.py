"""The anchors of many texts in a file (锚点文件), to be read back by their values."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np
import numpy.typing as npt

from corpora.fingerprints import Hashes, Places

_RECORD = np.dtype([("anchor", np.uint64), ("text", np.int32), ("start", np.int32)])
_WRITTEN_TOGETHER = 1 << 20  # anchors
_PART_BITS = 6
_PARTS = 1 << _PART_BITS

Records = npt.NDArray[np.void]


class AnchorFile:
    """Takes the anchors of one text after another and gives them back a part at a time, by their values.

    In memory are those of the last texts; the others are written in blocks, each sorted by parts.
    """

    def __init__(self, folder: Path | None) -> None:
        """`folder` takes the file, None keeps it in memory."""
        self._file = BytesIO() if folder is None else TemporaryFile(dir=folder)  # noqa: SIM115 (closed in close)
        self._waiting: list[Records] = []
        self._n_waiting = 0
        self._blocks: list[
            npt.NDArray[np.int64]
        ] = []  # where in the file each part of a block starts and ends

    def close(self) -> None:
        """Give the file up."""
        self._file.close()

    def add(self, text: int, anchors: Hashes, starts: Places) -> None:
        """Take the anchors of a text and where they start."""
        records = np.empty(len(anchors), dtype=_RECORD)
        records["anchor"], records["text"], records["start"] = anchors, text, starts
        self._waiting.append(records)
        self._n_waiting += len(records)
        if self._n_waiting >= _WRITTEN_TOGETHER:
            self._write()

    def read_parts(self) -> Iterator[Records]:
        """All records, those of one value in one part: fields `anchor`, `text` and `start`, in no order."""
        if not self._blocks:
            yield np.concatenate([np.empty(0, dtype=_RECORD), *self._waiting])
            return
        self._write()
        for part in range(_PARTS):
            yield np.concatenate([self._read(block[part], block[part + 1]) for block in self._blocks])

    def _write(self) -> None:
        if not self._n_waiting:
            return
        records = np.concatenate(self._waiting)
        parts = records["anchor"] >> np.uint64(64 - _PART_BITS)
        order = np.argsort(parts, kind="stable")
        at = self._file.seek(0, 2)
        self._file.write(records[order].tobytes())
        ends = np.searchsorted(parts[order], np.arange(_PARTS + 1))
        self._blocks.append(at + ends * _RECORD.itemsize)
        self._waiting, self._n_waiting = [], 0

    def _read(self, start: int, end: int) -> Records:
        self._file.seek(start)
        return np.frombuffer(self._file.read(int(end - start)), dtype=_RECORD)
