"""How sure a row is, learned from rows that people judged, and whether that means what it says.

    python -m benchmarks.train_confidence [--write]

Rows of the seeds and of ``tests/gold`` (sentences, the half ``mend`` of the held-out passages, rows drawn at
random from all reports and read) give features and whether value, unit and subject are right. Printed are a
table of what was said and what was right, cross-validated over documents, on the rows drawn at random that no
rule was mended by and on the half ``keep``. ``--write`` trains on all but ``keep`` and writes
extractors/lexicons/confidence.csv. Rows of reports that rules were written by are right more often: a feature
says so in training, and is left out after. It is free of the penalty that keeps weights small, or the rows
that no rule was mended by would be thought as good as the others.
Takes a minute; ``../shared`` has to lie beside the project.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from corpora.cleaning import clean
from corpora.documents import Document, Source
from corpora.readers import read
from extractors.confidence import BASE, WEIGHTS, compute_confidence, list_features, read_shape
from extractors.indicators import Indicator
from extractors.pipeline import extract, make_doc
from extractors.tokens import Tokens, read_tokens
from tests.gold.held_out_scores import judge_passage, read_passages
from tests.gold.sentence_scores import is_same_phrase, judge_sentence, read_sentences

SHARED = Path(__file__).resolve().parents[2] / "shared"
REPORTS = SHARED / "corpora" / "reports"
GOLD = Path(__file__).resolve().parents[1] / "tests" / "gold"
SEEN = "seen"
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
FOLDS = 10
# as cross-validation over documents has it best, on the rows that no rule was mended by
INVERSE_PENALTY = 1.0
UNSEEN_WEIGHT = 3.0
FREE_OF_PENALTY = 10.0


class Judged(NamedTuple):
    """A row that was found: its features, whether it is right, its document, the set it is of."""

    features: tuple[str, ...]
    right: bool
    group: str
    sort: str


def read_document(path: Path) -> tuple[str, list[tuple[Document, Tokens, tuple[Indicator, ...]]]]:
    """The decoded file, and its documents with their words and rows."""
    (reading,) = read(Source(path.name, path), failures=[])
    documents = clean(reading).documents
    found = [(one, read_tokens(make_doc(one)), extract(one).indicators) for one in documents]
    return reading.content, found


def describe(tokens: Tokens, row: Indicator) -> tuple[str, ...]:
    """The features of a row."""
    span = None if row.subject_start is None else (row.subject_start, row.subject_end or row.subject_start)
    return list_features(
        read_shape(tokens, span, rule=row.rule, kind=row.kind, has_unit=row.unit is not None)
    )


def judge_sentences() -> Iterator[Judged]:
    for row in read_sentences():
        tokens = read_tokens(make_doc(extract(row["sentence"]).document))
        for found, right in judge_sentence(row):
            yield Judged(describe(tokens, found), right, row["phenomenon"], SEEN)


def judge_passages(half: str) -> Iterator[Judged]:
    for passage in read_passages(half):
        _, documents = read_document(REPORTS / passage.doc)
        words = {row: tokens for _, tokens, rows in documents for row in rows}
        for judged in judge_passage(passage, REPORTS):
            if judged.indicator is not None:
                right = judged.row is not None and not judged.wrong.keys() & {"value", "unit", "subject"}
                yield Judged(
                    describe(words[judged.indicator], judged.indicator),
                    right,
                    passage.doc,
                    SEEN if half == "mend" else half,
                )


def judge_seeds() -> Iterator[Judged]:
    coded = [json.loads(line) for line in (SHARED / "gold/seeds/indicators.jsonl").open(encoding="utf-8")]
    for path in sorted((SHARED / "seeds").iterdir()):
        rows = [row for row in coded if row["doc"] == path.stem]
        for _, tokens, found in read_document(path)[1]:
            for one in found:
                for row in rows:
                    if one.source_start is None or one.source_end is None or row["optional"]:
                        continue
                    if row["start"] < one.source_end and one.source_start < row["end"]:
                        right = is_same_phrase(one.subject, [row["subject"], *row["subject_alt"]])
                        yield Judged(describe(tokens, one), right, path.name, SEEN)


def judge_read_rows() -> Iterator[Judged]:
    with (GOLD / "read_rows.csv").open(encoding="utf-8", newline="") as file:
        coded = list(csv.DictReader(file))
    for doc in sorted({row["doc"] for row in coded}):
        content, documents = read_document(REPORTS / doc)
        for row in (row for row in coded if row["doc"] == doc):
            for _, tokens, found in documents:
                for one in found:
                    if one.source_start is None or one.source_end is None:
                        continue
                    if int(row["start"]) < one.source_end and one.source_start < int(row["end"]):
                        spans = [] if row["subject"] == "false" else row["subject"].split("|")
                        phrases = [content[slice(*map(int, span.split("-")))] for span in spans]
                        sort = SEEN if row["mended"] == "yes" else "read"
                        yield Judged(describe(tokens, one), is_same_phrase(one.subject, phrases), doc, sort)


def train(rows: Sequence[Judged]) -> dict[str, float]:
    """The weight of each feature."""
    vectors = DictVectorizer()
    seen = [{**dict.fromkeys(row.features, 1.0), SEEN: FREE_OF_PENALTY * (row.sort == SEEN)} for row in rows]
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=5000)
    model.fit(
        vectors.fit_transform(seen),
        [row.right for row in rows],
        sample_weight=[1.0 if row.sort == SEEN else UNSEEN_WEIGHT for row in rows],
    )
    weights = dict(zip(vectors.get_feature_names_out(), model.coef_[0], strict=True))
    del weights[SEEN]
    return {BASE: float(model.intercept_[0]), **{name: float(weight) for name, weight in weights.items()}}


def predict(weights: dict[str, float], row: Judged) -> float:
    total = weights[BASE] + sum(weights.get(feature, 0.0) for feature in row.features)
    return float(1 / (1 + np.exp(-total)))


def cross_validate(rows: Sequence[Judged]) -> list[float]:
    """What is said of each row by weights that were trained on other documents."""
    said = [0.0] * len(rows)
    for learned, told in GroupKFold(FOLDS).split(rows, groups=[row.group for row in rows]):
        weights = train([rows[index] for index in learned])
        for index in told:
            said[index] = predict(weights, rows[index])
    return said


def print_reliability(title: str, said: Sequence[float], right: Sequence[bool]) -> None:
    """A table of bins, the Brier score and the expected calibration error."""
    one, other = np.array(said), np.array(right, dtype=float)
    print(f"{title}: {len(one)} rows, right {other.mean():.3f}, said {one.mean():.3f}")
    error = 0.0
    for low, high in pairwise(BINS):
        inside = (one >= low) & (one < high)
        if inside.any():
            error += inside.mean() * abs(one[inside].mean() - other[inside].mean())
            print(
                f"  {low:.2f} to {min(high, 1):.2f}: {inside.sum():4} rows, "
                f"said {one[inside].mean():.3f}, right {other[inside].mean():.3f}"
            )
    print(f"  Brier {np.mean((one - other) ** 2):.4f}, expected calibration error {error:.4f}")


def main() -> None:
    if not REPORTS.is_dir():
        sys.exit(f"no reports at {REPORTS}")
    rows = [*judge_seeds(), *judge_sentences(), *judge_passages("mend"), *judge_read_rows()]
    said = cross_validate(rows)
    drawn = [index for index, row in enumerate(rows) if row.sort == "read"]
    print_reliability(
        "rows drawn at random, other documents learned from",
        [said[index] for index in drawn],
        [rows[index].right for index in drawn],
    )
    weights = train(rows)
    kept = list(judge_passages("keep"))
    print_reliability("half keep", [predict(weights, row) for row in kept], [row.right for row in kept])
    if "--write" in sys.argv:
        with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("feature", "weight"))
            writer.writerows((name, f"{weight:.4f}") for name, weight in sorted(weights.items()))
        compute_confidence.cache_clear()
        print(f"{len(weights)} weights written to {WEIGHTS}")


if __name__ == "__main__":
    main()
