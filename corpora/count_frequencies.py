"""Counts anew how often characters stand in Chinese text (字频), for lexicons/character_frequencies.csv.

    python -m corpora.count_frequencies WORDS FOLDER...

WORDS is a list of words with their counts, one a line, such as jieba's ``dict.txt``.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import opencc

from corpora.character_frequencies import FREQUENCIES, MILLION
from corpora.readers import read
from corpora.scripts import detect_script
from corpora.sources import find_sources

# Shares of the sources in a table: reports of the script, reports converted into it, a general word list.
SIMPLIFIED_SHARES = (0.85, 0.0, 0.15)
TRADITIONAL_SHARES = (0.45, 0.4, 0.15)
RAREST = 0.05  # times in a million characters; rarer ones have their floor


def count_frequencies(
    simplified: Iterable[str], traditional: Iterable[str], *, words: Iterable[tuple[str, int]] = ()
) -> dict[str, tuple[float, float]]:
    """Times in a million characters of simplified and of traditional text, by character.

    Args:
        simplified: reports in simplified script.
        traditional: reports in traditional script.
        words: simplified words of general Chinese with their counts; they know characters that reports lack.
    """
    convert = opencc.OpenCC("s2t").convert
    own: Counter[str] = Counter()
    converted: Counter[str] = Counter()
    foreign: Counter[str] = Counter()
    for text in simplified:
        own.update(text)
        converted.update(convert(text))
    for text in traditional:
        foreign.update(text)
    general: Counter[str] = Counter()
    general_converted: Counter[str] = Counter()
    for word, count in words:
        for plain, other in zip(word, convert(word), strict=False):
            general[plain] += count
            general_converted[other] += count
    columns = (
        _mix((own, Counter(), general), SIMPLIFIED_SHARES),
        _mix((foreign, converted, general_converted), TRADITIONAL_SHARES),
    )
    characters = {character for column in columns for character, times in column.items() if times >= RAREST}
    return {
        character: (columns[0].get(character, 0.0), columns[1].get(character, 0.0))
        for character in sorted(characters)
        if character.isprintable() or character in "\t\n\r\u3000\xa0"
    }


def _mix(counters: Sequence[Counter[str]], shares: Sequence[float]) -> dict[str, float]:
    filled = [(counter, share) for counter, share in zip(counters, shares, strict=True) if counter]
    whole = sum(share for _, share in filled)
    mixed: dict[str, float] = {}
    for counter, share in filled:
        scale = MILLION * share / whole / counter.total()
        for character, count in counter.items():
            mixed[character] = mixed.get(character, 0.0) + count * scale
    return mixed


def write_frequencies(frequencies: dict[str, tuple[float, float]], path: Path) -> None:
    """Write a table as CSV, three significant digits."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("character", "simplified", "traditional"))
        table.writerows(
            (character, *(f"{times:.3g}" for times in row)) for character, row in frequencies.items()
        )


def main(arguments: Sequence[str]) -> None:
    """Count the reports in folders and write the table."""
    reports: dict[str, list[str]] = {"simplified": [], "traditional": []}
    for source in find_sources(arguments[1:]):
        for reading in read(source, failures=[]):
            reports[detect_script(reading.body.text)].append(reading.body.text)
    words = read_words(Path(arguments[0]))
    write_frequencies(
        count_frequencies(reports["simplified"], reports["traditional"], words=words), FREQUENCIES
    )


def read_words(path: Path) -> list[tuple[str, int]]:
    """Words and counts of a file with one word a line, the count after a space."""
    with path.open(encoding="utf-8") as file:
        return [(line.split(" ")[0], int(line.split(" ")[1])) for line in file]


if __name__ == "__main__":
    main(sys.argv[1:])
