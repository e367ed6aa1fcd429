"""Folders of small invented reports, and a run over them without Prefect."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pandas as pd

from flows.batches import build_batch
from flows.corpus_tables import write_corpus_tables
from flows.fetch import fetch_sources
from flows.plans import plan_build
from flows.publish import Summary, merge_entries, publish
from flows.second_process import have_beside
from flows.settings import Settings
from flows.shared_texts import print_ahead
from outputs.datasets import Dataset, load_dataset
from outputs.exports import export_dataset
from outputs.folders import Where
from outputs.locks import open_for_writing

TOWNS = ("松坪镇", "清澜街道", "柳坝村", "石湾镇", "云岭街道", "东渡镇")
REPORT = """{town}2016年上半年工作总结
一、上半年工作回顾
{town}人民政府今年以来新建口袋公园{n}处，改造老旧小区{n}个，受益居民{n}00户，群众满意率为9{digit}.5%。
建立楼栋长轮值制度，开展清理拖欠账款专项行动，为企业追回欠款{n}0万元。
二、下半年工作思路
下半年力争完成道路硬化{n}公里，每月检查不少于{digit}次。
{town}人民政府
2016年7月{day}日
"""


def write_report(path: Path, n: int) -> Path:
    """Write the n-th invented report; each has other numbers."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = REPORT.format(town=TOWNS[n % len(TOWNS)], n=n + 2, digit=n % 9 + 1, day=n % 28 + 1)
    path.write_text(text, encoding="utf-8")
    return path


def write_reports(folder: Path, count: int) -> Path:
    """Write `count` reports into the folder, in two folders of it."""
    for n in range(count):
        write_report(folder / f"{n % 2}" / f"{n:04d}.txt", n)
    return folder


def run_plainly(
    sources: Path | Sequence[Path | str],
    out: Where,
    *,
    batch_size: int = 200,
    retry: bool = False,
    workers: int = 1,
) -> Summary:
    """What the flow does, without Prefect."""
    paths = [sources] if isinstance(sources, Path) else list(sources)
    settings = Settings(batch_size=batch_size, workers=workers)
    with open_for_writing(out):
        fetched = fetch_sources([str(path) for path in paths], out)
        plan = plan_build(fetched.paths, out, settings, retry=retry, failures=fetched.failures)
        with have_beside(settings) as beside:
            new = []
            for batch in plan.batches:
                built = build_batch(batch, out)
                new += built
                if beside is not None:
                    print_ahead(beside, plan.folder, built)
            entries = merge_entries(plan, new)
            corpus = write_corpus_tables(plan, entries, beside=beside)
        return publish(plan, entries, corpus, settings=settings, started=datetime.now(UTC))


def read_files(folder: Path) -> dict[str, bytes]:
    """Every file of the dataset that its tables are in, by name; the runs, which tell the time, left out."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*.parquet"))
        if path.name not in {"ledger.parquet", "runs.parquet"}
    }


def export_all(folder: Where, to: Path) -> dict[str, bytes]:
    """Every table as CSV, by name; the runs, which tell the time, left out."""
    written = export_dataset(load_dataset(folder), format="csv", to=to)
    return {path.name: path.read_bytes() for path in written if path.name != "runs.csv"}


def export_by_members(folder: Where, to: Path) -> dict[str, bytes]:
    """As export_all, practices and themes called after what they hold.

    Their ids follow the states that a dataset had before; which measures are together does not.
    """
    frames = name_by_members(load_dataset(folder))
    renamed = {f"{name}.csv": frame.to_csv(index=False).encode() for name, frame in frames.items()}
    exported = export_all(folder, to)
    assert renamed.keys() <= exported.keys()
    return exported | renamed


def name_by_members(dataset: Dataset) -> dict[str, pd.DataFrame]:
    """The tables that practice_id or theme_id stand in, each id made anew from its measures."""
    measures, practices, themes = (dataset[name].copy() for name in ("measures", "practices", "themes"))
    name_of = _name(measures["measure_id"], by=measures["practice"])
    practices["practice_id"] = practices["practice_id"].map(name_of)
    measures["practice"] = measures["practice"].map(name_of)
    name_of = _name(practices["practice_id"], by=practices["theme"])
    themes["theme_id"] = themes["theme_id"].map(name_of)
    practices["theme"] = practices["theme"].map(name_of)
    assert practices["practice_id"].notna().all() and practices["practice_id"].is_unique
    assert themes["theme_id"].notna().all() and themes["theme_id"].is_unique
    return {
        "measures": measures,
        "practices": practices.sort_values("practice_id", ignore_index=True),
        "themes": themes.sort_values("theme_id", ignore_index=True),
    }


def _name(members: pd.Series, *, by: pd.Series) -> dict[str, str]:
    together = members.groupby(by)
    return {old: sha256("\0".join(sorted(held)).encode()).hexdigest()[:16] for old, held in together}
