"""Where a text may be cut because no word of a dictionary can stand across (词不跨越处)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

# Pairs of characters are looked up by a hash of so many values. One in thirty stands in for another pair:
# a cut is missed there, and none is ever false.
_SIZE: Final = 1 << 23
_FIRST, _SECOND = np.uint32(81_007), np.uint32(2_654_435_761)
_MASK: Final = np.uint32(_SIZE - 1)


class SafeCuts:
    """The pairs of characters that stand side by side in a word; between any others a text may be cut.

    Example:
        >>> SafeCuts(["公园", "口袋"]).find("口袋公园")
        [2, 4]
    """

    def __init__(self, words: Sequence[str]) -> None:
        """Learns from the words of a dictionary; a line's end in two characters is held together too."""
        text = "\n".join(words)
        inside = np.ones(len(text) - 1, dtype=bool)
        breaks = np.cumsum([len(word) + 1 for word in words[:-1]]) - 1
        inside[breaks] = inside[breaks - 1] = False
        self._joined = np.zeros(_SIZE, dtype=bool)
        self._joined[_hash_pairs(text)[inside]] = True
        self._joined[_hash_pairs("\r\n")] = True

    def find(self, text: str) -> list[int]:
        """The offsets at which a text may be cut, rising, its end included and its start not."""
        if not text:
            return []
        cuts: list[int] = (np.flatnonzero(~self._joined[_hash_pairs(text)]) + 1).tolist()
        cuts.append(len(text))
        return cuts


def _hash_pairs(text: str) -> npt.NDArray[np.uint32]:
    """A number below `_SIZE` for each pair of neighbouring characters, shape (len(text) - 1,)."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    hashes: npt.NDArray[np.uint32] = (codes[:-1] * _FIRST + codes[1:] * _SECOND) & _MASK
    return hashes
