"""The lock of a dataset at a URL; two state folders stand for two machines."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import fsspec
import pytest

from corpora.errors import DatasetError
from outputs import remote_locks
from outputs.ledgers import Ledger, read_ledger, write_ledger
from outputs.locks import lock_dataset, open_for_writing
from outputs.remote_folders import RemoteFolder
from outputs.remote_locks import LOCK
from tests.flows.processes import wait_until

URL = "memory://bucket/dataset"


@pytest.fixture
def move_to(tmp_path: Path, monkeypatch) -> Iterator[Callable[[str], None]]:
    """Goes over to another machine, as far as the lock can tell."""
    store = fsspec.filesystem("memory").store
    store.clear()
    monkeypatch.setattr(remote_locks, "SECONDS_BETWEEN_BEATS", 0.05)
    monkeypatch.setattr(remote_locks, "SECONDS_TO_WATCH", 5.0)

    def move(machine: str) -> None:
        monkeypatch.setenv("ZHIBIAO_STATE", str(tmp_path / machine))

    move("one")
    yield move
    store.clear()


def read_lock() -> dict[str, object]:
    return json.loads(RemoteFolder(URL).read(LOCK))


@contextmanager
def hold_and_go_down(move_to, machine: str) -> Iterator[None]:
    """A machine that went down in a run: its object stays and does not beat."""
    move_to(machine)
    with lock_dataset(URL):
        left = RemoteFolder(URL).read(LOCK)
    RemoteFolder(URL).put(LOCK, left)
    yield


def grow_old(seconds: float) -> None:
    """Let the lock have beaten for the last time so long ago."""
    RemoteFolder(URL).put(LOCK, json.dumps(read_lock() | {"beat": time.time() - seconds}).encode())


def test_run_of_another_machine_is_told_who_holds_the_dataset(move_to) -> None:
    with lock_dataset(URL):
        move_to("two")
        says = r"is being written by another run \(process \d+ on \S+ since 20"
        with pytest.raises(DatasetError, match=says), lock_dataset(URL):
            pass
        move_to("one")
    assert not RemoteFolder(URL).has(LOCK)


def test_second_run_on_this_machine_is_told_too(move_to) -> None:
    with lock_dataset(URL), pytest.raises(DatasetError, match="another run"), lock_dataset(URL):
        pass


def test_lock_of_a_dead_run_of_this_machine_is_taken_at_once(move_to, monkeypatch) -> None:
    monkeypatch.setattr(remote_locks, "_is_alive", None)
    with hold_and_go_down(move_to, "one"), lock_dataset(URL):
        assert read_lock()["holder"]


def test_lock_of_a_machine_that_went_down_is_taken_when_it_has_not_beaten_for_long(
    move_to, monkeypatch
) -> None:
    monkeypatch.setattr(remote_locks, "SECONDS_TO_WATCH", 0.2)
    with hold_and_go_down(move_to, "one"):
        move_to("two")
        grow_old(remote_locks.SECONDS_TO_LIVE / 2)
        with pytest.raises(DatasetError, match="another run"), lock_dataset(URL):
            pass
        grow_old(remote_locks.SECONDS_TO_LIVE + 1)
        with lock_dataset(URL):
            assert time.time() - read_lock()["beat"] < remote_locks.SECONDS_TO_LIVE
    assert not RemoteFolder(URL).has(LOCK)


def test_lock_that_beats_is_never_taken_whatever_the_clocks_say(move_to) -> None:
    with hold_and_go_down(move_to, "one"):
        grow_old(remote_locks.SECONDS_TO_LIVE + 1)
        stop = threading.Event()

        def beat_with_a_clock_that_is_wrong() -> None:
            n = 0
            while not stop.wait(0.05):
                n += 1
                RemoteFolder(URL).put(LOCK, json.dumps(read_lock() | {"beat": float(n)}).encode())

        beating = threading.Thread(target=beat_with_a_clock_that_is_wrong)
        beating.start()
        move_to("two")
        try:
            with pytest.raises(DatasetError, match="another run"), lock_dataset(URL):
                pass
        finally:
            stop.set()
            beating.join()


def test_who_lost_the_lock_does_not_replace_the_ledger(move_to, monkeypatch) -> None:
    monkeypatch.setattr(remote_locks, "SECONDS_BETWEEN_BEATS", 60.0)
    with open_for_writing(URL) as folder:
        RemoteFolder(URL).put(
            LOCK, json.dumps(read_lock() | {"token": "of another", "holder": "me"}).encode()
        )
        with pytest.raises(DatasetError, match=r"was taken by another run \(me\)"):
            write_ledger(folder, Ledger(run_id="late"))
    assert read_ledger(URL).run_id == ""
    assert read_lock()["token"] == "of another", "the lock of the other one stays"


def test_beats_go_on_while_it_is_held(move_to) -> None:
    with lock_dataset(URL):
        first = read_lock()["beat"]
        wait_until(lambda: read_lock()["beat"] > first)


def test_damaged_lock_is_one_of_a_run_that_is_not_heard_of(move_to, monkeypatch) -> None:
    monkeypatch.setattr(remote_locks, "SECONDS_TO_WATCH", 0.1)
    RemoteFolder(URL).put(LOCK, b"{")
    with lock_dataset(URL):
        assert read_lock()["token"]
