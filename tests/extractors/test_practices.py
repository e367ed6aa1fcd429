"""Measures that organisations share."""

from __future__ import annotations

import pickle
import random
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import clause_vectors, practice_groups
from extractors.policy_topics import load_topics
from extractors.practices import SharedMeasure, build_practices, cluster_practices
from extractors.shared_measures import MeasureColumns

CLAUSES = [
    ("开展电梯困人应急演练4次", "东河街道"),
    ("组织电梯困人应急演练", "西坪街道"),
    ("每季度开展电梯困人应急演练", "南陵街道"),
    ("建立楼栋长轮值制度", "东河街道"),
    ("推行楼栋长轮值制度", "北沟街道"),
    ("修建环湖健身步道3公里", "西坪街道"),
    ("聘请退休教师开办书法班", "南陵街道"),
]
TEXTS = [text for text, _ in CLAUSES]
ORGANISATIONS = [organisation for _, organisation in CLAUSES]


def test_clauses_that_say_the_same_share_a_label_and_others_stand_alone() -> None:
    assert cluster_practices(TEXTS, organisations=ORGANISATIONS) == [0, 0, 0, 1, 1, None, None]


def do_elsewhere(do, common, tasks):
    """As another process would, the last tasks first."""
    work = pickle.loads(pickle.dumps((do, common, tasks)))
    return [work[0](*work[1], *task) for task in reversed(work[2])][::-1]


def test_who_does_parts_of_the_work_makes_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clause_vectors, "_TOGETHER", 2)
    monkeypatch.setattr(practice_groups, "_GROUPS_TOGETHER", 1)
    n_tasks = 0

    def count_and_do(do, common, tasks):
        nonlocal n_tasks
        n_tasks += len(tasks)
        return do_elsewhere(do, common, tasks)

    measures = [
        SharedMeasure(f"{n}", f"{text}{'东西南北'[n % 4]}", organisation=organisation, period=f"201{n}")
        for n, (text, organisation) in enumerate(CLAUSES)
    ]
    alone, divided = build_practices(measures), build_practices(measures, divide=count_and_do)
    assert len(alone.practices) == 2 and n_tasks > 9
    assert (divided.practices, divided.themes) == (alone.practices, alone.themes)
    assert list(divided.memberships) == list(alone.memberships)


