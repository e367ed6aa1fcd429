"""Bytes that a fuzzer makes up, into every reader and through cleaning: no crash, no hang, little memory.

    python -m benchmarks.fuzz_readers [SECONDS] [--keep FOLDER]

Needs atheris 3 (``pip install atheris``; wheels for Linux), which follows what lines of ``corpora`` an input
reaches and changes the inputs that reach new ones. It starts from whole files of all kinds and the sample
corpus, with the words of the lexicons to put in; of Office files and archives the parts inside are changed,
as a changed byte of packed data only fails its checksum. An input fails where anything but a ReadError is
raised, offsets do not hold, text cannot be written as UTF-8, it takes more than 5 seconds, or the process
holds more than 1 GB. Each failing input is kept in FOLDER (``out/fuzz`` unless given) and the run goes on;
status 1 says that there was one. ``--again FILE`` tries one such input without atheris.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

HANG_SECONDS = 5
MOST_MEMORY_MB = 1024
LONGEST_INPUT = 16384
SAMPLES = Path(__file__).resolve().parents[1] / "corpora" / "samples"
WORDS = ("notices.csv", "page_labels.csv", "genres.csv", "organisation_endings.csv", "spam_words.csv")
MARKUP = (
    "<p>",
    "</p>",
    "<td>",
    "<a href=/>",
    "<!--",
    "&nbsp;",
    '":"',
    "\\u4e2d",
    "WARC/1.0\r\n",
    "<w:p>",
    "<w:t>",
)


Kind = tuple[str, Callable[[bytes], bytes], bytes]


def make_files() -> list[Kind]:
    """The kinds of input: a file name, what makes the file of the fuzzer's bytes, and whole such bytes."""
    from tests.corpora import test_hostile_bytes as whole
    from tests.corpora.test_read_archives import pack_tar, pack_zip

    def same(data: bytes) -> bytes:
        return data

    def put_in(parts: dict[str, bytes], part: str) -> Callable[[bytes], bytes]:
        return lambda data: whole.pack({**parts, part: data})

    kinds = [(name, same, data) for name, data in whole.SEEDS.items()]
    kinds += [("a.docx", put_in(whole.WORD, part), data) for part, data in whole.WORD.items()]
    kinds += [("a.xlsx", put_in(whole.EXCEL, part), data) for part, data in whole.EXCEL.items()]
    kinds += [(f"a{path.suffix}", same, path.read_bytes()) for path in sorted(SAMPLES.iterdir())]
    for name in ("a.txt", "a.html", "a.jsonl", "a.csv", "a.pdf", "a.warc"):
        inside = name.removeprefix("a.")
        kinds += [
            ("b.zip", lambda data, inside=inside: pack_zip({f"b/c.{inside}": data}), whole.SEEDS[name]),
            (
                "b.tgz",
                lambda data, inside=inside: pack_tar({f"b/c.{inside}": data}, "w:gz"),
                whole.SEEDS[name],
            ),
            (f"b.{inside}.gz", gzip.compress, whole.SEEDS[name]),
        ]
    return kinds


def write_dictionary(path: Path) -> None:
    """What the fuzzer may put in: words that the rules look for, and pieces of markup."""
    words = set(MARKUP)
    for name in WORDS:
        with (SAMPLES.parent / "lexicons" / name).open(encoding="utf-8", newline="") as file:
            words.update(row[0] for row in csv.reader(file))
    written = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in sorted(words) if word)
    path.write_text("".join(f'"{word}"\n' for word in written), encoding="ascii")


def try_file(name: str, data: bytes) -> None:
    """Read a file and clean what it holds; AssertionError where offsets do not hold."""
    from corpora.cleaning import clean
    from corpora.documents import Source
    from corpora.errors import ReadError
    from corpora.readers import read

    failures: list[ReadError] = []
    try:
        for reading in read(Source(name, Path(name), data), failures=failures):
            length = len(reading.content)
            cleaned = clean(reading)
            for document in cleaned.documents:
                assert document.text and len(document.body.starts) == len(document.text)
                start, end = document.body.source_span(0, len(document.text))
                assert 0 <= start <= end <= length
                document.text.encode()
                document.working_text.encode()
            for row in cleaned.removed:
                assert 0 <= row.source_start <= row.source_end <= length
                row.text.encode()
    except ReadError as error:
        failures.append(error)
    "".join(map(str, failures)).encode()


def try_input(kinds: Sequence[Kind], data: bytes) -> None:
    """As `try_file`; the first byte of the input says which kind the rest of it is."""
    if data:
        name, make, _ = kinds[data[0] % len(kinds)]
        try_file(name, make(data[1:]))


def fuzz(arguments: list[str]) -> None:
    """Run in a process of its own, which libFuzzer ends."""
    import atheris

    with atheris.instrument_imports(include=["corpora"]):
        import corpora.cleaning
        import corpora.readers  # noqa: F401
    kinds = make_files()

    atheris.Setup([sys.argv[0], *arguments], lambda data: try_input(kinds, data))
    atheris.Fuzz()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("seconds", type=int, nargs="?", default=600)
    parser.add_argument("--keep", type=Path, default=Path("out/fuzz"))
    parser.add_argument("--again", type=Path)
    given = parser.parse_args()
    if given.again is not None:
        try_input(make_files(), given.again.read_bytes())
        return 0
    given.keep.mkdir(parents=True, exist_ok=True)
    known = set(given.keep.iterdir())
    with tempfile.TemporaryDirectory() as folder:
        inputs = Path(folder, "inputs")
        inputs.mkdir()
        write_dictionary(Path(folder, "words"))
        for number, (_, _, data) in enumerate(make_files()):
            (inputs / str(number)).write_bytes(bytes((number,)) + data)
        end = time.monotonic() + given.seconds
        while (left := round(end - time.monotonic())) > 0:
            _run_fuzzer(Path(folder), given.keep, seconds=left)
    failed = sorted(set(given.keep.iterdir()) - known)
    print(f"{given.seconds} seconds: {len(failed)} inputs failed")
    for path in failed:
        print(path)
    return 1 if failed else 0


def _run_fuzzer(folder: Path, keep: Path, *, seconds: int) -> None:
    """One process of the fuzzer, until the time is over or an input fails."""
    limits = [
        f"-max_total_time={seconds}",
        f"-timeout={HANG_SECONDS}",
        f"-rss_limit_mb={MOST_MEMORY_MB}",
        f"-max_len={LONGEST_INPUT}",
        f"-artifact_prefix={keep}/",
        f"-dict={folder / 'words'}",
    ]
    code = "import sys; from benchmarks.fuzz_readers import fuzz; fuzz(sys.argv[1:])"
    subprocess.run([sys.executable, "-c", code, *limits, str(folder / "inputs")], check=False)


if __name__ == "__main__":
    sys.exit(main())
