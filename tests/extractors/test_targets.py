from dataclasses import replace

import pytest

from extractors.targets import StatedIndicator, find_targets

PLAN = StatedIndicator(
    indicator_id="a-i0",
    document_id="a",
    organisation="青岚县政府",
    reported="2018-12-31",
    subject="新建田间渠道",
    unit_norm="m",
    kind="level",
    direction=None,
    per=None,
    status="planned",
    bound="exact",
    value=30_000.0,
    value_max=None,
    period_start="2019-01-01",
    period_end="2019-12-31",
)
OUTCOME = replace(
    PLAN, indicator_id="b-i0", document_id="b", reported="2019-12-31", status="actual", value=32_000.0
)


def answers(plan, *outcomes):
    return [(row.planned, row.actual, row.achieved) for row in find_targets([plan], outcomes)]


def test_a_later_report_of_the_organisation_answers() -> None:
    assert answers(PLAN, OUTCOME) == [("a-i0", "b-i0", True)]
    assert answers(PLAN, replace(OUTCOME, value=29_000.0)) == [("a-i0", "b-i0", False)]
    (row,) = find_targets([PLAN], [OUTCOME])
    assert (row.organisation, row.subject, row.planned_value, row.actual_value) == (
        "青岚县政府",
        "新建田间渠道",
        30_000.0,
        32_000.0,
    )


@pytest.mark.parametrize(
    "change",
    [
        {"organisation": "白石县政府"},
        {"organisation": None},
        {"subject": "新建支渠"},
        {"subject": None},
        {"unit_norm": "处"},
        {"kind": "growth"},
        {"direction": "down"},
        {"per": "月"},
        {"period_start": "2020-01-01", "period_end": "2020-12-31"},
        {"period_start": None},
        {"reported": "2018-12-31"},
        {"reported": None},
        {"document_id": "a"},
        {"value": None},
        {"value": 400_000.0},
    ],
    ids=str,
)
def test_what_is_not_surely_the_same_answers_nothing(change) -> None:
    assert answers(PLAN, replace(OUTCOME, **change)) == []


@pytest.mark.parametrize(
    ("plan", "value", "achieved"),
    [
        ({"bound": "over"}, 30_000.0, True),
        ({"bound": "over"}, 29_999.0, False),
        ({"bound": "about"}, 30_500.0, True),
        ({"bound": "about"}, 29_500.0, None),
        ({"bound": "under"}, 30_000.0, True),
        ({"bound": "under"}, 30_001.0, False),
        ({"value_max": 40_000.0}, 31_000.0, True),
        ({"value_max": 40_000.0, "bound": "under"}, 39_000.0, True),
        ({"kind": "rank", "unit_norm": "名", "value": 3.0}, 2.0, True),
        ({"kind": "rank", "unit_norm": "名", "value": 3.0}, 4.0, False),
        ({"subject": "城镇登记失业率", "kind": "ratio", "unit_norm": "%", "value": 4.5}, 4.1, True),
        ({"subject": "城镇登记失业率", "kind": "ratio", "unit_norm": "%", "value": 4.5}, 4.9, False),
    ],
    ids=str,
)
def test_whether_the_target_is_reached(plan, value, achieved) -> None:
    target = replace(PLAN, **plan)
    same = {name: getattr(target, name) for name in ("kind", "unit_norm", "subject")}
    assert [row[2] for row in answers(target, replace(OUTCOME, value=value, **same))] == [achieved]


def test_names_of_one_concept_are_one_indicator() -> None:
    plan = replace(PLAN, subject="粮食总产量", unit_norm="kg")
    assert len(answers(plan, replace(OUTCOME, subject="粮食产量", unit_norm="kg"))) == 1


def test_a_state_at_the_end_of_the_year_answers_for_the_year() -> None:
    plan = replace(PLAN, subject="绿化覆盖率", kind="ratio", unit_norm="%", value=40.0)
    outcome = replace(OUTCOME, subject="绿化覆盖率", kind="ratio", unit_norm="%", value=41.0)
    assert len(answers(plan, replace(outcome, period_start="2019-12-31"))) == 1


def test_two_values_in_one_report_answer_nothing_and_the_same_one_twice_does() -> None:
    again = replace(OUTCOME, indicator_id="b-i1")
    assert answers(PLAN, OUTCOME, again) == [("a-i0", "b-i0", True)]
    assert answers(PLAN, OUTCOME, replace(again, value=9_000.0)) == []
    assert find_targets([PLAN, replace(PLAN, indicator_id="a-i1", value=1_000.0)], [OUTCOME]) == []


def test_the_first_of_several_later_reports_answers() -> None:
    later = replace(OUTCOME, indicator_id="c-i0", document_id="c", reported="2020-12-31", value=31_000.0)
    assert answers(PLAN, later, OUTCOME) == [("a-i0", "b-i0", True)]
