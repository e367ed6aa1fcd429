from __future__ import annotations

from pathlib import Path

import pytest

from outputs.datasets import load_dataset
from tests.flows.reports_by_hand import read_files, run_plainly
from tests.flows.test_corpus_tables import BORROWED, write_body, write_page

# what ends the process beside, which looks for copies, passages and targets; set up before anything else
HARM = {
    "never": "",
    "at once": "import os, sys\nif 'second_process' in str(sys.orig_argv):\n    os._exit(7)\n",
    "after the copies": (
        "import os, flows.shared_texts\nflows.shared_texts.answer_targets = lambda *known: os._exit(7)\n"
    ),
}


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Two reports that share a passage, one of them twice, and three others."""
    for n, town in enumerate(("柳坝村", "云岭街道", "松坪镇", "石湾镇", "东渡镇")):
        body = write_body(n) + ("\n" + BORROWED if n < 2 else "")
        write_page(tmp_path / "in" / f"{n}.txt", town, body, published=f"2020-01-0{n + 1}")
    write_page(tmp_path / "in" / "again.txt", "柳坝村", write_body(0) + "\n" + BORROWED)
    return tmp_path / "in"


@pytest.mark.slow
@pytest.mark.parametrize("moment", HARM)
def test_process_beside_gives_the_same_bytes_whenever_it_ends(
    reports: Path, tmp_path: Path, monkeypatch, moment: str
) -> None:
    run_plainly(reports, tmp_path / "one")
    assert load_dataset(tmp_path / "one").count_rows("reuse")
    assert load_dataset(tmp_path / "one")["documents"]["duplicate_of"].notna().any()
    (tmp_path / "harm").mkdir()
    (tmp_path / "harm" / "sitecustomize.py").write_text(HARM[moment], encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / "harm")
    run_plainly(reports, tmp_path / "two", workers=2)
    assert read_files(tmp_path / "two") == read_files(tmp_path / "one")
