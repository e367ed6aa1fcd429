from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from corpora.errors import DatasetError
from flows.fork_server import CAN_FORK
from flows.limits import Limits
from flows.plans import plan_build
from flows.readers_at_work import Readers
from flows.settings import Settings
from flows.steps import Event, Failure, Finished
from outputs.datasets import Dataset
from outputs.ledgers import Ledger
from tests.flows.poison import HARMS, write_poison
from tests.flows.processes import (
    is_alive,
    list_children,
    list_fork_servers,
    list_readers,
    read_command,
    wait_until,
)
from tests.flows.reports_by_hand import read_files, run_plainly, write_report, write_reports

AMPLE = Limits(seconds=120, memory_mb=1024)

pytestmark = pytest.mark.slow


@pytest.fixture
def poisoned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Eight reports, and one for each way to harm the process that reads it."""
    monkeypatch.syspath_prepend(write_poison(tmp_path / "poison"))
    reports = write_reports(tmp_path / "in", 8)
    for place, harm in enumerate(HARMS):
        write_report(reports / f"{place % 2}" / f"{harm}.txt", 7)
    return reports


def test_poison_costs_itself_and_says_why(poisoned: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (batch,) = plan_build([poisoned], out, Settings()).batches
    told: list[Event] = []
    with Readers() as readers:
        entries = readers.build_batch(batch, out, Limits(seconds=10, memory_mb=200), told.append)
    dataset = Dataset(out, Ledger(tuple(sorted(entries, key=lambda entry: entry.source))))
    assert len(dataset["documents"]) == 8
    rows = {Path(row.source).stem: row for row in dataset["quarantine"].itertuples()}
    assert rows.keys() == HARMS.keys()
    for harm, (error, word) in HARMS.items():
        assert (rows[harm].stage, rows[harm].error) == ("read", error)
        assert rows[harm].message.startswith(rows[harm].source) or error == "ZeroDivisionError"
        assert word in rows[harm].message
    assert sorted(event.error for event in told if isinstance(event, Failure)) == sorted(
        error for error, _ in HARMS.values()
    ), "each failure is told once, however often its batch is tried"
    assert len([event for event in told if isinstance(event, Finished)]) == 8 + len(HARMS)


def test_record_that_takes_too_long_costs_itself_and_keeps_its_text(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.syspath_prepend(tmp_path / "poison")
    (tmp_path / "poison").mkdir()
    (tmp_path / "poison" / "sitecustomize.py").write_text(
        "import extractors.pipeline as p, time\nreal = p.split_words\n"
        "p.split_words = lambda d: time.sleep(999) if '清澜' in d.text else real(d)\n",
        encoding="utf-8",
    )
    texts = ["松坪镇今年新建公园3处。", "清澜街道今年新建公园4处。", "柳坝村今年新建公园5处。"]
    (tmp_path / "crawl.jsonl").write_text(
        "".join(f'{{"text": "{text}"}}\n' for text in texts), encoding="utf-8"
    )
    (batch,) = plan_build([tmp_path / "crawl.jsonl"], tmp_path / "out", Settings()).batches
    with Readers() as readers:
        entries = readers.build_batch(batch, tmp_path / "out", Limits(8, 1024), lambda event: None)
    dataset = Dataset(tmp_path / "out", Ledger(tuple(entries)))
    assert list(dataset["documents"]["text"]) == texts
    assert list(dataset["indicators"]["quantity"]) == ["3处", "5处"]
    (row,) = dataset["quarantine"].itertuples()
    assert (row.stage, row.error) == ("extract", "TimeLimitError")
    assert row.document_id == dataset["documents"]["document_id"][1]


def test_process_that_is_killed_from_outside_blames_nobody(tmp_path: Path) -> None:
    killed: list[int] = []

    def kill_once(event: Event) -> None:
        if not killed:
            killed.extend(list_readers(os.getpid()))
            for pid in killed:
                os.kill(pid, signal.SIGKILL)

    with Readers() as readers:
        build_as_plainly(readers, tmp_path, kill_once)
    assert killed


def build_as_plainly(readers: Readers, folder: Path, tell: Callable[[Event], None]) -> None:
    """Have 40 reports read, and look whether the batch is the same as where nobody tells or kills."""
    reports = write_reports(folder / "in", 40)
    run_plainly(reports, folder / "plain")
    (batch,) = plan_build([reports], folder / "out", Settings()).batches
    readers.build_batch(batch, folder / "out", AMPLE, tell)
    batches = {name: data for name, data in read_files(folder / "plain").items() if "/batches/" in name}
    assert read_files(folder / "out") == batches


def test_batches_that_were_begun_are_read_once_and_tell_what_happened_before(tmp_path: Path) -> None:
    reports, out = write_reports(tmp_path / "in", 9), tmp_path / "out"
    write_report(reports / "0" / "raises.txt", 7).write_bytes(b"")
    batches = plan_build([reports], out, Settings(batch_size=4)).batches
    with Readers() as readers:
        readers.start(1)
        readers.begin(batches[:2], out, AMPLE, workers=1)
        wait_until(lambda: (out / batches[1].place).is_dir(), seconds=300)
        written = {path: path.stat().st_ino for path in out.rglob("*.parquet")}
        told: list[Event] = []
        entries = [readers.build_batch(batch, out, AMPLE, told.append) for batch in batches]
        assert len(list_readers(os.getpid())) == 1
    assert [entry.source for built in entries for entry in built] == [
        source.name for batch in batches for source in batch.sources
    ]
    assert written.items() <= {path: path.stat().st_ino for path in out.rglob("*.parquet")}.items()
    assert sorted(event.source for event in told if isinstance(event, Finished)) == sorted(
        source.name for batch in batches for source in batch.sources
    )


def test_processes_end_with_the_block_and_waiting_batches_with_them(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 200)
    (batch,) = plan_build([reports], tmp_path / "out", Settings()).batches
    errors: list[Exception] = []
    begun = threading.Event()

    def build() -> None:
        try:
            readers.build_batch(batch, tmp_path / "out", AMPLE, lambda event: begun.set())
        except DatasetError as error:
            errors.append(error)

    with Readers() as readers:
        thread = threading.Thread(target=build)
        thread.start()
        assert begun.wait(60)
        children = list_readers(os.getpid()) + list_fork_servers(os.getpid())
    thread.join(10)
    assert children and not any(is_alive(child) for child in children)
    assert "was ended before all sources were read" in str(errors[0])


def test_disk_that_cannot_be_written_is_an_error_of_the_run(tmp_path: Path) -> None:
    (batch,) = plan_build([write_reports(tmp_path / "in", 1)], tmp_path / "out", Settings()).batches
    (tmp_path / "out").write_text("a file where the dataset should be", encoding="utf-8")
    with Readers() as readers, pytest.raises(OSError, match="Not a directory"):
        readers.build_batch(batch, tmp_path / "out", AMPLE, lambda event: None)


def test_processes_that_cannot_start_are_an_error_and_not_a_loop(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.syspath_prepend(tmp_path / "broken")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "sitecustomize.py").write_text("import os\nos._exit(7)\n", encoding="utf-8")
    (batch,) = plan_build([write_reports(tmp_path / "in", 1)], tmp_path / "out", Settings()).batches
    with Readers() as readers, pytest.raises(DatasetError, match=r"0/0000\.txt.*ended with status 7"):
        readers.build_batch(batch, tmp_path / "out", AMPLE, lambda event: None)


@pytest.mark.skipif(not CAN_FORK, reason="nothing is forked on this system")
def test_forks_are_replaced_when_what_they_were_forked_from_is_killed(tmp_path: Path) -> None:
    killed: list[int] = []

    def kill_twice(event: Event) -> None:
        if len(killed) < 2:
            killed.extend(list_fork_servers(os.getpid()))
            for pid in killed[-1:] + list_readers(os.getpid()):
                os.kill(pid, signal.SIGKILL)

    with Readers() as readers:
        build_as_plainly(readers, tmp_path, kill_twice)
        assert len({*killed, *list_fork_servers(os.getpid())}) == 3


@pytest.mark.skipif(not CAN_FORK, reason="nothing is forked on this system")
def test_what_is_forked_from_may_be_loaded_before_it_is_known_what_for(tmp_path: Path) -> None:
    before = set(list_fork_servers(os.getpid()))

    def list_new() -> set[int]:
        return set(list_fork_servers(os.getpid())) - before

    with Readers() as readers:
        readers.load()
        wait_until(lambda: len(list_new()) == 1)
        servers = list_new()
        build_as_plainly(readers, tmp_path, lambda event: None)
        assert list_new() == servers
    assert not any(map(is_alive, servers))
    with Readers() as readers:
        readers.load()
        wait_until(lambda: len(list_new()) == 1)
        servers = list_new()
    assert not any(map(is_alive, servers)), "also where nothing was to be read"


def test_where_nothing_can_be_forked_each_process_loads_for_itself(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.syspath_prepend(tmp_path / "system")
    (tmp_path / "system").mkdir()
    (tmp_path / "system" / "sitecustomize.py").write_text(
        "import flows.fork_server\nflows.fork_server.CAN_FORK = False\n", encoding="utf-8"
    )
    monkeypatch.setattr("flows.readers_at_work.CAN_FORK", False)
    reports, out = write_reports(tmp_path / "in", 20), tmp_path / "out"
    write_report(reports / "0" / "raises.txt", 7).write_bytes(b"")
    batches = plan_build([reports], out, Settings(batch_size=10)).batches
    with Readers() as readers:
        readers.start(2)
        readers.begin(batches, out, AMPLE, workers=2)
        entries = [readers.build_batch(batch, out, AMPLE, lambda event: None) for batch in batches]
        children = list_children(os.getpid())
        for child in children:
            assert "reading_process" not in read_command(child) or not list_children(child)
    assert sum(map(len, entries)) == 21


def test_orphans_end_by_themselves(tmp_path: Path) -> None:
    import subprocess
    import sys

    from tests.flows.processes import PROJECT, make_environment

    script = (
        "from flows.readers_at_work import Readers\nimport time\n"
        "readers = Readers()\nreaders.start(2)\nprint('ready', flush=True)\ntime.sleep(60)\n"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", script], cwd=PROJECT, env=make_environment(), stdout=subprocess.PIPE
    )
    assert run.stdout is not None and run.stdout.readline() == b"ready\n"
    wait_until(lambda: len(list_children(run.pid)) == 2 + CAN_FORK)
    children = list_children(run.pid)
    run.kill()
    run.wait()
    wait_until(lambda: not any(is_alive(child) for child in children), seconds=30)
