# SPDX-License-Identifier: EUPL-1.2
"""What every connector must pass; see docs/how-to-add-a-connector.md. Needs nothing but pytest."""

from gearskifte.connectors.testing.suite import ConnectorSuite

__all__ = ["ConnectorSuite"]
