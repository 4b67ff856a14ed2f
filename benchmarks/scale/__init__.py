# SPDX-License-Identifier: EUPL-1.2
"""How load rate, size and reading a page change as the registry grows toward the whole country."""
