"""How often characters stand in Chinese text of either script (字频), counted once and shipped as a table.

count_frequencies.py counts them anew.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

FREQUENCIES = Path(__file__).parent / "lexicons" / "character_frequencies.csv"
MILLION = 1_000_000
# Likelihoods of characters that the tables do not have.
RARE_HAN = 1e-7
ASCII = 1e-4
OTHER = 1e-9
DAMAGED = 1e-12

Frequencies = dict[str, float]


def score_text(text: str, frequencies: Frequencies) -> float:
    """Natural logarithm of the likelihood of a text whose characters come as often as in `frequencies`.

    Two readings of the same bytes can be compared by it: the right one is likelier.

    Args:
        text: any text.
        frequencies: natural logarithms, from :func:`load_frequencies`.
    """
    return sum(
        count * frequencies.get(character, _find_floor(character))
        for character, count in Counter(text).items()
    )


def _find_floor(character: str) -> float:
    code = ord(character)
    if 0x4E00 <= code <= 0x9FFF:
        return math.log(RARE_HAN)
    if code < 0x80:
        return math.log(ASCII if code >= 0x20 or character in "\t\n\r" else OTHER)
    return math.log(DAMAGED if character == "\ufffd" else OTHER)


@lru_cache(maxsize=1)
def load_frequencies() -> dict[str, Frequencies]:
    """The shipped tables, see :func:`make_tables`."""
    with FREQUENCIES.open(encoding="utf-8", newline="") as file:
        return make_tables(
            {
                row["character"]: (float(row["simplified"]), float(row["traditional"]))
                for row in csv.DictReader(file)
            }
        )


def make_tables(counted: Mapping[str, tuple[float, float]]) -> dict[str, Frequencies]:
    """A table for each script and for ``"any"``, their even mixture: natural logarithms of likelihoods.

    Args:
        counted: times in a million characters of simplified and of traditional text.
    """
    tables: dict[str, Frequencies] = {"simplified": {}, "traditional": {}, "any": {}}
    for character, (simplified, traditional) in counted.items():
        columns = {
            "simplified": simplified,
            "traditional": traditional,
            "any": (simplified + traditional) / 2,
        }
        for name, frequency in columns.items():
            if frequency:
                tables[name][character] = math.log(frequency / MILLION)
    return tables
