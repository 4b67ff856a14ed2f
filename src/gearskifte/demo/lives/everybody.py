# SPDX-License-Identifier: EUPL-1.2
"""All lives told by hand, in the order they begin."""

from __future__ import annotations

from gearskifte.demo.lives.family import sofie
from gearskifte.demo.lives.job_seeker import jonas
from gearskifte.demo.lives.landlord import viggo
from gearskifte.demo.lives.newcomer import ida, samira
from gearskifte.demo.lives.pensioner import karen
from gearskifte.demo.lives.queue import queue
from gearskifte.demo.lives.quiet import bent, erik
from gearskifte.demo.story import Life
from gearskifte.demo.timeline import Timeline


def told_by_hand(t: Timeline) -> list[Life]:
    """The lives of `people.CITIZENS`, and of those who wait in the same queue as one of them."""
    tellers = (karen, jonas, sofie, samira, bent, ida, erik, viggo, queue)
    lives = [life for tell in tellers for life in tell(t)]
    return sorted(lives, key=lambda life: life[0].start)
