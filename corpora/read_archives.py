"""The files inside archives (压缩包), each a source of its own: zip, tar, gzip, bzip2 and xz."""

from __future__ import annotations

import bz2
import gzip
import lzma
import posixpath
import struct
import tarfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from corpora.decoding import decode
from corpora.documents import Source
from corpora.errors import ReadError
from corpora.zip_files import MOST_MEMBER_BYTES, MOST_MEMBERS, name_member, open_zip, read_member

PACKERS = {
    b"\x1f\x8b": (".gz", gzip.open),
    b"BZh": (".bz2", bz2.open),
    b"\xfd7zXZ": (".xz", lzma.open),
}
# What the modules raise over damage: numbers of any size stand in a tar archive's headers.
DAMAGE = (
    *(tarfile.TarError, zlib.error, lzma.LZMAError, struct.error),
    *(OSError, EOFError, ValueError, OverflowError, MemoryError, LookupError),
)


def read_zip(source: Source) -> Iterator[Source | ReadError]:
    """The files of a zip archive; a ReadError for each that cannot be unpacked. Hidden files are left out.

    Raises:
        ReadError: the archive is damaged or holds no file.
    """
    found = False
    with source.open() as file:
        archive = open_zip(file)
        for member in archive.infolist():
            name = name_member(member)
            if name.endswith("/") or is_hidden(name):
                continue
            found = True
            try:
                yield name_source(source, name, read_member(archive, member))
            except ReadError as error:
                yield ReadError(f"{name}: {error}")
    if not found:
        raise ReadError("The zip archive holds no file.")


def read_tar(source: Source) -> Iterator[Source | ReadError]:
    """The files of a tar archive, packed or not; a ReadError for each that is none or cannot be unpacked.

    Raises:
        ReadError: the archive is damaged, holds no file, or one that unpacks to more than is read.
    """
    found = 0
    with source.open() as file:
        for archive, member in _iterate_tar(file):
            name = _decode_name(member.name)
            if member.isdir() or is_hidden(name):
                continue
            found += 1
            if found > MOST_MEMBERS:
                raise ReadError(f"The tar archive lists more than {MOST_MEMBERS} members.")
            if member.size > MOST_MEMBER_BYTES:
                # To pass over it in a packed archive means to unpack it: a bomb would take its time.
                raise ReadError(f"{name} unpacks to {member.size:,} bytes, more than {MOST_MEMBER_BYTES:,}.")
            try:
                yield name_source(source, name, _read_tar_member(archive, member))
            except ReadError as error:
                yield ReadError(f"{name}: {error}")
    if not found:
        raise ReadError("The tar archive holds no file.")


def read_packed(source: Source) -> Iterator[Source]:
    """The one file that gzip, bzip2 or xz has packed.

    Raises:
        ReadError: it is damaged, or unpacks to more than is read.
    """
    with source.open() as file:
        head = file.read(6)
        file.seek(0)
        packer = next((packer for mark, packer in PACKERS.items() if head.startswith(mark)), None)
        if packer is None:
            raise ReadError("No file that gzip, bzip2 or xz has packed.")
        ending, opener = packer
        data = _unpack(opener(file))  # type: ignore[operator]
    name = posixpath.basename(source.name)
    name = name[: -len(ending)] if name.lower().endswith(ending) else name
    yield Source(f"{source.name}/{name}", source.path, data)


def unpack_head(data: bytes, length: int) -> bytes:
    """The first bytes of a packed file, from its own first bytes; none where they do not suffice."""
    try:
        if data.startswith(b"\x1f\x8b"):
            return zlib.decompressobj(wbits=31).decompress(data, length)
        if data.startswith(b"BZh"):
            return bz2.BZ2Decompressor().decompress(data, length)
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MOST_MEMBER_BYTES).decompress(data, length)
    except (zlib.error, OSError, EOFError, ValueError, lzma.LZMAError):
        return b""


def is_hidden(name: str) -> bool:
    """Whether a file or a folder on the way to it is hidden, or is what a Mac adds to archives."""
    parts = name.split("/")
    return "__MACOSX" in parts or any(part.startswith(".") and part not in (".", "..") for part in parts)


def name_source(source: Source, name: str, data: bytes) -> Source:
    """A file inside an archive, named by the archive and its path in it.

    Raises:
        ReadError: the path leaves the archive (``../x``, ``/etc/x``, ``C:/x``).
    """
    path = posixpath.normpath(name.replace("\\", "/"))
    if path in (".", ""):
        raise ReadError("it has no name: refused.")
    if path.startswith(("/", "../")) or path == ".." or path[1:2] == ":":
        raise ReadError("its path leads out of the archive: refused.")
    path = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return Source(f"{source.name}/{path}", source.path, data)


def _iterate_tar(file: BinaryIO) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
    """The members of an archive in order; whatever damage makes the modules raise is a ReadError."""
    try:
        archive = tarfile.open(fileobj=file, mode="r|*", errors="surrogateescape")  # noqa: SIM115
    except DAMAGE as error:
        raise ReadError(f"The tar archive is damaged: {error}.") from error
    with archive:
        while True:
            try:
                member = archive.next()
            except DAMAGE as error:
                raise ReadError(f"The tar archive is damaged: {error}.") from error
            if member is None:
                return
            yield archive, member


def _read_tar_member(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    if not member.isfile():
        raise ReadError("a link or a device, not a file.")
    try:
        file = archive.extractfile(member)
        data = file.read() if file is not None else b""
    except DAMAGE as error:
        raise ReadError(f"damaged in the archive: {error}.") from error
    if len(data) < member.size:
        raise ReadError("cut off: the archive ends inside it.")
    return data


def _decode_name(name: str) -> str:
    """A member's path; what an old system wrote in GBK is decoded."""
    try:
        return decode(name.encode("utf-8", "surrogateescape"))[0]
    except ReadError:
        return name


def _unpack(file: BinaryIO | gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile) -> bytes:
    try:
        data = file.read(MOST_MEMBER_BYTES + 1)
    except DAMAGE as error:
        raise ReadError(f"The packed file is damaged: {error}.") from error
    if len(data) > MOST_MEMBER_BYTES:
        raise ReadError(f"The packed file unpacks to more than {MOST_MEMBER_BYTES:,} bytes, the most read.")
    return data
