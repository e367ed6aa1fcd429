"""Numbers in tables: rows with tabs, and tables copied as a stream of words."""

from decimal import Decimal

import pytest

from corpora.documents import Document, Metadata
from corpora.traced_text import TracedText
from extractors.pipeline import extract
from extractors.table_words import read_unit
from extractors.tables import read_tables

STREAM = (
    "2021年1-8月泉坪县主要指标\n指标 计量单位 8月 1-8月累计 累计比增(%)\n"
    "#规上工业产值 亿元 3.4 25.1 6.2\n三、全社会用电量 万千瓦时 - 5120 -1.8\n外贸出口 万美元 77 3.0\n"
    "以上数据为初步统计数。\n"
)
ROWS = (
    "各站完成情况(单位:吨)\n站点\t2022年\t2023年\t同比增长(%)\n东河站\t1,200\t1,320\t10.0\n"
    "西渠站(万吨)\t3\t2.7\t-10.0\n备注\t\t\t\n"
)


def read(text: str, period: str | None = None) -> list[tuple[object, ...]]:
    document = Document("a.txt", 0, TracedText.whole(text), Metadata(period=period))
    return [
        (i.subject, i.quantity, i.value_norm, i.unit_norm, i.kind, i.direction, i.period)
        for i in extract(document).indicators
    ]


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
    ("text", "expected"),
    [
        pytest.param(
            "指标\t单位\t2023年5月\t\t2023年1-5月\n绝对额\t同比增长(%)\t绝对额\t同比增长(%)\n"
            "供水量\t万吨\t8.5\t2.1\t40.2\t-1.8\n",
            [
                ("供水量", 85000.0, "t", "level", "2023-05"),
                ("供水量", 2.1, "%", "growth", "2023-05"),
                ("供水量", 402000.0, "t", "level", "2023-01/2023-05"),
                ("供水量", -1.8, "%", "growth", "2023-01/2023-05"),
            ],
            id="heads over two columns, and heads that reach down beside them",
        ),
        pytest.param(
            "片区\t单位\t水费\t\t电费\n东片\t万元\t3\t4\t5\n",
            [],
            id="heads that do not say which column they are over",
        ),
        pytest.param(
            "类别\t指标\t单位\t本月\t累计\n水务\t供水量\t吨\t320\t1,600\n售水量\t吨\t300\t—\n",
            [
                ("供水量", 320.0, "t", "level", "2023-05"),
                ("供水量", 1600.0, "t", "level", "2023-01/2023-05"),
                ("售水量", 300.0, "t", "level", "2023-05"),
            ],
            id="a label that reaches down over two rows",
        ),
        pytest.param(
            "序号\t片区\t农户(户)\t入户率(%)\n1\t东片\t812\t98.5\n2\t西片\t640\t101\n",
            [
                ("农户", 812.0, "户", "level", "2023-05"),
                ("入户率", 98.5, "%", "ratio", "2023-05"),
                ("农户", 640.0, "户", "level", "2023-05"),
                ("入户率", 101.0, "%", "ratio", "2023-05"),
            ],
            id="the number of a row is none",
        ),
        pytest.param(
            "年份\t水费收入(万元)\t比上年增长(%)\n2020\t215\t4.2\n2021\t230\t7.0\n",
            [
                ("水费收入", 2150000.0, "CNY", "level", "2020"),
                ("水费收入", 4.2, "%", "growth", "2020"),
                ("水费收入", 2300000.0, "CNY", "level", "2021"),
                ("水费收入", 7.0, "%", "growth", "2021"),
            ],
            id="rows that are years",
        ),
        pytest.param(
            "单位:亿元\n项目\t本期\t上年同期\t增减额\t增减(%)\n水利投资\t8.2\t7.7\t0.5\t6.5\n",
            [
                ("水利投资", 8.2e8, "CNY", "level", "2023-05"),
                ("水利投资", 7.7e8, "CNY", "level", "2022-05"),
                ("水利投资", 5e7, "CNY", "change", "2023-05"),
                ("水利投资", 6.5, "%", "growth", "2023-05"),
            ],
            id="what grew is this year's",
        ),
        pytest.param(
            "单位:万元\n指标\t本月止累计\t同比增长%\n一、收入\n水费\t231\t5.5\n二、支出\n电费\t90\t-3.2\n",
            [
                ("水费", 2310000.0, "CNY", "level", "2023-01/2023-05"),
                ("水费", 5.5, "%", "growth", "2023-01/2023-05"),
                ("电费", 900000.0, "CNY", "level", "2023-01/2023-05"),
                ("电费", -3.2, "%", "growth", "2023-01/2023-05"),
            ],
            id="lines between rows part no table",
        ),
        pytest.param(
            "2022年各站售水\n站点名称\t售水(吨)\t位次\n东河站\t310\t2\n西渠站\t420\t1\n",
            [
                ("售水", 310.0, "t", "level", "2022"),
                ("售水", 2.0, "名", "rank", "2022"),
                ("售水", 420.0, "t", "level", "2022"),
                ("售水", 1.0, "名", "rank", "2022"),
            ],
            id="the title tells the year",
        ),
        pytest.param(
            "指标\t上半年\t增减(百分点)\n水质合格率(%)\t98.4\t0.3\n用水量增速(%)\t6.1\t-0.2\n",
            [
                ("水质合格率", 98.4, "%", "ratio", "2023-01/2023-06"),
                ("水质合格率", 0.3, "pp", "change", "2023-01/2023-06"),
                ("用水量增速", 6.1, "%", "growth", "2023-01/2023-06"),
                ("用水量增速", -0.2, "pp", "change", "2023-01/2023-06"),
            ],
            id="points are no per cent",
        ),
        pytest.param(
            "部门\t受理件数\t办结率\n水务站\t120\t98.3%\n农技站\t86\t100%\n",
            [
                ("受理件数", 120.0, "件", "level", "2023-05"),
                ("办结率", 98.3, "%", "ratio", "2023-05"),
                ("受理件数", 86.0, "件", "level", "2023-05"),
                ("办结率", 100.0, "%", "ratio", "2023-05"),
            ],
            id="a head that counts",
        ),
        pytest.param(
            "项目\t总投资(万元)\t进展\n东河泵站\t3,200\t在建\n北山水池\t报批\t未开工\n西渠泵站\t900\t完工\n",
            [
                ("总投资", 3.2e7, "CNY", "level", "2023-05"),
                ("总投资", 9e6, "CNY", "level", "2023-05"),
            ],
            id="a row without numbers is no head",
        ),
        pytest.param(
            "指标名称\t指标值\t同比增长(%)\n牛(万头)\t3.1\t\t5.2\n#奶牛\t1.2\t\t-6.0\n",
            [
                ("牛", 31000.0, "头", "level", "2023-05"),
                ("牛", 5.2, "%", "growth", "2023-05"),
                ("奶牛", 12000.0, "头", "level", "2023-05"),
                ("奶牛", -6.0, "%", "growth", "2023-05"),
            ],
            id="a part has the unit of the whole",
        ),
        pytest.param(
            "地区\t东片\t西片\n人口(人)\t812\t640\n",
            [("人口", 812.0, "人", "level", "2023-05"), ("人口", 640.0, "人", "level", "2023-05")],
            id="rows that are measured at the columns",
        ),
        pytest.param(
            "单位:万元\n项目\t5月末余额\t比年初增减\t同比±%\n各项存款\t92.1\t-4.4\t6.0\n",
            [
                ("各项存款", 921000.0, "CNY", "level", "2023-05-31"),
                ("各项存款", -44000.0, "CNY", "change", "2023-01/2023-05"),
                ("各项存款", 6.0, "%", "growth", "2023-05-31"),
            ],
            id="growth is of the level, not of the change beside it",
        ),
        pytest.param(
            "| 指标 | 单位 | 本月 | 累计增长(%) |\n| --- | --- | ---: | ---: |\n"
            "| 用电量 | 万千瓦时 | 420 | 3.0 |\n",
            [
                ("用电量", 4200000.0, "kWh", "level", "2023-05"),
                ("用电量", 3.0, "%", "growth", "2023-01/2023-05"),
            ],
            id="bars between cells",
        ),
        pytest.param(
            "单位:万元\n指标\n本月\n同比增长(%)\n一、收入\n水费\n32\n5.5\n其中:工业\n11\n-2.0\n全站共3个班组。\n",
            [
                ("水费", 320000.0, "CNY", "level", "2023-05"),
                ("水费", 5.5, "%", "growth", "2023-05"),
                ("工业", 110000.0, "CNY", "level", "2023-05"),
                ("工业", -2.0, "%", "growth", "2023-05"),
                ("班组", 3.0, "个", "level", "2023-05"),
            ],
            id="a line for every cell",
        ),
        pytest.param(
            "项目 本月数(万元) 增长(%)\n水费收入 1,020 4.1\n#居民 700 3.3\n电费支出 2,310\n",
            [
                ("水费收入", 1.02e7, "CNY", "level", "2023-05"),
                ("水费收入", 4.1, "%", "growth", "2023-05"),
                ("居民", 7e6, "CNY", "level", "2023-05"),
                ("居民", 3.3, "%", "growth", "2023-05"),
            ],
            id="blanks between cells",
        ),
    ],
)
def test_layouts(text: str, expected: list[tuple[object, ...]]) -> None:
    assert [(row[0], *row[2:5], row[6]) for row in read(text, "2023-05")] == expected


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
