"""How likely one character follows another in reports (字二元模型), counted once, shipped as a small file.

count_character_model.py counts it anew.
"""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

MODEL = Path(__file__).parent / "lexicons" / "character_model.npz"
UNKNOWN = 1e-8
_BLANKS = re.compile(r"\s+")
# 日 of a date ends sentences, 日 of 日常 does not: a number takes its unit of time along.
_NUMBERS = re.compile(r"\d[\d.]*[年月日时]?")
_LETTERS = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True, eq=False)
class CharacterModel:
    """Counts of characters and of neighbouring pairs in folded text, see :func:`fold`.

    Attributes:
        places: index of each known character.
        counts: how often each stands in the training text, shape (characters,).
        pairs: sorted ``first * len(places) + second``, shape (pairs,).
        pair_counts: how often each pair stands there, shape (pairs,).
        followers: how many different characters follow each, shape (characters,).
        total: characters in the training text.
    """

    places: dict[str, int]
    counts: npt.NDArray[np.int64]
    pairs: npt.NDArray[np.int64]
    pair_counts: npt.NDArray[np.int64]
    followers: npt.NDArray[np.int64]
    total: int

    def score(self, text: str) -> float:
        """Natural logarithm of the likelihood of all characters but the first, each given the one before."""
        return sum(self.score_pair(first, second) for first, second in itertools.pairwise(text))

    def score_pair(self, first: str, second: str) -> float:
        """Natural logarithm of the likelihood that `second` follows `first`.

        Pairs are smoothed with single characters after Witten and Bell (1991), method C.
        """
        before, after = self.places.get(first), self.places.get(second)
        alone = int(self.counts[after]) / self.total if after is not None else 0.0
        if before is None or after is None:
            return math.log(alone + UNKNOWN)
        count, followers = int(self.counts[before]), int(self.followers[before])
        likely = (self._count_pair(before, after) + followers * alone) / (count + followers)
        return math.log(likely + UNKNOWN)

    def score_bond(self, first: str, second: str) -> float:
        """Pointwise mutual information of a pair, natural logarithm: above 0 they keep company."""
        after = self.places.get(second)
        alone = int(self.counts[after]) / self.total if after is not None else 0.0
        return self.score_pair(first, second) - math.log(alone + UNKNOWN)

    def _count_pair(self, before: int, after: int) -> int:
        key = before * len(self.places) + after
        at = int(np.searchsorted(self.pairs, key))
        return int(self.pair_counts[at]) if at < len(self.pairs) and int(self.pairs[at]) == key else 0


def fold(text: str) -> str:
    r"""Working text as the model counts it: numbers as 0, Latin words as a, runs of blanks as line breaks.

    Example:
        >>> fold("5月新建3座 LED灯")
        '0新建0座\na灯'
    """
    return _LETTERS.sub("a", _NUMBERS.sub("0", _BLANKS.sub("\n", text)))


def make_model(
    places: dict[str, int],
    counts: npt.NDArray[np.int64],
    pairs: npt.NDArray[np.int64],
    pair_counts: npt.NDArray[np.int64],
    *,
    total: int,
) -> CharacterModel:
    """The model of these counts; `followers` are worked out from the pairs."""
    followers = np.bincount(pairs // max(1, len(places)), minlength=len(places)).astype(np.int64)
    return CharacterModel(places, counts, pairs, pair_counts, followers, total)


@lru_cache(maxsize=1)
def load_model() -> CharacterModel:
    """The shipped model."""
    with np.load(MODEL) as file:
        return make_model(
            {chr(code): place for place, code in enumerate(file["characters"].tolist())},
            file["counts"].astype(np.int64),
            np.cumsum(file["steps"].astype(np.int64)),
            file["pair_counts"].astype(np.int64),
            total=int(file["total"]),
        )
