# SPDX-License-Identifier: EUPL-1.2
"""PX-Web, the statistics service of Sweden, Norway, Finland, Iceland and others."""
