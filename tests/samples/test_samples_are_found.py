"""Reading, cleaning and extracting the samples finds what was coded by hand, as often as floors.json asks.

The floors are what may never fall silently: raise one when a change lifts it, lower one only on purpose.
"""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpora.cleaning import read_documents
from corpora.scripts import write_working_text
from corpora.sources import find_sources
from extractors.indicators import Indicator
from extractors.measures import Measure
from extractors.pipeline import extract

HERE = Path(__file__).parent
FLOORS: dict[str, float] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
INJECTED_READING = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+\)")
Row = dict[str, Any]


def read_expected(table: str) -> list[Row]:
    lines = (HERE / "expected" / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def find_records() -> tuple[dict[str, list[Indicator]], dict[str, list[Measure]]]:
    indicators: dict[str, list[Indicator]] = {}
    measures: dict[str, list[Measure]] = {}
    coded = {row["doc"] for row in read_expected("documents")}
    for source in find_sources([HERE.parents[1] / "corpora" / "samples"]):
        doc = source.name.rsplit(".", 1)[0]
        if doc in coded:
            extractions = [extract(document) for document in read_documents(source).documents]
            indicators[doc] = [record for found in extractions for record in found.indicators]
            measures[doc] = [record for found in extractions for record in found.measures]
    assert indicators.keys() == coded
    return indicators, measures


def overlap(row: Row, record: Indicator | Measure) -> float:
    """Shared characters of the source as a share of all that either covers."""
    assert record.source_start is not None and record.source_end is not None
    shared = min(row["end"], record.source_end) - max(row["start"], record.source_start)
    return max(0, shared) / (max(row["end"], record.source_end) - min(row["start"], record.source_start))


def simplify(phrase: str) -> str:
    return write_working_text(INJECTED_READING.sub("", phrase), script="traditional")


def agree(row: Row, field: str, value: object) -> bool:
    return value in (row[field], *row.get(f"{field}_alt", ()))


@cache
def measure_indicators() -> dict[str, float]:
    hits: Counter[str] = Counter()
    rows = read_expected("indicators")
    wanted = found = unasked = 0
    for doc, records in find_records()[0].items():
        left = {id(record): record for record in records}
        for row in (row for row in rows if row["doc"] == doc):
            record = max(left.values(), key=lambda record: overlap(row, record), default=None)
            if record is None or overlap(row, record) < 0.5:
                wanted += not row["optional"]
                continue
            del left[id(record)]
            if row["optional"]:
                continue
            wanted, found = wanted + 1, found + 1
            hits["value"] += float(record.value_norm or 0) == pytest.approx(row["value_norm"], rel=1e-3)
            hits["unit"] += agree(row, "unit_norm", record.unit_norm)
            hits["bound"] += agree(row, "bound", record.bound)
            hits["kind"] += agree(row, "kind", record.kind)
            subjects = {simplify(phrase) for phrase in (row["subject"], *row["subject_alt"])}
            hits["subject"] += simplify(record.subject or "") in subjects
        unasked += len(left)
    shares = {field: count / found for field, count in hits.items()}
    return {"recall": found / wanted, "precision": found / (found + unasked), **shares}


def measure_measures() -> float:
    coded = {(row["doc"], at) for row in read_expected("measures") for at in range(row["start"], row["end"])}
    found = {
        (doc, at)
        for doc, records in find_records()[1].items()
        for record in records
        for at in range(record.source_start or 0, record.source_end or 0)
    }
    return len(coded & found) / len(coded)


@pytest.mark.parametrize("score", sorted(FLOORS.keys() - {"measure characters found"}))
def test_indicators_reach_their_floor(score: str) -> None:
    assert measure_indicators()[score] >= FLOORS[score]


def test_measures_reach_their_floor() -> None:
    assert measure_measures() >= FLOORS["measure characters found"]
