"""What the heads of columns announce: what is planned, changes, scores, of when."""

import pytest

from extractors.pipeline import extract


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (
            "项目\t年度计划投资(万元)\t上半年完成投资(万元)\t完成率(%)",
            [("投资", "planned"), ("投资", "actual"), ("完成率", "actual")],
        ),
        (
            "项目\t计划投资(万元)\t实际投资(万元)\t完成年度计划(%)",
            [("投资", "planned"), ("投资", "actual"), ("投资", "actual")],
        ),
        (
            "项目\t计划总投资(万元)\t累计完成投资额\t占计划(%)",
            [("总投资", "planned"), ("投资额", "actual"), ("投资额", "actual")],
        ),
        (
            "项目\t计划建设规模(亩)\t目标产值(万元)\t目标完成率(%)",
            [("建设规模", "planned"), ("产值", "planned"), ("完成率", "actual")],
        ),
        (
            "泵站\t年度任务数\t任务完成数\t目标人群数(人)",
            [("东河泵站", "planned"), ("东河泵站", "actual"), ("东河泵站", "actual")],
        ),
        (
            "指标\t计划投资(万元)\t完成投资(万元)\t完成率(%)",
            [("东河泵站", "planned"), ("东河泵站", "actual"), ("东河泵站", "actual")],
        ),
    ],
)
def test_a_head_that_plans_names_what_is_planned(heads: str, expected: list[tuple[str, str]]) -> None:
    found = extract(f"{heads}\n东河泵站\t1200\t700\t58\n").indicators
    assert [(i.subject, i.status) for i in found] == expected
    assert {i.sentence for i in found} == {"东河泵站\t1200\t700\t58"}


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        ("预算数\t其中:财政拨款\t累计为预算%", ["planned", "planned", "actual"]),
        ("预算数\t一般公共预算\t政府性基金预算收入", ["planned", "actual", "actual"]),
    ],
)
def test_budgets_that_plan_and_budgets_that_are_funds(heads: str, expected: list[str]) -> None:
    assert [i.status for i in extract(f"科目\t{heads}\n水费\t90\t40\t35\n").indicators] == expected


def test_what_stands_beside_the_same_time_of_last_year_is_compared_with_it() -> None:
    found = extract("科目\t本期\t同期\t增减额\t增减率%\n水费\t90\t100\t-10\t-10\n").indicators
    assert [(i.kind, i.basis, i.direction) for i in found][2:] == [
        ("change", "yoy", "down"),
        ("growth", "yoy", "down"),
    ]


def test_a_plan_over_several_columns_plans_each_of_them() -> None:
    text = "泵站\t年度计划\t\t\n投资(万元)\t水管(公里)\t完成投资(万元)\n东河泵站\t1200\t70\t580\n"
    assert [i.status for i in extract(text).indicators] == ["planned", "planned", "actual"]
