# SPDX-License-Identifier: EUPL-1.2
"""XES in sections tells what XES element by element tells, of whatever is or is not XES."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from xml.parsers import expat

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gearskifte.connectors.public import LogMapping
from gearskifte.connectors.xes import flow as flow_module
from gearskifte.connectors.xes.elements import Cases, parser_into
from gearskifte.connectors.xes.flat import is_flat
from gearskifte.connectors.xes.flow import flow
from gearskifte.effects.public import LogRow
from gearskifte.kernel.errors import InputRefused

VALUES: Final = (
    "a", "b &amp; c", "&lt;event&gt;", "&#97;", "æøå", "\U0001f600", "x > y", "it's", "</", "\n",
    "", "concept:name", "<", "&nope;", "&amp", "\x01", "\ufffe", " key=", "\0", "a\tb",
)  # fmt: skip
KEYS: Final = (
    "concept:name", "time:timestamp", "org:resource", "identity:id", "startDate", "deadline", "x",
    "concept&#58;name", "concept:name2", "&amp;",
)  # fmt: skip
MOMENTS: Final = ("2024-01-02T09:00:00+01:00", "2024-01-02T08:00:00Z", "2024-06-30T23:30:00.5Z", "")
FORMS: Final = (
    '<string key="{key}" value="{value}"/>',
    '\n\t<date key="{key}" value="{value}"/>\r\n',
    '<int key="{key}" value="{value}" />',
    '<string key="{key}" value="{value}"></string>',
    "<string key='{key}' value='{value}'/>",
    '<string value="{value}" key="{key}"/>',
    '<string  key = "{key}" value="{value}"/>',
    '<x:string key="{key}" value="{value}"/>',
    '<own key="{key}" value="{value}"/>',
    '<string key="{key}"/>',
    '<list key="l"><values><string key="{key}" value="{value}"/></values></list>',
    '<string key="o" value="o"><string key="{key}" value="{value}"/></string>',
    '<!-- <string key="{key}" value="{value}"/> -->',
    '<![CDATA[<string key="{key}" value="{value}"/>]]>',
    '<?note key="{key}" value="{value}"?>',
    '<event key="{key}" value="{value}"/>',
    '<string key="{key}" value="{value}" key="{key}"/>',
    'text key="{key}" value="{value}" text',
)  # fmt: skip


def _mostly(usual: st.SearchStrategy[str], odd: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.integers(0, 19).flatmap(lambda number: usual if number else odd)


_value = _mostly(st.sampled_from(VALUES[:8]), st.sampled_from(VALUES))
_form = _mostly(st.sampled_from(FORMS[:3]), st.sampled_from(FORMS))
_attribute = st.builds(
    lambda form, key, value: form.format(key=key, value=value),
    _form,
    _mostly(st.sampled_from(KEYS[:7]), st.sampled_from(KEYS)),
    _value,
)
_moment = st.builds(
    lambda form, value: form.format(key="time:timestamp", value=value),
    _form,
    st.sampled_from(MOMENTS),
)
_event_tags = _mostly(
    st.just("<event>|</event>"),
    st.sampled_from(
        ("<event >|</event>", "<x:event>|</x:event>", "<event a='b'>|</event >",
         "<event><event>|</event></event>", "<event>|</event", "<events>|</events>", "|")
    ),
)  # fmt: skip
_event = st.builds(
    lambda tags, moment, attributes: tags.replace("|", moment + "".join(attributes)),
    _event_tags,
    _moment,
    st.lists(_attribute, max_size=4),
)
_case_tags = _mostly(
    st.just("<trace>|</trace>"),
    st.sampled_from(
        ("<trace >|</trace>", "<trace>|</trace >", "<x:trace>|</x:trace>", "<trace/>|", "|",
         "<trace><trace>|</trace></trace>", "<list key='l'><trace>|</trace></list>", "<trace>|",
         "<!-- <trace>|</trace> -->", "<trace a=''>|</trace>", "<tracer>|</tracer>")
    ),
)  # fmt: skip
_case = st.builds(
    lambda tags, own, events, after: tags.replace("|", "".join((*own, *events, after))),
    _case_tags,
    st.lists(_attribute, max_size=3),
    st.lists(_event, max_size=4),
    _mostly(st.just("\n"), _attribute),
)
_between = _mostly(st.just("\n "), _attribute)
_log = st.builds(
    lambda start, root, own, cases, end: f"{start}<{root}>{own}{''.join(cases)}</{root}>{end}",
    st.sampled_from(("", "<?xml version='1.0'?>\n", "<?xml version='1.0' encoding='utf-8'?>")),
    _mostly(st.just("log"), st.just("x:log")),
    _mostly(st.just('<classifier name="Both" keys="concept:name x"/>'), _attribute),
    st.lists(st.builds("".join, st.tuples(_case, _between)), max_size=5),
    _mostly(st.just("\n"), st.sampled_from(("<log/>", "&amp;", "<!-- <trace> -->", "</log>"))),
)


def _element_by_element(log: bytes) -> list[LogRow] | None:
    cases = Cases("log", LogMapping())
    try:
        parser_into(cases).Parse(log, True)
    except expat.ExpatError:
        return None
    return [row for case in cases.found for row in case.rows]


@contextmanager
def _cut(chunk: int, most: int = 1 << 24) -> Iterator[None]:
    """Logs are read so many bytes at a time, and a larger case is not waited for."""
    before = flow_module._CHUNK, flow_module._MOST
    flow_module._CHUNK, flow_module._MOST = chunk, most  # type: ignore[misc]
    try:
        yield
    finally:
        flow_module._CHUNK, flow_module._MOST = before  # type: ignore[misc]


def _in_sections(log: bytes, chunk: int = 1 << 18, most: int = 1 << 24) -> list[LogRow] | None:
    try:
        with _cut(chunk, most):
            return list(flow(io.BytesIO(log), "log.xes", LogMapping()))
    except InputRefused:
        return None


@given(_log, st.sampled_from((7, 64, 1000, 1 << 18)), st.sampled_from((200, 1 << 24)))
def test_sections_tell_what_elements_tell(log: str, chunk: int, most: int) -> None:
    """The same rows, or the same refusal, however odd the log and wherever a chunk ends."""
    body = log.encode()
    assert _in_sections(body, chunk, most) == _element_by_element(body)


@given(_case)
@example("<trace>\0<event>\0</event></trace>")
@example('<trace><string key="a" value="b"/>\0</trace>')
def test_what_is_flat_is_well_formed(case: str) -> None:
    """No section is taken apart without the parser that the parser would refuse."""
    if is_flat(case):
        expat.ParserCreate().Parse(f"<log>{case}</log>", True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "cp1252"])
@pytest.mark.parametrize("is_declared", [True, False])
def test_a_log_may_be_in_any_encoding_that_xml_knows(encoding: str, is_declared: bool) -> None:
    """Texts are the same in all of them; without a declaration it is UTF-8 or has a mark."""
    event = '<event><string key="concept:name" value="søg"/>'
    moment = '<date key="time:timestamp" value="2024-01-02T09:00:00+01:00"/></event>'
    declaration = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    log = f"{declaration if is_declared else ''}<log><trace>{event}{moment}</trace></log>"
    told = _in_sections(log.encode(encoding))
    if not is_declared and encoding in ("iso-8859-1", "cp1252"):
        assert told is None
    else:
        assert told is not None
        assert [row.activity for row in told] == ["søg"]


def test_the_line_of_a_fault_is_told_after_cases_too() -> None:
    """A fault in line 5 is in line 5, also where the cases before it were read in sections."""
    case = '<trace><event><string key="a" value="b"/></event></trace>\n'
    log = f"<log>\n{case * 3}<trace><event></trace>\n</log>"
    for chunk in (20, 1 << 18):
        with _cut(chunk), pytest.raises(InputRefused) as refused:
            list(flow(io.BytesIO(log.encode()), "log.xes", LogMapping()))
        assert refused.value.why.en == "The fault is in line 5."
