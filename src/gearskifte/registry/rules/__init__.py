# SPDX-License-Identifier: EUPL-1.2
"""Pure rules of the registry: no database, no framework, no clock."""
