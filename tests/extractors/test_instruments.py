"""The class of policy tool that a measure is."""

from __future__ import annotations

import pytest

from benchmarks.score_instruments import cross_validate, measure_accuracy
from extractors.instruments import INSTRUMENTS, load_classifier, read_training_sentences
from extractors.word_vectors import split_words


@pytest.mark.parametrize(
    ("measure", "instrument"),
    [
        ("出台校园食品采购管理办法", "rules"),
        ("对烟花爆竹仓库开展突击检查", "enforcement"),
        ("为种粮大户发放农机补贴", "funding"),
        ("举办新教师业务培训班", "publicity"),
        ("铺设污水管网和提升泵站", "construction"),
        ("为失能老人提供上门护理", "services"),
        ("成立护河工作领导小组", "organisation"),
        ("上线不动产登记查询系统", "information"),
        ("将测评结果纳入绩效考核", "incentives"),
        ("与邻县签订水资源合作协议", "coordination"),
    ],
)
def test_one_measure_of_each_class(measure: str, instrument: str) -> None:
    assert load_classifier().classify(split_words(measure)) == instrument


def test_no_known_word_no_class() -> None:
    assert load_classifier().classify([]) is None
    assert load_classifier().classify(["ABC", "123"]) is None


def test_every_class_has_as_many_sentences() -> None:
    rows = read_training_sentences()
    assert {instrument for instrument, _ in rows} == set(INSTRUMENTS)
    assert len({sentence for _, sentence in rows}) == len(rows)
    counts = [sum(name == instrument for instrument, _ in rows) for name in INSTRUMENTS]
    assert min(counts) >= 25


def test_sentences_it_has_not_seen_are_mostly_right() -> None:
    assert measure_accuracy(cross_validate(folds=5)) > 0.8
