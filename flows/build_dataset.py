"""The Prefect flow (流程): discover -> batches -> cluster -> publish. The work itself is in plain functions.

Importing this imports Prefect, which reads its environment then: serve_locally.py comes first.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext

from corpora.errors import DatasetError, ZhibiaoError
from flows.artifacts import leave_artifact
from flows.corpus_tables import write_corpus_tables
from flows.fetch import Fetched, fetch_sources, is_remote
from flows.handed_plans import take_plan
from flows.interruptions import keep_interruptions
from flows.loading import load_while_reading
from flows.logs import notify, print_log, report, set_level
from flows.plans import Plan, make_absolute, plan_build
from flows.progress import tell
from flows.publish import Summary, merge_entries, publish
from flows.runners import leave_whole, run_batches
from flows.second_process import SecondProcess, have_beside
from flows.settings import Settings, read_settings
from flows.shared_texts import print_ahead
from outputs.folders import Folder
from outputs.ledgers import Entry
from outputs.locks import open_for_writing

ROUNDS = 3  # how often what a lost worker of a cluster left is given out again


@flow(name="build_dataset", validate_parameters=False)
def build_dataset(
    sources: list[str], out: str, settings: dict[str, Any] | None = None, retry: bool = False
) -> Summary:
    """The dataset in the folder `out`, brought up to date with `sources`.

    Args:
        sources: files, folders or globs; or fsspec URLs.
        out: folder of the dataset, or its fsspec URL.
        settings: as in a settings file.
        retry: read again what is in quarantine.

    Raises:
        ReadError: a source is missing, or none can be read.
        DatasetError: `out` is no dataset, is in use by another run, or cannot be written.
        SettingsError: a setting that does not exist, or a value that is not allowed.
    """
    deployed = _is_deployed()
    with _print_log_of(deployed, out), keep_interruptions():
        summary = _build(sources, out, read_settings(settings), retry)
        if summary.changed:
            leave_artifact(summary)
        if deployed:
            notify(summary.describe())
    return summary


def _is_deployed() -> bool:
    context = FlowRunContext.get()
    return context is not None and getattr(context.flow_run, "deployment_id", None) is not None


@contextmanager
def _print_log_of(deployed: bool, out: str) -> Iterator[None]:
    """Within the block the log of a run that Prefect starts is printed; who calls one prints it himself."""
    if not deployed:
        yield
        return
    set_level("WARNING")  # until the settings are read
    with print_log():
        try:
            yield
        except ZhibiaoError as error:
            report(out, error)
            raise
        except Exception:  # a defect of ours, of which Prefect may be told to say nothing
            traceback.print_exc()
            raise


def _build(sources: list[str], out: str, settings: Settings, retry: bool) -> Summary:
    started = datetime.now(UTC)
    set_level(settings.log_level)
    fetched = Fetched(tuple(sources))
    with ExitStack() as stack:
        plan = take_plan(out)
        if plan is None:
            folder = stack.enter_context(open_for_writing(out))
            if any(map(is_remote, sources)):
                fetched = fetch_remote(sources, folder)
            plan = replace(discover_sources(fetched, folder, settings, retry), given=make_absolute(sources))
        replan = partial(discover_sources, fetched, plan.folder, settings)
        beside = stack.enter_context(have_beside(settings))
        if plan.batches:
            load_while_reading(settings, beside)
        entries = merge_entries(plan, build_batches(plan, settings, beside, replan=replan))
        whole = leave_whole(plan), leave_whole(entries)
        corpus = cluster_practices(*whole, leave_whole(beside))
        return publish_dataset(*whole, corpus, settings, started)


@task(name="fetch", cache_policy=NO_CACHE)
def fetch_remote(sources: list[str], folder: Folder) -> Fetched:
    """Where what lies at the URLs is now; what does not answer was tried again, each file for itself."""
    return fetch_sources(sources, folder)


@task(name="discover", cache_policy=NO_CACHE)
def discover_sources(fetched: Fetched, folder: Folder, settings: Settings, retry: bool = False) -> Plan:
    """What there is to do."""
    return plan_build(fetched.paths, folder, settings, retry=retry, failures=fetched.failures)


@task(name="cluster", cache_policy=NO_CACHE)
def cluster_practices(plan: Plan, entries: tuple[Entry, ...], beside: SecondProcess | None) -> str:
    """The folder of the tables that take the whole corpus."""
    tell("cluster", 0, 1)
    return write_corpus_tables(plan, entries, beside=beside)


@task(name="publish", cache_policy=NO_CACHE)
def publish_dataset(
    plan: Plan, entries: tuple[Entry, ...], corpus: str, settings: Settings, started: datetime
) -> Summary:
    """What the run did, after the ledger is replaced."""
    return publish(plan, entries, corpus, settings=settings, started=started)


def build_batches(
    plan: Plan, settings: Settings, beside: SecondProcess | None, *, replan: Callable[[], Plan]
) -> list[Entry]:
    """The entries of all sources that were still to be done.

    The process beside, where there is one, looks at the texts of each batch that is done.
    Where a cluster lost a worker once too often, what is left is planned anew and given out again.

    Raises:
        DatasetError: workers are lost in every round; what was finished is on disk.
    """
    tell("read", 0, plan.n_pending)
    wanted = {source.name for batch in plan.batches for source in batch.sources}
    entries: dict[str, Entry] = {}
    rest = plan
    for _ in range(ROUNDS):
        for built in run_batches(rest.batches, plan.folder, settings, done=len(entries), total=len(wanted)):
            entries |= {entry.source: entry for entry in built}
            if beside is not None:
                print_ahead(beside, plan.folder, built)
        if len(entries) == len(wanted):
            return list(entries.values())
        rest = replan()
        entries |= {entry.source: entry for entry in rest.done if entry.source in wanted}
    raise DatasetError(
        f"the workers that were to read {min(wanted - entries.keys())} and what follows were lost "
        f"{ROUNDS} times; what was finished is kept. Run again with fewer workers if memory is short, or "
        "look at the logs of the Dask workers (prefect_log_level = 'INFO' shows those of this machine)"
    )
