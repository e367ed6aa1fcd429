"""A line to an HTTP server that is down now and then; what a request meets on it is for a test to say."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

Trouble = Literal["", "busy", "cut", "half", "silent"]
SECONDS_OF_A_REQUEST = 0.03


class ShakyLine(ThreadingHTTPServer):
    """Passes requests on to a server.

    Attributes:
        meet: what the n-th request (from 1) of a method for a path meets: nothing, "busy" (status 503), "cut"
            (no answer), "half" (of the answer), "silent" (no answer, and the line stays open).
        change: the path that is asked for instead.
        asked: how often each "GET /path" was asked for.
        most_at_once: the most requests for objects that were under way at the same time.
    """

    daemon_threads = True

    def __init__(self, target: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target = urlsplit(target).netloc
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.meet: Callable[[str, str, int], Trouble] = lambda method, path, n: ""
        self.change: Callable[[str], str] = lambda path: path
        self.asked: Counter[str] = Counter()
        self.most_at_once = 0
        self.ended = threading.Event()
        self._running = 0
        self._lock = threading.Lock()

    def count(self, asked: str, by: int) -> int:
        with self._lock:
            self._running += by
            self.most_at_once = max(self.most_at_once, self._running)
            if by > 0:
                self.asked[asked] += 1
            return self.asked[asked]


class _Handler(BaseHTTPRequestHandler):
    server: ShakyLine

    def do_GET(self) -> None:
        asked = f"{self.command} {unquote(self.path)}"
        n = self.server.count(asked, 1)
        try:
            time.sleep(SECONDS_OF_A_REQUEST)
            self._answer(self.server.meet(self.command, unquote(self.path), n))
        finally:
            self.server.count(asked, -1)

    do_HEAD = do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815

    def _answer(self, trouble: Trouble) -> None:
        if trouble == "silent":
            self.server.ended.wait(60)
        if trouble in ("cut", "silent"):
            return
        if trouble == "busy":
            self.send_response(503)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        server = HTTPConnection(self.server.target)
        server.request(self.command, self.server.change(self.path), sent, dict(self.headers))
        answer = server.getresponse()
        data = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in {"date", "server", "connection", "transfer-encoding"}:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if trouble == "half" else data)
        server.close()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serve_shakily(target: str) -> Iterator[ShakyLine]:
    """A line to a server that lasts as long as the block."""
    with ShakyLine(target) as line:
        threading.Thread(target=line.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield line
        finally:
            line.ended.set()
            line.shutdown()


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """The URL of a web server that has the files of a folder."""
    handler = partial(_QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass
