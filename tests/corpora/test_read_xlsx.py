import datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

import corpora.read_xlsx as read_xlsx_module
from corpora.documents import Metadata, Reading, Source
from corpora.errors import ReadError
from corpora.read_xlsx import read_xlsx


def read_sheets(sheets: dict[str, list[list[object]]]) -> list[Reading | ReadError]:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = BytesIO()
    workbook.save(file)
    return list(read_xlsx(Source("a.xlsx", Path("a.xlsx"), file.getvalue())))


def test_a_reading_a_row() -> None:
    header: list[object] = ["编号", "标题", "正文", "日期"]
    first, second = read_sheets(
        {
            "说明": [["本表由水利站汇总"]],
            "汇总": [
                ["2016年各站总结"],
                header,
                [1, "东河站", "新建沟渠8条。\n检修泵站。", datetime.datetime(2016, 8, 26)],
                [None, None, None, None],
                [2.0, "西河站", "更换水表1700只。", "2016年9月1日"],
            ],
        }
    )
    assert isinstance(first, Reading) and isinstance(second, Reading)
    assert first.body.text == "新建沟渠8条。\n检修泵站。"
    assert first.given == Metadata(title="东河站", published="2016-08-26")
    assert second.given == Metadata(title="西河站", published="2016-09-01")
    assert second.content == "2\t西河站\t更换水表1700只。\t2016年9月1日"
    assert second.content[slice(*second.body.source_span(4, 9))] == "1700只"


def test_a_row_without_text_costs_only_itself() -> None:
    first, bad = read_sheets({"表": [["text", "id"], ["新建沟渠8条。", 1], [None, 2]]})
    assert isinstance(first, Reading) and isinstance(bad, ReadError)
    assert str(bad).startswith("sheet 表, row 3: no text in the field")


def test_a_workbook_without_a_column_of_text() -> None:
    with pytest.raises(ReadError, match=r"no sheet has a header: no field with text: .*found 年份, 数值"):
        read_sheets({"表": [["年份", "数值"], [2016, 5]]})


def test_sheets_of_figures_are_tables_where_none_has_text() -> None:
    month, notes, stations = (
        [
            ["2023年5月东河片主要指标"],
            [None, "指标", "单位", "本月", "同比\n增长(%)"],
            [None, "供水量", "万吨", 3.1000000000000005, -2],
            [None, "用电量", "度", 820.0, None],
        ],
        [["本表由水利站汇总"], ["联系人", "王某"]],
        [["站点", "完成率"], ["东河站", 0.985], ["西河站", 1]],
    )
    first, second = read_sheets({"一": month, "说明": notes, "二": stations})
    assert isinstance(first, Reading) and isinstance(second, Reading)
    assert first.body.text == (
        "2023年5月东河片主要指标\n指标\t单位\t本月\t同比 增长(%)\n供水量\t万吨\t3.1\t-2\n用电量\t度\t820"
    )
    assert second.body.text == "站点\t完成率\n东河站\t0.985\n西河站\t1"


def test_a_cell_shown_in_per_cent_is_read_so() -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (["站点", "完成率"], ["东河站", 0.985], ["西河站", 1]):
        sheet.append(row)
    sheet["B2"].number_format = "0.0%"
    sheet["B3"].number_format = "0%"
    file = BytesIO()
    workbook.save(file)
    (reading,) = read_xlsx(Source("a.xlsx", Path("a.xlsx"), file.getvalue()))
    assert isinstance(reading, Reading)
    assert reading.body.text == "站点\t完成率\n东河站\t98.5%\n西河站\t100%"


def test_a_sheet_of_figures_longer_than_any_table_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_xlsx_module, "MOST_ROWS", 12)
    long = [["站点", "供水量"], *([f"{number}号站", number] for number in range(12))]
    short = [["站点", "供水量"], ["东河站", 31], ["西河站", 26]]
    refused, read = read_sheets({"长": long, "短": short})
    assert isinstance(refused, ReadError) and "sheet 长" in str(refused) and "12 rows" in str(refused)
    assert isinstance(read, Reading) and "西河站\t26" in read.body.text


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"nonsense"])
def test_damaged_workbooks(data: bytes) -> None:
    with pytest.raises(ReadError, match="damaged"):
        list(read_xlsx(Source("a.xlsx", Path("a.xlsx"), data)))
