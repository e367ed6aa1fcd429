from __future__ import annotations

import logging
import time
from pathlib import Path

import fsspec
import pytest

from corpora.errors import ReadError
from flows.fetch import fetch_sources
from outputs.datasets import load_dataset
from tests.flows.buckets import make_bucket
from tests.flows.processes import call
from tests.flows.reports_by_hand import REPORT, TOWNS, run_plainly, write_report
from tests.flows.shaky_lines import serve_folder


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
    assert fetch_sources(["a.txt", "crawl/*.html"], tmp_path).paths == ("a.txt", "crawl/*.html")
    assert not any(tmp_path.iterdir())


def test_what_is_new_or_has_changed_is_fetched_and_what_is_gone_goes(tmp_path: Path, memory) -> None:
    for name in "abc":
        memory.pipe_file(f"/crawl/松坪镇/{name}.txt", f"松坪镇{name}".encode())
    (folder,) = fetch_sources(["memory://crawl"], tmp_path).paths
    first = {path: path.stat().st_mtime_ns for path in Path(folder).rglob("*.txt")}
    assert read_folder(folder) == {f"松坪镇/{name}.txt": f"松坪镇{name}" for name in "abc"}
    memory.pipe_file("/crawl/松坪镇/b.txt", "清澜街道".encode())
    memory.rm_file("/crawl/松坪镇/c.txt")
    assert fetch_sources(["memory://crawl"], tmp_path).paths == (folder,)
    assert read_folder(folder) == {"松坪镇/a.txt": "松坪镇a", "松坪镇/b.txt": "清澜街道"}
    kept = Path(folder) / "松坪镇" / "a.txt"
    assert kept.stat().st_mtime_ns == first[kept], "what is unchanged is not fetched again"


def test_one_file_and_a_pattern(tmp_path: Path, memory) -> None:
    for name in ("a.txt", "b.html"):
        memory.pipe_file(f"/crawl/{name}", name.encode())
    (file,) = fetch_sources(["memory://crawl/a.txt"], tmp_path).paths
    assert Path(file).read_text() == "a.txt"
    (folder,) = fetch_sources(["memory://crawl/*.html"], tmp_path / "other").paths
    assert read_folder(folder) == {"b.html": "b.html"}


def test_key_that_leads_out_of_its_folder_is_not_followed(tmp_path: Path, memory) -> None:
    memory.store["/crawl/../../../evil.txt"] = memory.store.get("x") or _make_file(memory, b"evil")
    memory.pipe_file("/crawl/a.txt", b"good")
    (folder,) = fetch_sources(["memory://crawl"], tmp_path / "deep" / "out").paths
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
    (folder,) = fetch_sources([f"file://{tmp_path}/in"], tmp_path / "out").paths
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
        fetched = fetch_sources(["memory://crawl"], tmp_path)
    (folder,) = fetched.paths
    assert read_folder(folder) == {"shaky.txt": "shaky", "good.txt": "good", "broken.txt": ""}
    says = "/crawl/broken.txt cannot be fetched: ConnectionResetError: the line is down"
    assert fetched.failures == {f"{folder}/broken.txt": f"memory://crawl: {says}"}
    assert says in caplog.text and tries["/crawl/broken.txt"] == 3


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


def read_quarantine(out) -> dict[str, tuple[str, str]]:
    rows = load_dataset(out)["quarantine"]
    return {row.source: (row.stage, row.error) for row in rows.itertuples()}


@pytest.mark.parametrize("urls", [["memory://crawl"], ["memory://crawl/2016", "memory://crawl/2017"]])
def test_file_that_does_not_come_is_in_quarantine_until_it_does(
    tmp_path: Path, memory, monkeypatch, urls
) -> None:
    monkeypatch.setattr("flows.fetch.SECONDS_BEFORE_TRYING_AGAIN", ())
    real = type(memory).get_file
    broken = {"1.txt"}

    def fail(self, path, to, **options):
        if path.rpartition("/")[2] in broken:
            raise TimeoutError("no answer after 30 s")
        return real(self, path, to, **options)

    monkeypatch.setattr(type(memory), "get_file", fail)
    for n in range(3):
        memory.pipe_file(f"/crawl/2016/{n}.txt", write_report(tmp_path / "r.txt", n).read_bytes())
    memory.pipe_file("/crawl/2017/9.txt", write_report(tmp_path / "r.txt", 9).read_bytes())
    out = tmp_path / "out"
    summary = run_plainly(urls, out)
    assert (summary.n_quarantined, summary.counts["documents"]) == (1, 3)
    assert read_quarantine(out) == {"2016/1.txt": ("fetch", "FetchError")}
    assert "1.txt cannot be fetched: TimeoutError: no answer after 30 s" in summary.messages[0]
    again = run_plainly(urls, out)
    assert not again.changed, "it is tried again, and nothing is new"
    assert (again.n_read, again.n_quarantined, again.messages) == (0, 1, summary.messages), "status 3 again"

    broken = {"0.txt"}
    memory.pipe_file("/crawl/2016/0.txt", write_report(tmp_path / "r.txt", 40).read_bytes())
    summary = run_plainly(urls, out)
    assert read_quarantine(out) == {"2016/0.txt": ("fetch", "FetchError")}
    assert summary.counts["documents"] == 4, "what was fetched of it before is still read"
    assert "新建口袋公园2处" in load_dataset(out)["documents"].set_index("source").text["2016/0.txt"]
    assert not run_plainly(urls, out).changed

    broken = set()
    summary = run_plainly(urls, out)
    assert (summary.n_quarantined, summary.counts["quarantine"]) == (0, 0)
    assert "新建口袋公园42处" in load_dataset(out)["documents"].set_index("source").text["2016/0.txt"]


