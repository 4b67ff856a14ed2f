# SPDX-License-Identifier: EUPL-1.2
"""The conformance test-suite of connectors, inherited by a test class of the connector's own."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import ClassVar, Final

import msgspec

from gearskifte.connectors.public import Connector, Delivery, LogMapping, Part, connectors, read
from gearskifte.connectors.testing.damage import TEST_NUMBER, damaged, naming_somebody, noise
from gearskifte.connectors.testing.foreign import OF_CONNECTORS, OF_NOBODY
from gearskifte.registry.public import Reading

LONGEST_INTERFACE: Final = 20
_MAX_BYTES: Final = 32 * 1024 * 1024


class ConnectorSuite:
    """What every connector must pass.

    A class whose name begins with Test inherits it, and names what is tried: `connector` and
    `samples`.

    Attributes:
        connector: the one that is tried.
        samples: good messages of its format, as small and as different as can be; of a connector
            that splits deliveries, whole ones.
    """

    connector: ClassVar[Connector]
    samples: ClassVar[Sequence[bytes]]

    def test_it_recognises_its_own_samples(self) -> None:
        """Each sample is recognised by this connector, and by no other that is installed."""
        _need(bool(self.samples), "there are no samples")
        for number, sample in enumerate(self.samples):
            _need(self.connector.recognises(sample), f"sample {number} is not recognised")
            for other in connectors():
                _need(
                    other.name == self.connector.name or not other.recognises(sample),
                    f"sample {number} is recognised by {other.name} as well",
                )

    def test_it_recognises_nothing_else(self) -> None:
        """What other connectors read, or nobody, is not recognised."""
        for name, messages in OF_CONNECTORS.items():
            for message in messages if name != self.connector.name else ():
                _need(not self.connector.recognises(message), f"a message of {name} is recognised")
        for message in OF_NOBODY:
            _need(not self.connector.recognises(message), f"{message[:40]!r} is recognised")

    def test_it_reads_its_samples(self) -> None:
        """Each sample is read without a refusal, and says something."""
        for number, sample in enumerate(self.samples):
            reading = self._read(sample)
            _need(not reading.refusals, f"sample {number} is refused: {reading.refusals}")
            said = reading.registrations or reading.events or reading.classes
            _need(bool(said), f"sample {number} says nothing")
            _need(bool(reading.interface), f"the reading of sample {number} has no interface")

    def test_what_it_reads_can_be_kept(self) -> None:
        """Times have a zone, values are JSON without NUL, and the interface's name is short."""
        for sample in self.samples:
            reading = self._read(sample)
            _need(len(reading.interface) <= LONGEST_INTERFACE, "the interface's name is too long")
            _need(b"\\u0000" not in msgspec.json.encode(reading), "a text holds a NUL")
            for moment in _times(reading):
                _need(moment.utcoffset() is not None, f"{moment} has no zone")
                _need(moment.utcoffset() == timedelta(0), f"{moment} is not in UTC")

    def test_it_reads_the_same_every_time(self) -> None:
        """A sample gives the same reading again, whatever was read in between."""
        before = [self._read(sample) for sample in self.samples]
        for bytes_ in noise():
            self._read(bytes_)
        again = [self._read(sample) for sample in reversed(self.samples)]
        _need(before == again[::-1], "a sample was read differently the second time")

    def test_it_never_raises(self) -> None:
        """Any bytes give a reading: noise, and samples that are cut off, torn or overwritten."""
        for body in (*noise(), *(each for sample in self.samples for each in damaged(sample))):
            self._read(body)
            self.connector.recognises(body)

    def test_it_refuses_what_is_too_large(self) -> None:
        """A message larger than is allowed is refused, and nothing of it is read."""
        for sample in self.samples:
            reading = self.connector.read(sample, max_bytes=len(sample) - 1)
            _need(len(reading.refusals) == 1, "it is not refused once")
            said = reading.registrations or reading.events or reading.classes
            _need(not said, "something of it was read")

    def test_it_names_nobody(self) -> None:
        """No text of a finding or a refusal shows a person's number, wherever one stood."""
        for sample in self.samples:
            for body in naming_somebody(sample):
                reading = self._read(body)
                told = repr((reading.interface, reading.findings, reading.refusals))
                _need(TEST_NUMBER not in told, f"a person's number is told of: {body[:80]!r}")

    def test_it_says_what_is_wrong_in_two_languages(self) -> None:
        """A refusal has a code, and a finding a rule; both have words in Danish and English."""
        for body in (each for sample in self.samples for each in damaged(sample)):
            reading = self._read(body)
            for refusal in reading.refusals:
                _need(bool(refusal.code), "a refusal has no code")
                _need(bool(refusal.reason.da and refusal.reason.en), f"{refusal.code} is wordless")
            for finding in reading.findings:
                _need(bool(finding.rule), "a finding has no rule")
                _need(bool(finding.text.da and finding.text.en), f"{finding.rule} is wordless")

    def test_it_splits_a_delivery_the_same_every_time(self) -> None:
        """Parts are small enough, can be read, and are the same for the same delivery."""
        for sample in self.samples if self.connector.split is not None else ():
            parts = list(self._parts(sample))
            _need(bool(parts), "there are no parts")
            _need(parts == list(self._parts(sample)), "it was split differently the second time")
            for part in parts:
                _need(len(part.body) <= _MAX_BYTES, f"{part.place} is too large")
                reading = read(part.body, max_bytes=_MAX_BYTES)
                _need(not reading.refusals, f"{part.place} is refused: {reading.refusals}")
            for body in damaged(sample):
                for part in self._parts(body):
                    read(part.body, max_bytes=_MAX_BYTES)

    def _read(self, body: bytes) -> Reading:
        reading: object = self.connector.read(body, max_bytes=_MAX_BYTES)
        if not isinstance(reading, Reading):
            raise AssertionError(f"no Reading but {type(reading).__name__}")
        return reading

    def _parts(self, body: bytes) -> Iterator[Part]:
        if self.connector.split is not None:
            delivery = Delivery("sample.test", "0" * 64, LogMapping(), _MAX_BYTES)
            yield from self.connector.split(io.BytesIO(body), delivery)


def _times(reading: Reading) -> Iterator[datetime]:
    found: list[datetime | None] = []
    for registration in reading.registrations:
        found.append(registration.source_time)
        for fact in registration.facts:
            found += [fact.start, fact.end]
    for event in reading.events:
        found += [event.registered_at, event.happened_at]
    return (moment for moment in found if moment is not None)


def _need(holds: bool, otherwise: str) -> None:
    if not holds:
        raise AssertionError(otherwise)
