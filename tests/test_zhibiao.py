from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import zhibiao
from tests.flows.reports_by_hand import run_plainly, write_reports


def test_extract_gives_the_records_of_one_text() -> None:
    extraction = zhibiao.extract("松坪镇今年新建口袋公园3处，群众满意率为98.5%。")
    assert [indicator.quantity for indicator in extraction.indicators] == ["3处", "98.5%"]
    for indicator in extraction.indicators:
        assert extraction.document.text[indicator.text_start : indicator.text_end] == indicator.quantity


def test_load_dataset_gives_pandas_tables(tmp_path: Path) -> None:
    run_plainly(write_reports(tmp_path / "in", 3), tmp_path / "out")
    tables = zhibiao.load_dataset(tmp_path / "out")
    areas = tables["indicators"].query("unit == '%'")
    assert len(areas) == 3 and set(areas["kind"]) == {"ratio"}
    assert tables["indicators"].merge(tables["documents"], on="document_id").shape[0] == len(
        tables["indicators"]
    )


def test_only_what_is_promised_is_there() -> None:
    assert set(zhibiao.__all__) == set(dir(zhibiao)) == set(zhibiao._HOMES)
    for name in zhibiao.__all__:
        assert callable(getattr(zhibiao, name))
    with pytest.raises(AttributeError, match="has no attribute 'extrakt'"):
        zhibiao.extrakt  # noqa: B018


def test_import_loads_nothing_heavy() -> None:
    heavy = "{'spacy', 'prefect', 'pandas', 'pyarrow', 'jieba'}"
    code = f"import sys, zhibiao; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(zhibiao.__file__).parent, capture_output=True, text=True
    )
    assert done.stdout == "[]\n", done.stderr


def test_opening_a_dataset_loads_no_extractor(tmp_path: Path) -> None:
    run_plainly(write_reports(tmp_path / "in", 2), tmp_path / "out")
    code = (
        f"import sys, zhibiao; zhibiao.load_dataset({str(tmp_path / 'out')!r})['documents'];"
        "print(sorted({'spacy', 'prefect', 'jieba', 'sklearn'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(zhibiao.__file__).parent, capture_output=True, text=True
    )
    assert done.stdout == "[]\n", done.stderr


def test_extraction_loads_no_library_that_it_does_not_use() -> None:
    # where instruments.csv has changed: python -m extractors.instruments
    code = (
        "import sys, zhibiao; print(len(zhibiao.extract('全年新建口袋公园3处。').measures));"
        "print(sorted({'spacy', 'sklearn', 'scipy', 'pandas', 'prefect'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(zhibiao.__file__).parent, capture_output=True, text=True
    )
    assert done.stdout == "1\n[]\n", done.stderr


def test_is_found_from_a_folder_that_holds_the_clone(tmp_path: Path) -> None:
    (tmp_path / "zhibiao").mkdir()
    command = [sys.executable, "-c", "import zhibiao; print(zhibiao.load_dataset.__name__)"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout == "load_dataset\n", done.stderr
