"""Documents that harm the process that reads them, set up in each process before anything else.

No text does that today, so that what a defect would do is done in its place: a folder with a sitecustomize.py
that makes reading harmful where the name of the source says so.
"""

from __future__ import annotations

from pathlib import Path

POISON = """
import ctypes, os, re
import corpora.documents
read_bytes = corpora.documents.Source.read_bytes
def read_or_harm(source):
    kind = source.name.rpartition("/")[2].partition(".")[0]
    if kind == "loops":
        while True:
            pass
    if kind == "backtracks":
        re.fullmatch("(a|aa)+b", "a" * 200)
    if kind == "hoards":
        held = []
        while True:
            held.append(bytearray(1 << 24))
    if kind == "killed":
        os.kill(os.getpid(), 9)
    if kind == "crashes":
        ctypes.string_at(0)
    if kind == "exits":
        os._exit(0)
    if kind == "raises":
        raise ZeroDivisionError("no lines")
    return read_bytes(source)
corpora.documents.Source.read_bytes = read_or_harm
"""

# the kind of harm, and the error and a word of the message that stand for it in `quarantine`
HARMS = {
    "backtracks": ("TimeLimitError", "took over"),
    "crashes": ("ProcessDiedError", "SIGSEGV"),
    "exits": ("ProcessDiedError", "ended with status 0"),
    "hoards": ("MemoryLimitError", "document_memory_mb"),
    "killed": ("ProcessDiedError", "was killed"),
    "loops": ("TimeLimitError", "document_seconds"),
    "raises": ("ZeroDivisionError", "no lines"),
}


def write_poison(folder: Path) -> Path:
    """A folder that, on PYTHONPATH, makes sources named after a harm do it."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(POISON, encoding="utf-8")
    return folder
