"""What holds the clauses of a group together."""

from __future__ import annotations

import pytest

from extractors.cores import keep_core


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
