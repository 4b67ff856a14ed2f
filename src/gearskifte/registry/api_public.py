# SPDX-License-Identifier: EUPL-1.2
"""The door of the registry's API: what another room needs to answer a source at its own address.

Beside `public`, so that whoever only reads and writes messages sets up no framework.
"""

from __future__ import annotations

from gearskifte.registry.endpoint import body_of, calling_key, endpoint, unknown_key
from gearskifte.registry.problems import Problem, Refused

__all__ = ["Problem", "Refused", "body_of", "calling_key", "endpoint", "unknown_key"]
