# SPDX-License-Identifier: EUPL-1.2
"""What the demo remembers: which municipality it began to build, and whether it came to the end."""

from __future__ import annotations

from django.db import models


class Build(models.Model):
    """The one municipality of this installation. Its messages follow from these values alone."""

    id = models.SmallIntegerField(primary_key=True)
    size = models.CharField(max_length=1)
    seed = models.BigIntegerField()
    ends_at = models.DateTimeField()
    complete = models.BooleanField(default=False)

    class Meta:
        db_table = "demo_build"
