# SPDX-License-Identifier: EUPL-1.2
"""Whether hash partitions by person help: writing, reading by person, reading by object."""
