"""The lock of a dataset at a URL (远程锁): an object that says who holds it, and a heartbeat that keeps it.

Runs of one machine keep each other out by a file there (locks.py), which goes with its process; the object
keeps out the runs of other machines. A machine that went down stops beating, and its lock is taken after
SECONDS_TO_LIVE. Clocks need not agree for that: before a lock is taken, it is watched, and one that beats is
never taken. Who was not heard of for so long, and comes back, finds out before it replaces the ledger.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from uuid import uuid4

from corpora.errors import DatasetError
from outputs.remote_folders import RemoteFolder

LOCK = ".zhibiao/lock.json"
SECONDS_BETWEEN_BEATS = 10.0
SECONDS_TO_LIVE = 60.0
SECONDS_TO_WATCH = 25.0  # two beats, and the time that a slow request takes
TRIES = 3

_log = logging.getLogger("zhibiao.locks")


@dataclass(frozen=True, slots=True)
class Holder:
    """What the object says (持有者).

    Attributes:
        holder: process, machine and since when, in words.
        token: of this one hold, in hex; nobody else's is the same.
        state: of the state folder of its machine, in hex.
        beat: seconds since 1970 by the holder's clock when it was last written.
    """

    holder: str
    token: str
    state: str
    beat: float


@contextmanager
def hold(folder: RemoteFolder, holder: str) -> Iterator[None]:
    """Hold the dataset against runs of other machines; the caller holds it against those of this one.

    Raises:
        DatasetError: another run holds it, or the storage cannot be reached.
        OSError: the storage refuses.
    """
    mine = Holder(holder, uuid4().hex, _name_state(folder), time.time())
    _acquire(folder, mine)
    released = threading.Event()
    beating = threading.Thread(target=_beat, args=(folder, mine, released), daemon=True, name="zhibiao-lock")
    beating.start()
    _held[folder.url] = mine
    try:
        yield
    finally:
        del _held[folder.url]
        released.set()
        beating.join()
        with suppress(OSError, DatasetError):  # it dies by itself
            if _is_mine(folder, mine):
                folder.delete(LOCK)


_held: dict[str, Holder] = {}


def check_held(folder: RemoteFolder) -> None:
    """Nothing where the lock that this process took is still its own.

    Raises:
        DatasetError: another run took it meanwhile.
    """
    mine = _held.get(folder.url)
    if mine is not None and not _is_mine(folder, mine):
        other = _read(folder)
        raise DatasetError(
            f"{folder} was taken by another run ({other.holder if other else 'which is done'}), as this one "
            f"was not heard of for {SECONDS_TO_LIVE:g} s; what was finished is kept. Run again"
        )


def _acquire(folder: RemoteFolder, mine: Holder) -> None:
    for _ in range(TRIES):
        other = _read(folder)
        if other is not None:
            # of this machine nobody can hold it: the caller has the lock that goes with its process
            if other.state != mine.state and _is_alive(folder, other):
                raise DatasetError(
                    f"{folder} is being written by another run ({other.holder}); wait for it to end"
                )
            if _read(folder) == other:
                folder.delete(LOCK)
        try:
            folder.create(LOCK, _write(mine))
        except FileExistsError:
            continue
        if _is_mine(folder, mine):  # a store that knows no conditions may have let in two
            return
    raise DatasetError(f"{folder}: several runs want to write it at once; try again")


def _is_alive(folder: RemoteFolder, other: Holder) -> bool:
    """Whether the lock was written lately by the clocks, or is written while we look."""
    if time.time() - other.beat < SECONDS_TO_LIVE:
        return True
    _log.warning("%s: looking whether its last run (%s) is still at work", folder, other.holder)
    end = time.monotonic() + SECONDS_TO_WATCH
    while time.monotonic() < end:
        time.sleep(min(1.0, SECONDS_TO_WATCH))
        if _read(folder) != other:
            return True
    return False


def _beat(folder: RemoteFolder, mine: Holder, released: threading.Event) -> None:
    while not released.wait(SECONDS_BETWEEN_BEATS):
        with suppress(OSError, DatasetError):  # out of reach for a moment; the next beat may arrive
            if not _is_mine(folder, mine):
                return
            folder.put(LOCK, _write(replace(mine, beat=time.time())))


def _is_mine(folder: RemoteFolder, mine: Holder) -> bool:
    there = _read(folder)
    return there is not None and there.token == mine.token


def _read(folder: RemoteFolder) -> Holder | None:
    try:
        said = json.loads(folder.read(LOCK))
        return Holder(*(said[name] for name in Holder.__dataclass_fields__))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        return Holder("a process that did not say its name", "", "", 0.0)


def _write(holder: Holder) -> bytes:
    return json.dumps(asdict(holder)).encode()


def _name_state(folder: RemoteFolder) -> str:
    """What tells the state folder of this machine from all others; made up once."""
    path = folder.state / "name"
    with suppress(FileNotFoundError):
        return path.read_text("utf-8")
    path.write_text(uuid4().hex, "utf-8")
    return path.read_text("utf-8")
