"""Whatever bytes a reader is given: Readings or a ReadError, in time, offsets that hold."""

import gzip
import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from corpora.cleaning import clean
from corpora.documents import Source
from corpora.errors import ReadError
from corpora.readers import READERS, read
from tests.corpora.test_read_archives import FILES, TEXT, pack_tar, pack_zip, write_warc
from tests.corpora.test_read_docx import NUMBERING, SPACES, STYLES, numbered, paragraph
from tests.corpora.test_read_html import PAGE
from tests.corpora.test_read_pdf import write_pdf

DOCUMENT = f"<w:document {SPACES}><w:body>{numbered('工程', number=5)}{paragraph(TEXT)}</w:body></w:document>"
WORD = {
    "word/document.xml": DOCUMENT.encode(),
    "word/numbering.xml": NUMBERING.encode(),
    "word/styles.xml": STYLES.encode(),
}


def write_workbook() -> dict[str, bytes]:
    """The parts of a workbook as its own program writes them."""
    workbook = Workbook()
    for row in (["标题", "正文"], ["东河站", TEXT]):
        workbook.worksheets[0].append(row)
    file = io.BytesIO()
    workbook.save(file)
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


EXCEL = write_workbook()
SAMPLES = Path(__file__).parents[2] / "corpora" / "samples"
SEEDS = {
    "a.txt": TEXT.encode("gb18030"),
    "a.html": PAGE.encode("utf-16-le"),
    "a.jsonl": f'{{"html": "<p>{TEXT}</p>", "title": "\\u4e2d"}}\n'.encode() * 3,
    "a.csv": f'标题,正文\n甲,"{TEXT}""乙"""\n'.encode(),
    "a.pdf": write_pdf([["新建沟渠8条。"], []]),
    "a.zip": pack_zip(FILES),
    "a.tar": pack_tar(FILES),
    "a.tar.gz": pack_tar(FILES, "w:gz"),
    "a.warc": write_warc(packed=False),
    "a.warc.gz": write_warc(packed=True),
    "b.txt": (SAMPLES / "wgh_gongzuohuibao_4pian.txt").read_bytes()[:6000],
    "b.html": (SAMPLES / "t20180117_40213.html").read_bytes()[:6000],
    "a.gz": gzip.compress(TEXT.encode(), mtime=0),
}
PIECES = (
    *(
        b"<",
        b">",
        b'"',
        b"\0",
        b"\xff",
        b"\n",
        b",",
        b"{",
        b"[",
        b"&#",
        b"\\u",
        b"-1",
        b"9" * 5000,
        b"<!--",
        b"<w:p>",
    ),
    *(
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"%PDF-",
        b"obj",
        b"stream",
        b"WARC/1.0",
        b"\x1f\x8b",
        b"<script>",
        b"</td>",
    ),
)
pieces = st.one_of(st.sampled_from(PIECES), st.binary(max_size=12))
NAMES = sorted({ending for reader in READERS for ending in reader.endings} | {".gz", ".bin", ""})


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """Bytes with stretches cut out, repeated and put in."""
    data = whole
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 64)))
        middle = draw(st.one_of(pieces, st.just(data[start:end] * 2)))
        data = data[:start] + middle + data[end:]
    return data


def check(name: str, data: bytes) -> None:
    failures: list[ReadError] = []
    try:
        for reading in read(Source(name, Path(name), data), failures=failures):
            length = len(reading.content)
            assert len(reading.body.text) == len(reading.body.starts)
            if len(reading.body):
                assert reading.body.starts.min() >= 0 and reading.body.ends.max() <= length
            assert all(0 <= row.source_start <= row.source_end <= length for row in reading.removed)
            cleaned = clean(reading)
            for document in cleaned.documents:
                start, end = document.body.source_span(0, len(document.text))
                assert document.text and 0 <= start <= end <= length
                f"{document.text}{document.working_text}{document.metadata}".encode()
            assert all(0 <= row.source_start <= row.source_end <= length for row in cleaned.removed)
            # Everything can be written to a file afterwards.
            "\n".join(
                (reading.source.name, reading.body.text, *(row.text for row in reading.removed))
            ).encode()
    except ReadError as error:
        failures.append(error)
    for failure in failures:
        assert str(failure).encode()


@settings(max_examples=300, deadline=timedelta(seconds=5))
@given(st.sampled_from(NAMES), st.lists(pieces, max_size=12).map(b"".join))
def test_any_bytes_under_any_name(ending: str, data: bytes) -> None:
    check(f"a{ending}", data)


@pytest.mark.parametrize("name", sorted(SEEDS))
@settings(max_examples=60, deadline=timedelta(seconds=5))
@given(data=st.data())
def test_damaged_files(name: str, data: st.DataObject) -> None:
    check(name, data.draw(damaged(SEEDS[name])))


@pytest.mark.parametrize(("name", "parts"), [("a.docx", WORD), ("a.xlsx", EXCEL)], ids=["docx", "xlsx"])
@settings(max_examples=100, deadline=timedelta(seconds=5))
@given(data=st.data())
def test_damaged_parts_of_office_files(name: str, parts: dict[str, bytes], data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(sorted(parts)))
    check(name, pack({**parts, part: data.draw(damaged(parts[part]))}))


def test_the_files_to_damage_are_whole() -> None:
    for name, data in {**SEEDS, "a.docx": pack(WORD), "a.xlsx": pack(EXCEL)}.items():
        assert any(
            "8条" in reading.body.text or name.startswith("b.")
            for reading in read(Source(name, Path(name), data), failures=[])
        ), name


def pack(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()
