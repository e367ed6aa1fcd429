"""A dataset at a URL, in fsspec's memory; tests/flows/test_remote_datasets.py has an S3 server."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import fsspec
import pytest

from corpora.errors import DatasetError
from outputs.datasets import check_target, load_dataset
from outputs.fields import TABLES
from outputs.folders import LocalFolder, open_folder
from outputs.ledgers import LEDGER, Ledger, write_folder, write_ledger
from outputs.remote_folders import RemoteFolder
from tests.outputs.datasets_by_hand import make_tables, write_batch, write_dataset

REPORTS = {"a.txt": "建立巡查制度", "b.txt": "开展清欠行动", "c.txt": "推行网格管理"}
URL = "memory://bucket/指标/dataset"


@pytest.fixture
def memory(tmp_path: Path, monkeypatch) -> Iterator[fsspec.AbstractFileSystem]:
    monkeypatch.setenv("ZHIBIAO_STATE", str(tmp_path / "state"))
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


def test_url_is_remote_and_all_else_is_a_folder_of_this_machine(tmp_path: Path) -> None:
    assert open_folder("s3://bucket/a/") == RemoteFolder("s3://bucket/a")
    assert open_folder(f"file://{tmp_path}/a") == LocalFolder(tmp_path / "a") == open_folder(tmp_path / "a")
    assert open_folder("out") == LocalFolder(Path("out"))
    remote = open_folder("s3://bucket/a")
    assert open_folder(remote) is remote and pickle.loads(pickle.dumps(remote)) == remote
    with pytest.raises(DatasetError, match="a URL that was made a Path"):
        open_folder(Path("s3://bucket/a"))


def test_tables_are_those_of_the_same_dataset_on_disk(tmp_path: Path, memory) -> None:
    for folder in (tmp_path / "local", URL):
        first = write_batch(folder, "1", REPORTS)
        second = write_batch(folder, "2", {"b.txt": "清理拖欠账款", "甲/d.txt": "开展义诊活动"})
        write_dataset(folder, [first[0], second[0], replace(first[2], gone=True), second[1]])
    local, remote = load_dataset(tmp_path / "local"), load_dataset(URL)
    for name in TABLES:
        assert local.read_table(name).equals(remote.read_table(name)), name
        assert local.count_rows(name) == remote.count_rows(name), name
    assert str(remote.folder) == URL and not (tmp_path / "state").exists(), "who only reads leaves nothing"


def test_many_batches_are_read_in_order(memory) -> None:
    entries = [write_batch(URL, f"{n}", {f"{n:02}.txt": f"建立第{n}项制度"})[0] for n in range(30)]
    write_dataset(URL, entries)
    assert list(load_dataset(URL)["documents"]["source"]) == [f"{n:02}.txt" for n in range(30)]


def test_last_table_is_put_last_and_a_folder_without_its_manifest_is_not_whole(memory, monkeypatch) -> None:
    put: list[str] = []
    real = type(memory).pipe_file

    def pipe_file(self, path, value, mode="overwrite", **options):
        put.append(path.rpartition("/")[2])
        if len(put) == 4:
            raise OSError(28, "No space left on device")
        return real(self, path, value, mode=mode, **options)

    folder = open_folder(URL)
    (tables,) = make_tables({"a.txt": "建立巡查制度"})
    batch = {"documents": tables["documents"], "sources": tables["measures"]}
    folder.write_folder("r/batches/1", batch)
    assert folder.list_folders("r/batches") == ["r/batches/1"]
    monkeypatch.setattr(type(memory), "pipe_file", pipe_file)
    folder.write_folder("r/batches/2", batch)
    assert put == ["documents.parquet", "sources.parquet"]
    with pytest.raises(OSError, match="No space left"):
        folder.write_folder("r/batches/3", batch)
    assert folder.list_folders("r/batches") == ["r/batches/1", "r/batches/2"]
    assert folder.list_places().keys() == {"r/batches/1", "r/batches/2", "r/batches/3"}
    folder.remove_folders(["r/batches/3", "r/batches/1"])
    assert folder.list_places().keys() == {"r/batches/2"}


def test_each_try_of_a_batch_has_a_place_of_its_own() -> None:
    folder = open_folder(URL)
    assert folder.choose_place("r/batches/1") != folder.choose_place("r/batches/1")


def test_what_is_there_is_told_apart(memory) -> None:
    check_target(URL)
    with pytest.raises(DatasetError, match="is not there"):
        load_dataset(URL)
    memory.pipe_file("/bucket/指标/dataset/日记.txt", "今天下雨".encode())
    with pytest.raises(DatasetError, match=r"not empty \(it holds 日记\.txt\)"):
        check_target(URL)
    with pytest.raises(DatasetError, match=r"not a dataset: it has no ledger\.parquet"):
        load_dataset(URL)
    with pytest.raises(DatasetError, match="is a file"):
        check_target(f"{URL}/日记.txt")
    memory.rm_file("/bucket/指标/dataset/日记.txt")
    memory.pipe_file(f"/bucket/指标/dataset/{LEDGER}", b"no ledger")
    with pytest.raises(DatasetError, match="damaged"):
        load_dataset(URL)
    write_ledger(URL, Ledger())
    check_target(URL)
    assert len(load_dataset(URL)["documents"]) == 0


def test_object_that_is_missing_is_named(memory) -> None:
    write_dataset(URL, write_batch(URL, "1", REPORTS))
    memory.rm_file("/bucket/指标/dataset/rules/batches/1/documents.parquet")
    with pytest.raises(DatasetError, match=r"memory://.*batches/1/documents\.parquet is missing"):
        load_dataset(URL)["documents"]


@pytest.mark.parametrize(
    ("url", "says"), [("nosuch://bucket/a", "nosuch://bucket/a cannot be reached: ValueError: Protocol not")]
)
def test_storage_that_no_library_reads_is_named(url: str, says: str) -> None:
    with pytest.raises(DatasetError, match=says):
        load_dataset(url)
    with pytest.raises(DatasetError, match=says):
        write_folder(url, "r/batches/1", make_tables({"a.txt": "建立巡查制度"})[0])


def test_no_dataset_is_overwritten_where_one_is_created(memory) -> None:
    folder = RemoteFolder(URL)
    folder.create("lock", b"first")
    with pytest.raises(FileExistsError):
        folder.create("lock", b"second")
    assert folder.read("lock") == b"first"
    folder.delete("lock")
    folder.delete("lock")
    assert not folder.has("lock")
