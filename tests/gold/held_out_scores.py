"""How much is found of the hand-coded passages of real reports, which hold no words of their own here.

`held_out_passages.csv` says which stretches of which files of ``../shared/corpora/reports`` were coded, and
in which half each is: ``mend`` was looked at when rules were mended, ``keep`` is measured only.
`held_out.jsonl` has their quantities, one a line, as offsets into the decoded file (README.md).
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora.cleaning import clean
from corpora.documents import Source
from corpora.readers import read
from extractors.indicators import Indicator
from extractors.pipeline import extract
from tests.gold.sentence_scores import FIELDS, Score, is_same_number, is_same_phrase

_GOLD = Path(__file__).parent
_SAME_SPAN = 0.5
_CODED = ("unit", "bound", "kind", "direction", "basis", "status", "per", "period")

Row = dict[str, Any]


@dataclass(frozen=True)
class Passage:
    """A stretch of a report, and what a person found in it.

    Attributes:
        doc: name of the file.
        start, end: the stretch in its decoded text.
        half: ``mend`` or ``keep``.
        rows: its quantities as coded.
    """

    doc: str
    start: int
    end: int
    half: str
    rows: tuple[Row, ...]


def read_passages(half: str | None = None) -> tuple[Passage, ...]:
    """The coded passages, of one half where it is given."""
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for line in (_GOLD / "held_out.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows[row["doc"]].append(row)
    with (_GOLD / "held_out_passages.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Passage(row["doc"], int(row["start"]), int(row["end"]), row["half"], tuple(rows[row["doc"]]))
            for row in csv.DictReader(file)
            if half in (None, row["half"])
        )


@dataclass(frozen=True)
class Judged:
    """A quantity that was found where one was coded.

    Attributes:
        passage: where.
        row: as coded; None where nobody expects a quantity there.
        indicator: as found; None where it was missed.
        wrong: the fields that differ, each with what is there and what should be.
    """

    passage: Passage
    row: Row | None
    indicator: Indicator | None
    wrong: dict[str, str]


def judge_passage(passage: Passage, reports: Path) -> Iterator[Judged]:
    """What is found in a passage against what was coded; what coders may leave out is passed over."""
    (reading,) = read(Source(passage.doc, reports / passage.doc), failures=[])
    found = [
        indicator
        for document in clean(reading).documents
        for indicator in extract(document).indicators
        if indicator.source_start is not None and passage.start <= indicator.source_start < passage.end
    ]
    for row in passage.rows:
        best = max(found, key=lambda indicator: _overlap(row, indicator), default=None)
        if best is None or _overlap(row, best) < _SAME_SPAN:
            if not row["optional"]:
                yield Judged(passage, row, None, {})
            continue
        found.remove(best)
        if not row["optional"]:
            yield Judged(passage, row, best, dict(_compare(row, best, reading.content)))
    for indicator in found:
        if not any(row["optional"] and _overlap(row, indicator) > 0 for row in passage.rows):
            yield Judged(passage, None, indicator, {})


def score_passages(passages: Sequence[Passage], reports: Path) -> Score:
    """Counts over passages; ``core``: value, unit, subject; ``full``: bound, kind, status, period as well."""
    score = Score()
    for passage in passages:
        for judged in judge_passage(passage, reports):
            told = judged.indicator.quantity if judged.indicator else ""
            where = f"{passage.doc[:24]} {judged.row['start'] if judged.row else ''}"
            if judged.indicator is None:
                score.missed += 1
                score.mistakes.append(f"missed: {where}")
            elif judged.row is None:
                score.false += 1
                score.mistakes.append(f"false {told}: {where}: {judged.indicator.sentence[:60]}")
            else:
                score.found += 1
                score.right.update(name for name in (*FIELDS, "period") if name not in judged.wrong)
                core = not judged.wrong.keys() & {"value", "unit", "subject"}
                score.right["core"] += core
                score.right["full"] += core and not judged.wrong.keys() & {
                    "bound",
                    "kind",
                    "status",
                    "period",
                }
                if judged.wrong:
                    wrong = ", ".join(f"{name} {text}" for name, text in judged.wrong.items())
                    score.mistakes.append(f"{told}: {wrong}: {where}")
    return score


def compute_shares(score: Score) -> dict[str, float]:
    """Precision, recall and F1 of detection, the share right of each field, F1 of core and of full rows."""
    coded, found = score.found + score.missed, score.found + score.false
    shares = {
        "detection P": score.found / found,
        "detection R": score.found / coded,
        "detection F1": 2 * score.found / (coded + found),
    }
    shares |= {name: score.right[name] / score.found for name in (*FIELDS, "period")}
    return shares | {f"{name} row F1": 2 * score.right[name] / (coded + found) for name in ("core", "full")}


def _overlap(row: Row, indicator: Indicator) -> float:
    """Shared characters as a share of all that either covers."""
    start, end = indicator.source_start or 0, indicator.source_end or 0
    shared = min(row["end"], end) - max(row["start"], start)
    return max(0, shared) / (max(row["end"], end) - min(row["start"], start))


def _compare(row: Row, found: Indicator, content: str) -> Iterator[tuple[str, str]]:
    """The fields that differ, each with what is there and what should be."""
    if not (
        is_same_number(row["value"], found.value_norm)
        and is_same_number(row["value_max"], found.value_max_norm)
    ):
        yield "value", f"{found.value_norm} not {row['value']}"
    for name in _CODED:
        is_there = getattr(found, "unit_norm" if name == "unit" else name)
        if is_there not in row[name]:
            yield name, f"{is_there} not {row[name][0]}"
    phrases = [content[start:end] for start, end in row["subject"]]
    if not is_same_phrase(found.subject, phrases):
        yield "subject", f"{found.subject} not {phrases[0]}"