@pytest.mark.parametrize(("takes_several", "at_once"), [(True, 8), (False, 1)])
def test_some_files_are_fetched_at_once_where_the_storage_can(
    tmp_path: Path, memory, monkeypatch, takes_several: bool, at_once: int
) -> None:
    real = type(memory).get_file
    running, most = [], []

    def note(self, path, to, **options):
        running.append(path)
        most.append(len(running))
        time.sleep(0.05)
        running.remove(path)
        if path.endswith(("3.txt", "7.txt")):
            raise PermissionError("forbidden")
        return real(self, path, to, **options)

    monkeypatch.setattr(type(memory), "get_file", note)
    monkeypatch.setattr(type(memory), "async_impl", takes_several)
    for n in range(40):
        memory.pipe_file(f"/crawl/{n:02}.txt", b"%d" % n)
    fetched = fetch_sources(["memory://crawl"], tmp_path)
    assert max(most) <= at_once and (max(most) > 1) == takes_several
    assert len(list(Path(fetched.paths[0]).glob("*.txt"))) == 40
    failed = [Path(path).name for path in fetched.failures]
    assert failed == ["03.txt", "07.txt", "13.txt", "17.txt", "23.txt", "27.txt", "33.txt", "37.txt"]


def test_url_that_is_gone_does_not_keep_the_others(tmp_path: Path, memory) -> None:
    memory.pipe_file("/crawl/2016/0.txt", write_report(tmp_path / "r.txt", 0).read_bytes())
    urls, out = ["memory://crawl/2016", "memory://crawl/2017"], tmp_path / "out"
    summary = run_plainly(urls, out)
    assert (summary.n_quarantined, summary.counts["documents"]) == (1, 1)
    assert read_quarantine(out) == {"2017": ("fetch", "FetchError")}
    memory.pipe_file("/crawl/2017/1.txt", write_report(tmp_path / "r.txt", 1).read_bytes())
    summary = run_plainly(urls, out)
    assert (summary.counts["quarantine"], summary.counts["documents"], summary.n_gone) == (0, 2, 0)
    memory.rm_file("/crawl/2017/1.txt")
    summary = run_plainly(urls, out)
    assert (summary.n_quarantined, summary.counts["documents"], summary.n_gone) == (1, 2, 0)
    assert set(read_quarantine(out)) == {"2017/unlisted"}, "what it gave before stays"


def test_run_ends_where_nothing_at_all_comes(tmp_path: Path, memory) -> None:
    memory.pipe_file("/crawl/0.txt", write_report(tmp_path / "r.txt", 0).read_bytes())
    run_plainly(["memory://crawl"], tmp_path / "out")
    before = (tmp_path / "out" / "ledger.parquet").read_bytes()
    memory.rm_file("/crawl/0.txt")
    with pytest.raises(ReadError, match="none of the sources could be fetched: memory://crawl: cannot be"):
        run_plainly(["memory://crawl"], tmp_path / "out")
    assert (tmp_path / "out" / "ledger.parquet").read_bytes() == before
    memory.pipe_file("/crawl/0.txt", write_report(tmp_path / "r.txt", 0).read_bytes())
    assert not run_plainly(["memory://crawl"], tmp_path / "out").changed


def test_listing_is_tried_again_but_not_where_that_is_in_vain(tmp_path: Path, memory, monkeypatch) -> None:
    monkeypatch.setattr("flows.fetch.SECONDS_BEFORE_LISTING_AGAIN", (0, 0))
    memory.pipe_file("/crawl/0.txt", b"0")
    errors: list[Exception] = [ConnectionResetError("the line is down"), TimeoutError("no answer")]
    real = type(memory).find

    def find(self, path, **options):
        if errors:
            raise errors.pop(0)
        return real(self, path, **options)

    monkeypatch.setattr(type(memory), "find", find)
    assert fetch_sources(["memory://crawl"], tmp_path).paths
    errors += [PermissionError("Forbidden"), ConnectionResetError("never tried")]
    with pytest.raises(ReadError, match="PermissionError: Forbidden"):
        fetch_sources(["memory://crawl"], tmp_path)
    assert len(errors) == 1


def test_dataset_among_its_sources_is_no_source(tmp_path: Path, memory, monkeypatch) -> None:
    monkeypatch.setenv("ZHIBIAO_STATE", str(tmp_path / "state"))
    memory.pipe_file("/crawl/0.txt", write_report(tmp_path / "r.txt", 0).read_bytes())
    for _ in range(2):
        summary = run_plainly(["memory://crawl"], "memory://crawl/dataset")
        assert summary.n_sources == 1
    assert not summary.changed


def test_pages_of_a_web_server_of_which_one_is_gone(tmp_path: Path) -> None:
    for n in range(2):
        write_report(tmp_path / "site" / f"{n}.txt", n)
    with serve_folder(tmp_path / "site") as site:
        urls = [f"{site}/{name}" for name in ("0.txt", "1.txt", "gone.html")]
        summary = run_plainly(urls, tmp_path / "out")
    assert (summary.n_quarantined, summary.counts["documents"]) == (1, 2)
    assert read_quarantine(tmp_path / "out") == {"gone.html": ("fetch", "FetchError")}


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
