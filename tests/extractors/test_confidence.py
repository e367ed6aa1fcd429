"""Confidence: higher where rows like it are right more often, always between 0 and 1."""

from __future__ import annotations

import pytest

from extractors.confidence import BASE, Shape, compute_confidence, list_features, load_weights, read_shape
from extractors.indicators import Indicator
from extractors.pipeline import extract, make_doc
from extractors.tokens import read_tokens


def read(sentence: str) -> Indicator:
    [row] = extract(sentence).indicators
    return row


@pytest.mark.parametrize(
    ("surer", "less_sure"),
    [
        # a subject beside its number is surer than a bare verb or none at all
        ("群众满意率为96%。", "惠及1.2万家。"),
        ("新建公园3处。", "共3处。"),
    ],
)
def test_plainer_rows_are_surer(surer: str, less_sure: str) -> None:
    assert read(surer).confidence > read(less_sure).confidence


def test_confidence_is_a_share_with_three_decimals() -> None:
    for row in extract("投入49万元安装路灯120盏,亮灯率达98%,比上年提高2个百分点;破获12起。").indicators:
        assert 0 < row.confidence < 1
        assert row.confidence == round(row.confidence, 3)


def test_the_weights_have_a_base_and_each_place_of_a_subject() -> None:
    weights = load_weights()
    assert BASE in weights
    assert {f"place={name}" for name in ("before", "after", "carried", "purpose", "verb")} <= weights.keys()


def test_a_feature_without_a_weight_changes_nothing() -> None:
    shape = Shape("cardinal.before", "level", has_unit=True, size=4, first="n", last="n")
    assert compute_confidence(shape._replace(last="?")) < compute_confidence(shape)
    assert compute_confidence(shape._replace(last="?")) == compute_confidence(shape._replace(last="!"))


def test_features_say_what_a_subject_looks_like() -> None:
    tokens = read_tokens(make_doc(extract("新建公园3处。").document))
    shape = read_shape(tokens, (2, 4), rule="cardinal.before", kind="level", has_unit=True)
    assert {"form=cardinal", "place=before", "length=2-4", "last=n"} <= set(list_features(shape))
    assert not shape.cut and not shape.digit
    assert read_shape(tokens, (3, 5), rule="cardinal.before", kind="level", has_unit=True).digit
    without = read_shape(tokens, None, rule="cardinal.none", kind="level", has_unit=False)
    assert list_features(without) == ("form=cardinal", "place=none", "kind=level", "unit=none")
