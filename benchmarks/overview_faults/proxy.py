# SPDX-License-Identifier: EUPL-1.2
"""nginx in front of the pages, as `deploy/nginx.conf` sets it up, without its certificate."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gearskifte.app import serving

_CONF = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/errors;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    server {{
        listen 127.0.0.1:{port};
        client_max_body_size 33m;
        client_body_timeout 20s;
        location / {{
            proxy_pass http://127.0.0.1:{behind};
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $host;
        }}
    }}
}}
"""


@contextmanager
def proxied(behind: int) -> Iterator[int]:
    """The port of a proxy in front of a port; that port itself where there is no nginx."""
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if nginx is None:
        yield behind
        return
    port = serving.free_port()
    with tempfile.TemporaryDirectory(prefix="gearskifte-nginx-") as folder:
        conf = Path(folder, "nginx.conf")
        conf.write_text(_CONF.format(folder=folder, port=port, behind=behind), "ascii")
        process = subprocess.Popen([nginx, "-c", str(conf), "-e", f"{folder}/errors"])
        try:
            _await(port)
            yield port
        finally:
            process.terminate()
            process.wait()


def _await(port: int) -> None:
    give_up = time.monotonic() + 20
    while time.monotonic() < give_up:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("nginx did not begin")
