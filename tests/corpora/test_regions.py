import csv
import itertools
from collections import defaultdict

import pytest

from corpora.regions import LEVELS, REGIONS, find_level, find_region
from corpora.write_regions import find_ranges, read_editions, read_locations


def code_of(names, text="", year=None):
    region = find_region(*names, text, year=year)
    return region and region.written_code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("北京市政府", "110000@2021"),
        ("宁夏政府", "640000@2021"),
        ("新疆维吾尔自治区人民政府", "650000@2021"),
        ("湖南省长沙市芙蓉区供水公司", "430102@2021"),
        ("九江市柴桑区供水站", "360404@2021"),
        ("鹤塘乡政府", None),
        ("延安县城供水站", None),
        ("矿区物业服务事业部", None),
    ],
)
def test_codes_of_names(name, code):
    assert code_of([name, None]) == code


def test_a_place_that_the_text_puts_elsewhere_has_no_code():
    assert code_of(["丰泽区水务局", "临江市丰泽区水务局工作总结"]) is None
    assert code_of(["丰泽区水务局", "泉州市丰泽区水务局工作总结"]) == "350503@2021"


def test_the_code_is_of_the_edition_nearest_to_the_report():
    assert code_of(["九江市庐山区水利局", None], year=2010) == "360402@2010"
    assert code_of(["崇明县水务局", None], year=2019) == "310230@2014"
    assert code_of(["岳阳市水务局", None], year=1998) == "430600@2002"


def test_districts_of_one_name_are_told_apart_by_their_city_or_not_at_all():
    assert code_of(["城关区水务局", None], "兰州市全年供水稳定。") == "620102@2021"
    assert code_of(["兰州市城关区水务局", None]) == "620102@2021"
    region = find_region("城关区水务局", None, "全年供水稳定。")
    assert (region.name, region.code, region.written_code) == ("城关区", None, None)


def test_the_title_speaks_where_the_organisation_does_not():
    assert code_of(["水务局", "2015年岳阳市节水工作总结"], year=2015) == "430600@2015"
    assert find_region(None, None, "岳阳市供水稳定。") is None


def test_a_government_is_of_the_place_whose_congress_it_reports_to():
    lead = "——2026年1月26日在广东省第十四届人民代表大会第五次会议上"
    assert code_of(["省人民政府", "政府工作报告"], lead, year=2026) == "440000@2021"


@pytest.mark.parametrize(
    ("org", "title", "text", "name"),
    [
        ("鹤塘镇", None, "鹤塘镇位于平江县北部,与浏阳市接壤。", "平江县"),
        ("鹤塘镇", None, "鹤塘镇地处湖南省岳阳市平江县北部。", "平江县"),
        ("县政府", None, "我县新修水渠。平江县水务系统巡渠,平江县节水办督查,浏阳市派员学习。", "平江县"),
        ("县政府", None, "平江县和浏阳市共建水渠,平江县出资,浏阳市出力。", None),
        ("鹤塘镇", None, "干部赴浏阳市学习。", None),
        (None, None, "设备由浏阳市制造,浏阳市运输。", None),
        ("国务院", "国务院关于平江县节水的批复", "平江县上报。", None),
        ("水务局", "水务局关于平江县节水的批复", "全年供水稳定。", None),
        (None, "关于平江县节水工作的报告", "全年供水稳定。", "平江县"),
    ],
)
def test_the_place_that_a_text_says_it_is_of(org, title, text, name):
    region = find_region(org, title, text)
    assert (region.name if region else None) == name


@pytest.mark.parametrize(
    ("org", "level"),
    [
        ("国务院", "national"),
        ("省人民政府", "province"),
        ("云南省政府", "province"),
        ("岳阳市水务局", "prefecture"),
        ("芙蓉区机关后勤服务中心", "county"),
        ("县水务局", "county"),
        ("市城管局", None),
        ("鹤塘乡人民政府", "township"),
        ("禾桥街道办事处", "township"),
        ("柳坝村村民委员会", "village"),
        ("泉井社区", "village"),
        ("清源供水有限公司", "enterprise"),
        ("渚南中心小学", "institution"),
        ("水务局", None),
        ("水利部", "national"),
        ("宣传部", None),
        ("教务处", None),
        ("销售部", None),
        ("县人民武装部", "county"),
        ("最高人民法院", "national"),
        (None, None),
    ],
)
def test_levels(org, level):
    assert level is None or level in LEVELS
    assert find_level(org, find_region(org, None, "")) == level


def test_the_table_gives_a_code_one_name_at_a_time():
    ranges = defaultdict(list)
    with REGIONS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert len(row["code"]) == 6
            assert int(row["since"]) <= int(row["until"])
            ranges[row["code"]].append((int(row["since"]), int(row["until"])))
    for spans in ranges.values():
        spans.sort()
        assert all(before[1] < after[0] for before, after in itertools.pairwise(spans))


def test_the_table_is_made_from_editions():
    data = {
        2012: {430102: "甲区", 430101: "市辖区"},
        201306: {430102: "丙区"},
        201309: {430102: "乙区"},
        None: {430102: "乙区"},
    }
    editions = read_editions(data)
    editions[2021] = read_locations("岚江省\t430000\t岚江\n\t\t乙区\t430102\t乙\n\t\t丁区\t430171\t丁\n")
    assert find_ranges(editions) == [
        ("430000", "岚江省", 2021, 2021),
        ("430102", "甲区", 2012, 2012),
        ("430102", "乙区", 2013, 2021),
    ]
