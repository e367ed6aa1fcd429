import os
from pathlib import Path

import pytest

from corpora.errors import ReadError
from corpora.sources import find_sources


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b/2016年总结.txt", "b/深/计划.html", "a.txt", ".hidden.txt", ".git/config", "b/.DS_Store"):
        path = tmp_path / "语料" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    return tmp_path / "语料"


def names(*paths: str | Path) -> list[str]:
    return [source.name for source in find_sources(paths)]


def test_folder_gives_its_visible_files_by_name(folder: Path) -> None:
    assert names(folder) == ["a.txt", "b/2016年总结.txt", "b/深/计划.html"]
    assert all(source.path.is_absolute() and source.path.is_file() for source in find_sources([folder]))


def test_one_file_is_named_without_its_folder(folder: Path) -> None:
    assert names(folder / "b" / "2016年总结.txt") == ["2016年总结.txt"]


def test_names_are_relative_to_the_deepest_common_folder(folder: Path) -> None:
    assert names(folder / "b" / "深", folder / "a.txt") == ["a.txt", "b/深/计划.html"]
    assert names(folder / "b" / "深", folder / "b" / "2016年总结.txt") == ["2016年总结.txt", "深/计划.html"]


def test_a_file_given_twice_counts_once(folder: Path) -> None:
    assert names(folder, folder / "a.txt", f"{folder}/*.txt") == [
        "a.txt",
        "b/2016年总结.txt",
        "b/深/计划.html",
    ]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["a.txt"]),
        ("**/*.txt", ["a.txt", "b/2016年总结.txt"]),
        ("b*", ["b/2016年总结.txt", "b/深/计划.html"]),
        ("b/**", ["2016年总结.txt", "深/计划.html"]),
        ("b/深/计?.html", ["计划.html"]),
    ],
)
def test_globs(folder: Path, pattern: str, expected: list[str]) -> None:
    assert names(f"{folder}/{pattern}") == expected


def test_a_name_that_looks_like_a_glob_is_a_file_where_it_exists(folder: Path) -> None:
    (folder / "年报[1].txt").write_text("x", encoding="utf-8")
    assert names(folder / "年报[1].txt") == ["年报[1].txt"]


def test_a_name_in_other_bytes_than_utf8_is_still_writable(folder: Path) -> None:
    with open(os.path.join(os.fsencode(folder), "总结.txt".encode("gb18030")), "wb") as file:
        file.write(b"x")
    [source] = [s for s in find_sources([folder]) if s.name.endswith(".txt") and "\\x" in s.name]
    assert source.name.encode("utf-8") and source.read_bytes() == b"x"


def test_links_to_folders_do_not_run_in_circles(folder: Path) -> None:
    (folder / "b" / "loop").symlink_to(folder)
    assert names(folder) == ["a.txt", "b/2016年总结.txt", "b/深/计划.html"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("missing.txt", "no such file or folder"),
        ("*.docx", "no file matches"),
        ("empty", "holds no file"),
        ("pipe", "neither a file nor a folder"),
        ("a\0b", "is no path"),
        ("", "is no path"),
    ],
)
def test_what_cannot_be_read_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, given: str, message: str
) -> None:
    (folder / "empty").mkdir()
    os.mkfifo(folder / "pipe")
    monkeypatch.chdir(folder)
    with pytest.raises(ReadError, match=message):
        find_sources([given])


def test_no_path_at_all() -> None:
    with pytest.raises(ReadError, match="No source was given"):
        find_sources([])


def test_a_list_names_files_one_a_line(folder: Path) -> None:
    lists = folder / "b" / "files.lst"
    lists.write_bytes("# 水利站\r\n\r\n2016年总结.txt\r\n  深/*.html\n../a.txt\n".encode("gb18030"))
    assert names(lists) == ["a.txt", "b/2016年总结.txt", "b/深/计划.html"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a.txt\n没有.txt", r"files\.list, line 2: .*no such file"),
        ("# nothing", "names no file"),
        ("more.list", "cannot name another list"),
    ],
)
def test_a_list_that_is_wrong_says_where(folder: Path, content: str, message: str) -> None:
    (folder / "files.list").write_text(content, encoding="utf-8")
    with pytest.raises(ReadError, match=message):
        find_sources([folder / "files.list"])
