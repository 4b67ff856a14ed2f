# SPDX-License-Identifier: EUPL-1.2
"""How pages look and read: layout, components, static files, formats. Knows no subject matter."""
