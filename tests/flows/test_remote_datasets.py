"""Datasets at URLs: the same tables as on disk, killed at any moment, one run at a time."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

import fsspec
import pytest

from corpora.errors import DatasetError
from flows.prune import prune
from outputs.datasets import load_dataset
from outputs.exports import export_dataset
from outputs.folders import open_folder
from outputs.ledgers import read_ledger
from outputs.locks import lock_dataset
from tests.flows.processes import PROJECT, call, kill_dask_worker, start, wait_until
from tests.flows.reports_by_hand import export_all, run_plainly, write_report, write_reports
from tests.flows.test_dask import write_settings
from tests.flows.test_kills import KILLS_OF_PREFECT, PlainRuns, kill_run


@pytest.fixture
def memory(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("ZHIBIAO_STATE", str(tmp_path / "state"))
    store = fsspec.filesystem("memory").store
    store.clear()
    yield "memory://bucket"
    store.clear()


def list_objects(url: str) -> set[str]:
    system, root = fsspec.core.url_to_fs(url, use_listings_cache=False)
    return {path[len(root) + 1 :] for path in system.find(root)}


def list_batches(url: str) -> set[str]:
    """The manifests of finished batches."""
    return {name for name in list_objects(url) if name.endswith("/sources.parquet")}


def check_equal(one: str | Path, other: str | Path, tmp_path: Path) -> None:
    assert export_all(one, tmp_path / "one") == export_all(other, tmp_path / "other")


def change_reports(reports: Path) -> None:
    (reports / "0" / "0002.txt").unlink()
    write_report(reports / "0" / "0004.txt", 77)
    write_report(reports / "1" / "0099.txt", 99)


def test_life_of_a_dataset_is_the_same_in_memory_as_on_disk(tmp_path: Path, memory: str) -> None:
    reports = write_reports(tmp_path / "in", 8)
    (reports / "empty.html").write_bytes(b"")
    places = (tmp_path / "out", f"{memory}/out")
    for out in places:
        assert run_plainly(reports, out, batch_size=3).n_quarantined == 1
        before = list_objects(str(out))
        assert not run_plainly(reports, out, batch_size=3).changed and list_objects(str(out)) == before
    check_equal(*places, tmp_path)
    change_reports(reports)
    for out in places:
        summary = run_plainly(reports, out, batch_size=3)
        assert (summary.n_read, summary.n_gone) == (2, 1)
    check_equal(*places, tmp_path)
    assert [prune(out).n_sources for out in places] == [1, 1]
    check_equal(*places, tmp_path)
    ledger = read_ledger(places[1])
    folders = {name.rpartition("/")[0] for name in list_objects(places[1])} - {""}
    assert folders == {entry.batch for entry in ledger.entries} | {ledger.corpus, f"runs/{ledger.run_id}"}
    for out in places:
        assert run_plainly(reports, out, retry=True).n_quarantined == 1


def test_batches_that_a_killed_run_finished_are_not_done_again(
    tmp_path: Path, memory: str, monkeypatch
) -> None:
    reports, out = write_reports(tmp_path / "in", 9), f"{memory}/out"
    system = fsspec.filesystem("memory")
    real = type(system).pipe_file

    def pipe_file(self, path, value, mode="overwrite", **options):
        if path.endswith("/sources.parquet") and len(list_batches(out)) == 2:
            raise KeyboardInterrupt
        return real(self, path, value, mode=mode, **options)

    monkeypatch.setattr(type(system), "pipe_file", pipe_file)
    with pytest.raises(KeyboardInterrupt):
        run_plainly(reports, out, batch_size=3)
    assert load_dataset(out).count_rows("documents") == 0
    finished = list_batches(out)
    assert len(finished) == 2 and len({name.rpartition("/")[0] for name in list_objects(out)} - {""}) == 3
    monkeypatch.undo()
    monkeypatch.setenv("ZHIBIAO_STATE", str(tmp_path / "state"))
    assert run_plainly(reports, out, batch_size=3).n_read == 3
    assert finished < list_batches(out)
    run_plainly(reports, tmp_path / "whole")
    check_equal(out, tmp_path / "whole", tmp_path)


def test_bucket_that_is_not_there_is_named(tmp_path: Path, bucket: str) -> None:
    with pytest.raises(
        DatasetError, match=r"cannot write to s3://absent-bucket/out: .*bucket does not exist"
    ):
        run_plainly(write_reports(tmp_path / "in", 1), "s3://absent-bucket/out")
    with pytest.raises(DatasetError, match="s3://absent-bucket/out is not there"):
        load_dataset("s3://absent-bucket/out")
    run_plainly(tmp_path / "in", tmp_path / "out")
    with pytest.raises(DatasetError, match="is a URL; give a folder of this machine"):
        export_dataset(load_dataset(tmp_path / "out"), format="csv", to=f"{bucket}/tables")


def test_lock_is_decided_by_the_bucket(bucket: str, tmp_path: Path, monkeypatch) -> None:
    folder = open_folder(f"{bucket}/out")
    with lock_dataset(folder):
        monkeypatch.setenv("ZHIBIAO_STATE", str(tmp_path / "another machine"))
        with pytest.raises(DatasetError, match=r"another run \(process"), lock_dataset(folder):
            pass
        with pytest.raises(FileExistsError):
            folder.create(".zhibiao/lock.json", b"{}")
        monkeypatch.setenv("ZHIBIAO_STATE", str(tmp_path / "state"))
    assert not list_objects(f"{bucket}/out")


@pytest.mark.slow
def test_every_command_takes_a_bucket(tmp_path: Path, bucket: str, warm) -> None:
    reports = write_reports(tmp_path / "in", 20)
    (reports / "empty.html").write_bytes(b"")
    out = warm(f"{bucket}/out")
    done = call("run", reports, "--out", out, "--workers", 2, "--json")
    assert done.returncode == 3, done.stderr
    said = json.loads(done.stdout)
    assert said["folder"] == out and said["counts"]["documents"] == 20
    run_plainly(reports, tmp_path / "whole")
    check_equal(out, tmp_path / "whole", tmp_path)
    assert "empty.html: read: ReadError" in call("quarantine", out).stdout
    assert "documents 1 of 20" in call("show", out, "documents", "--rows", 1).stdout
    assert " files in " in call("export", out, "--to", tmp_path / "tables").stdout
    assert (tmp_path / "tables" / "indicators.csv").stat().st_size > 1000
    write_report(reports / "empty.html", 20)
    (reports / "1" / "0001.txt").unlink()
    done = call("quarantine", out, "--retry")
    assert done.returncode == 0, done.stderr
    done = call("run", reports, "--out", out)
    assert done.returncode == 0 and "nothing has changed" in done.stdout, done.stdout + done.stderr
    assert "1 source no longer there" in call("prune", out).stdout
    run_plainly(reports, tmp_path / "after")
    check_equal(out, tmp_path / "after", tmp_path)
    assert not any(name.startswith(".zhibiao") for name in list_objects(out)), "the lock is gone"
    assert not (PROJECT / "s3:").exists()


@pytest.mark.slow
@pytest.mark.parametrize("runner", ["threads", "dask"])
def test_other_runners_write_to_a_bucket_too(tmp_path: Path, bucket: str, warm, runner: str) -> None:
    reports = write_reports(tmp_path / "in", 20)
    out = warm(f"{bucket}/out")
    settings = write_settings(tmp_path / "s.toml", runner=runner, batch_size=6, workers=2)
    done = call("run", reports, "--out", out, "--settings", settings)
    assert done.returncode == 0, done.stderr
    run_plainly(reports, tmp_path / "whole")
    check_equal(out, tmp_path / "whole", tmp_path)


@pytest.mark.slow
def test_second_run_says_who_holds_the_dataset(tmp_path: Path, bucket: str, warm, monkeypatch) -> None:
    reports = write_reports(tmp_path / "in", 400)
    out = warm(f"{bucket}/out")
    run = start("run", reports, "--out", out)
    try:
        wait_until(lambda: ".zhibiao/lock.json" in list_objects(out))
        for machine in ("state", "another machine"):
            done = call("run", reports, "--out", out, ZHIBIAO_STATE=str(tmp_path / machine))
            assert done.returncode == 2 and f"another run (process {run.pid} on " in done.stderr, done.stderr
    finally:
        run.send_signal(signal.SIGTERM)
        run.communicate(timeout=60)
    assert run.returncode == 130 and ".zhibiao/lock.json" not in list_objects(out)


@pytest.mark.slow
def test_plain_run_killed_at_random_moments(tmp_path: Path, bucket: str) -> None:
    reports = write_reports(tmp_path / "in", 40)
    run_plainly(reports, tmp_path / "good")
    before = export_all(tmp_path / "good", tmp_path / "before")
    for number in range(40, 100):
        write_report(reports / "new" / f"{number}.txt", number)
    # practices have their ids from the last state: the same one is where the killed runs start
    shutil.copytree(tmp_path / "good", tmp_path / "whole")
    run_plainly(reports, tmp_path / "whole")
    expected = export_all(tmp_path / "whole", tmp_path / "expected")
    good = tmp_path / "good reports"
    for path in reports.glob("[01]/*"):
        write_report(good / path.relative_to(reports), int(path.stem))
    moments = random.Random(20190630)
    runs = PlainRuns()
    try:
        killed = 0
        for attempt in range(5):
            out = f"{bucket}/{attempt}"
            run_plainly(good, out, batch_size=10)
            finished = list_batches(out)
            while killed < 5 * (attempt + 1):
                begun = time.monotonic()
                pid = runs.start(reports, out)
                time.sleep(moments.uniform(0, 1.5))
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                killed += runs.wait() != 0
                state = export_all(out, tmp_path / "state")
                assert state in (before, expected), f"the last good state, whole ({begun})"
                assert finished <= list_batches(out)
                finished = list_batches(out)
                if state == expected:
                    break
            run_plainly(reports, out, batch_size=10)
            assert export_all(out, tmp_path / "state") == expected
            assert len({tuple(read_names(out, name)) for name in finished}) == len(finished), (
                "none was redone"
            )
        assert killed >= 10
    finally:
        runs.stop()


def read_names(out: str, manifest: str) -> list[str]:
    return open_folder(out).read_table(manifest)["source"].to_pylist()


@pytest.mark.slow
def test_run_with_workers_killed_at_random_moments(tmp_path: Path, bucket: str, warm, whole) -> None:
    reports = write_reports(tmp_path / "in", 240)
    settings = write_settings(tmp_path / "small.toml", batch_size=8, workers=2)
    out = warm(f"{bucket}/out")
    moments = random.Random(20191231)
    for _ in range(KILLS_OF_PREFECT // 2):
        run = start("run", reports, "--out", out, "--settings", settings)
        kill_run(run, lambda: list_batches(out), moments)
        assert load_dataset(out).count_rows("documents") in (0, 240)
    run_plainly(reports, out, batch_size=8)
    assert load_dataset(out)["documents"]["source"].is_unique
    assert export_all(out, tmp_path / "a") == whole(240)


@pytest.mark.slow
def test_dask_workers_killed_at_random_moments_cost_nothing(tmp_path: Path, bucket: str, warm, whole) -> None:
    reports = write_reports(tmp_path / "in", 240)
    settings = write_settings(tmp_path / "dask.toml", runner="dask", batch_size=4, workers=2)
    out = warm(f"{bucket}/out")
    moments = random.Random(20200630)
    run = start("run", reports, "--out", out, "--settings", settings)
    for _ in range(KILLS_OF_PREFECT):
        known = list_batches(out)
        # each look is work for the server, which the workers wait for
        wait_until(lambda k=known: list_batches(out) > k, seconds=600, pause=0.2)
        time.sleep(moments.uniform(0, 0.2))
        kill_dask_worker(run.pid, moments)
    _, errors = run.communicate(timeout=600)
    assert run.returncode == 0, errors
    assert load_dataset(out)["documents"]["source"].is_unique
    assert export_all(out, tmp_path / "a") == whole(240)
