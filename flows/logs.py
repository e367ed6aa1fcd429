"""Log lines of a run (日志): each failure with its source, document and stage."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from flows.steps import Event, Failure, Finished, Step
from outputs.print_tables import leave_out_source, show_harmless

NAME = "zhibiao"  # Prefect takes its lines too where PREFECT_LOGGING_EXTRA_LOGGERS=zhibiao
NOTICE = logging.WARNING + 1  # what is to be seen wherever warnings are, and is none
logging.addLevelName(NOTICE, "NOTICE")

_log = logging.getLogger(NAME)


def log_event(event: Event) -> None:
    """Log a failure as a warning, a finished source as information, a step for debugging."""
    match event:
        case Failure():
            document = f", document {event.document_id}" if event.document_id else ""
            message = leave_out_source(event.message, event.source)
            _log.warning(
                "%s: quarantined in stage %s%s: %s: %s",
                *(event.source, event.stage, document, event.error, message),
            )
        case Finished():
            _log.info("%s: done", event.source)
        case Step():
            _log.debug("%s: stage %s, part %d", event.source, event.stage, event.part)


def notify(message: str) -> None:
    """Log what a service does or has done."""
    _log.log(NOTICE, "%s", message)


def report(out: object, error: Exception | str) -> None:
    """Log what kept a run of a service from bringing a dataset up to date; the next one tries again."""
    _log.error("%s: %s", out, error)


def set_level(level: str) -> None:
    """Log what is of this level or above; who prints it is for the program to say."""
    _log.setLevel(level)


@contextmanager
def print_log() -> Iterator[None]:
    """Within the block, log lines go to stderr, harmless to a terminal."""
    handler = _StderrHandler()
    handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    _log.addHandler(handler)
    above, _log.propagate = _log.propagate, False  # Prefect's root logger would print each line once more
    try:
        yield
    finally:
        _log.removeHandler(handler)
        _log.propagate = above


class _OneLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return show_harmless(" ".join(super().format(record).split()))


class _StderrHandler(logging.Handler):
    """Writes where stderr is when the line comes: a progress bar puts itself in between."""

    def emit(self, record: logging.LogRecord) -> None:
        print(self.format(record), file=sys.stderr, flush=True)
