# SPDX-License-Identifier: EUPL-1.2
"""Tables of the kernel: who read what, what happened, who looked somebody up."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Audit(models.Model):
    """One line of the access log (revisionslog): append-only, chained by hash.

    Lines are spread over 256 chains by the person they are about, so that readers of different
    people do not wait for each other. `hash` covers the line and the hash before it in its chain.
    """

    id = models.BigAutoField(primary_key=True)
    chain = models.SmallIntegerField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    subject = models.UUIDField()
    entry = models.JSONField()
    hash = models.BinaryField()

    class Meta:
        db_table = "kernel_audit"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "seq"], name="kernel_audit_chain_seq")
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject", "-id"], name="kernel_audit_subject"),
            models.Index(
                fields=["subject"],
                name="kernel_audit_delay",
                condition=models.Q(entry__has_key="delay"),
            ),
        ]


class Chain(models.Model):
    """The head of one audit chain: how many lines it has, and the hash of the last."""

    chain = models.SmallIntegerField(primary_key=True)
    seq = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "kernel_chain"


class OutboxEvent(models.Model):
    """Something that happened in a room, told to others after the same transaction committed."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80)
    at = models.DateTimeField()
    payload = models.JSONField()
    delivered_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    last_error = models.TextField(default="")

    class Meta:
        db_table = "kernel_outbox"
        indexes: ClassVar = [
            models.Index(
                fields=["id"],
                name="kernel_outbox_waiting",
                condition=models.Q(delivered_at__isnull=True),
            )
        ]


class LookUp(models.Model):
    """An official's look-up of one person (opslag): who, whom, why, and until when it is open."""

    id = models.UUIDField(primary_key=True)
    subject = models.UUIDField()
    actor = models.CharField(max_length=100)
    purpose = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_lookup"
