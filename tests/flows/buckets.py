"""A local S3 server in a process of its own, and what access to it needs in the environment."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SERVER = """
import logging, sys, threading
from moto.server import ThreadedMotoServer
logging.getLogger("werkzeug").setLevel("CRITICAL")
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""


@contextmanager
def serve_buckets() -> Iterator[dict[str, str]]:
    """The environment in which s3:// is a server that lasts as long as the block, with nothing in it."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8",
    )  # fmt: skip
    assert server.stdout is not None
    try:
        yield {
            "AWS_ACCESS_KEY_ID": "invented",
            "AWS_SECRET_ACCESS_KEY": "invented",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{int(server.stdout.readline().split()[-1])}",
        }
    finally:
        server.communicate(timeout=30)  # its stdin ends, and it with it


def make_bucket(access: dict[str, str], name: str) -> Any:
    """A new bucket, as boto3 has it."""
    import boto3

    return boto3.resource(
        "s3", endpoint_url=access["AWS_ENDPOINT_URL"], region_name=access["AWS_DEFAULT_REGION"],
        aws_access_key_id=access["AWS_ACCESS_KEY_ID"], aws_secret_access_key=access["AWS_SECRET_ACCESS_KEY"],
    ).create_bucket(Bucket=name)  # fmt: skip
