"""Remote sources over a line that is down now and then: real servers, real requests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest

from corpora.errors import ReadError
from flows.fetch import UNLISTED, fetch_sources
from tests.flows.buckets import make_bucket
from tests.flows.processes import PROJECT, make_environment, wait_until
from tests.flows.shaky_lines import ShakyLine, Trouble, serve_folder, serve_shakily


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch) -> None:
    monkeypatch.setattr("flows.fetch.SECONDS_BEFORE_TRYING_AGAIN", (0, 0))
    monkeypatch.setattr("flows.fetch.SECONDS_BEFORE_LISTING_AGAIN", (0, 0, 0))


@pytest.fixture
def line(buckets: dict[str, str], bucket: str, monkeypatch) -> Iterator[ShakyLine]:
    """A line to the S3 server, which s3:// goes by."""
    s3 = fsspec.get_filesystem_class("s3")
    s3.clear_instance_cache()  # one that another test made goes by another line
    with serve_shakily(buckets["AWS_ENDPOINT_URL"]) as line:
        monkeypatch.setenv("AWS_ENDPOINT_URL", line.url)
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")  # s3fs tries five times by itself; below it, once
        yield line
    s3.clear_instance_cache()


@pytest.fixture
def crawl(buckets: dict[str, str], bucket: str, line: ShakyLine) -> Any:
    """A bucket, which the test itself reaches by a line that is never down."""
    return make_bucket(buckets, f"{bucket.removeprefix('s3://')}-crawl")


def put_all(crawl: Any, *keys: str) -> None:
    for key in keys:
        crawl.put_object(Key=key, Body=f"{key}的工作总结".encode())


def read_below(folder: str) -> dict[str, str]:
    root = Path(folder)
    return {p.relative_to(root).as_posix(): p.read_text("utf-8") for p in root.rglob("*") if p.is_file()}


def count_fetched(line: ShakyLine) -> int:
    return sum(n for asked, n in line.asked.items() if asked.startswith("GET ") and "list-type" not in asked)


def test_eight_come_at_once_and_names_that_begin_alike_do_not_meet(
    tmp_path: Path, line: ShakyLine, crawl: Any
) -> None:
    begin = "songpingzhen-2016-nian-shangbannian-gongzuo-zongjie-he-xiabannian-silu-" * 2
    names = [f"{begin}{n:02}.txt" for n in range(40)]
    put_all(crawl, *(f"2016/{name}" for name in names))
    fetched = fetch_sources([f"s3://{crawl.name}/2016"], tmp_path)
    assert read_below(fetched.paths[0]) == {name: f"2016/{name}的工作总结" for name in names}
    assert not fetched.failures
    assert 1 < line.most_at_once <= 8
    assert count_fetched(line) == 40
    fetch_sources([f"s3://{crawl.name}/2016"], tmp_path)
    assert count_fetched(line) == 40, "what is unchanged is not fetched again"


def test_file_that_vanishes_between_listing_and_reading(tmp_path: Path, line: ShakyLine, crawl: Any) -> None:
    put_all(crawl, *(f"{n}.txt" for n in range(9)))

    def take_away(method: str, path: str, n: int) -> Trouble:
        if path.endswith("/3.txt"):
            crawl.Object("3.txt").delete()
        return ""

    line.meet = take_away
    fetched = fetch_sources([f"s3://{crawl.name}"], tmp_path)
    (message,) = fetched.failures.values()
    assert "/3.txt cannot be fetched: FileNotFoundError" in message
    assert count_fetched(line) == 9, "what is gone is asked for once"
    assert {name for name, text in read_below(fetched.paths[0]).items() if text} == {
        f"{n}.txt" for n in range(9) if n != 3
    }
    again = fetch_sources([f"s3://{crawl.name}"], tmp_path)
    assert not again.failures and "3.txt" not in read_below(again.paths[0])


