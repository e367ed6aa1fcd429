"""The extractors read alike whether compiled or not, and are built where there is no compiler."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.source_copies import PROJECT, copy_sources

READERS = ("corpora", "extractors")
READ_SAMPLES = """
import sys
from pathlib import Path
import extractors.quantities
import zhibiao
print(Path(extractors.quantities.__file__).suffix)
for path in sorted(Path("corpora/samples").glob("*.txt")):
    print(zhibiao.extract(path.read_bytes().decode("utf-8", "replace")))
"""

LIST_LOADED = """
import sys
import extractors.pipeline
print(*(name.partition(".")[2] for name in sys.modules if name.startswith("extractors.")))
"""
LEFT_INTERPRETED = {
    "pipeline": "runs once a document",
    "jieba_tokenizer": "spaCy takes far longer for a Doc than it does",
    "word_vectors": "numpy does its work",
}


def read_samples(folder: Path) -> tuple[str, str]:
    """The ending of a module's file, and all records."""
    environment = os.environ | {"PYTHONPATH": str(folder), "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        [sys.executable, "-c", READ_SAMPLES],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    suffix, _, records = done.stdout.partition("\n")
    return suffix, records


def test_what_extraction_loads_is_compiled_but_for_what_gains_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIST_LOADED], cwd=PROJECT, capture_output=True, encoding="utf-8", check=True
    )
    loaded = {name for name in done.stdout.split() if not name.endswith("__mypyc")}
    setup = (PROJECT / "setup.py").read_text(encoding="utf-8")
    listed = re.search('COMPILED = """([^"]*)"""', setup)
    assert listed is not None
    compiled = set(listed.group(1).split())
    assert loaded - compiled == set(LEFT_INTERPRETED)
    assert compiled <= loaded


@pytest.mark.slow
def test_compiled_and_interpreted_extractors_give_the_same_records(tmp_path: Path) -> None:
    compiled, expected = read_samples(PROJECT)
    if compiled == ".py":
        pytest.skip("the extractors are not compiled here: there was no C compiler")
    suffix, records = read_samples(copy_sources(tmp_path, READERS))
    assert suffix == ".py"
    assert "Indicator(" in records
    assert records == expected


@pytest.mark.slow
def test_without_a_compiler_the_build_goes_on_and_python_reads(tmp_path: Path) -> None:
    folder = copy_sources(tmp_path, READERS)
    done = subprocess.run(
        [sys.executable, "setup.py", "build_ext", "--inplace"],
        cwd=folder,
        env=os.environ | {"CC": "/nowhere/cc"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert not list(folder.rglob("*.so"))
    suffix, records = read_samples(folder)
    assert suffix == ".py"
    assert "Indicator(" in records
