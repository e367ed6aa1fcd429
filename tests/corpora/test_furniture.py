import csv
import re

import pytest

from corpora.documents import REMOVED_REASONS
from corpora.furniture import FURNITURE, LONGEST, name_furniture, name_kind

with FURNITURE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


@pytest.mark.parametrize("row", ROWS, ids=[row["example"] for row in ROWS])
def test_rows_hold_in_their_example(row: dict[str, str]) -> None:
    assert row["reason"] in REMOVED_REASONS and row["extent"] in LONGEST
    assert re.search(row["pattern"], row["example"], re.IGNORECASE)
    assert name_furniture(row["example"], script="simplified") == row["reason"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("发布时间：2016-08-26　来源：青石镇水利站", "metadata"),
        ("2016年8月26日", "date"),
        ("青石镇水利站 2016-08-26", "date"),
        ("2016年8月26日，全镇召开水利工作会议。", None),
        ("版權所有：青石鎮公所", "footer"),
        ("真人娱乐_百家乐开户_注册送彩金_在线投注", "spam"),
        ("受理群众举报35件，全部办结。", None),
        ("指导群众下载水务APP3000人次，关注公众号用户增加800户。", None),
        ("（二）拓宽渠道", None),
    ],
)
def test_kinds_of_lines(text: str, kind: str | None) -> None:
    script = "traditional" if "權" in text else "simplified"
    assert name_kind(text, script=script) == kind
