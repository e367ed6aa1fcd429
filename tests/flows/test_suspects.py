from __future__ import annotations

from pathlib import Path

import pytest

from flows.build_alone import build_batch_alone
from flows.plans import plan_build
from flows.settings import Settings
from flows.suspects import find_suspects, forget_suspects, note_sources
from outputs.ledgers import COUNTED
from tests.flows.reports_by_hand import write_reports


def test_note_names_what_is_being_read_and_goes_when_that_ends(tmp_path: Path) -> None:
    with note_sources(tmp_path) as note:
        note("松坪镇/一份名字很长的报告.txt")
        note("b.txt")
        assert find_suspects(tmp_path) == {"b.txt"}
    assert find_suspects(tmp_path) == frozenset()


def test_error_leaves_no_suspect(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="disk"), note_sources(tmp_path) as note:
        note("a.txt")
        raise OSError("disk")
    assert find_suspects(tmp_path) == frozenset()


def test_suspects_can_be_forgotten(tmp_path: Path) -> None:
    forget_suspects(tmp_path)
    with note_sources(tmp_path) as note:
        note("a.txt")
        forget_suspects(tmp_path)
        assert find_suspects(tmp_path) == frozenset()


def test_innocent_source_lands_when_it_is_done_alone(tmp_path: Path) -> None:
    (batch,) = plan_build([write_reports(tmp_path / "in", 1)], tmp_path / "out", Settings()).batches
    (entry,) = build_batch_alone(batch, tmp_path / "out")
    counts = dict(zip(COUNTED, entry.counts, strict=True))
    assert counts["documents"] == 1 and counts["indicators"] > 3 and counts["quarantine"] == 0
