# SPDX-License-Identifier: EUPL-1.2
"""Tables of the login: answers that were used, logins that were ended. They name nobody."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Used(models.Model):
    """A login's answer that was used, by its digest; kept until the answer is too old anyhow."""

    once = models.BinaryField(primary_key=True)
    until = models.DateTimeField()

    class Meta:
        db_table = "login_used"


class Ended(models.Model):
    """Logins that were ended before their time: those with this mark that began before `at`."""

    mark = models.TextField(primary_key=True)
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        db_table = "login_ended"
        indexes: ClassVar = [models.Index(fields=["until"], name="login_ended_until")]
