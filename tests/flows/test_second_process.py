"""A process beside this one, and what becomes of its work when it ends."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from operator import truediv
from pathlib import Path

import pytest

from corpora.divided_work import do_alone
from extractors import clause_vectors, practice_groups
from flows.second_process import SecondProcess, SecondProcessError, go_on_at_leisure
from outputs.datasets import load_dataset
from tests.flows.processes import PROJECT, is_alive, list_children, make_environment, read_command, wait_until
from tests.flows.reports_by_hand import read_files, run_plainly, write_reports

pytestmark = pytest.mark.slow


def list_second_processes(pid: int) -> list[int]:
    return [child for child in list_children(pid) if "second_process" in read_command(child)]


def tell_who_did_it(pause: float, number: int) -> tuple[int, int]:
    time.sleep(pause)
    return number, os.getpid()


def take_steps(path: Path, count: int) -> None:
    def step():
        for _ in range(count):
            with path.open("a", encoding="utf-8") as file:
                file.write("步")
            yield True

    go_on_at_leisure(step())


def end_at_leisure() -> None:
    go_on_at_leisure(os._exit(7) for _ in "一")


def test_half_of_the_tasks_are_done_there_and_come_back_in_their_order() -> None:
    tasks = [(number,) for number in range(20)]
    with SecondProcess() as beside:
        (number, pid) = beside.call(tell_who_did_it, 0.0, 3).result()
        assert (number, [pid]) == (3, list_second_processes(os.getpid()))
        done = beside.divide(tell_who_did_it, (0.02,), tasks)
        assert [number for number, _ in done] == list(range(20))
        assert {who for _, who in done} == {os.getpid(), pid}
        assert beside.divide(pow, (2,), tasks) == do_alone(pow, (2,), tasks)
        assert beside.divide(pow, (3,), tasks) == do_alone(pow, (3,), tasks)


def test_nothing_is_started_that_nothing_is_asked_of() -> None:
    with SecondProcess():
        assert not list_second_processes(os.getpid())


def test_killed_process_leaves_no_task_undone_and_says_so_of_a_call() -> None:
    with SecondProcess() as beside:
        assert beside.call(abs, -3).result() == 3
        (pid,) = list_second_processes(os.getpid())
        threading.Timer(0.2, os.kill, (pid, signal.SIGKILL)).start()
        done = beside.divide(tell_who_did_it, (0.02,), [(number,) for number in range(40)])
        assert [number for number, _ in done] == list(range(40))
        with pytest.raises(SecondProcessError):
            beside.call(abs, -3).result()
        assert beside.divide(abs, (), [(-1,), (-2,)]) == [1, 2]


def test_what_fails_there_is_tried_here_which_says_what_is_wrong() -> None:
    with SecondProcess() as beside:
        with pytest.raises(SecondProcessError):
            beside.call(truediv, 1, 0).result()
        with pytest.raises(ZeroDivisionError):
            beside.divide(truediv, (1,), [(1,), (0,)])
        assert beside.call(abs, -3).result() == 3


def test_it_goes_on_with_its_own_while_nothing_is_asked(tmp_path: Path) -> None:
    written = tmp_path / "steps"
    with SecondProcess() as beside:
        beside.call(take_steps, written, 5).result()
        wait_until(lambda: written.exists() and written.read_text(encoding="utf-8") == "步" * 5)
        assert beside.call(abs, -3).result() == 3
        beside.call(end_at_leisure).result()
        wait_until(lambda: not list_second_processes(os.getpid()))
        with pytest.raises(SecondProcessError):
            beside.call(abs, -3).result()


def test_it_ends_with_the_block_whatever_it_is_at() -> None:
    with SecondProcess() as beside:
        sleeping = beside.call(time.sleep, 600)
        waiting = beside.call(time.sleep, 600)
        wait_until(sleeping.running)
        children = list_second_processes(os.getpid())
        begun = time.monotonic()
    assert time.monotonic() - begun < 30
    assert children and not any(map(is_alive, children))
    with pytest.raises(SecondProcessError):
        sleeping.result()
    assert waiting.cancelled()


def test_it_does_not_outlive_who_started_it() -> None:
    script = (
        "from flows.second_process import SecondProcess\nimport time\nbeside = SecondProcess()\n"
        "beside.call(abs, -3).result()\nbeside.call(time.sleep, 600)\nprint('ready', flush=True)\n"
        "time.sleep(600)\n"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", script], cwd=PROJECT, env=make_environment(), stdout=subprocess.PIPE
    )
    assert run.stdout is not None and run.stdout.readline() == b"ready\n"
    children = list_children(run.pid)
    assert len(children) == 1
    run.kill()
    run.communicate()
    wait_until(lambda: not any(map(is_alive, children)), seconds=30)


def test_datasets_are_the_same_whenever_it_is_killed(tmp_path: Path, monkeypatch) -> None:
    # small tasks, so that there are some to give away
    monkeypatch.setattr(clause_vectors, "_TOGETHER", 2)
    monkeypatch.setattr(practice_groups, "_GROUPS_TOGETHER", 1)
    reports = write_reports(tmp_path / "in", 60)
    run_plainly(reports, tmp_path / "one")
    assert load_dataset(tmp_path / "one").count_rows("practices")
    begun = time.monotonic()
    run_plainly(reports, tmp_path / "two", workers=2)
    seconds = time.monotonic() - begun
    expected = read_files(tmp_path / "one")
    assert read_files(tmp_path / "two") == expected
    moments = random.Random(20180630)

    def kill_later() -> None:
        wait_until(lambda: bool(list_second_processes(os.getpid())), pause=0.001)
        time.sleep(moments.uniform(0, seconds))
        for pid in list_second_processes(os.getpid()):
            os.kill(pid, signal.SIGKILL)

    for n in range(6):
        killer = threading.Thread(target=kill_later)
        killer.start()
        run_plainly(reports, tmp_path / f"killed {n}", workers=2)
        killer.join()
        assert read_files(tmp_path / f"killed {n}") == expected
        assert not list_second_processes(os.getpid())