@pytest.mark.parametrize("trouble", ["cut", "half", "busy"])
def test_line_that_is_down_for_a_moment_costs_nothing(
    tmp_path: Path, line: ShakyLine, crawl: Any, trouble: Trouble
) -> None:
    keys = [f"2016/{n}.txt" for n in range(12)]
    put_all(crawl, *keys)
    line.change = lambda path: f"{path}&max-keys=5" if "list-type=2" in path else path
    line.meet = lambda method, path, n: trouble if n == 1 and ("token" in path or ".txt" in path) else ""
    fetched = fetch_sources([f"s3://{crawl.name}/2016"], tmp_path)
    assert not fetched.failures
    assert read_below(fetched.paths[0]) == {key[5:]: f"{key}的工作总结" for key in keys}


@pytest.mark.parametrize(
    ("pattern", "page"), [("", "continuation-token"), ("/*/*.txt", "prefix=crawl/2017/")]
)
def test_listing_that_fails_midway_takes_nothing_for_gone(
    tmp_path: Path, line: ShakyLine, crawl: Any, pattern: str, page: str
) -> None:
    """A glob lists folder by folder, and fsspec leaves out one that it cannot list."""
    put_all(crawl, "other/9.txt", *(f"crawl/{year}/{n}.txt" for year in (2016, 2017) for n in range(5)))
    line.change = lambda path: f"{path}&max-keys=4" if "list-type=2" in path else path
    urls = [f"s3://{crawl.name}/crawl{pattern}", f"s3://{crawl.name}/other"]
    before = read_below(fetch_sources(urls, tmp_path).paths[0])
    assert len(before) == 10
    line.meet = lambda method, path, n: "busy" if page in path else ""
    fetched = fetch_sources(urls, tmp_path)
    assert read_below(fetched.paths[0]) == before | {UNLISTED: ""}
    ((path, message),) = fetched.failures.items()
    assert path.endswith(UNLISTED) and "cannot be listed" in message
    line.meet = lambda method, path, n: ""
    fetched = fetch_sources(urls, tmp_path)
    assert read_below(fetched.paths[0]) == before and not fetched.failures


def test_keys_that_are_no_names_of_files(tmp_path: Path, line: ShakyLine, crawl: Any) -> None:
    """A folder made in a console is an empty object; an object may lie beside a folder of its name."""
    long = "关于印发二〇一六年工作要点的通知" * 6 + ".html"
    for key in ("2016/", "2016/下半年/"):
        crawl.put_object(Key=key, Body=b"")
    put_all(crawl, "2016/a", "2016/a/b.txt", f"2016/{long}")
    for _ in range(2):
        fetched = fetch_sources([f"s3://{crawl.name}/2016"], tmp_path)
        assert not fetched.failures
        texts = read_below(fetched.paths[0])
        assert sorted(texts.values()) == sorted(
            f"{key}的工作总结" for key in ("2016/a", "2016/a/b.txt", f"2016/{long}")
        )
        assert texts["a~object"].startswith("2016/a的") and texts["a/b.txt"]
        (cut,) = (name for name in texts if name.startswith("关于印发"))
        assert cut.endswith(".html") and len(cut.encode()) <= 255
    assert count_fetched(line) == 3
    crawl.Object("2016/a/b.txt").delete()
    assert set(read_below(fetch_sources([f"s3://{crawl.name}/2016"], tmp_path).paths[0])) == {"a", cut}
    put_all(crawl, "2016/a/c.txt")
    texts = read_below(fetch_sources([f"s3://{crawl.name}/2016"], tmp_path).paths[0])
    assert set(texts) == {"a~object", "a/c.txt", cut}


@pytest.mark.parametrize("pattern", ["2016/*.txt", "2016", "2016/0.txt"])
def test_what_came_since_the_last_run_of_this_process_is_seen(
    tmp_path: Path, line: ShakyLine, crawl: Any, pattern: str
) -> None:
    put_all(crawl, "2016/0.txt")
    url = f"s3://{crawl.name}/{pattern}"
    fetch_sources([url], tmp_path)
    crawl.put_object(Key="2016/0.txt", Body="改过".encode())
    put_all(crawl, "2016/1.txt")
    top = Path(fetch_sources([url], tmp_path).paths[0])
    folder = top.parent if top.is_file() else top
    assert (folder / "0.txt").read_text("utf-8") == "改过"
    assert (folder / "1.txt").is_file() == (not pattern.endswith("0.txt"))


