"""How likely one character follows another in reports (字二元模型), counted once, shipped as a small file."""

from __future__ import annotations

import itertools
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

MODEL = Path(__file__).parent / "lexicons" / "character_model.npz"
FEWEST_CHARACTERS = 3
FEWEST_PAIRS = 2
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


def count_characters(texts: Iterable[str]) -> CharacterModel:
    """The model of some working texts; what is rarer than the FEWEST is left out."""
    singles: Counter[str] = Counter()
    doubles: Counter[str] = Counter()
    for text in texts:
        folded = fold(text)
        singles.update(folded)
        doubles.update(map("".join, itertools.pairwise(folded)))
    known = sorted(character for character, count in singles.items() if count >= FEWEST_CHARACTERS)
    places = {character: place for place, character in enumerate(known)}
    pairs = sorted(
        (places[pair[0]] * len(known) + places[pair[1]], count)
        for pair, count in doubles.items()
        if count >= FEWEST_PAIRS and pair[0] in places and pair[1] in places
    )
    return _make_model(
        places,
        np.array([singles[character] for character in known], dtype=np.int64),
        np.array([key for key, _ in pairs], dtype=np.int64),
        np.array([count for _, count in pairs], dtype=np.int64),
        total=sum(singles.values()),
    )


def _make_model(
    places: dict[str, int],
    counts: npt.NDArray[np.int64],
    pairs: npt.NDArray[np.int64],
    pair_counts: npt.NDArray[np.int64],
    *,
    total: int,
) -> CharacterModel:
    followers = np.bincount(pairs // max(1, len(places)), minlength=len(places)).astype(np.int64)
    return CharacterModel(places, counts, pairs, pair_counts, followers, total)


def write_model(model: CharacterModel, path: Path) -> None:
    """Write a model as a compressed file of small integers."""
    np.savez_compressed(
        path,
        characters=np.array([ord(character) for character in model.places], dtype=np.uint32),
        counts=model.counts.astype(np.uint32),
        steps=np.diff(model.pairs, prepend=0).astype(np.uint32),
        pair_counts=np.minimum(model.pair_counts, 65535).astype(np.uint16),
        total=np.array(model.total, dtype=np.uint64),
    )


@lru_cache(maxsize=1)
def load_model() -> CharacterModel:
    """The shipped model."""
    with np.load(MODEL) as file:
        return _make_model(
            {chr(code): place for place, code in enumerate(file["characters"].tolist())},
            file["counts"].astype(np.int64),
            np.cumsum(file["steps"].astype(np.int64)),
            file["pair_counts"].astype(np.int64),
            total=int(file["total"]),
        )


def main(arguments: Sequence[str]) -> None:
    """Count the reports and pages in folders anew: ``python -m corpora.character_model FOLDER...``."""
    from corpora.readers import read
    from corpora.scripts import detect_script, write_working_text
    from corpora.sources import find_sources

    texts = (
        write_working_text(reading.body.text, script=detect_script(reading.body.text))
        for source in find_sources(arguments)
        for reading in read(source, failures=[])
    )
    write_model(count_characters(texts), MODEL)


if __name__ == "__main__":
    main(sys.argv[1:])
