from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpora.errors import ReadError
from flows import plans
from flows.batches import build_batch
from flows.plans import fingerprint_rules, plan_build
from flows.settings import Settings
from outputs.ledgers import COUNTED
from tests.flows.reports_by_hand import run_plainly, write_report, write_reports

ALL = Settings()


def names(plan) -> list[str]:
    return [source.name for batch in plan.batches for source in batch.sources]


def test_new_sources_are_to_be_read_in_batches_in_the_order_of_their_names(tmp_path: Path) -> None:
    plan = plan_build([write_reports(tmp_path / "in", 5)], tmp_path / "out", Settings(batch_size=2))
    assert names(plan) == ["0/0000.txt", "0/0002.txt", "0/0004.txt", "1/0001.txt", "1/0003.txt"]
    assert [len(batch.sources) for batch in plan.batches] == [2, 2, 1]


def test_large_sources_close_a_batch_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "BATCH_BYTES", 1)
    plan = plan_build([write_reports(tmp_path / "in", 3)], tmp_path / "out", ALL)
    assert [len(batch.sources) for batch in plan.batches] == [1, 1, 1]


def test_only_what_is_new_or_changed_is_read_again(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 4)
    run_plainly(reports, tmp_path / "out")
    assert names(plan_build([reports], tmp_path / "out", ALL)) == []
    write_report(reports / "0" / "0002.txt", 40)
    write_report(reports / "1" / "0009.txt", 41)
    assert names(plan_build([reports], tmp_path / "out", ALL)) == ["0/0002.txt", "1/0009.txt"]


def test_batches_that_a_killed_run_finished_are_not_done_again(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 6)
    plan = plan_build([reports], tmp_path / "out", Settings(batch_size=2))
    build_batch(plan.batches[1], tmp_path / "out")
    again = plan_build([reports], tmp_path / "out", Settings(batch_size=2))
    assert again.batches == (plan.batches[0], plan.batches[2]), "the rest makes the same batches"
    assert [entry.source for entry in again.done] == [source.name for source in plan.batches[1].sources]


def test_finished_batch_that_lost_a_file_is_done_again(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 2)
    (batch,) = plan_build([reports], tmp_path / "out", ALL).batches
    build_batch(batch, tmp_path / "out")
    (tmp_path / "out" / batch.place / "sources.parquet").unlink()
    assert plan_build([reports], tmp_path / "out", ALL).batches == (batch,)
    assert len(build_batch(batch, tmp_path / "out")) == 2
    assert (tmp_path / "out" / batch.place / "sources.parquet").is_file()


def test_batch_folder_that_was_deleted_is_done_again(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 2)
    run_plainly(reports, tmp_path / "out")
    (batch,) = (tmp_path / "out").glob("*/batches/*")
    batch.rename(tmp_path / "elsewhere")
    assert len(names(plan_build([reports], tmp_path / "out", ALL))) == 2


def test_rules_follow_what_decides_the_rows_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint_rules(ALL)
    assert fingerprint_rules(Settings(workers=4, batch_size=9, log_level="DEBUG")) == before
    assert fingerprint_rules(Settings()) == before
    monkeypatch.setattr(plans, "HOW_NOT_WHAT", frozenset({"workers", "log_level"}))
    assert fingerprint_rules(Settings(batch_size=9)) != fingerprint_rules(Settings(batch_size=8))


def test_rules_follow_word_lists_and_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    files = plans._list_rule_files()
    assert {path.suffix for path in files} == {".py", ".csv", ".npz", ".md"}, "the same compiled or not"
    assert {"quantities.py", "cleaning.py", "fields.py", "batches.py"} <= {path.name for path in files}
    assert any(path.suffix == ".csv" for path in files)
    changed = tmp_path / "units.csv"
    changed.write_text("亩,area,666.667\n", encoding="utf-8")
    before = plans._fingerprint_code.__wrapped__()
    monkeypatch.setattr(plans, "_list_rule_files", lambda: [*files, changed])
    assert plans._fingerprint_code.__wrapped__() != before


def test_rules_follow_all_that_the_corpus_tables_are_made_with() -> None:
    known = {path.stem for path in plans._list_rule_files()}
    for name in ("batches", "corpus_tables"):
        text = (Path(plans.__file__).parent / f"{name}.py").read_text(encoding="utf-8")
        needed = set(re.findall(r"^from flows\.(\w+) import", text, re.MULTILINE))
        # what is to do, how far it is, when programs are loaded, and which process does it
        assert needed - {"fetch", "plans", "steps", "loading", "second_process"} <= known


def test_dataset_inside_the_folder_that_is_read_does_not_read_itself(tmp_path: Path) -> None:
    write_reports(tmp_path, 2)
    run_plainly(tmp_path, tmp_path / "out")
    plan = plan_build([tmp_path], tmp_path / "out", ALL)
    assert len(plan.done) == 2 and not plan.batches
    with pytest.raises(ReadError, match="is the dataset itself"):
        plan_build([tmp_path / "out"], tmp_path / "out", ALL)


def test_source_that_cannot_be_opened_is_not_the_end_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = write_reports(tmp_path / "in", 3)
    locked = reports / "0" / "0002.txt"
    monkeypatch.setattr(plans, "_hash", refuse(locked))
    monkeypatch.setattr("corpora.documents.Source.read_bytes", refuse_bytes(locked))
    run_plainly(reports, tmp_path / "out")
    plan = plan_build([reports], tmp_path / "out", ALL)
    failed = [entry.source for entry in plan.done if entry.counts[COUNTED.index("quarantine")]]
    assert failed == ["0/0002.txt"] and not plan.batches, "and is not tried in vain again and again"
    monkeypatch.undo()
    assert names(plan_build([reports], tmp_path / "out", ALL)) == ["0/0002.txt"]


def test_where_nothing_can_be_opened_the_first_reason_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_report(tmp_path / "a.txt", 0)
    monkeypatch.setattr(plans, "_hash", refuse(path))
    monkeypatch.setattr("corpora.documents.Source.read_bytes", refuse_bytes(path))
    with pytest.raises(ReadError, match=r"a\.txt: cannot be opened: Permission denied"):
        plan_build([path], tmp_path / "out", ALL)


def refuse(path: Path):
    """What hashing says of a file without the permission to read it; root has it always."""
    real = plans._hash
    return lambda source: plans.UNREADABLE if source.path == path else real(source)


def refuse_bytes(path: Path):
    def read_bytes(source) -> bytes:
        if source.path == path:
            raise PermissionError(13, "Permission denied")
        return source.path.read_bytes()

    return read_bytes
