from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from flows.corpus_tables import write_corpus_tables
from flows.plans import plan_build
from flows.second_process import SecondProcess
from flows.settings import Settings
from flows.shared_texts import print_ahead
from outputs.datasets import load_dataset
from outputs.ledgers import Ledger
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


@pytest.mark.slow
@pytest.mark.parametrize("printed", ["some", "others too"])
def test_texts_may_be_printed_ahead_or_not(reports: Path, tmp_path: Path, printed: str) -> None:
    run_plainly(reports, tmp_path / "one", batch_size=2)
    one = load_dataset(tmp_path / "one")
    entries = [entry for entry in one.ledger.entries if entry.batch == one.ledger.entries[0].batch]
    if printed == "others too":
        run_plainly([write_page(tmp_path / "gone.txt", "白石镇", write_body(7))], tmp_path / "other")
        entries += load_dataset(tmp_path / "other").ledger.entries
        for path in (tmp_path / "other").glob("*/batches/*"):
            shutil.copytree(path, tmp_path / "one" / path.relative_to(tmp_path / "other"))
    with SecondProcess() as beside:
        for entry in entries:
            print_ahead(beside, one.folder, [entry])
        plan = plan_build([reports], one.folder, Settings(batch_size=2))
        again = write_corpus_tables(replace(plan, rules="again", ledger=Ledger()), plan.done, beside=beside)
        assert beside.call(abs, -3).result() == 3, "it is still there"
    before = {path.name: path.read_bytes() for path in (tmp_path / "one" / one.ledger.corpus).iterdir()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "one" / again).iterdir()} == before
