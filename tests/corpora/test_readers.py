from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from corpora.documents import Source
from corpora.errors import ReadError
from corpora.readers import find_reader, read, read_head


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", "新建沟渠8条。".encode(), "plain text"),
        ("a.txt", "<!DOCTYPE html><p>新建沟渠8条。".encode(), "HTML"),
        ("a", "<HTML><p>新建沟渠8条。".encode("utf-16-le"), "HTML"),
        ("a.shtml", "新建沟渠8条。".encode(), "HTML"),
        ("a.txt", '{"text": "新建沟渠8条。"}'.encode(), "JSON Lines"),
        ("a.JSONL", "坏行".encode(), "JSON Lines"),
        ("a.unknown", "新建沟渠<8条。".encode(), "plain text"),
        ("a.txt", "<p>新建</p><p>沟渠</p>\n<p>8条</p>".encode(), "HTML"),
        ("a.csv", "标题,正文\n甲,乙".encode(), "CSV"),
        ("a.txt", '[\n {"text": "甲"}]'.encode(), "JSON Lines"),
        ("a.txt", b"\xef\xbb\xbf<html>", "HTML"),
        ("PK赛.txt", "PK赛总结".encode(), "plain text"),
        ("a.bin", b"%PDF-1.7\n", "pdf"),
        ("a.zip", b"PK\x03\x04broken", "zip"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office"),
        ("a.doc", "<html><p>存成网页的文档".encode(), "HTML"),
        ("a.txt", b"{\\rtf1 x}", "RTF"),
        ("a.mht", b"From: <x>\r\nSubject: y\r\nMIME-Version: 1.0\r\n", "MHTML"),
    ],
)
def test_bytes_and_then_the_name_decide(name: str, data: bytes, kind: str) -> None:
    assert find_reader(name, read_head(Source(name, Path(name), data))).kind == kind


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        (["word/document.xml"], "Word"),
        (["[Content_Types].xml", "word/document.xml", "word/styles.xml"], "Word"),
        (["_rels/.rels", "xl/workbook.xml"], "Excel"),
        (["ppt/presentation.xml"], "slides"),
        (["OFD.xml"], "OFD"),
        (["mimetype", "content.xml"], "ODT"),
        (["总结.txt", "sword/document.xml"], "zip"),
        ([], "zip"),
    ],
)
def test_zip_files_are_told_by_what_they_hold(files: list[str], kind: str) -> None:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name in files:
            archive.writestr(name, b"x")
    assert find_reader("a", read_head(Source("a", Path("a"), file.getvalue()))).kind == kind


def write(folder: Path, name: str, data: bytes) -> Source:
    path = folder / name
    path.write_bytes(data)
    return Source(name, path)


def test_plain_text_is_read_whole(tmp_path: Path) -> None:
    text = "青石镇总结\r\n\r\n　　新建沟渠8条。"
    [reading] = read(write(tmp_path, "a.txt", text.encode("gb18030")))
    assert (reading.content, reading.body.text, reading.encoding) == (text, text, "gb18030")
    assert reading.body.source_span(5, 9) == (5, 9)


def test_bad_records_are_collected_or_raised_at_the_end(tmp_path: Path) -> None:
    source = write(tmp_path, "a.jsonl", '{"text": "甲站"}\n坏\n{"text": "乙站"}\n坏\n'.encode())
    failures: list[ReadError] = []
    assert [reading.body.text for reading in read(source, failures=failures)] == ["甲站", "乙站"]
    assert [str(failure)[:16] for failure in failures] == ["a.jsonl: line 2:", "a.jsonl: line 4:"]
    readings = read(source)
    assert [next(readings).body.text, next(readings).body.text] == ["甲站", "乙站"]
    with pytest.raises(ReadError, match=r"a.jsonl: line 2: .* \(and 1 more like it\)"):
        next(readings)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a.txt: The file is empty"),
        (b" \r\n\0", "a.txt: The file is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.txt: Found a PNG image"),
        (b"<html></html>", "a.txt: The page shows no text"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        list(read(write(tmp_path, "a.txt", data)))


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"gone\.txt: cannot be opened: No such file"):
        list(read(Source("gone.txt", tmp_path / "gone.txt")))
