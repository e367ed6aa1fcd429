from __future__ import annotations

import logging
from pathlib import Path

import fsspec
import pytest

from corpora.errors import ReadError
from flows.fetch import fetch_sources
from outputs.datasets import load_dataset
from tests.flows.buckets import make_bucket
from tests.flows.processes import call
from tests.flows.reports_by_hand import REPORT, TOWNS


@pytest.fixture
def memory():
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


def read_folder(folder: str) -> dict[str, str]:
    root = Path(folder)
    return {p.relative_to(root).as_posix(): p.read_text("utf-8") for p in root.rglob("*") if p.is_file()}


def test_local_paths_stay_as_they_are(tmp_path: Path) -> None:
    assert fetch_sources(["a.txt", "crawl/*.html"], tmp_path) == ["a.txt", "crawl/*.html"]
    assert not any(tmp_path.iterdir())


def test_what_is_new_or_has_changed_is_fetched_and_what_is_gone_goes(tmp_path: Path, memory) -> None:
    for name in "abc":
        memory.pipe_file(f"/crawl/松坪镇/{name}.txt", f"松坪镇{name}".encode())
    (folder,) = fetch_sources(["memory://crawl"], tmp_path)
    first = {path: path.stat().st_mtime_ns for path in Path(folder).rglob("*.txt")}
    assert read_folder(folder) == {f"松坪镇/{name}.txt": f"松坪镇{name}" for name in "abc"}
    memory.pipe_file("/crawl/松坪镇/b.txt", "清澜街道".encode())
    memory.rm_file("/crawl/松坪镇/c.txt")
    assert fetch_sources(["memory://crawl"], tmp_path) == [folder]
    assert read_folder(folder) == {"松坪镇/a.txt": "松坪镇a", "松坪镇/b.txt": "清澜街道"}
    kept = Path(folder) / "松坪镇" / "a.txt"
    assert kept.stat().st_mtime_ns == first[kept], "what is unchanged is not fetched again"


def test_one_file_and_a_pattern(tmp_path: Path, memory) -> None:
    for name in ("a.txt", "b.html"):
        memory.pipe_file(f"/crawl/{name}", name.encode())
    (file,) = fetch_sources(["memory://crawl/a.txt"], tmp_path)
    assert Path(file).read_text() == "a.txt"
    (folder,) = fetch_sources(["memory://crawl/*.html"], tmp_path / "other")
    assert read_folder(folder) == {"b.html": "b.html"}


def test_key_that_leads_out_of_its_folder_is_not_followed(tmp_path: Path, memory) -> None:
    memory.store["/crawl/../../../evil.txt"] = memory.store.get("x") or _make_file(memory, b"evil")
    memory.pipe_file("/crawl/a.txt", b"good")
    (folder,) = fetch_sources(["memory://crawl"], tmp_path / "deep" / "out")
    assert set(read_folder(folder)) == {"a.txt"}
    assert not list(tmp_path.rglob("evil.txt"))


def _make_file(system, data: bytes):
    system.pipe_file("/elsewhere", data)
    return system.store.pop("/elsewhere")


def test_files_of_the_user_are_never_removed(tmp_path: Path) -> None:
    """A file:// URL has paths that begin at the root."""
    (tmp_path / "in").mkdir()
    for name in "ab":
        (tmp_path / "in" / f"{name}.txt").write_text(name)
    fetch_sources([f"file://{tmp_path}/in"], tmp_path / "out")
    fetch_sources([f"file://{tmp_path}/in/a.txt"], tmp_path / "out")
    (tmp_path / "in" / "b.txt").rename(tmp_path / "in" / "c.txt")
    (folder,) = fetch_sources([f"file://{tmp_path}/in"], tmp_path / "out")
    assert set(read_folder(folder)) == {"a.txt", "c.txt"}
    assert {path.name for path in (tmp_path / "in").iterdir()} == {"a.txt", "c.txt"}


def test_fetching_is_tried_again_and_what_fails_is_named(tmp_path: Path, memory, monkeypatch, caplog) -> None:
    monkeypatch.setattr("flows.fetch.SECONDS_BEFORE_TRYING_AGAIN", (0, 0))
    tries: dict[str, int] = {}
    real = type(memory).get_file

    def fail_now_and_then(self, path, to, **options):
        tries[path] = tries.get(path, 0) + 1
        if ("shaky" in path and tries[path] < 3) or "broken" in path:
            raise ConnectionResetError("the line is down")
        return real(self, path, to, **options)

    monkeypatch.setattr(type(memory), "get_file", fail_now_and_then)
    for name in ("shaky", "broken", "good"):
        memory.pipe_file(f"/crawl/{name}.txt", name.encode())
    with caplog.at_level(logging.WARNING, "zhibiao"):
        (folder,) = fetch_sources(["memory://crawl"], tmp_path)
    assert set(read_folder(folder)) == {"shaky.txt", "good.txt"}
    assert "/crawl/broken.txt cannot be fetched: ConnectionResetError: the line is down" in caplog.text


@pytest.mark.parametrize(
    ("paths", "says"),
    [
        (["memory://absent"], "memory://absent: (nothing lies there|cannot be listed)"),
        (["nosuch://bucket"], "nosuch://bucket: cannot be listed: ValueError: Protocol not known"),
        (["memory://crawl", "a.txt"], "a.txt is on this machine and memory://crawl is not"),
    ],
)
def test_what_cannot_be_had_is_an_error_that_says_why(tmp_path: Path, memory, paths, says) -> None:
    with pytest.raises(ReadError, match=says):
        fetch_sources(paths, tmp_path)


@pytest.mark.slow
def test_bucket_is_read_and_read_again(tmp_path: Path, warm, buckets, bucket: str) -> None:
    crawl = make_bucket(buckets, f"{bucket.removeprefix('s3://')}-crawl")
    for n, town in enumerate(TOWNS):
        text = REPORT.format(town=town, n=n + 2, digit=5, day=9)
        crawl.put_object(Key=f"2016/{n}.txt", Body=text.encode())
    out = warm(tmp_path / "out")
    source = f"s3://{crawl.name}/2016"
    done = call("run", source, "--out", out)
    assert done.returncode == 0, done.stderr
    tables = load_dataset(out)
    assert list(tables["documents"]["source"]) == [f"{n}.txt" for n in range(len(TOWNS))]
    assert tables.ledger.given == (source,)
    crawl.put_object(Key="2016/9.txt", Body="东渡镇2016年新建公园3处。".encode())
    done = call("run", source, "--out", out)
    assert "1 read, 6 known already" in done.stdout, done.stdout + done.stderr