@pytest.mark.parametrize("most", [40, 10_000])
def test_who_compares_and_joins_and_when_makes_no_difference(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(practice_groups, "_TOGETHER", 7)
    asked: list[str] = []

    class Noted(list[SharedMeasure]):
        def __iter__(self):
            asked.append("measures")
            return super().__iter__()

    def read(column: str):
        asked.append(column)
        return [getattr(measure, column) for measure in measures]

    measures = make_corpus(300)
    at_once = build_practices(measures, most_wordings=most)
    columns = MeasureColumns(*(partial(read, column) for column in ("text", "owner", "measure_id")))
    built = build_practices(Noted(measures), columns=columns, most_wordings=most, divide=do_elsewhere)
    sampled = ["owner"] if most == 40 else []
    assert asked == ["text", *sampled, "measures", "measures"]
    assert (built.practices, built.themes) == (at_once.practices, at_once.themes)
    assert list(built.memberships) == list(at_once.memberships) != []


def test_one_organisation_is_no_practice() -> None:
    assert cluster_practices(TEXTS[:3], organisations=["东河街道"] * 3) == [None, None, None]


def test_copies_without_an_organisation_are_one_voice() -> None:
    same = ["建立楼栋长轮值制度"] * 2
    assert cluster_practices(same, organisations=[None, None]) == [None, None]
    assert cluster_practices(same, organisations=["东河街道", None]) == [None, None]
    assert cluster_practices(same, organisations=["东河街道", "西坪街道"]) == [0, 0]


def test_organisations_must_be_as_many_as_texts() -> None:
    with pytest.raises(ValueError, match="2 texts need as many organisations, not 1"):
        cluster_practices(TEXTS[:2], organisations=["东河街道"])


@pytest.mark.parametrize("texts", [[], [""], ["", "。"], ["修"]])
def test_nothing_to_compare(texts: list[str]) -> None:
    assert cluster_practices(texts) == [None] * len(texts)


@given(st.randoms())
@settings(max_examples=20)
def test_the_order_of_the_input_changes_nothing(shuffler: random.Random) -> None:
    order = list(range(len(CLAUSES)))
    shuffler.shuffle(order)
    labels = cluster_practices([TEXTS[i] for i in order], organisations=[ORGANISATIONS[i] for i in order])
    groups = {
        frozenset(order[i] for i in range(len(order)) if labels[i] == label) for label in set(labels) - {None}
    }
    assert groups == {frozenset({0, 1, 2}), frozenset({3, 4})}


def make_measures() -> list[SharedMeasure]:
    return [
        SharedMeasure(
            measure_id=f"d{index}-m0",
            text=text,
            organisation=organisation,
            period=f"20{20 - index}",
            document=f"d{index}",
        )
        for index, (text, organisation) in enumerate(CLAUSES)
    ]


def test_the_tables_of_practices() -> None:
    built = build_practices(make_measures())
    assert sorted(
        (p.label, p.n_measures, p.n_orgs, p.first_period, p.first_org) for p in built.practices
    ) == [
        ("建立楼栋长轮值制度", 2, 2, "2016", "北沟街道"),
        ("开展电梯困人应急演练", 3, 3, "2018", "南陵街道"),
    ]
    members = {membership.measure_id: membership for membership in built.memberships}
    assert sorted(members) == ["d0-m0", "d1-m0", "d2-m0", "d3-m0", "d4-m0"]
    assert all(0 < membership.strength <= 1 for membership in members.values())
    for practice in built.practices:
        assert practice.keywords
        assert members[practice.exemplar].practice_id == practice.practice_id


def test_the_id_follows_the_members_and_not_the_run() -> None:
    measures = make_measures()
    other = SharedMeasure(measure_id="x-m0", text="更新消防栓", organisation="东河街道")
    assert build_practices(measures).practices == build_practices([other, *reversed(measures)]).practices


def test_an_id_is_kept_while_most_of_its_members_stay() -> None:
    measures = make_measures()
    ids = {m.measure_id: m.practice_id for m in build_practices(measures).memberships}
    # a new member of the least digest of all would rename the practice
    newcomers = [
        SharedMeasure(measure_id=f"new{n}", text="举办电梯困人应急演练", organisation=f"新设{n}街道")
        for n in range(2)
    ]
    later = {
        m.measure_id: m.practice_id
        for m in build_practices([*newcomers, *measures], previous=ids).memberships
    }
    assert {measure: later[measure] for measure in ids} == ids
    assert later["new0"] == ids["d0-m0"]


def make_corpus(size: int) -> list[SharedMeasure]:
    """Measures of 20 organisations over ten years, most of them shared by some in nearly the same words."""
    topics = load_topics()
    return [
        SharedMeasure(
            measure_id=f"d{number:04}-m0",
            text=f"{('建立', '开展', '推进')[number % 3]}{topics[number * 7 % 90].terms[0]}试点{number}处",
            organisation=f"第{number * 13 % 20}街道",
            period=f"{2010 + number * 10 // size}",
            document=f"d{number:04}",
        )
        for number in range(size)
    ]


def test_later_documents_keep_every_id() -> None:
    measures = make_corpus(400)
    before = {m.measure_id: m.practice_id for m in build_practices(measures[:360]).memberships}
    after = {m.measure_id: m.practice_id for m in build_practices(measures).memberships}
    assert len(set(before.values())) > 12
    parts = Counter(before.values())
    stayed = Counter(before[m] for m in before if after.get(m) == before[m])
    # a practice that most of its members left may end, and so does its id
    assert sum(2 * stayed[practice] > parts[practice] for practice in parts) >= 0.9 * len(parts)


def test_a_tenth_more_documents_keep_every_id_that_was_known() -> None:
    measures = make_corpus(400)
    fewer = [measure for number, measure in enumerate(measures) if number % 10]
    before = {m.measure_id: m.practice_id for m in build_practices(fewer).memberships}
    after = {
        m.measure_id: m.practice_id for m in build_practices(measures[::-1], previous=before).memberships
    }
    groups: dict[str, list[str]] = {}
    for measure, practice in before.items():
        groups.setdefault(practice, []).append(measure)
    for practice, members in groups.items():
        leading, count = Counter(after.get(member) for member in members).most_common(1)[0]
        together = sum(held == leading for held in after.values())
        if leading is not None and 2 * count > len(members) and 2 * count > together:
            assert leading == practice


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from([120, 10_000]))
def test_whichever_tenth_is_added_most_members_take_the_id_along(chance: random.Random, most: int) -> None:
    measures = make_corpus(300)
    fewer = [measure for measure in measures if chance.random() < 10 / 11]
    before = {m.measure_id: m.practice_id for m in build_practices(fewer, most_wordings=most).memberships}
    chance.shuffle(measures)
    built = build_practices(measures, previous=before, most_wordings=most)
    after = {m.measure_id: m.practice_id for m in built.memberships}
    lived = Counter(before[measure] for measure in after if measure in before)
    held: dict[str, Counter[str]] = {practice.practice_id: Counter() for practice in built.practices}
    assert len(held) == len(built.practices) > 10, "no id twice"
    for measure, practice in after.items():
        held[practice].update([before[measure]] if measure in before else [])
    kept = 0
    for practice, counts in held.items():
        mostly = [old for old, count in counts.items() if 2 * count > lived[old]]
        assert practice in mostly if mostly else practice not in before.values()
        kept += bool(mostly)
    assert kept >= 0.8 * len(held)


