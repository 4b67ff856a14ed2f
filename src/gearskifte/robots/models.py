# SPDX-License-Identifier: EUPL-1.2
"""Tables of the robots: the recipes with their versions, and the ledger of what was done.

What may hold personal data is enciphered; what stands in clear has its CPR numbers masked.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

LINE = models.Q(state="ready", lent=False)  # what workers of this installation may claim


class Robot(models.Model):
    """A robot: one piece of work, with an owner; `slug` is its name in addresses and commands.

    `department` owns it and sees its items; `helpers` are the units that answer its questions.
    """

    id = models.BigAutoField(primary_key=True)
    slug = models.TextField(unique=True)
    title = models.TextField()
    owner = models.TextField()
    department = models.TextField(db_default="")
    helpers = ArrayField(models.TextField(), db_default=[])
    stopped = models.BooleanField(db_default=False)
    stopped_by = models.TextField(db_default="")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "robots_robot"


class Version(models.Model):
    """A version of a robot's recipe: its text, who made it, who approved it and when."""

    id = models.BigAutoField(primary_key=True)
    robot = models.ForeignKey(Robot, on_delete=models.PROTECT)
    number = models.IntegerField()
    source = models.TextField()
    digest = models.TextField()
    made_by = models.TextField()
    made_at = models.DateTimeField()
    approved_by = models.TextField(db_default="")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "robots_version"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["robot", "number"], name="robots_version_number")
        ]


class Binding(models.Model):
    """What was filled in for a robot here (bindinger), by the names of its recipe.

    A row is never changed: an item says which one it was worked on with. Nothing secret is in it.
    """

    id = models.BigAutoField(primary_key=True)
    robot = models.ForeignKey(Robot, on_delete=models.PROTECT)
    given = models.JSONField()
    given_by = models.TextField()
    given_at = models.DateTimeField()

    class Meta:
        db_table = "robots_binding"


class Beginning(models.Model):
    """How far what starts a robot by itself has been looked at: a moment, or a file that was read.

    `mark` is "plan" with the moment up to which its turns are in line, or the SHA-256 of a file of
    its work list.
    """

    id = models.BigAutoField(primary_key=True)
    robot = models.ForeignKey(Robot, on_delete=models.PROTECT, db_index=False)
    mark = models.TextField()
    until = models.DateTimeField()

    class Meta:
        db_table = "robots_beginning"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["robot", "mark"], name="robots_beginning_once")
        ]


class Item(models.Model):
    """A work item (sag i køen).

    `key` is the keyed hash of its business key, `label` what it is called where CPR numbers may not
    be read, `subject` the citizen it is about, `token` fences off workers that lost it.
    """

    id = models.BigAutoField(primary_key=True)
    robot = models.ForeignKey(Robot, on_delete=models.PROTECT, db_index=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, db_index=False)
    binding = models.ForeignKey(Binding, on_delete=models.PROTECT, db_index=False, null=True)
    key = models.BinaryField()
    label = models.TextField()
    subject = models.UUIDField(null=True)
    data = models.BinaryField()
    state = models.CharField(max_length=10, db_default="ready")
    lent = models.BooleanField(db_default=False)  # to programs from outside
    priority = models.SmallIntegerField(db_default=0)
    deadline = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.IntegerField(db_default=0)
    failures = models.IntegerField(db_default=0)
    lease_until = models.DateTimeField(null=True)
    worker = models.TextField(db_default="")
    token = models.BigIntegerField(db_default=0)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.TextField(db_default="")

    class Meta:
        db_table = "robots_item"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["robot", "key"], name="robots_item_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["-priority", "deadline", "id", "not_before"],
                name="robots_item_ready",
                condition=LINE,
            ),
            models.Index(fields=["made_at", "not_before"], name="robots_item_old", condition=LINE),
            models.Index(
                fields=["id"], name="robots_item_running", condition=models.Q(state="running")
            ),
            models.Index(fields=["robot", "state", "-id"], name="robots_item_shown"),
        ]


class Step(models.Model):
    """One passing of one step: begun (intent), done (act and read-back), again or withdrawn.

    `sealed` is the enciphered result: value, words with their values, the element and why.
    """

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, db_index=False)
    at = models.TextField()
    line = models.IntegerField()
    state = models.CharField(max_length=10)
    changes = models.BooleanField()
    said = models.TextField()
    verified = models.TextField(db_default="")
    sealed = models.BinaryField()
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "robots_step"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "at"], name="robots_step_once")
        ]


class Picture(models.Model):
    """What the screen looked like before and after a change, enciphered."""

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT)
    at = models.TextField()
    moment = models.CharField(max_length=6)
    sealed = models.BinaryField()

    class Meta:
        db_table = "robots_picture"


