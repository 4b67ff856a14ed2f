# SPDX-License-Identifier: EUPL-1.2
"""Tables of the workforce: what its numbers are made from. Nothing is about a person."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
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


class Freed(models.Model):
    """What a robot or a kept promise freed in a year (frigjorte minutter), as it was measured."""

    robot = models.CharField(max_length=200, primary_key=True)
    measured_by = models.CharField(max_length=10, default="robot")
    title = models.CharField(max_length=200)
    department = models.CharField(max_length=200)
    items = models.IntegerField()
    samples = models.IntegerField()
    minutes = models.FloatField()
    draws = ArrayField(models.FloatField())
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        db_table = "workforce_freed"


class Use(models.Model):
    """What somebody said a robot's hours went to (realiseret andel); the newest is in force."""

    id = models.BigAutoField(primary_key=True)
    robot = models.CharField(max_length=200)
    service = models.CharField(max_length=20)
    share = models.FloatField()
    said_by = models.CharField(max_length=100)
    said_at = models.DateTimeField()

    class Meta:
        db_table = "workforce_use"
        indexes: ClassVar = [
            models.Index(fields=["robot", "-said_at"], name="workforce_use_newest")
        ]
