"""Tables that lost their cells: a line for every cell, or for every row with blanks in it."""

import pytest

from tests.extractors.table_rows import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
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
        pytest.param(
            "单位:万元\n指标 |\n本月 |\n同比增长(%) |\n水费 |\n32 |\n5.5 |\n电费 |\n11 |\n—2.0 |\n",
            [
                ("水费", 320000.0, "CNY", "level", "2023-05"),
                ("水费", 5.5, "%", "growth", "2023-05"),
                ("电费", 110000.0, "CNY", "level", "2023-05"),
                ("电费", -2.0, "%", "growth", "2023-05"),
            ],
            id="a line for every cell, each with a bar at its end; a dash is a minus",
        ),
        pytest.param(
            "分片情况\n序号\n片区\n受理件数\n办结率\n评分\n1\n东片\n120\n98%\n99\n2\n西片\n2\n95%\n"
            "3\n北片\n60\n97%\n98.5\n",
            [
                ("受理件数", 120.0, "件", "level", "2023-05"),
                ("办结率", 98.0, "%", "ratio", "2023-05"),
                ("评分", 99.0, "分", "score", "2023-05"),
                ("受理件数", 60.0, "件", "level", "2023-05"),
                ("办结率", 97.0, "%", "ratio", "2023-05"),
                ("评分", 98.5, "分", "score", "2023-05"),
            ],
            id="a line for every cell, rows that open with their number, one too short",
        ),
        pytest.param(
            "年份\n用水量(万吨)\n用电量(度)\n2019\n31\n820\n2020\n33\n790\n",
            [
                ("用水量", 310000.0, "t", "level", "2019"),
                ("用电量", 820.0, "度", "level", "2019"),
                ("用水量", 330000.0, "t", "level", "2020"),
                ("用电量", 790.0, "度", "level", "2020"),
            ],
            id="a line for every cell, rows that are years",
        ),
        pytest.param(
            "2022年8月用量\n指标\n8月\n1-8月\n数量\n(万吨)\n增长(%)\n数量\n(万吨)\n增长(%)\n供水量\n3\n1.5\n25\n-2\n"
            "按片分\n东片\n2\n1.0\n14\n3\n",
            [
                ("供水量", 30000.0, "t", "level", "2022-08"),
                ("供水量", 1.5, "%", "growth", "2022-08"),
                ("供水量", 250000.0, "t", "level", "2022-01/2022-08"),
                ("供水量", -2.0, "%", "growth", "2022-01/2022-08"),
                ("东片", 20000.0, "t", "level", "2022-08"),
                ("东片", 1.0, "%", "growth", "2022-08"),
                ("东片", 140000.0, "t", "level", "2022-01/2022-08"),
                ("东片", 3.0, "%", "growth", "2022-01/2022-08"),
            ],
            id="a line for every cell, heads that recur below those over them, a unit on a line of its own",
        ),
        pytest.param(
            "单位:%\n入户率 合格率 GDP\n2022年4月 95.1 98 3.2\n2022年5月 95.8 97.5 -1.1\n",
            [
                ("入户率", 95.1, "%", "ratio", "2022-04"),
                ("合格率", 98.0, "%", "ratio", "2022-04"),
                ("GDP", 3.2, "%", "ratio", "2022-04"),
                ("入户率", 95.8, "%", "ratio", "2022-05"),
                ("合格率", 97.5, "%", "ratio", "2022-05"),
                ("GDP", -1.1, "%", "ratio", "2022-05"),
            ],
            id="lines of a month and its numbers",
        ),
        pytest.param(
            "2023年5月用量\n指 标 |\n本 月 |\n本 月 止 累 计 |\n同比\n增长% |\n一、用水(吨) |\n32 |\n"
            "150 |\n5.5 |\n1、居民 |\n20 |\n90 |\n-2 |\n其中:东片 |\n8 |\n30 |\n1 |\n在总计中:站区 |\n2 |\n"
            "9 |\n3 |\n二、雨日 |\n4 |\n11 |\n0 |\n",
            [
                ("用水", 32.0, "t", "level", "2023-05"),
                ("用水", 150.0, "t", "level", "2023-01/2023-05"),
                ("用水", 5.5, "%", "growth", "2023-01/2023-05"),
                ("居民", 20.0, "t", "level", "2023-05"),
                ("居民", 90.0, "t", "level", "2023-01/2023-05"),
                ("居民", -2.0, "%", "growth", "2023-01/2023-05"),
                ("东片", 8.0, "t", "level", "2023-05"),
                ("东片", 30.0, "t", "level", "2023-01/2023-05"),
                ("东片", 1.0, "%", "growth", "2023-01/2023-05"),
                ("站区", 2.0, "t", "level", "2023-05"),
                ("站区", 9.0, "t", "level", "2023-01/2023-05"),
                ("站区", 3.0, "%", "growth", "2023-01/2023-05"),
                ("雨日", 4.0, None, "level", "2023-05"),
                ("雨日", 11.0, None, "level", "2023-01/2023-05"),
                ("雨日", 0.0, "%", "growth", "2023-01/2023-05"),
            ],
            id="numbered parts of a whole that has a unit, blanks in heads, a cell with a bar that is broken",
        ),
        pytest.param(
            "|\n单位:万元\n|\n项\n目\n|\n合计\n|\n一般公共\n预算\n|\n|\n"
            "水费\n|\n32\n|\n20\n|\n|\n电费\n|\n5\n|\n4\n|\n",
            [
                ("水费", 320000.0, "CNY", "level", "2023-05"),
                ("水费", 200000.0, "CNY", "level", "2023-05"),
                ("电费", 50000.0, "CNY", "level", "2023-05"),
                ("电费", 40000.0, "CNY", "level", "2023-05"),
            ],
            id="bars on lines of their own",
        ),
        pytest.param(
            "|\n本 月\n|\n比上年同月\n|\n水费\n|\n32\n|\n20\n|\n电费\n|\n5\n|\n4\n|\n",
            [],
            id="numbers below which nothing says what the rows are named by",
        ),
        pytest.param(
            "单位:万元\n项目\n用户数\n(个)\n收入\n支出\n2023年1-5月\n增长(%)\n2023年1-5月\n增长(%)\n"
            "合计\n32\n90\n1.5\n80\n-2\n按片分\n东片\n12\n40\n3\n30\n4\n",
            [
                ("用户数", 32.0, "个", "level", "2023-05"),
                ("收入", 900000.0, "CNY", "level", "2023-01/2023-05"),
                ("收入", 1.5, "%", "growth", "2023-01/2023-05"),
                ("支出", 800000.0, "CNY", "level", "2023-01/2023-05"),
                ("支出", -2.0, "%", "growth", "2023-01/2023-05"),
                ("用户数", 12.0, "个", "level", "2023-05"),
                ("收入", 400000.0, "CNY", "level", "2023-01/2023-05"),
                ("收入", 3.0, "%", "growth", "2023-01/2023-05"),
                ("支出", 300000.0, "CNY", "level", "2023-01/2023-05"),
                ("支出", 4.0, "%", "growth", "2023-01/2023-05"),
            ],
            id="periods and growth below heads of which the first has none",
        ),
        pytest.param(
            "指标\n本月\n累计\n数量\n增长\n水费\n32\n5.5\n11\n电费\n11\n2.0\n9\n",
            [],
            id="heads of two rows that do not say which is over which",
        ),
        pytest.param(
            "单位:亿元\n项 目\n1996\n1997\n水费\n7.5\n8\n电费\n-1.2\n2\n",
            [
                ("水费", 750000000.0, "CNY", "level", "1996"),
                ("水费", 800000000.0, "CNY", "level", "1997"),
                ("电费", -120000000.0, "CNY", "level", "1996"),
                ("电费", 200000000.0, "CNY", "level", "1997"),
            ],
            id="heads that are bare years",
        ),
        pytest.param(
            "项目\n2023年1-5月\n上年同期\n比上年±%\n水务站\n水费(万元)\n32\n20\n60\n电费(万元)\n5\n4\n25\n",
            [
                ("水费", 320000.0, "CNY", "level", "2023-01/2023-05"),
                ("水费", 200000.0, "CNY", "level", "2022-01/2022-05"),
                ("水费", 60.0, "%", "growth", "2023-01/2023-05"),
                ("电费", 50000.0, "CNY", "level", "2023-01/2023-05"),
                ("电费", 40000.0, "CNY", "level", "2022-01/2022-05"),
                ("电费", 25.0, "%", "growth", "2023-01/2023-05"),
            ],
            id="what opens the rows is no head; the same time of last year",
        ),
        pytest.param(
            "项目\n2023年1-5月\n2022年1-5月\n同比增长(%)\n水费(万元)\n32\n20\n60\n电费(万元)\n5\n4\n25\n",
            [
                ("水费", 320000.0, "CNY", "level", "2023-01/2023-05"),
                ("水费", 200000.0, "CNY", "level", "2022-01/2022-05"),
                ("水费", 60.0, "%", "growth", "2023-01/2023-05"),
                ("电费", 50000.0, "CNY", "level", "2023-01/2023-05"),
                ("电费", 40000.0, "CNY", "level", "2022-01/2022-05"),
                ("电费", 25.0, "%", "growth", "2023-01/2023-05"),
            ],
            id="growth is of the later of two years, whichever stands first",
        ),
    ],
)
def test_lines(text: str, expected: list[tuple[object, ...]]) -> None:
    assert [(row[0], *row[2:5], row[6]) for row in read(text, "2023-05")] == expected
