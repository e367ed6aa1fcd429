import random

from corpora.shared_passages import SHORTEST_PASSAGE, find_shared_passages


def write_text(seed, length):
    return "".join(
        random.Random(seed).choices(
            "渠道清淤护坡巡查管护水库泵站灌溉节水投资新建改造完成项目资金群众受益", k=length
        )
    )


BORROWED = "健全管护制度，落实管护人员，实行每日巡查、每周通报、每月考核；" + write_text(9, 60)


def test_a_passage_is_found_with_its_place_in_both():
    texts = [
        write_text(1, 200) + BORROWED + write_text(2, 90),
        write_text(3, 40) + BORROWED.replace("，", ","),
    ]
    (row,) = find_shared_passages(texts)
    assert (row.first, row.second) == (0, 1)
    assert texts[0][row.first_start : row.first_end].startswith(BORROWED[:10])
    assert texts[1][row.second_start : row.second_end].endswith(BORROWED[-10:])
    assert row.chars >= SHORTEST_PASSAGE
    assert 0 < row.containment <= 1


def test_a_passage_ends_before_a_number_that_goes_on():
    texts = [
        BORROWED + "满意度达98.5%。" + write_text(1, 90),
        write_text(3, 40) + BORROWED + "满意度达97.2%。",
    ]
    (row,) = find_shared_passages(texts)
    assert texts[0][row.first_start : row.first_end].endswith("满意度达")
    assert texts[1][row.second_start : row.second_end].endswith("满意度达")


def test_the_older_text_comes_first():
    texts = [BORROWED + write_text(1, 100), write_text(2, 100) + BORROWED]
    (row,) = find_shared_passages(texts, dates=["2016-01-01", "2015-01-01"])
    assert (row.first, row.second) == (1, 0)


def test_two_passages_of_one_pair_are_two_rows():
    other = write_text(11, 80)
    texts = [BORROWED + write_text(1, 50) + other, other + write_text(2, 70) + BORROWED]
    assert len(find_shared_passages(texts)) == 2


def test_shorter_ones_and_those_of_one_family_are_left_out():
    short = write_text(12, SHORTEST_PASSAGE - 1)
    assert find_shared_passages(["甲" + short + "乙", "丙" + short + "丁"]) == []
    assert find_shared_passages([BORROWED, BORROWED], kin=[0, 0]) == []


def test_nothing_is_shared_by_nothing():
    assert find_shared_passages([]) == []
    assert find_shared_passages(["", BORROWED, "短"]) == []
