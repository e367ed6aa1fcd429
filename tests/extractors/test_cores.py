"""What holds the clauses of a group together."""

from __future__ import annotations

import csv

import pytest

from extractors import LEXICONS
from extractors.cores import keep_core, split_core
from extractors.segmentation import split_clause


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        (["更新老旧电梯", "为住宅加装电梯", "推进各项工作"], [0, 1]),
        # one topic in other words
        (["新增社区助餐点", "建设老年食堂"], [0, 1]),
        (["修建环湖步道", "开办书法班"], []),
        # a place alone holds nothing together
        (["推介杭州丝绸", "改造杭州泵站"], []),
        (["建立楼栋长轮值制度"], [0]),
        ([], []),
    ],
)
def test_what_shares_a_topic_or_a_telling_word_stays(texts: list[str], kept: list[int]) -> None:
    assert keep_core(texts) == kept


def test_a_clause_much_like_the_others_stays_with_a_telling_word_of_its_own() -> None:
    texts = ["修建环湖步道", "开办书法班", "推进各项工作"]
    assert keep_core(texts, alike={0, 1, 2}) == [0, 1]


def test_a_number_holds_nothing_together() -> None:
    assert keep_core(["增加百分之七十", "减少百分之七十"]) == []


@pytest.mark.parametrize(
    ("texts", "parts"),
    [
        # a verb and a word of form hold nothing together
        (["推行河道保洁", "推行沙盘教学", "推行夜市轮岗", "推行网上选座"], []),
        (
            ["完善渔具登记制度", "完善巡更制度", "健全渔具登记制度", "完善考勤制度", "完善食堂制度"],
            [[0, 2]],
        ),
        (["打通出海渠道", "打通募捐渠道", "打通饲料渠道"], []),
        # nor do a verb and its object that are one word of the segmenter
        (["拓宽渠道和捐书", "拓宽渠道和售票", "拓宽渠道和晾晒"], []),
        # several common words do, and so do all the words of a clause
        (["强化企业创新主体地位", "坚持企业创新主体地位", "落实企业的投资主体地位"], [[0, 1, 2]]),
        (["盘活存量闲置校舍", "盘活闲置校舍", "推进闲置校舍盘活"], [[0, 1, 2]]),
        # other words for one thing
        (["为独居老人送餐", "建设老年食堂", "新增社区助餐点"], [[0, 1, 2]]),
        (["建立楼栋长轮值制度"], [[0]]),
        ([], [[]]),
    ],
)
def test_what_shares_only_words_of_form_falls_apart(texts: list[str], parts: list[list[int]]) -> None:
    assert split_core(texts) == parts


def test_many_clauses_that_are_alike_stay_together() -> None:
    texts = [f"推行{matter}" for matter in "沙盘教学 河道保洁 夜市轮岗 网上选座".split()] * 4
    assert split_core(texts) == [list(range(16))]


def test_every_word_of_form_is_a_word_of_its_example() -> None:
    with (LEXICONS / "form_words.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["word"], row["example"]) for row in csv.DictReader(file)]
    assert len({word for word, _ in rows}) == len(rows) > 200
    assert rows == sorted(rows)
    for word, example in rows:
        assert word in split_clause(example)[0], word
