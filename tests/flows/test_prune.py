from __future__ import annotations

from pathlib import Path

import pytest

from corpora.errors import DatasetError
from flows.plans import plan_build
from flows.prune import prune
from flows.settings import Settings
from outputs.datasets import load_dataset
from outputs.ledgers import read_ledger, read_manifest
from tests.flows.reports_by_hand import (
    export_by_members,
    run_plainly,
    write_report,
    write_reports,
)


def list_folders(out: Path) -> set[str]:
    ledger = read_ledger(out)
    needed = {entry.batch for entry in ledger.entries} | {ledger.corpus, f"runs/{ledger.run_id}"}
    found = {
        path.relative_to(out).as_posix()
        for pattern in ("*/batches/*", "*/corpus/*", "runs/*")
        for path in out.glob(pattern)
    }
    assert needed <= found
    return found - needed


def test_gone_sources_are_dropped_and_the_rest_is_as_if_they_never_were(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 8)
    run_plainly(reports, tmp_path / "out", batch_size=3)
    for name in ("0/0002.txt", "1/0001.txt", "1/0003.txt"):
        (reports / name).unlink()
    write_report(reports / "0" / "0004.txt", 77)
    run_plainly(reports, tmp_path / "out", batch_size=3)
    assert len(load_dataset(tmp_path / "out")["documents"]) == 8
    assert list_folders(tmp_path / "out")
    done = prune(tmp_path / "out")
    assert done.n_sources == 3 and done.n_folders > 0 and done.n_bytes > 0
    assert not list_folders(tmp_path / "out")
    run_plainly(reports, tmp_path / "whole")
    assert export_by_members(tmp_path / "out", tmp_path / "a") == export_by_members(
        tmp_path / "whole", tmp_path / "b"
    )
    for entry in read_ledger(tmp_path / "out").entries:
        manifest = {other.source for other in read_manifest(tmp_path / "out", entry.batch)}
        assert "0/0002.txt" not in manifest, "the rows are gone from disk too"
    assert not run_plainly(reports, tmp_path / "out").n_read, "what is kept need not be read again"


def test_second_time_there_is_nothing_to_do(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 3)
    run_plainly(reports, tmp_path / "out")
    before = (tmp_path / "out" / "ledger.parquet").read_bytes()
    done = prune(tmp_path / "out")
    assert (done.n_sources, done.n_folders, done.n_bytes) == (0, 0, 0)
    assert (tmp_path / "out" / "ledger.parquet").read_bytes() == before


def test_batch_that_lost_its_ledger_is_dropped(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 2)
    run_plainly(reports, tmp_path / "out")
    (tmp_path / "out" / "0123456789abcdef" / "batches" / "fe").mkdir(parents=True)
    assert prune(tmp_path / "out").n_folders == 1
    assert not (tmp_path / "out" / "0123456789abcdef").exists()


def test_prune_wants_a_dataset(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="is not there"):
        prune(tmp_path / "absent")


def test_what_failed_is_tried_again_and_what_came_of_it_stays(tmp_path: Path, monkeypatch) -> None:
    from flows import batches

    reports = write_reports(tmp_path / "in", 4)
    real = batches.extract

    def break_on_one(document):
        if document.source == "0/0002.txt":
            raise RecursionError("too deep")
        return real(document)

    monkeypatch.setattr(batches, "extract", break_on_one)
    assert run_plainly(reports, tmp_path / "out").n_quarantined == 1
    summary = run_plainly(reports, tmp_path / "out", retry=True)
    assert (summary.n_read, summary.n_quarantined) == (1, 1), "it fails as before"
    monkeypatch.undo()
    assert run_plainly(reports, tmp_path / "out").n_read == 0, "unchanged, it is not tried by itself"
    summary = run_plainly(reports, tmp_path / "out", retry=True)
    assert (summary.n_read, summary.n_quarantined, summary.counts["quarantine"]) == (1, 0, 0)
    assert not run_plainly(reports, tmp_path / "out").changed, "the first try does not come back"
    plan = plan_build([reports], tmp_path / "out", Settings(), retry=True)
    assert not plan.batches and plan.given == (str(reports),)
    run_plainly(reports, tmp_path / "whole")
    assert export_by_members(tmp_path / "out", tmp_path / "a") == export_by_members(
        tmp_path / "whole", tmp_path / "b"
    )
