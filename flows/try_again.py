"""Work over a line that may be down for a moment (重试): tried again where that can help."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from ftplib import error_perm
from typing import TypeVar

from flows.logs import NAME

# the same a moment later
_FINAL = (FileNotFoundError, PermissionError, ValueError, ImportError, error_perm)
_BUSY = (408, 425, 429)  # the answers of a web server below 500 that ask to come back later

_log = logging.getLogger(NAME)
_Result = TypeVar("_Result")


def try_again(work: Callable[[], _Result], pauses: Sequence[float]) -> _Result:
    """What comes of the work; where it fails in a way that may pass, it is tried again after each pause."""
    for seconds in pauses:
        try:
            return work()
        except Exception as error:
            if not may_pass(error):
                raise
            _log.info("trying again in %g s: %s", seconds, describe(error))
            time.sleep(seconds)
    return work()


def may_pass(error: BaseException) -> bool:
    """Whether the same work may do a moment later.

    fsspec says of any error over HTTP or FTP that the file is not found; what it was stands behind that.
    """
    if isinstance(error, FileNotFoundError) and error.__cause__ is not None:
        return _is_of_line(error.__cause__) and may_pass(error.__cause__)
    status = getattr(error, "status", None)
    if isinstance(status, int):
        return status >= 500 or status in _BUSY
    return not isinstance(error, _FINAL)


def describe(error: BaseException) -> str:
    """The error in a line: its kind, and what it says; of a file "not found" for another reason, that one."""
    cause = error.__cause__
    if isinstance(error, FileNotFoundError) and cause is not None and _is_of_line(cause):
        error = cause
    return f"{type(error).__name__}: {error}"


def _is_of_line(cause: BaseException) -> bool:
    """Whether an error is one of the line or of a web server; S3 says so itself where an object is absent."""
    return isinstance(cause, OSError | EOFError) or type(cause).__module__.startswith(("aiohttp.", "ftplib"))
