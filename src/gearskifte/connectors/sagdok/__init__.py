# SPDX-License-Identifier: EUPL-1.2
"""What the indexes and the event bus share: the building blocks of OIO Sag og Dokument 3.0."""
