"""A local S3 server in a process of its own, and what access to it needs in the environment."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

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
def serve_bucket(name: str) -> Iterator[dict[str, str]]:
    """The environment in which s3://NAME is an empty bucket of a server that lasts as long as the block."""
    import boto3

    server = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8",
    )  # fmt: skip
    assert server.stdout is not None
    access = {
        "AWS_ACCESS_KEY_ID": "invented",
        "AWS_SECRET_ACCESS_KEY": "invented",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    try:
        access["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{int(server.stdout.readline().split()[-1])}"
        boto3.client(
            "s3", endpoint_url=access["AWS_ENDPOINT_URL"], region_name="us-east-1",
            aws_access_key_id="invented", aws_secret_access_key="invented",
        ).create_bucket(Bucket=name)  # fmt: skip
        yield access
    finally:
        server.communicate(timeout=30)  # its stdin ends, and it with it
