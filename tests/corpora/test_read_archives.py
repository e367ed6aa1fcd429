import bz2
import gzip
import lzma
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from corpora import read_archives
from corpora.documents import Source
from corpora.errors import ReadError
from corpora.readers import read

TEXT = "青石镇水利站新建沟渠8条，总长3.5公里。"


def pack_zip(files: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def pack_tar(files: dict[str, bytes], mode: str = "w") -> bytes:
    file = BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, BytesIO(data))
    return file.getvalue()


def read_all(name: str, data: bytes) -> tuple[dict[str, str], list[str]]:
    """Text by source of all readings, and what was said of what cannot be read."""
    failures: list[ReadError] = []
    readings = list(read(Source(name, Path(name), data), failures=failures))
    return {reading.source.name: reading.body.text for reading in readings}, [
        str(error) for error in failures
    ]


FILES = {"2016/总结.txt": TEXT.encode(), "2016/深/页.html": f"<html><p>{TEXT}".encode("gb18030")}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("年报.zip", pack_zip(FILES)),
        ("年报.tar", pack_tar(FILES)),
        ("年报.tar.gz", pack_tar(FILES, "w:gz")),
        ("年报.tgz", pack_tar(FILES, "w:gz")),
        ("年报.tar.bz2", pack_tar(FILES, "w:bz2")),
        ("年报.tar.xz", pack_tar(FILES, "w:xz")),
    ],
)
def test_every_file_of_an_archive_is_read(name: str, data: bytes) -> None:
    expected = {f"{name}/2016/总结.txt": TEXT, f"{name}/2016/深/页.html": TEXT}
    assert read_all(name, data) == (expected, [])


@pytest.mark.parametrize(
    ("ending", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)]
)
def test_single_packed_files(ending: str, pack) -> None:  # type: ignore[no-untyped-def]
    line = f'{{"text": "{TEXT}"}}\n'.encode()
    assert read_all(f"a.jsonl{ending}", pack(line)) == ({f"a.jsonl{ending}/a.jsonl": TEXT}, [])


def test_archives_inside_archives() -> None:
    inner = pack_zip({"a.txt": TEXT.encode()})
    assert read_all("b.zip", pack_zip({"c.zip": inner})) == ({"b.zip/c.zip/a.txt": TEXT}, [])
    for level in range(6):
        inner = pack_zip({f"{level}.zip": inner})
    readings, failures = read_all("deep.zip", inner)
    assert not readings and "more than 4 deep" in failures[0]


def test_a_file_that_cannot_be_read_costs_only_itself() -> None:
    data = pack_zip({"a.txt": TEXT.encode(), "b.png": b"\x89PNG\r\n\x1a\n", "c.txt": TEXT.encode()})
    readings, failures = read_all("a.zip", data)
    assert list(readings) == ["a.zip/a.txt", "a.zip/c.txt"]
    assert failures == ["a.zip/b.png: Found a PNG image, not text."]


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "b/../../a.txt", "C:\\a.txt"])
def test_paths_that_leave_the_archive_are_refused(name: str) -> None:
    for archive in (pack_zip({name: TEXT.encode()}), pack_tar({name: TEXT.encode()})):
        readings, failures = read_all("a.archive", archive)
        assert not readings and "its path leads out of the archive" in failures[0]


def test_hidden_files_are_left_out() -> None:
    data = pack_zip(
        {"__MACOSX/._a.txt": b"x", ".DS_Store": b"x", "a/.b/c.txt": b"x", "./a.txt": TEXT.encode()}
    )
    assert read_all("a.zip", data) == ({"a.zip/a.txt": TEXT}, [])


def test_names_in_gbk_are_decoded() -> None:
    data = pack_zip({"ABCDEFGHIJKL.txt": TEXT.encode()}).replace(
        b"ABCDEFGHIJKL", "青石镇年总结".encode("gbk")
    )
    assert read_all("a.zip", data)[0] == {"a.zip/青石镇年总结.txt": TEXT}


