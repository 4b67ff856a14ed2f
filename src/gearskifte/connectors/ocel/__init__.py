# SPDX-License-Identifier: EUPL-1.2
"""OCEL 2.0, the standard for logs whose events are about several objects."""
