"""The practice_id of a practice follows its members from run to run."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from extractors.policy_topics import load_topics
from flows import corpus_tables
from outputs.datasets import load_dataset
from tests.flows.reports_by_hand import run_plainly

DOCUMENTS = 60
VERBS = ("建立", "开展", "推进")


def write_documents(folder: Path, numbers: list[int]) -> Path:
    """One report for each number, of five measures that reports of other organisations have as well.

    The reports of lower numbers are of later periods.
    """
    terms = [topic.terms[0] for topic in load_topics()]
    folder.mkdir(exist_ok=True)
    for n in numbers:
        measures = [f"{VERBS[(n + k) % 3]}{terms[(n * 7 + k * 11) % 60]}试点{n + k}处" for k in range(5)]
        record = {
            "text": "。".join(measures) + "。",
            "title": "工作总结",
            "org": f"第{n * 13 % 20}街道办事处",
            "date": f"{2020 - n // 10}-01-09",
        }
        (folder / f"{n:02}.jsonl").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return folder


def read_members(out: Path) -> dict[str, str]:
    """The practice of each measure that has one."""
    measures = load_dataset(out)["measures"].dropna(subset="practice")
    return dict(zip(measures["measure_id"], measures["practice"], strict=True))


def find_kept(before: dict[str, str], after: dict[str, str]) -> tuple[set[str], set[str]]:
    """Practices most of whose members are still together, and those of them that kept their ids.

    Of two that are one now, the larger part alone can keep its id.
    """
    together: set[str] = set()
    for practice in set(before.values()):
        members = [measure for measure, held in before.items() if held == practice]
        leading, count = Counter(after.get(measure) for measure in members).most_common(1)[0]
        here = sum(after[measure] == leading for measure in before if measure in after)
        if leading is not None and 2 * count > len(members) and 2 * count > here:
            together.add(practice)
    kept = {practice for practice in together if practice in after.values()}
    return together, kept


@pytest.mark.parametrize("added", [range(0, DOCUMENTS, 10), range(DOCUMENTS - 6, DOCUMENTS)])
def test_a_tenth_more_documents_leave_the_ids_of_practices_whose_members_stay(
    tmp_path: Path, added: range
) -> None:
    fewer = [n for n in range(DOCUMENTS) if n not in added]
    run_plainly(write_documents(tmp_path / "in", fewer), tmp_path / "out")
    before = read_members(tmp_path / "out")
    run_plainly(write_documents(tmp_path / "in", list(added)), tmp_path / "out")
    after = read_members(tmp_path / "out")
    assert len(after) > len(before)
    together, kept = find_kept(before, after)
    assert len(together) >= 12
    assert kept == together


def test_a_document_that_changed_or_is_gone_leaves_the_ids_of_the_others(tmp_path: Path) -> None:
    reports = write_documents(tmp_path / "in", list(range(DOCUMENTS)))
    run_plainly(reports, tmp_path / "out")
    before = read_members(tmp_path / "out")
    # the earliest reports, which practices have their first ids from
    (reports / "59.jsonl").unlink()
    for n in (56, 57, 58):
        changed = (reports / f"{n}.jsonl").read_text(encoding="utf-8").replace("试点", "试验点")
        (reports / f"{n}.jsonl").write_text(changed, encoding="utf-8")
    run_plainly(reports, tmp_path / "out")
    after = read_members(tmp_path / "out")
    together, kept = find_kept({m: before[m] for m in before if m in after}, after)
    assert len(together) >= 12
    assert kept == together


def test_without_a_last_state_ids_follow_the_members_alone(tmp_path: Path, monkeypatch) -> None:
    fewer = [n for n in range(DOCUMENTS) if n < DOCUMENTS - 6]
    run_plainly(write_documents(tmp_path / "in", fewer), tmp_path / "out")
    before = read_members(tmp_path / "out")
    monkeypatch.setattr(corpus_tables, "read_practices", lambda dataset: {})
    run_plainly(write_documents(tmp_path / "in", list(range(DOCUMENTS))), tmp_path / "out")
    together, kept = find_kept(before, read_members(tmp_path / "out"))
    assert kept < together, "the earliest documents would rename what they join"


def test_a_run_that_is_done_again_from_the_same_state_gives_the_same(tmp_path: Path, monkeypatch) -> None:
    reports = write_documents(tmp_path / "in", list(range(20)))
    for out in ("stopped", "whole"):
        run_plainly(reports, tmp_path / out)
    write_documents(tmp_path / "in", list(range(20, 40)))
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("tests.flows.reports_by_hand.publish", stop)
        run_plainly(reports, tmp_path / "stopped")
    for out in ("stopped", "whole"):
        run_plainly(reports, tmp_path / out)
    places = [
        sorted(path.name for path in (tmp_path / out).glob("*/corpus/*")) for out in ("stopped", "whole")
    ]
    assert places[0] == places[1], "what the run had worked out before it was stopped was used"
    assert read_members(tmp_path / "stopped") == read_members(tmp_path / "whole")


def stop(*args: object, **kwargs: object) -> None:
    raise KeyboardInterrupt
