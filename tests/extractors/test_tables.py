"""Numbers in tables: rows with tabs, and tables copied as a stream of words."""

from decimal import Decimal

import pytest

from corpora.documents import Document, Metadata
from corpora.traced_text import TracedText
from extractors.pipeline import extract
from extractors.table_words import read_unit, split_unit
from extractors.tables import read_tables
from tests.extractors.table_rows import read

STREAM = (
    "2021年1-8月泉坪县主要指标\n指标 计量单位 8月 1-8月累计 累计比增(%)\n"
    "#规上工业产值 亿元 3.4 25.1 6.2\n三、全社会用电量 万千瓦时 - 5120 -1.8\n外贸出口 万美元 77 3.0\n"
    "以上数据为初步统计数。\n"
)
ROWS = (
    "各站完成情况(单位:吨)\n站点\t2022年\t2023年\t同比增长(%)\n东河站\t1,200\t1,320\t10.0\n"
    "西渠站(万吨)\t3\t2.7\t-10.0\n备注\t\t\t\n"
)


def test_a_copied_table_gives_each_number_its_label_column_and_unit() -> None:
    assert read(STREAM, "2021-01/2021-08") == [
        ("规上工业产值", "3.4", 3.4e8, "CNY", "level", None, "2021-08"),
        ("规上工业产值", "25.1", 2.51e9, "CNY", "level", None, "2021-01/2021-08"),
        ("规上工业产值", "6.2", 6.2, "%", "growth", "up", "2021-01/2021-08"),
        ("全社会用电量", "5120", 5.12e7, "kWh", "level", None, "2021-01/2021-08"),
        ("全社会用电量", "-1.8", -1.8, "%", "growth", "down", "2021-01/2021-08"),
    ]


def test_a_number_of_a_table_is_one_row_and_a_column_of_tasks_is_planned() -> None:
    text = "指标\t单位\t年度任务\t完成数\n封山育林\t亩\t1950\t2010\n清淤疏浚\t公里\t8\t10.3\n"
    document = Document("a.txt", 0, TracedText.whole(text), Metadata(period="2020"))
    assert [(i.subject, i.quantity, i.status) for i in extract(document).indicators] == [
        ("封山育林", "1950", "planned"),
        ("封山育林", "2010", "actual"),
        ("清淤疏浚", "8", "planned"),
        ("清淤疏浚", "10.3", "actual"),
    ]


def test_the_same_on_one_line() -> None:
    assert [row[:2] for row in read(STREAM.replace("\n", " "))] == [row[:2] for row in read(STREAM)]


def test_a_column_of_changes_keeps_the_unit_of_the_table() -> None:
    text = "单位:亿元\n名称\t6月末\t比年初增减额\n各项存款\t210.5\t-3.2\n各项贷款\t180\t9.1\n"
    assert read(text, "2022-06") == [
        ("各项存款", "210.5", 2.105e10, "CNY", "level", None, "2022-06-30"),
        ("各项存款", "-3.2", -3.2e8, "CNY", "change", "down", "2022-01/2022-06"),
        ("各项贷款", "180", 1.8e10, "CNY", "level", None, "2022-06-30"),
        ("各项贷款", "9.1", 9.1e8, "CNY", "change", "up", "2022-01/2022-06"),
    ]


def test_rows_with_tabs() -> None:
    assert read(ROWS) == [
        ("东河站", "1,200", 1200.0, "t", "level", None, "2022"),
        ("东河站", "1,320", 1320.0, "t", "level", None, "2023"),
        ("东河站", "10.0", 10.0, "%", "growth", "up", "2023"),
        ("西渠站", "3", 30000.0, "t", "level", None, "2022"),
        ("西渠站", "2.7", 27000.0, "t", "level", None, "2023"),
        ("西渠站", "-10.0", -10.0, "%", "growth", "down", "2023"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "指标 单位 ",
        "指标 单位 本月",
        "\t\n\t\n",
        "姓名\t电话\n王某\t13900000000",
        "一、指标 二、单位 三、说明。",
    ],
)
def test_what_is_no_table_of_figures_gives_no_wrong_cell(text: str) -> None:
    assert all(cell.unit is None for cell in read_tables(text).cells)


@pytest.mark.parametrize(
    ("written", "norm", "multiplier"),
    [
        ("亿元", "CNY", 10**8),
        ("万千瓦时", "kWh", 10**4),
        ("(%)", "%", 1),
        ("百万元", "CNY", 10**6),
        ("万千升", "L", 10**7),
        ("千瓦", "kW", 1),
        ("公顷", "m2", 1),
    ],
)
def test_units_of_columns(written: str, norm: str, multiplier: int) -> None:
    found = read_unit(written)
    assert found is not None
    assert (found[0].norm, int(found[1])) == (norm, multiplier)


@pytest.mark.parametrize("written", ["地区生产总值", "本月", "", "万", "元整"])
def test_what_is_no_unit(written: str) -> None:
    assert read_unit(written) is None


def test_a_share_in_a_label_is_no_unit() -> None:
    assert split_unit("水费50%") == ("水费50%", None)


def test_a_column_that_names_a_measure_is_the_subject() -> None:
    text = "单位\t学校数(所)\t在校生(人)\n河东片区\t35\t28600\n河西片区\t12\t9400\n"
    assert [row[:4] for row in read(text)] == [
        ("学校数", "35", 35.0, "所"),
        ("在校生", "28600", 28600.0, "人"),
        ("学校数", "12", 12.0, "所"),
        ("在校生", "9400", 9400.0, "人"),
    ]


def test_a_row_of_a_table_is_no_heading() -> None:
    assert extract("名称\t数量\n一、东片\t35\n二、西片\t12\n").sections == ()


def test_a_row_that_ends_before_its_head_fills_the_first_columns() -> None:
    text = "单位:万美元\n指 标\t1-3月\t增长(%)\t1-4月\t增长(%)\n进口\t310.5\t-3.2\n出口\t200\t7.1\n"
    assert [(cell.header, cell.value, cell.kind) for cell in read_tables(text).cells] == [
        ("1-3月", 3105000, "level"),
        ("增长(%)", Decimal("-3.2"), "growth"),
        ("1-3月", 2000000, "level"),
        ("增长(%)", Decimal("7.1"), "growth"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "科室\t联系电话\t房间\n水务站\t5520013\t302\n农技站\t5520017\t305\n",
        "日\t一\t二\t三\n1\t2\t3\t4\n5\t6\t7\t8\n",
        "指标 单位 本月 累计\n用电量 度 82 719\n用水量 吨 18.6\n蓄水量 吨 77\n",
    ],
)
def test_numbers_whose_column_is_unknown_or_names_something_are_no_indicators(text: str) -> None:
    assert {row[0] for row in read(text, "2023-05")} <= {"用电量"}


def test_the_words_of_a_cell_end_with_it() -> None:
    text = "序号\t项目\t内容\t总投资(万元)\n1\t北山水池\t绿化50亩\t300\n2\t西渠泵站\t道路3公里\t80\n"
    assert [row[0] for row in read(text) if row[3] == "m2"] == ["绿化"]