class Proposal(models.Model):
    """A page has drifted (forslag): what a recipe calls something, and what the page calls it now.

    Seen in `seen` steps. The owner accepts, which makes a new version, or declines.
    """

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    line = models.IntegerField()
    was = models.TextField()
    becomes = models.TextField()
    why = models.TextField()
    seen = models.IntegerField()
    first_at = models.DateTimeField()
    newest_at = models.DateTimeField()
    decided_by = models.TextField(db_default="")
    decided_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(db_default=False)

    class Meta:
        db_table = "robots_proposal"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "line", "was", "becomes"], name="robots_proposal_once"
            )
        ]


class TryOut(models.Model):
    """A version is tried on one item without changing anything (prøve); how it went, enciphered.

    The item's fields are gone once it has been tried.
    """

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    asked_by = models.TextField()
    asked_at = models.DateTimeField()
    data = models.BinaryField()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    result = models.BinaryField(db_default=b"")

    class Meta:
        db_table = "robots_tryout"


class Task(models.Model):
    """Something a person is asked (opgave), and the answer with which the item goes on."""

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT)
    at = models.TextField()
    line = models.IntegerField()
    why = models.CharField(max_length=12)
    code = models.TextField()
    question = models.TextField()
    question_en = models.TextField()
    choices = models.JSONField()
    helper = models.TextField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.TextField(db_default="")
    answer = models.TextField(db_default="")
    minutes = models.DecimalField(max_digits=6, decimal_places=1, null=True)

    class Meta:
        db_table = "robots_task"
        indexes: ClassVar = [
            models.Index(
                fields=["asked_at"],
                name="robots_task_open",
                condition=models.Q(answered_at__isnull=True),
            )
        ]


class Act(models.Model):
    """What a robot did in a case (hændelse), until the registry has been told."""

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT)
    at = models.TextField()
    message = models.BinaryField()
    happened_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "robots_act"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "at"], name="robots_act_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["id"], name="robots_act_untold", condition=models.Q(told_at__isnull=True)
            )
        ]


class LendingKey(models.Model):
    """The key by which a program from outside works on one robot's items (nøgle); its hash only."""

    id = models.BigAutoField(primary_key=True)
    robot = models.ForeignKey(Robot, on_delete=models.PROTECT)
    hash = models.BinaryField(unique=True)
    lease = models.DurationField()
    given_by = models.TextField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "robots_lending_key"


class Loan(models.Model):
    """An item lent to a program from outside; `number` is its fencing token, new each time.

    `reference` is the keyed hash of what the program calls it, `status` what the program was told.
    """

    number = models.BigIntegerField(primary_key=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT)
    reference = models.BinaryField()
    status = models.TextField()
    message = models.TextField()
    lease_until = models.DateTimeField(null=True)
    lent_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "robots_loan"
        indexes: ClassVar = [
            models.Index(fields=["reference"], name="robots_loan_reference"),
            models.Index(
                fields=["lease_until"],
                name="robots_loan_lent",
                condition=models.Q(lease_until__isnull=False),
            ),
        ]


class Minutes(models.Model):
    """Minutes of people's time: the work done by hand (sample), or looking after it (upkeep)."""

    id = models.BigAutoField(primary_key=True)
    robot = models.ForeignKey(Robot, on_delete=models.PROTECT)
    kind = models.CharField(max_length=8)
    minutes = models.DecimalField(max_digits=7, decimal_places=1)
    note = models.TextField()
    measured_by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "robots_minutes"


class Secret(models.Model):
    """A secret, enciphered, for one recipe's digest and one address, and for nothing else."""

    id = models.BigAutoField(primary_key=True)
    robot = models.ForeignKey(Robot, on_delete=models.PROTECT)
    digest = models.TextField()
    address = models.TextField(db_default="")
    name = models.TextField()
    sealed = models.BinaryField()
    given_by = models.TextField()
    given_at = models.DateTimeField()

    class Meta:
        db_table = "robots_secret"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["robot", "digest", "address", "name"], name="robots_secret_once"
            )
        ]


class SeenPage(models.Model):
    """What a robot keeps of a page it works on, to know its fields again; labels, never values."""

    id = models.BigAutoField(primary_key=True)
    robot = models.ForeignKey(Robot, on_delete=models.PROTECT)
    key = models.TextField()
    content = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        db_table = "robots_seen_page"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["robot", "key"], name="robots_seen_page_once")
        ]


class Chain(models.Model):
    """The head of one chain of the ledger's log: how many lines, and the hash of the last."""

    chain = models.SmallIntegerField(primary_key=True)
    seq = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "robots_chain"


class Log(models.Model):
    """One line of the ledger's log: append-only, chained by hash, an item's lines in one chain."""

    id = models.BigAutoField(primary_key=True)
    chain = models.SmallIntegerField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    item_id = models.BigIntegerField()
    entry = models.JSONField()
    hash = models.BinaryField()

    class Meta:
        db_table = "robots_log"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "seq"], name="robots_log_chain_seq")
        ]
        indexes: ClassVar = [models.Index(fields=["item_id", "id"], name="robots_log_item")]
