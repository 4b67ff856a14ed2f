# SPDX-License-Identifier: EUPL-1.2
"""Tables of the commons. Nothing in them is about a person: contacts are units, not people."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Publisher(models.Model):
    """A municipality whose packages may be taken in: the key it signs with, and who believed it."""

    owner = models.TextField(primary_key=True)
    name = models.TextField()
    key = models.BinaryField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "commons_publisher"


class Package(models.Model):
    """A robot package, this municipality's own or another's, with what became of it.

    `why` says why it was refused or failed, `report` how its trial went, `given` what was filled in
    for it here, `robot` and `digest` what it became.
    """

    id = models.UUIDField(primary_key=True)
    object = models.TextField(blank=True)
    version = models.TextField(blank=True)
    title = models.TextField(blank=True)
    sha256 = models.TextField()
    body = models.BinaryField()
    own = models.BooleanField()
    state = models.TextField()
    why = models.TextField(blank=True)
    report = models.JSONField(null=True)
    given = models.JSONField(null=True)
    by = models.TextField()
    department = models.TextField(blank=True)
    at = models.DateTimeField()
    robot = models.TextField(blank=True)
    digest = models.TextField(blank=True)
    taken_at = models.DateTimeField(null=True)
    first_run_at = models.DateTimeField(null=True)
    runs = models.BigIntegerField(db_default=0)

    class Meta:
        db_table = "commons_package"
        indexes: ClassVar = [
            models.Index(fields=["own", "-at"], name="commons_package_shown"),
            models.Index(
                fields=["at"],
                name="commons_package_trying",
                condition=models.Q(state="trying"),
            ),
        ]


class Entry(models.Model):
    """An idea, a pilot, a project or something in use, of this municipality or another."""

    id = models.UUIDField(primary_key=True)
    number = models.BigIntegerField(unique=True)  # from commons_entry_number, in order of change
    municipality = models.TextField()
    title = models.TextField()
    description = models.TextField()
    phase = models.TextField()
    unit = models.TextField(blank=True)
    ends_on = models.DateField(null=True)
    stop_criterion = models.TextField(blank=True)
    because = models.TextField(blank=True)
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    alive_at = models.DateTimeField()
    vector = models.BinaryField(null=True)
    topics = ArrayField(models.SmallIntegerField(), null=True)
    shares = ArrayField(models.FloatField(), null=True)
    model = models.TextField(blank=True)

    class Meta:
        db_table = "commons_entry"


class Judgement(models.Model):
    """What a person said of two entries: the same topic, or not."""

    id = models.BigAutoField(primary_key=True)
    one = models.UUIDField()
    other = models.UUIDField()
    same = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        db_table = "commons_judgement"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="commons_judgement_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="commons_judgement_order"
            ),
        ]


class Reply(models.Model):
    """What this municipality answered another one's entry: join, share or wait."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="replies")
    other = models.UUIDField()
    answer = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "commons_reply"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "other"], name="commons_reply_once")
        ]
