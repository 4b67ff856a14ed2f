# SPDX-License-Identifier: EUPL-1.2
"""Tables of the workforce: the files that its numbers are made from. Nothing is about a person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class File(models.Model):
    """A file somebody sent (fil), byte for byte; never changed, used once it is chosen."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    body = models.BinaryField()
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=100)
    used_from = models.DateTimeField(null=True)

    class Meta:
        db_table = "workforce_file"
        indexes: ClassVar = [
            models.Index(fields=["kind", "-used_from"], name="workforce_file_used")
        ]
