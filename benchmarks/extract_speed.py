"""Characters a second of `zhibiao.extract` on one core, beside `jieba.cut` over the same text.

    python -m benchmarks.extract_speed [FOLDER [ROUNDS]]

FOLDER (``../shared/corpora/reports`` beside the project unless given) holds text files. Set-up, which loads
the dictionary and compiles patterns, is told apart. In every round each text is read by both, one right
after the other, so that a busy machine slows both alike. In the first round no text has been read before
(the words of phrases that come again are kept, so that later texts and rounds are faster); the medians are of
the rounds after it (3 unless given). Last comes how much of the time each step takes in such a round.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import jieba

import zhibiao
from corpora.decoding import decode
from corpora.documents import Document, Metadata
from corpora.errors import ReadError
from corpora.scripts import detect_script
from corpora.traced_text import TracedText
from extractors.pipeline import STEPS, split_words

REPORTS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "reports"
ROUNDS = 3
WARM_UP = "全年新建口袋公园3处，开展养护培训5场，绿化覆盖率由38%提高到41.5%。"


def read_texts(folder: Path) -> list[str]:
    """The decoded files of a folder, in the order of their names; what is no text is named and left out."""
    texts: list[str] = []
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        try:
            texts.append(decode(path.read_bytes())[0])
        except ReadError as error:
            print(f"left out {path.name}: {error}", file=sys.stderr)
    return texts


def measure_round(texts: Sequence[str]) -> tuple[float, float]:
    """Seconds that extraction and jieba.cut take over all texts, processor time."""
    extracting = cutting = 0.0
    for text in texts:
        started = time.process_time()
        zhibiao.extract(text)
        between = time.process_time()
        for _ in jieba.cut(text):
            pass
        cutting += time.process_time() - between
        extracting += between - started
    return extracting, cutting


def measure_components(texts: Sequence[str]) -> dict[str, float]:
    """Seconds by step of the pipeline: working text, words, then each component."""
    seconds: defaultdict[str, float] = defaultdict(float)
    for text in texts:
        started = time.process_time()
        document = Document("text", 0, TracedText.whole(text), Metadata(), script=detect_script(text))
        assert len(document.working_text) == len(text)
        seconds["working text"] += time.process_time() - started
        started = time.process_time()
        doc = split_words(document)
        seconds["words and tags"] += time.process_time() - started
        for name, add_records in STEPS.items():
            started = time.process_time()
            add_records(doc)
            seconds[name] += time.process_time() - started
    return seconds


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else REPORTS
    if not folder.is_dir():
        sys.exit(f"no folder {folder} to read; give one that holds text files")
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    texts = read_texts(folder)
    if not texts:
        sys.exit(f"no text in {folder}")
    size = sum(map(len, texts))
    started = time.process_time()
    zhibiao.extract(WARM_UP)
    loading, memory = time.process_time() - started, _read_peak_memory()
    jieba.setLogLevel("WARNING")
    jieba.initialize()
    first, *later = [measure_round(texts) for _ in range(rounds + 1)]
    median = (statistics.median(times) for times in zip(*later, strict=True))
    print(f"{len(texts)} texts, {size:,} characters; loading takes {loading:.1f} s of processor time")
    print(f"peak memory: {memory:,.0f} MB once loaded, {_read_peak_memory():,.0f} MB at the end, jieba's too")
    print(f"{'characters a second':27} {'zhibiao.extract':>16} {'jieba.cut':>10} {'ratio':>6}")
    for name, (extracting, cutting) in (
        ("texts not read before", first),
        (f"median of {rounds} more rounds", tuple(median)),
    ):
        speeds = f"{size / extracting:16,.0f} {size / cutting:10,.0f} {cutting / extracting:6.2f}"
        print(f"{name:27} {speeds}")
    seconds = measure_components(texts)
    for name, spent in sorted(seconds.items(), key=lambda item: -item[1]):
        print(f"  {name:20} {spent / sum(seconds.values()):5.1%} {size / spent:>12,.0f} characters a second")


def _read_peak_memory() -> float:
    """The most memory that the process has had so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
