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


def test_a_plan_over_several_columns_plans_each_of_them() -> None:
    text = "泵站\t年度计划\t\t\n投资(万元)\t水管(公里)\t完成投资(万元)\n东河泵站\t1200\t70\t580\n"
    assert [i.status for i in extract(text).indicators] == ["planned", "planned", "actual"]