def test_what_a_killed_run_fetched_is_not_fetched_again(tmp_path: Path, line: ShakyLine, crawl: Any) -> None:
    put_all(crawl, *(f"{n:02}.txt" for n in range(30)))
    line.meet = lambda method, path, n: "silent" if path.endswith("/20.txt") and n == 1 else ""
    code = (
        "import flows.fetch; flows.fetch.SECONDS_BETWEEN_NOTES = 0; "
        f"flows.fetch.fetch_sources(['s3://{crawl.name}'], {str(tmp_path)!r})"
    )
    run = subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT, env=make_environment() | os.environ)
    wait_until(lambda: count_fetched(line) == 30)
    run.kill()
    run.wait()
    fetched = fetch_sources([f"s3://{crawl.name}"], tmp_path)
    assert len(read_below(fetched.paths[0])) == 30 and not fetched.failures
    assert count_fetched(line) < 30 + 10


@pytest.mark.parametrize("trouble", ["cut", "half", "busy", "silent"])
def test_web_server_that_does_not_answer_at_once(tmp_path: Path, monkeypatch, trouble: Trouble) -> None:
    monkeypatch.setattr("flows.remote_listings.SECONDS_OF_SILENCE", 0.3)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "0.html").write_text("松坪镇工作总结" * 1000, "utf-8")
    with serve_folder(tmp_path / "site") as site, serve_shakily(site) as line:
        line.meet = lambda method, path, n: trouble if n <= 2 else ""
        fetched = fetch_sources([f"{line.url}/0.html"], tmp_path / "out")
        assert not fetched.failures
        assert Path(fetched.paths[0]).read_text("utf-8").count("松坪镇") == 1000
        line.meet = lambda method, path, n: trouble if path == "/0.html" else ""
        (tmp_path / "site" / "0.html").write_text("清澜街道", "utf-8")
        (tmp_path / "site" / "1.html").write_text("松坪镇", "utf-8")
        both = fetch_sources([f"{line.url}/0.html", f"{line.url}/1.html"], tmp_path / "out")
        (message,) = both.failures.values()
        assert f"{line.url}/0.html: " in message and "Error: " in message
        assert Path(both.paths[0]).read_text("utf-8").count("松坪镇") == 1000, "what was had stays"
        assert Path(both.paths[1]).read_text("utf-8") == "松坪镇"


def test_web_server_that_is_down_is_said_to_be_so(tmp_path: Path) -> None:
    with serve_folder(tmp_path) as site:
        pass
    with pytest.raises(ReadError, match="cannot be listed: ClientConnectorError: Cannot connect to host"):
        fetch_sources([f"{site}/0.html"], tmp_path / "out")


def test_page_that_is_gone_is_asked_for_once(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    with serve_folder(tmp_path / "site") as site, serve_shakily(site) as line:
        with pytest.raises(ReadError, match=r"cannot be listed: .*404"):
            fetch_sources([f"{line.url}/gone.html"], tmp_path / "out")
        assert line.asked == {"HEAD /gone.html": 1, "GET /gone.html": 1}


def test_page_beside_a_folder_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "site" / "2016").mkdir(parents=True)
    (tmp_path / "site" / "2016" / "index.html").write_text("目录", "utf-8")
    (tmp_path / "site" / "2016" / "a.html").write_text("总结", "utf-8")
    with serve_folder(tmp_path / "site") as site:
        fetched = fetch_sources([f"{site}/2016/", f"{site}/2016/a.html"], tmp_path / "out")
    assert [Path(path).read_text("utf-8") for path in fetched.paths] == ["目录", "总结"]
