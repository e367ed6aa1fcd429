from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outputs.fields import Field, Table
from outputs.write_csv import FORMULA_STARTS, defuse, write_csv

TABLE = Table(
    "samples",
    "source",
    "a sample",
    "样本",
    (
        Field("name", "text", "a", "甲"),
        Field("words", "texts", "b", "乙"),
        Field("place", "integer", "c", "丙"),
        Field("value", "number", "d", "丁"),
        Field("said", "flag", "e", "戊"),
    ),
)


def write(path: Path, **columns: list) -> str:
    types = [pa.large_string(), pa.list_(pa.large_string()), pa.int64(), pa.float64(), pa.bool_()]
    length = max(map(len, columns.values()))
    arrays = [
        pa.array(columns.get(f.name, [None] * length), t) for f, t in zip(TABLE.fields, types, strict=True)
    ]
    write_csv(pa.table(arrays, names=[f.name for f in TABLE.fields]), TABLE, path)
    return path.read_bytes().decode("utf-8-sig")


def test_file_starts_with_the_byte_order_mark_that_excel_needs(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", name=["松坪镇"])
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfname,words,")


@pytest.mark.parametrize(
    ("column", "value", "cell"),
    [
        ("place", 12, "12"),
        ("place", None, ""),
        ("place", -3, "-3"),
        ("value", 240700.0, "240700"),
        ("value", 0.1, "0.1"),
        ("value", -1.4, "-1.4"),
        ("value", 1e22, "1e+22"),
        ("value", None, ""),
        ("said", True, "true"),
        ("said", None, ""),
        ("words", ["清欠", "账款"], "清欠; 账款"),
        ("words", [], ""),
        ("name", "-5%", "'-5%"),
        ("name", "=1+1", "'=1+1"),
        ("name", "＝1+1", "'＝1+1"),
        ("name", "+86", "'+86"),
        ("name", "@SUM(A1)", "'@SUM(A1)"),
        ("name", "\tA", "'\tA"),
        ("name", "1-5月", "1-5月"),
        ("name", "第一行\n第二行", "第一行\n第二行"),
        ("words", ["=A1", "b"], "'=A1; b"),
    ],
)
def test_cell(tmp_path: Path, column: str, value: object, cell: str) -> None:
    write(tmp_path / "a.csv", **{column: [value]})
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))[column] == cell


def test_rows_beyond_one_chunk_are_all_there(tmp_path: Path) -> None:
    text = write(tmp_path / "a.csv", place=list(range(25_001)))
    assert text.splitlines()[-1].split(",")[2] == "25000"
    assert len(text.splitlines()) == 25_002


@given(st.text())
def test_no_cell_starts_like_a_formula_and_none_loses_its_text(text: str) -> None:
    cell = defuse(text)
    assert not cell.startswith(FORMULA_STARTS)
    assert cell in (text, "'" + text)
