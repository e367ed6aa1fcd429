"""What a run did, as a Prefect artifact (运行记录): one table, to be looked at in Prefect's own pages."""

from __future__ import annotations

from collections import Counter
from typing import Any

from prefect.artifacts import create_table_artifact

from flows.publish import Summary
from outputs.datasets import load_dataset

KEY = "zhibiao-run"
MOST_ROWS = 200  # of each part: an artifact is read by a person


def leave_artifact(summary: Summary) -> None:
    """Leave the table of a run: counts, what is in quarantine, coverage by organisation and period."""
    description = (
        f"{summary.folder}: {summary.n_sources:,} sources, {summary.n_read:,} read, "
        f"{summary.n_quarantined:,} failures, {summary.n_gone:,} gone"
    )
    create_table_artifact(table=tabulate_run(summary), key=KEY, description=description)


def tabulate_run(summary: Summary) -> list[dict[str, Any]]:
    """The rows of the table: which part, of what, its period or stage, and how many or why."""
    rows = [_row("count", name, None, number) for name, number in summary.counts.items()]
    dataset = load_dataset(summary.folder)
    columns = ["source", "stage", "error", "message"]
    failed = dataset.read_table("quarantine", columns=columns).slice(0, MOST_ROWS).to_pylist()
    rows += [
        _row("quarantine", row["source"], row["stage"], f"{row['error']}: {row['message']}") for row in failed
    ]
    documents = dataset.read_table("documents", columns=["org", "period"])
    covered = Counter(zip(documents["org"].to_pylist(), documents["period"].to_pylist(), strict=True))
    rows += [
        _row("documents of", org or "unknown", period or "unknown", number)
        for (org, period), number in covered.most_common(MOST_ROWS)
    ]
    return rows


def _row(part: str, of: str, where: str | None, value: int | str) -> dict[str, Any]:
    return {"part": part, "of": of, "period or stage": where or "", "value": value}
