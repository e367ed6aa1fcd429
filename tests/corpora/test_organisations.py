import csv

import pytest

from corpora.lines import find_lines
from corpora.organisation_names import ENDINGS
from corpora.organisations import find_organisation


def read_rows():
    with ENDINGS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", read_rows(), ids=lambda row: row["example"])
def test_every_ending_ends_its_example(row):
    assert row["example"].endswith(row["ending"])
    found = find_organisation(find_lines(f"全文完。\n{row['example']}\n2016年8月2日"))
    assert found == (row["example"] if row["self_name"] and len(row["example"]) > 3 else found)
    if not row["self_name"]:
        assert found is None


@pytest.mark.parametrize(
    ("text", "options", "name"),
    [
        ("今年以来,我局新修渠道3公里。\n青石县水务局\n2016年8月2日", {}, "青石县水务局"),
        ("新修渠道3公里。\n青石县机关后勤服务中心", {}, "青石县机关后勤服务中心"),
        ("新修渠道3公里。", {"title": "2016年青石县水务局工作总结"}, "青石县水务局"),
        ("新修渠道3公里。", {"title": "岚江省政府工作报告"}, "岚江省政府"),
        ("新修渠道3公里。", {"source": "青石县水务局"}, "青石县水务局"),
        ("新修渠道3公里。", {"source": "青石日报"}, None),
        (
            "新修渠道3公里。",
            {"publisher": "青石县供水服务中心", "source": "青石县政府网"},
            "青石县供水服务中心",
        ),
        ("现在,我代表县人民政府,向大会报告工作。", {}, "县人民政府"),
        ("下面我把泉井社区网格管理的有关情况作一汇报。", {}, "泉井社区"),
        ("我局建立《青石县水务局巡渠办法》,我局组织巡渠210次。", {}, "青石县水务局"),
        ("办事处采取措施。我处拆除违建3处。办事处建立台账。", {}, "办事处"),
        ("近年来,我市加大力度。市政府下发意见,市政府成立专班。", {}, "市政府"),
        ("物业事业部组织维修。今年以来,事业部检查84次。事业部新增绿地,物业事业部栽树。", {}, "物业事业部"),
        ("街道成立专班。街道召集会议,由派出所负责排查。街道将加强巡查。", {}, "街道"),
        ("**集团公司始建于1958年,现有职工36人。", {}, "**集团公司"),
        ("近年来,鹤塘乡把治水摆在首位,新修渠道3公里。", {}, "鹤塘乡"),
        ("按照统一部署,我区综治办从4月1日起开展巡渠。", {}, "区综治办"),
        ("全镇新修渠道3公里,城乡面貌焕然一新,新发展格局加快构建。", {}, None),
        ("", {}, None),
        # a name with masks in it is no pattern
        ("**局把治水摆在首位。**局新修渠道3公里,**局清淤。", {}, "**局"),
        ("新修渠道3公里。\n国务院", {"title": "青石县人民政府办公室关于春灌的通知"}, "青石县人民政府办公室"),
        ("新修渠道3公里。\n青石县人民政府", {"title": "水务局关于春灌的报告"}, "水务局"),
        ("第三届青石县人民代表大会第二次会议听取了县长所作的报告。", {}, "青石县人民代表大会"),
        (
            "会议批准报告。",
            {"title": "青石县第三届人民代表大会第二次会议关于预算的决议"},
            "青石县人民代表大会",
        ),
        ("青石县统计局\n国家统计局青石调查队\n(2013年3月20日)\n全县粮食增产。", {}, "青石县统计局"),
        ("新修渠道3公里。\n渠首开发组  周青禾\nhttp://qushou.example\n2002-08-30", {}, "渠首开发组"),
        ("我受国务院的委托,向大会报告工作。", {}, "国务院"),
        ("现就岚江农业委员会主管102年度计划报告如下。", {}, "岚江农业委员会"),
        ("大院水利委员会开会,审查本会预算。本会新修渠道,农田委员会清淤,农田委员会护坡。", {}, "农田委员会"),
        ("本部新修渠道3公里。经济部所属水公司,水公司清淤,水公司护坡。", {}, "经济部"),
        ("本行放款增加。银行业向好,银行放款增加,银行存款增加。本行、本行、本行调查。", {}, None),
        ("全县节水。财政部门拨款,我县清淤。清源公司护坡,清源公司巡渠。", {}, None),
        ("新修渠道3公里。", {"title": "青石县春灌工作开局"}, None),
        ("全省东部局部有雨,东部局部有雪。西部局势平稳,西部局势向好。", {}, None),
        ("新修渠道3公里。", {"title": "狂奔的清源集团"}, None),
        ("通过政府补助,通过政府贴息,新修渠道3公里。", {}, None),
        ("全社会节水。社会参与,社会监督。", {}, None),
    ],
)
def test_the_body_that_reports(text, options, name):
    assert find_organisation(find_lines(text), **options) == name
