from pathlib import Path

import pytest

from corpora.documents import Reading, Source
from corpora.errors import ReadError
from corpora.read_pdf import read_pdf


def write_pdf(pages: list[list[str]], *, trailer: str = "", named: bool = True) -> bytes:
    """A pdf whose font maps each code to a character of Unicode, as most programs write them."""
    characters = sorted({character for lines in pages for line in lines for character in line})
    codes = {character: code for code, character in enumerate(characters, start=1)}
    names = "\n".join(
        f"<{code:04X}> <{character.encode('utf-16-be').hex()}>" for character, code in codes.items()
    )
    unicode_map = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{names}\nendbfchar\nendcmap end end"
    )
    count = len(pages)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{' '.join(f'{6 + 2 * n} 0 R' for n in range(count))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [4 0 R]"
        + (" /ToUnicode 5 0 R >>" if named else " >>"),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) "
        "/Ordering (Identity) /Supplement 0 >> /DW 1000 >>",
        f"<< /Length {len(unicode_map)} >>\nstream\n{unicode_map}\nendstream",
    ]
    for number, lines in enumerate(pages):
        shown = " ".join(
            f"1 0 0 1 72 {760 - 20 * at} Tm <{''.join(f'{codes[c]:04X}' for c in line)}> Tj"
            for at, line in enumerate(lines)
        )
        stream = f"BT /F1 12 Tf {shown} ET" if lines else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    data = b"%PDF-1.7\n"
    offsets = []
    for number, written in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{written}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer}>>\nstartxref\n{len(data)}\n%%EOF"
    return data + end.encode()


def read_pages(pages: list[list[str]]) -> list[Reading | ReadError]:
    return list(read_pdf(Source("a.pdf", Path("a.pdf"), write_pdf(pages))))


def test_lines_and_pages() -> None:
    [reading] = read_pages([["水利站总结", "新建沟渠8条。"], ["检修泵站12座。"]])
    assert isinstance(reading, Reading)
    assert reading.body.text == "水利站总结\n新建沟渠8条。\n检修泵站12座。"
    assert reading.divisions is not None and reading.divisions.kind == "page"
    for phrase, page in (("8条", 1), ("12座", 2)):
        at = reading.body.text.index(phrase)
        start, end = reading.body.source_span(at, at + len(phrase))
        assert reading.content[start:end] == phrase
        assert reading.divisions.find(start) == page


def test_page_numbers_and_repeated_headers_are_removed() -> None:
    text = ["新建沟渠8条。", "检修泵站12座。", "更换水表1700只。", "开展宣传15场。"]
    [reading] = read_pages(
        [["青石镇文件", line, "后续照此办理", f"— {n} —"] for n, line in enumerate(text, start=1)]
    )
    assert isinstance(reading, Reading)
    assert [line for line in reading.body.text.split("\n") if line in text] == text
    assert "青石镇文件" not in reading.body.text and "—" not in reading.body.text
    assert {row.text for row in reading.removed} >= {"青石镇文件", "— 3 —"}
    assert all(reading.content[row.source_start : row.source_end] == row.text for row in reading.removed)


def test_pages_that_are_images_are_told() -> None:
    reading, failure = read_pages([["新建沟渠8条。"], [], [], ["检修泵站12座。"], []])
    assert isinstance(reading, Reading) and isinstance(failure, ReadError)
    assert str(failure).startswith("pages 2-3, 5 of 5 have no text")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (write_pdf([[], []]), "no text on its 2 pages, which are images"),
        (b"%PDF-1.7\nnonsense", "The pdf is damaged"),
        (
            write_pdf(
                [["甲"]],
                trailer=f"/ID [<{'00' * 16}> <{'00' * 16}>] /Encrypt << /Filter /Standard /V 1 /R 2 "
                f"/O <{'11' * 32}> /U <{'22' * 32}> /P -4 >> ",
            ),
            "locked with a password",
        ),
        (write_pdf([["新建沟渠八条检修泵站"]], named=False), "fonts that do not say|no text"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        list(read_pdf(Source("a.pdf", Path("a.pdf"), data)))