def test_locked_files_are_told() -> None:
    data = bytearray(pack_zip({"a.txt": TEXT.encode()}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    assert read_all("a.zip", bytes(data))[1] == [
        "a.zip: a.txt: locked with a password; unlock it before the run."
    ]


def test_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpora.readers.ALWAYS_ALLOWED", 1_000_000)
    zeros = bytes(400_000)
    many = pack_zip({f"{n}.txt": b"a" + zeros for n in range(9)})
    nested = pack_zip({f"{n}.zip": many for n in range(9)})
    for name, data in (("many.zip", many), ("nested.zip", nested)):
        with pytest.raises(ReadError, match="like a bomb: refused"):
            list(read(Source(name, Path(name), data), failures=[]))


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("read_archives", "zip_files"):
        monkeypatch.setattr(f"corpora.{module}.MOST_MEMBER_BYTES", 1000)
    big = {"a.txt": bytes(2000)}
    for name, data in (
        ("a.zip", pack_zip(big)),
        ("a.tar.gz", pack_tar(big, "w:gz")),
        ("a.gz", gzip.compress(bytes(2000), mtime=0)),
    ):
        with pytest.raises(ReadError, match="unpacks to"):
            list(read(Source(name, Path(name), data)))


def test_links_in_tar_archives_are_refused() -> None:
    file = BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        link = tarfile.TarInfo("a.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert read_all("a.tar", file.getvalue())[1] == ["a.tar: a.txt: a link or a device, not a file."]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.zip", pack_zip({}), "holds no file"),
        ("a.zip", pack_zip(FILES)[:-30], "damaged"),
        ("a.tar", pack_tar({}), "holds no file"),
        ("a.tar", pack_tar(FILES)[:600], "cut off|damaged"),
        ("a.gz", gzip.compress(TEXT.encode(), mtime=0)[:-9], "damaged"),
    ],
)
def test_damaged_and_empty_archives(name: str, data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        list(read(Source(name, Path(name), data)))


def write_warc(*, packed: bool) -> bytes:
    file = BytesIO()
    writer = WARCWriter(file, gzip=packed)

    def add(address: str, status: str, kind: str, data: bytes, *headers: tuple[str, str]) -> None:
        http = StatusAndHeaders(status, [("Content-Type", kind), *headers], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(address, "response", payload=BytesIO(data), http_headers=http)
        )

    page = f"<html><p>{TEXT}".encode("gb18030")
    add("http://x.example/1.html", "200 OK", "text/html; charset=gb2312", page)
    add(
        "http://x.example/2.html",
        "200 OK",
        "text/html",
        gzip.compress(page, mtime=0),
        ("Content-Encoding", "gzip"),
    )
    add("http://x.example/3.html", "404 Not Found", "text/html", b"<html>none")
    add("http://x.example/4.png", "200 OK", "image/png", b"\x89PNG")
    return file.getvalue()


@pytest.mark.parametrize("packed", [False, True])
def test_pages_of_web_archives(packed: bool) -> None:
    readings, failures = read_all("a.warc.gz" if packed else "a.warc", write_warc(packed=packed))
    assert [name.partition("/")[2] for name in readings] == [
        "http://x.example/1.html",
        "http://x.example/2.html",
    ]
    assert set(readings.values()) == {TEXT}
    [failure] = failures
    assert "http://x.example/3.html: the server answered 404, no page" in failure


def test_a_page_of_a_web_archive_keeps_its_address() -> None:
    readings = read(Source("a.warc", Path("a.warc"), write_warc(packed=False)), failures=[])
    assert [reading.given.url for reading in readings] == [
        "http://x.example/1.html",
        "http://x.example/2.html",
    ]


def test_a_web_archive_that_breaks_off_gives_what_is_whole() -> None:
    data = write_warc(packed=False)
    readings, failures = read_all("a.warc", data[: data.index(b"2.html")])
    assert len(readings) == 1 and len(failures) <= 1
    with pytest.raises(ReadError, match=r"damaged|no page"):
        list(read(Source("a.warc", Path("a.warc"), b"WARC/1.0\r\nnonsense")))


def test_heads_of_packed_files() -> None:
    for pack in (gzip.compress, bz2.compress, lzma.compress):
        assert read_archives.unpack_head(pack(b"WARC/1.0 and more"), 5) == b"WARC/"
    assert read_archives.unpack_head(b"\x1f\x8bnonsense", 5) == b""
