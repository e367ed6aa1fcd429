"""The layouts of tables: where heads, labels, units and numbers stand."""

import pytest

from tests.extractors.table_rows import read


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
            "指标 | 5月 | 1-5月 | |||\n数量(吨) | 增长(%) | 数量(吨) | 增长(%) | ||\n"
            "供水量 | 320 | 1.5 | 1500 | -2 | |\n",
            [
                ("供水量", 320.0, "t", "level", "2023-05"),
                ("供水量", 1.5, "%", "growth", "2023-05"),
                ("供水量", 1500.0, "t", "level", "2023-01/2023-05"),
                ("供水量", -2.0, "%", "growth", "2023-01/2023-05"),
            ],
            id="bars after cells only, heads that recur below those over them",
        ),
        pytest.param(
            "预 算 科 目 | 年度预算 | 累计 | 当月 | 占比% |\n本期 | 增减额 | 本期 | 增减额 |\n"
            "水费 | 90 | 30 | -2 | 6 | 1 | 70 |\n",
            [
                ("水费", 90.0, None, "level", "2023"),
                ("水费", 30.0, None, "level", "2023-01/2023-05"),
                ("水费", -2.0, None, "change", "2023-01/2023-05"),
                ("水费", 6.0, None, "level", "2023-05"),
                ("水费", 1.0, None, "change", "2023-05"),
                ("水费", 70.0, "%", "ratio", "2023-05"),
            ],
            id="measures below the heads that are periods",
        ),
        pytest.param(
            "单位:人、%\n地区 | 2022年 农户数 | 比重[1] | |\n2022年 | 2021年 ||\n东片[2] | 32 | 40 | 38 |\n",
            [
                ("农户数", 32.0, "人", "level", "2022"),
                ("农户数", 40.0, "%", "ratio", "2022"),
                ("农户数", 38.0, "%", "ratio", "2021"),
            ],
            id="periods below the head that has none, a share of a line with two units, footnotes",
        ),
        pytest.param(
            "项目 | 收入 | 支出 | 结余 |\n水费 | 电费 | 管护 |\n东片 | 90 | 30 | 28 | 6 |\n",
            [],
            id="heads of which it is not told which are over the two below",
        ),
        pytest.param(
            "| 项目名称 | 计算 单位 |\n1-5月 累计 |\n增长(%) | 结构(%) |\n| 水费 | 万元 | 32 | 5.5 | 60 |\n",
            [
                ("水费", 320000.0, "CNY", "level", "2023-01/2023-05"),
                ("水费", 5.5, "%", "growth", "2023-01/2023-05"),
                ("水费", 60.0, "%", "ratio", "2023-01/2023-05"),
            ],
            id="a row with bars that is broken into lines",
        ),
        pytest.param(
            "表一 | 单位:万元 |\n项目 | 本月 | 累计 |\n水费 | 32 | 150 |\n",
            [
                ("水费", 320000.0, "CNY", "level", "2023-05"),
                ("水费", 1500000.0, "CNY", "level", "2023-01/2023-05"),
            ],
            id="a row that holds title and unit",
        ),
        pytest.param(
            "指标\t本月\n粮食(吨)\t32\n#水稻\t20\n玉米\t12\n蓄水(万吨)\t3\n雨日数\t9\n",
            [
                ("粮食", 32.0, "t", "level", "2023-05"),
                ("水稻", 20.0, "t", "level", "2023-05"),
                ("玉米", 12.0, "t", "level", "2023-05"),
                ("蓄水", 30000.0, "t", "level", "2023-05"),
                ("雨日数", 9.0, None, "level", "2023-05"),
            ],
            id="parts without a mark after one with it",
        ),
        pytest.param(
            "各项用量\n2022年9月\n指标\t本月\t1-本月\t同比增长(%)\n供水量(吨)\t310\t2900\t2.5\n",
            [
                ("供水量", 310.0, "t", "level", "2022-09"),
                ("供水量", 2900.0, "t", "level", "2022-01/2022-09"),
                ("供水量", 2.5, "%", "growth", "2022-01/2022-09"),
            ],
            id="the month of the line above is this month",
        ),
        pytest.param(
            "科目\t上年完成数\t(一)管护\n(二)水费\t320\t(12)\n#  电费\t200\t(8)\n",
            [("水费", 320.0, None, "level", "2022"), ("电费", 200.0, None, "level", "2022")],
            id="what is no unit, numbers in brackets, marks of labels",
        ),
        pytest.param(
            "片区\t2021年招生数\t学生与教师比\n东片\t320\t15.1\n",
            [
                ("招生数", 320.0, None, "level", "2021"),
                ("学生与教师比", 15.1, None, "level", "2023-05"),
            ],
            id="a measure behind a year, and one that compares two",
        ),
        pytest.param(
            "指标\t合计(吨)\t其中:东片\n供水合计(吨)\t9\t5\n居民\t3\t1\n",
            [
                ("供水合计", 9.0, "t", "level", "2023-05"),
                ("供水合计", 5.0, "t", "level", "2023-05"),
                ("居民", 3.0, "t", "level", "2023-05"),
                ("居民", 1.0, "t", "level", "2023-05"),
            ],
            id="parts of a sum",
        ),
        pytest.param(
            "| 年份 | 农户数(万户) |\n| 2022 | |\n| 2021 | 待查 |\n| 2020 | 31.4 |\n",
            [("农户数", 314000.0, "户", "level", "2020")],
            id="years of which nothing is told",
        ),
        pytest.param(
            "单位:万元\n片区\t企业数\t预算数\t企业单位数\n东片\t12\t40\t11\n",
            [
                ("企业数", 12.0, None, "level", "2023-05"),
                ("东片", 400000.0, "CNY", "level", "2023-05"),
                ("企业单位数", 11.0, None, "level", "2023-05"),
            ],
            id="what is counted is no money",
        ),
    ],
)
def test_layouts(text: str, expected: list[tuple[object, ...]]) -> None:
    assert [(row[0], *row[2:5], row[6]) for row in read(text, "2023-05")] == expected
