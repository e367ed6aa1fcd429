"""Extraction keeps up with a segmenter alone, by a wide margin for busy machines."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import jieba

from extractors.pipeline import extract

SAMPLES = Path(__file__).parents[2] / "corpora" / "samples"
# measured is 0.35 on these pages, which are dense with numbers, and 0.7 on whole reports
SLOWEST = 0.12


def read_samples() -> list[str]:
    """The text of the sample pages and reports, markup left out."""
    names = ("qinglan_zfgzbg_2019.html", "t20180117_40213.html", "wgh_gongzuohuibao_4pian.txt")
    return [re.sub("<[^>]*>", "", (SAMPLES / name).read_text(encoding="utf-8")) for name in names]


def measure(read: Callable[[str], object], texts: list[str]) -> float:
    """Seconds of processor time that reading all texts takes, the best of three."""
    times = []
    for _ in range(3):
        started = time.process_time()
        for text in texts:
            read(text)
        times.append(time.process_time() - started)
    return min(times)


def test_extraction_is_not_much_slower_than_jieba_alone() -> None:
    texts = read_samples() * 2
    extract(texts[0])
    jieba.lcut(texts[0])
    assert measure(jieba.lcut, texts) / measure(extract, texts) > SLOWEST
