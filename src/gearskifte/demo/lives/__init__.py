# SPDX-License-Identifier: EUPL-1.2
"""Lives told by hand: one module a household, all dates counted back from now."""
