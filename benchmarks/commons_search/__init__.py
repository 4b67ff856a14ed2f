# SPDX-License-Identifier: EUPL-1.2
"""How long the lists beside a new idea take when 100,000 entries are known."""