def test_a_member_that_leaves_does_not_take_the_id_along() -> None:
    measures = make_measures()
    built = build_practices(measures)
    first = next(iter(built.memberships)).practice_id
    drills = [m.measure_id for m in built.memberships if m.practice_id == first]
    # everything was one practice before: the larger part keeps the id, the other gets one of its own
    before = {measure.measure_id: first for measure in measures[:5]}
    later = {m.measure_id: m.practice_id for m in build_practices(measures, previous=before).memberships}
    assert {later[measure] for measure in drills} == {first}
    assert later["d3-m0"] == later["d4-m0"] != later["d0-m0"]


def test_what_shares_no_telling_word_is_no_practice() -> None:
    texts = ["进一步推进各项工作", "继续推进各项工作任务", "全面推进各项工作"]
    assert cluster_practices(texts) == [None, None, None]


def test_other_words_for_one_thing_share_a_label() -> None:
    texts = ["新增社区助餐点", "建设老年食堂", "为独居老人提供送餐服务", "铺设燃气管网", "更换老旧供水管网"]
    labels = cluster_practices(texts)
    assert labels[0] == labels[1] is not None
    assert labels[3] == labels[4] is not None
    assert labels[0] != labels[3]


def test_what_shares_a_verb_and_a_word_of_form_is_no_practice() -> None:
    texts = ["打通出海渠道", "打通募捐渠道", "打通饲料渠道", "打通木料渠道", "打通砂石渠道"]
    assert cluster_practices(texts) == [None] * 5
    assert cluster_practices([*texts, "打通出海渠道2条"]) == [0, None, None, None, None, 0]


def test_both_scripts_say_the_same() -> None:
    measures = [
        SharedMeasure(measure_id=f"{n}", text=text, organisation=f"{n}鎮")
        for n, text in enumerate(["設置臨時停車場", "设置临时停车场"])
    ]
    built = build_practices(measures)
    assert [(practice.label, practice.n_orgs) for practice in built.practices] == [("设置临时停车场", 2)]


def test_themes_hold_practices_of_one_field() -> None:
    texts = ["新增社区助餐点", "开办社区助餐点", "建设护理型养老床位", "新增护理型养老床位"]
    built = build_practices(
        [SharedMeasure(measure_id=f"{n}", text=text, organisation=f"{n}街道") for n, text in enumerate(texts)]
    )
    assert {practice.theme for practice in built.practices} <= {theme.theme_id for theme in built.themes} | {
        None
    }
    assert all(theme.n_practices > 1 and theme.label and theme.keywords for theme in built.themes)


def test_a_shared_name_is_the_label() -> None:
    measures = [
        SharedMeasure(measure_id=f"{n}", text=text, name="板凳夜话", organisation=f"{n}社区")
        for n, text in enumerate(["开展“板凳夜话”活动", "每月开展“板凳夜话”活动12场"])
    ]
    assert build_practices(measures).practices[0].label == "板凳夜话"


def test_a_copy_of_a_document_is_no_second_organisation() -> None:
    measures = [
        SharedMeasure(measure_id=f"{n}", text="建立楼栋长轮值制度", organisation=None, document="original")
        for n in range(2)
    ]
    assert build_practices(measures).practices == ()


def test_no_measures_no_practices() -> None:
    built = build_practices([])
    assert (built.practices, built.themes, list(built.memberships)) == ((), (), [])


def test_of_too_many_wordings_some_are_compared_and_the_others_join_them() -> None:
    measures = make_corpus(400)
    whole = build_practices(measures)
    bounded = build_practices(measures, most_wordings=200)
    assert 0 < len(bounded.practices) <= len(whole.practices)
    # what is left over joins: of half the wordings far more than half the measures are in practices
    members = list(bounded.memberships)
    assert len(members) > 0.7 * len(list(whole.memberships))
    owner = {measure.measure_id: measure.organisation for measure in measures}
    for practice in bounded.practices:
        held = [row.measure_id for row in members if row.practice_id == practice.practice_id]
        assert practice.n_measures == len(held)
        assert practice.n_orgs == len({owner[measure] for measure in held}) > 1


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from([150, 250, 10_000]))
def test_what_is_compared_of_too_many_does_not_follow_the_order(shuffler: random.Random, most: int) -> None:
    measures = make_corpus(300)
    first = build_practices(measures, most_wordings=most)
    expected = sorted(first.memberships, key=lambda row: row.measure_id)
    shuffler.shuffle(measures)
    again = build_practices(measures, most_wordings=most)
    assert (again.practices, again.themes) == (first.practices, first.themes)
    assert sorted(again.memberships, key=lambda row: row.measure_id) == expected


def test_memberships_can_be_written_to_a_file_and_read_again(tmp_path: Path) -> None:
    measures = make_measures()
    with (tmp_path / "scratch").open("w+b") as scratch:
        built = build_practices(measures, scratch=scratch)
        in_memory = list(build_practices(measures).memberships)
        assert list(built.memberships) == list(built.memberships) == in_memory
        assert (tmp_path / "scratch").stat().st_size == 8 * len(measures)
