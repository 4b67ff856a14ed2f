# SPDX-License-Identifier: EUPL-1.2
"""Compiled templates, kept on disk from one start of a web process to the next.

Compiling all of them takes a web process some two seconds of the processor, reading them a tenth.
"""

from __future__ import annotations

import hashlib
import pickle
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Final

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from gearskifte.ui import compiling

_WRITER: Final = hashlib.sha256(
    Path(compiling.__file__).read_bytes() + version("jinja2").encode()
).hexdigest()
"""What writes the code of a template: code that another wrote is not used."""


class CompiledTemplates(FileSystemBytecodeCache):
    """Keeps the code of each template in a file of a folder that only we may write to.

    What cannot be read or kept (half a file after a power cut, a full disk) is compiled again.
    """

    def get_source_checksum(self, source: str) -> str:
        """A fingerprint of a template and of what compiles it."""
        return super().get_source_checksum(f"{_WRITER} {source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read the code, if it is kept."""
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code, if it can be kept."""
        with suppress(OSError):
            super().dump_bytecode(bucket)
