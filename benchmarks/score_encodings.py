"""How often the encoding of a few characters is found, on text that the frequencies were not counted on.

    python -m benchmarks.score_encodings [FOLDER [WORDS]]

FOLDER holds reports in both scripts (``../shared/corpora/reports`` beside the project unless given), WORDS
is a list of words with counts (jieba's ``dict.txt`` unless given). Frequencies are counted anew on half of
the reports; scored are random stretches of 8 characters of the others, with a Han character, that the
encoding can write. A stretch is right where the decoded text is the text that was encoded.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import opencc

from corpora.character_frequencies import Frequencies, make_tables
from corpora.count_frequencies import count_frequencies, read_words
from corpora.decoding import decode
from corpora.errors import ReadError
from corpora.readers import read
from corpora.scripts import detect_script
from corpora.sources import find_sources

REPORTS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "reports"
LENGTH = 8
SAMPLES = 2000


def score_encoding(
    texts: Sequence[str], codec: str, tables: Mapping[str, Frequencies], *, samples: int
) -> float:
    """Share of random stretches of the texts, encoded by `codec`, that come back as they were, 0 to 1."""
    right = sum(
        _read(sample.encode(codec), tables) == sample for sample in _draw(texts, codec=codec, samples=samples)
    )
    return right / samples


def split_reports(folder: Path) -> dict[tuple[str, bool], list[str]]:
    """The reports of a folder by script and by whether they are held out, which a report's name decides."""
    parts: dict[tuple[str, bool], list[str]] = {}
    for source in find_sources([folder]):
        held_out = sha256(source.name.encode()).digest()[0] % 2 == 0
        for reading in read(source, failures=[]):
            parts.setdefault((detect_script(reading.body.text), held_out), []).append(reading.body.text)
    return parts


def _draw(texts: Sequence[str], *, codec: str, samples: int) -> Iterator[str]:
    chance = random.Random(codec)
    weights = [max(0, len(text) - LENGTH) for text in texts]
    drawn = 0
    while drawn < samples:
        [text] = chance.choices(texts, weights)
        at = chance.randrange(len(text) - LENGTH)
        sample = text[at : at + LENGTH]
        try:
            sample.encode(codec)
        except UnicodeEncodeError:
            continue
        if any("\u4e00" <= character <= "\u9fff" for character in sample):
            drawn += 1
            yield sample


def _read(data: bytes, tables: Mapping[str, Frequencies]) -> str | None:
    try:
        return decode(data, frequencies=tables)[0]
    except ReadError:
        return None


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else REPORTS
    jieba = find_spec("jieba")
    words = (
        Path(sys.argv[2]) if len(sys.argv) > 2 else Path(str(jieba and jieba.origin)).with_name("dict.txt")
    )
    parts = split_reports(folder)
    tables = make_tables(
        count_frequencies(parts["simplified", False], parts["traditional", False], words=read_words(words))
    )
    simplified, traditional = parts["simplified", True], parts["traditional", True]
    convert = opencc.OpenCC("s2t").convert
    converted = [convert(text) for text in simplified]
    for name, texts, codec in (
        ("GBK, simplified", simplified, "gbk"),
        ("Big5, Taiwanese reports", traditional, "cp950"),
        ("Big5, converted reports", converted, "cp950"),
        ("GB18030, Taiwanese reports", traditional, "gb18030"),
        ("UTF-16, no mark", simplified, "utf-16-le"),
        ("UTF-8", simplified, "utf-8"),
    ):
        print(f"{name}: {score_encoding(texts, codec, tables, samples=SAMPLES):.4f} of {SAMPLES} samples")


if __name__ == "__main__":
    main()
