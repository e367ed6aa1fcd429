"""Zip files (压缩包), opened and read with limits: Office documents are zip files too."""

from __future__ import annotations

import zlib
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError, fromstring
from zipfile import BadZipFile, ZipFile, ZipInfo

from corpora.decoding import decode
from corpora.errors import ReadError

MOST_MEMBER_BYTES = 128 * 1024**2  # of one file inside an archive, unpacked
MOST_MEMBERS = 200_000
UTF8_NAME = 0x800  # flag of a member whose name is UTF-8, APPNOTE.TXT 4.4.4
ENCRYPTED = 0x1


def open_zip(file: BinaryIO) -> ZipFile:
    """The archive. ReadError where it is damaged or lists more members than anyone packs."""
    try:
        archive = ZipFile(file)
    except (BadZipFile, ValueError, OSError, NotImplementedError, EOFError, IndexError) as error:
        raise ReadError(f"The zip file is damaged: {error}.") from error
    if len(archive.infolist()) > MOST_MEMBERS:
        raise ReadError(f"The zip file lists {len(archive.infolist())} members, more than {MOST_MEMBERS}.")
    return archive


def read_member(archive: ZipFile, member: ZipInfo) -> bytes:
    """The bytes of a member. ReadError where it is locked, damaged or larger than MOST_MEMBER_BYTES."""
    if member.flag_bits & ENCRYPTED:
        raise ReadError("locked with a password; unlock it before the run.")
    too_large = ReadError(f"unpacks to more than {MOST_MEMBER_BYTES:,} bytes, the most that is read.")
    if member.file_size > MOST_MEMBER_BYTES:
        raise too_large
    try:
        with archive.open(member) as file:
            data = file.read(MOST_MEMBER_BYTES + 1)
    except (
        BadZipFile,
        zlib.error,
        ValueError,
        OSError,
        NotImplementedError,
        EOFError,
        RuntimeError,
    ) as error:
        raise ReadError(f"damaged in the archive: {error}.") from error
    if len(data) > MOST_MEMBER_BYTES:
        raise too_large
    return data


def name_member(member: ZipInfo) -> str:
    """The member's path with forward slashes; names that Chinese systems wrote in GBK are decoded."""
    if member.flag_bits & UTF8_NAME or member.filename.isascii():
        return member.filename
    try:
        return decode(member.filename.encode("cp437"))[0]
    except (UnicodeEncodeError, ReadError):
        return member.filename


def parse_part(data: bytes, name: str) -> Element:
    """The XML of a part of an Office document. ReadError where it is none, or see :func:`refuse_entities`."""
    refuse_entities(data, name)
    try:
        return fromstring(data)
    except (ParseError, ValueError, LookupError) as error:
        raise ReadError(f"{name} is damaged: {error}.") from error


def refuse_entities(data: bytes, name: str) -> None:
    """ReadError where XML declares entities, which no Office program writes and bombs are made of."""
    plain = data.replace(b"\0", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise ReadError(f"{name} declares entities, which documents never do: refused.")
