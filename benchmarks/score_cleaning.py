"""How fast reports are cleaned, what is wrongly cut or split, and how much damage made on purpose is undone.

    python -m benchmarks.score_cleaning [FOLDER]

FOLDER (``../shared/corpora/reports`` beside the project unless given) holds single reports. Measured are:
speed on one core through repair, cleaning, splitting and metadata; reports that were split and characters
cut from them; characters that the whole of ``corpora`` changes in the provincial reports of 2025, which are
clean but for a line of their source; splitting of pages put together from 3 to 8 shorter reports, two in five
of them cut short, with and without a line that announces them; repair of lines in which the bytes of 。 or ！
were found one byte off (the model of characters is counted from the same reports: unseen ones fare a little
worse).
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import opencc

from corpora.cleaning import clean
from corpora.documents import Reading, Source
from corpora.readers import read
from corpora.repair_gbk import find_garbled
from corpora.sources import find_sources
from corpora.traced_text import TracedText

REPORTS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "reports"
PROVINCIAL = re.compile(r"2025年.*政府工作报告\.txt")
LONGEST_PART = 6000
PAGES = 60
ROUNDS = 3


def main(arguments: Sequence[str]) -> None:
    readings = [one for source in find_sources(arguments or [REPORTS]) for one in read(source, failures=[])]
    _score_speed(readings)
    _score_single(readings)
    _score_unchanged([one for one in readings if PROVINCIAL.match(one.source.name)])
    texts = [document.text for one in readings for document in clean(one).documents]
    for announced in (True, False):
        _score_splitting([text for text in texts if 300 < len(text) <= LONGEST_PART], announced=announced)
    _score_repair(texts)


def _score_speed(readings: Sequence[Reading]) -> None:
    characters = sum(len(one.content) for one in readings)
    clean(readings[0])
    seconds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for one in readings:
            clean(one)
        seconds.append(time.process_time() - start)
    print(
        f"speed: {characters / min(seconds):,.0f} characters a second, best of {ROUNDS} over {characters:,}"
    )


def _score_single(readings: Sequence[Reading]) -> None:
    cleaned = [clean(one) for one in readings]
    split = sum(len(one.documents) > 1 for one in cleaned)
    cut = Counter(row.reason for one in cleaned for row in one.removed for _ in row.text)
    print(
        f"single reports: {len(cleaned)}, split {split}, repaired {sum(len(one.repairs) for one in cleaned)}"
    )
    print(
        "characters cut:", ", ".join(f"{reason} {count:,}" for reason, count in cut.most_common()) or "none"
    )


def _score_unchanged(readings: Sequence[Reading]) -> None:
    changed = lost = cut = 0
    for one in readings:
        cleaned = clean(one)
        covered: set[int] = set()
        for document in cleaned.documents:
            for at, character in enumerate(document.text):
                start, end = document.body.source_span(at, at + 1)
                changed += one.content[start:end] != character
                covered.update(range(start, end))
        for row in cleaned.removed:
            covered.update(range(row.source_start, row.source_end))
            cut += 0 if row.reason == "metadata" else len(row.text)
        rest = "".join(c for at, c in enumerate(one.content) if at not in covered and c.isprintable())
        titles = "".join(document.metadata.title or "" for document in cleaned.documents)
        lost += max(0, len("".join(rest.split())) - len("".join(titles.split())))
    print(
        f"provincial reports: {len(readings)}, characters changed {changed}, lost {lost}, wrongly cut {cut}"
    )


def _score_splitting(texts: Sequence[str], *, announced: bool) -> None:
    chance = random.Random(3)
    hits = made = found = 0
    for _ in range(PAGES):
        parts = [_shorten(text, chance) for text in chance.sample(texts, chance.randint(3, 8))]
        lead = f"写作没有思路?本站为您精选了{len(parts)}篇工作汇报,欢迎阅读与分享!\n" if announced else ""
        content = lead + "\n".join(parts)
        cleaned = clean(Reading(Source("page", Path("page")), content, TracedText.whole(content), "utf-8"))
        spans = [document.body.source_span(0, len(document.text)) for document in cleaned.documents]
        at = len(lead)
        for part in parts:
            hits += any(_overlap((at, at + len(part)), span) >= 0.5 for span in spans)
            at += len(part) + 1
        made, found = made + len(parts), found + len(spans)
    kind = "announced" if announced else "not announced"
    print(f"pages of several reports, {kind}: {hits} of {made} found, {found - hits} wrong")


def _shorten(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    return (
        "\n".join(lines[: max(3, int(len(lines) * chance.uniform(0.5, 0.95)))])
        if chance.random() < 0.4
        else text
    )


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / (max(one[1], other[1]) - min(one[0], other[0]))


def _score_repair(texts: Sequence[str]) -> None:
    chance = random.Random(1)
    outcomes: Counter[str] = Counter()
    convert = opencc.OpenCC("s2t").convert
    for text in texts[::3]:
        for line in text.split("\n")[::2]:
            pair = _damage(convert(line), chance)
            if pair is None:
                continue
            damaged, whole = pair
            garbled = find_garbled(damaged)
            for one in reversed(garbled):
                damaged = damaged[: one.start] + one.text + damaged[one.end :]
            outcomes["right" if _fold(damaged) == whole else "wrong" if garbled else "left"] += 1
    print("lines read one byte off:", ", ".join(f"{name} {count}" for name, count in outcomes.most_common()))


def _damage(line: str, chance: random.Random) -> tuple[str, str] | None:
    """What a page shows of a line in which a mark was found across two characters, and the line."""
    try:
        data = line.encode("gbk")
    except UnicodeEncodeError:
        return None
    starts, at = set(), 0
    while at < len(data):
        starts.add(at)
        at += 2 if data[at] > 0x80 else 1
    marks = (m.start() for mark in ("。", "！") for m in re.finditer(re.escape(mark.encode("gbk")), data))
    odd = [place for place in marks if place not in starts]
    if not odd:
        return None
    place = chance.choice(odd)
    shown = (data[: place - 1] + b"?" + data[place:]).decode("gbk", errors="replace").replace("\ufffd", "?")
    return _fold(shown), _fold(line)


def _fold(text: str) -> str:
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)


if __name__ == "__main__":
    main(sys.argv[1:])
