import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from corpora.documents import Reading, Source
from corpora.errors import ReadError
from corpora.read_docx import read_docx

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
NUMBERING = f"""<w:numbering {SPACES}>
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
  <w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
 <w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%3"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Item"/>
  <w:lvlText w:val="第%1条"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
 <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="6"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="7"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="8"><w:abstractNumId w:val="0"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""
STYLES = f"""<w:styles {SPACES}>
<w:style w:styleId="Item"><w:name w:val="item"/>
 <w:pPr><w:numPr><w:numId w:val="6"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="Sub"><w:name w:val="sub"/><w:basedOn w:val="Item"/></w:style>
<w:style w:styleId="11"><w:name w:val="toc 1"/></w:style></w:styles>"""


def pack(parts: dict[str, str]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def read_body(body: str, **parts: str) -> Reading:
    document = f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"
    files = {"word/document.xml": document, "word/numbering.xml": NUMBERING, "word/styles.xml": STYLES}
    files.update({f"word/{name}.xml": content for name, content in parts.items()})
    [reading] = read_docx(Source("a.docx", Path("a.docx"), pack(files)))
    return reading


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, *, number: int, level: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_paragraphs_are_lines_and_have_numbers() -> None:
    reading = read_body(paragraph("水利站总结") + "<w:p/>" + paragraph("新建沟渠8条。"))
    assert reading.body.text == reading.content == "水利站总结\n\n新建沟渠8条。"
    assert reading.divisions is not None and reading.divisions.kind == "paragraph"
    start, _ = reading.body.source_span(reading.body.text.index("8条"), len(reading.body))
    assert reading.divisions.find(start) == 3


def test_list_numbers_are_written_as_word_counts_them() -> None:
    body = (
        numbered("工程", number=5)
        + numbered("沟渠", number=5, level=1)
        + numbered("泵站", number=5, level=1)
        + numbered("水表", number=5, level=2)
        + numbered("管理", number=5)
        + numbered("巡查", number=5, level=1)
        + numbered("另起", number=8)
        + numbered("再续", number=8)
        + numbered("要点", number=7)
        + paragraph("范围", '<w:pStyle w:val="Item"/>')
        + paragraph("期限", '<w:pStyle w:val="Sub"/>')
        + paragraph("无号", '<w:pStyle w:val="Item"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    assert read_body(body).body.text.split("\n") == [
        "一、工程",
        "（一）沟渠",
        "（二）泵站",
        "1.1 水表",
        "二、管理",
        "（一）巡查",
        "一、另起",
        "二、再续",
        "要点",
        "第3条 范围",
        "第4条 期限",
        "无号",
    ]


def test_tracked_insertions_are_kept_and_deletions_dropped() -> None:
    body = (
        "<w:p><w:r><w:t>新建沟渠</w:t></w:r><w:del><w:r><w:delText>7</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>8</w:t></w:r></w:ins><w:r><w:t>条</w:t></w:r>"
        "<w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo></w:p>"
    )
    assert read_body(body).body.text == "新建沟渠8条新处"


def test_tables_are_rows_with_tabs() -> None:
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("泵站", "台数", ""))
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('删')}</w:tc></w:tr>"
    two = f"<w:tc>{paragraph('东河')}{paragraph('（新）')}</w:tc><w:tc>{paragraph('5')}</w:tc>"
    table = f"<w:tbl><w:tr>{cells}</w:tr>{deleted}<w:tr>{two}</w:tr></w:tbl>"
    assert read_body(paragraph("见下表") + table).body.text == "见下表\n泵站\t台数\n东河 （新）\t5"


def test_a_cell_over_several_columns_leaves_them_blank() -> None:
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("水量")}</w:tc>'
    head = f"<w:tr><w:tc>{paragraph('站点')}</w:tc>{wide}<w:tc>{paragraph('备注')}</w:tc></w:tr>"
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("东河", "3", "5", "合格"))
    table = f"<w:tbl>{head}<w:tr>{cells}</w:tr></w:tbl>"
    assert read_body(table).body.text == "站点\t水量\t\t备注\n东河\t3\t5\t合格"


def test_a_table_that_lays_out_the_page_keeps_its_paragraphs() -> None:
    cell = f"<w:tc>{paragraph('一段')}{paragraph('二段')}</w:tc>"
    assert read_body(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>").body.text == "一段\n二段"


def test_text_boxes_stand_once_after_their_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('框中文字')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert read_body(body + paragraph("后文")).body.text == "正文\n框中文字\n后文"


def test_what_readers_do_not_see_is_left_out() -> None:
    body = (
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:r><w:ruby><w:rt><w:r><w:t>qū</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>区</w:t></w:r></w:rubyBase></w:ruby>"
        "</w:r>"
        "<w:hyperlink><w:r><w:t>站</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t></w:r>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>'
    )
    assert read_body(body).body.text == "区站\tA-B"


def test_notes_margins_and_contents_are_removed() -> None:
    reading = read_body(
        paragraph("工程……3", '<w:pStyle w:val="11"/>') + paragraph("新建沟渠8条。"),
        footnotes=f"<w:footnotes {SPACES}><w:footnote>{paragraph('含支渠。')}</w:footnote></w:footnotes>",
        footer1=f"<w:ftr {SPACES}>{paragraph('第1页')}</w:ftr>",
    )
    assert reading.body.text == "新建沟渠8条。"
    rows = {
        (row.reason, row.text, reading.content[row.source_start : row.source_end]) for row in reading.removed
    }
    assert rows == {
        ("navigation", "工程……3", "工程……3"),
        ("noise", "含支渠。", "含支渠。"),
        ("footer", "第1页", "第1页"),
    }


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"word/document.xml": "<w:document"}, r"document\.xml is damaged"),
        ({"word/styles.xml": STYLES}, r"has no word/document\.xml"),
        ({"word/document.xml": f"<w:document {SPACES}/>"}, "holds no text"),
        (
            {"word/document.xml": f'<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document {SPACES}>&a;</w:document>'},
            "declares entities",
        ),
        (
            {
                "word/document.xml": f"<w:document {SPACES}>"
                + "<w:sdt>" * 5000
                + "</w:sdt>" * 5000
                + "</w:document>"
            },
            "too deep",
        ),
    ],
)
def test_what_cannot_be_read_says_why(parts: dict[str, str], message: str) -> None:
    with pytest.raises(ReadError, match=message):
        list(read_docx(Source("a.docx", Path("a.docx"), pack(parts))))


def test_a_damaged_list_of_numbers_costs_only_the_numbers() -> None:
    assert numbered("工程", number=5)
    document = f"<w:document {SPACES}><w:body>{numbered('工程', number=5)}</w:body></w:document>"
    data = pack({"word/document.xml": document, "word/numbering.xml": "<broken"})
    [reading] = read_docx(Source("a.docx", Path("a.docx"), data))
    assert reading.body.text == "工程"
