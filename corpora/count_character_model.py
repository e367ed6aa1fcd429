"""Counts anew how likely one character follows another (字二元模型), for lexicons/character_model.npz.

python -m corpora.count_character_model FOLDER...
"""

from __future__ import annotations

import itertools
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from corpora.character_model import MODEL, CharacterModel, fold, make_model
from corpora.readers import read
from corpora.scripts import detect_script, write_working_text
from corpora.sources import find_sources

FEWEST_CHARACTERS = 3
FEWEST_PAIRS = 2


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
    return make_model(
        places,
        np.array([singles[character] for character in known], dtype=np.int64),
        np.array([key for key, _ in pairs], dtype=np.int64),
        np.array([count for _, count in pairs], dtype=np.int64),
        total=sum(singles.values()),
    )


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


def main(arguments: Sequence[str]) -> None:
    """Count the reports and pages in folders and write the model."""
    texts = (
        write_working_text(reading.body.text, script=detect_script(reading.body.text))
        for source in find_sources(arguments)
        for reading in read(source, failures=[])
    )
    write_model(count_characters(texts), MODEL)


if __name__ == "__main__":
    main(sys.argv[1:])
