"""A run, from Python and from the command line (运行)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from corpora.documents import Source
from corpora.errors import DatasetError, ReadError
from corpora.sources import find_sources
from flows.corpus_tables import write_corpus_tables
from flows.dask_clusters import check_address
from flows.fetch import is_remote
from flows.handed_plans import hand_over
from flows.logs import set_level
from flows.plans import plan_build
from flows.progress import tell
from flows.publish import Summary, merge_entries, publish
from flows.readers_at_work import Readers, start_reading
from flows.second_process import have_beside
from flows.settings import Given, Settings, read_settings
from flows.uncollected import load_uncollected
from outputs.datasets import check_target, load_dataset
from outputs.folders import Folder, Where, open_folder
from outputs.ledgers import read_ledger
from outputs.locks import open_for_writing


def run(
    sources: str | Path | Sequence[str | Path],
    out: Where,
    *,
    settings: Given = None,
    workers: int | None = None,
    retry: bool = False,
) -> Summary:
    """What a run did that brought the dataset in the folder `out` up to date with `sources`.

    Sources that the dataset holds already are not read again; where nothing changed, nothing is written.

    Args:
        sources: files, folders or globs, one or several; or URLs that fsspec reads (s3://bucket/crawl).
        out: folder of the dataset; a new or empty one, or a dataset. Or its URL (s3://bucket/dataset).
        settings: a TOML file, a mapping, or Settings.
        workers: processes, above what the settings say.
        retry: read again the sources that have rows in `quarantine`, although they are unchanged.

    Raises:
        SettingsError: a setting that does not exist, or a value that is not allowed.
        ReadError: a source is missing, or none can be read; the dataset is as it was.
        DatasetError: `out` is no dataset, is in use by another run, or cannot be written.

    Example:
        >>> zhibiao.run("crawl/松坪镇", "out/dataset", workers=2).counts["indicators"]
        412
    """
    begun = time.monotonic()
    chosen = read_settings(settings, workers=workers)
    check_address(chosen)
    paths = [str(path) for path in ([sources] if isinstance(sources, str | Path) else sources)]
    folder = open_folder(out)
    check_target(folder)
    is_new = not folder.exists()
    set_level(chosen.log_level)
    try:
        if any(map(is_remote, paths)):
            summary = _run_flow(paths, folder, chosen, retry)
        else:
            with Readers() as readers:
                if chosen.runner == "processes" and (is_new or read_ledger(folder) is None):
                    readers.load()  # while it is found out what there is to read
                found = find_sources(paths)  # so that a path that is not there leaves no trace
                summary = _publish_or_run(paths, found, folder, chosen, retry, readers)
    except ReadError:
        if is_new:
            folder.remove()
        raise
    return replace(summary, seconds=time.monotonic() - begun)


def retry_quarantine(out: Where, *, settings: Given = None, workers: int | None = None) -> Summary:
    """What a run did that read again the sources with rows in `quarantine`, where they were found last time.

    Raises:
        DatasetError: `out` is no dataset, no run has finished there, or as for `run`.
        SettingsError, ReadError: as for `run`.
    """
    given = load_dataset(out).ledger.given
    if not given:
        raise DatasetError(f"{out} does not say where its sources are; read them with `zhibiao run` first")
    return run(list(given), out, settings=settings, workers=workers, retry=True)


def _publish_or_run(
    paths: list[str], found: list[Source], folder: Folder, settings: Settings, retry: bool, readers: Readers
) -> Summary:
    """What the run did; where no source is left to read, no flow is needed."""
    with open_for_writing(folder):
        plan = plan_build(paths, folder, settings, found=found, retry=retry)
        if not plan.batches:
            entries = merge_entries(plan, ())
            with have_beside(settings) as beside:
                corpus = write_corpus_tables(plan, entries, beside=beside)
            return publish(plan, entries, corpus, settings=settings, started=datetime.now(UTC))
        with hand_over(plan), ExitStack() as stack:
            if settings.runner == "processes":
                stack.enter_context(start_reading(readers, plan, settings))
            return _run_flow(paths, folder, settings, retry)


def _run_flow(paths: list[str], folder: Folder, settings: Settings, retry: bool) -> Summary:
    tell("start", 0, 1)
    with ExitStack() as stack:
        with load_uncollected():
            from flows.serve_locally import serve_locally

            state = folder.state / "prefect"
            stack.enter_context(serve_locally(state, log_level=settings.prefect_log_level))
            from flows.build_dataset import build_dataset
        tell("start", 1, 1)
        return build_dataset(paths, str(folder), settings.model_dump(), retry)
