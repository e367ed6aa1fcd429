"""What lies at a URL (远程列表): all of it, or an error; never a part of it as if it were all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any

from flows.try_again import may_pass

SECONDS_TO_CONNECT = 30.0
SECONDS_OF_SILENCE = 60.0  # a file that comes slowly may take as long as it likes

Found = dict[str, dict[str, Any]]


def open_storage(url: str) -> tuple[Any, str]:
    """The file system of fsspec for a URL, and the path in it.

    Raises:
        Exception: whatever the storage's library says where it is not reached, or not installed.
    """
    import fsspec

    options: dict[str, Any] = {}
    if url.startswith(("http://", "https://")):
        from aiohttp import ClientTimeout

        # its own is five minutes for all of a file, however fast it comes, and for a server that says nothing
        timeout = ClientTimeout(total=None, sock_connect=SECONDS_TO_CONNECT, sock_read=SECONDS_OF_SILENCE)
        options = {"client_kwargs": {"timeout": timeout}}
    system, path = fsspec.core.url_to_fs(url, **options)
    return system, path


def list_files(system: Any, root: str) -> Found:
    """The files at a path, or below it, or that match it: path to what the storage says of it.

    Raises:
        FileNotFoundError: nothing lies there.
        Exception: the storage could not be asked for all of it.
    """
    system.invalidate_cache()  # a listing of an earlier run in this process
    found: Found = {}
    with _raise_what_was_left_out(system):
        if "*" in root:
            found = system.glob(root, detail=True)
        elif (info := _ask(system, root)).get("type") == "file":
            found = {root: info}
        else:
            found = system.find(root, detail=True)
    files = {path: info for path, info in found.items() if _is_file(path, info)}
    if not files:
        raise FileNotFoundError("nothing lies there")
    return files


def _ask(system: Any, path: str) -> dict[str, Any]:
    """What the storage says of a path; nothing where it may be listed and not looked at."""
    try:
        info: dict[str, Any] = system.info(path)
    except PermissionError:
        return {}
    return info


@contextmanager
def _raise_what_was_left_out(system: Any) -> Iterator[None]:
    """Within the block, folders are listed; one that could not be is an error at its end.

    fsspec leaves it out, and all that is in it would count as gone. What is forbidden is left out.
    """
    name = "_ls" if hasattr(system, "_ls") else "ls"
    real = getattr(system, name)
    left_out: list[OSError] = []

    def note(error: OSError) -> None:
        if may_pass(error):
            left_out.append(error)

    def list_folder(*arguments: Any, **options: Any) -> Any:
        try:
            return real(*arguments, **options)
        except OSError as error:
            note(error)
            raise

    async def list_folder_soon(*arguments: Any, **options: Any) -> Any:
        try:
            return await real(*arguments, **options)
        except OSError as error:
            note(error)
            raise

    its_own = name in vars(system)
    setattr(system, name, list_folder_soon if name == "_ls" else list_folder)
    try:
        yield
    finally:
        if its_own:
            setattr(system, name, real)
        else:
            delattr(system, name)
    if left_out:
        raise left_out[0]


def _is_file(path: str, info: Mapping[str, Any]) -> bool:
    """Whether something that was listed is a file to fetch.

    The key of an object can be any text: one that would lead out of its folder is not followed, and one that
    ends in a slash and is empty only marks a folder.
    """
    if ".." in PurePosixPath(path).parts or "\0" in path:
        return False
    return info.get("type") == "file" and not (path.endswith("/") and info.get("size") == 0)
