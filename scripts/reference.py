# SPDX-License-Identifier: EUPL-1.2
"""Writes `docs/reference` from the program itself (`just reference`).

A test fails while a page is not what this would write, so that none of it can grow old.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import Final

import click
import msgspec

from gearskifte.app.cli import cli
from gearskifte.app.subscriptions import SUBSCRIPTIONS
from gearskifte.kernel.config import Config
from gearskifte.login.public import TABLES

ROOT: Final = Path(__file__).resolve().parents[1]
PACKAGE: Final = ROOT / "src" / "gearskifte"
REFERENCE: Final = ROOT / "docs" / "reference"
NOTE: Final = "*Written by `just reference` from the program; do not edit.*"
_CODE: Final = re.compile(r"GS-[A-Z]+-\d{3}")


def commands() -> str:
    """Every command with what it does, its arguments and its options."""
    lines = ["# Commands", "", NOTE, ""]
    for path, command in _walk(cli, "gearskifte"):
        if isinstance(command, click.Group):
            continue
        usage = " ".join(command.collect_usage_pieces(click.Context(command)))
        lines += [f"## `{path}`", "", f"`{path} {usage}`", "", _paragraphs(command.help or ""), ""]
        for option in command.params:
            if isinstance(option, click.Option):
                names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
                lines.append(f"* {names}: {option.help or option.human_readable_name}")
        if lines[-1]:
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _walk(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        asked = click.Context(command)
        for name in sorted(command.list_commands(asked)):
            inner = command.get_command(asked, name)
            if inner is not None:
                yield from _walk(inner, f"{path} {name}")


def _paragraphs(text: str) -> str:
    """A help text without its line breaks."""
    parts = re.split(r"\n\s*\n", text.replace("\b", "").strip())
    return "\n\n".join(" ".join(part.split()) for part in parts)


def settings() -> str:
    """Every setting: its name, default, and what it is for in both languages."""
    lines = ["# Settings", "", NOTE, ""]
    lines += [
        "Each is looked for in the environment as `GEARSKIFTE_<NAME>`, then in the TOML file that",
        "`GEARSKIFTE_CONFIG` names. `gearskifte config explain` prints them as they are.",
        "",
        "| name | default | what it is for | på dansk |",
        "|---|---|---|---|",
    ]
    for item in fields(Config):
        words = item.metadata["help"]
        secret = " (secret)" if item.metadata["secret"] else ""
        default = f"`{item.default}`" if item.default != "" else ""
        lines.append(f"| `{item.name}`{secret} | {default} | {words.en} | {words.da} |")
    return "\n".join(lines) + "\n"


def login() -> str:
    """Every table and key of the login file."""
    lines = ["# The login file", "", NOTE, ""]
    lines += [
        "TOML, named by `login_file`. File names in it are relative to its own folder. What is not",
        "written here is refused, and whom no rule names has no access. An example is in",
        "[In production](../deployment.md#login).",
    ]
    for table, struct in TABLES.items():
        about = (struct.__doc__ or "").partition("\n")[0]
        lines += ["", f"## `[{table}]`", "", about, ""]
        lines += ["| key | default | what it is for | på dansk |", "|---|---|---|---|"]
        for item in msgspec.inspect.type_info(struct).fields:  # type: ignore[attr-defined]
            kind = item.type
            words = kind.extra["help"]
            default = "required" if item.required else _default(item.default)
            lines.append(f"| `{item.encode_name}` | {default} | {words.en} | {words.da} |")
    return "\n".join(lines) + "\n"


def _default(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(f"`{each}`" for each in value)
    return f"`{value}`" if value not in (None, "") else ""


def errors() -> str:
    """Every error code: what it is about, and where in the program it is."""
    lines = ["# Errors", "", NOTE, ""]
    lines += [
        "Each message says what, why and what to do, in Danish and English. Here is where a code",
        "comes from, for who wants to read the rule itself.",
        "",
        "| code | about | in |",
        "|---|---|---|",
    ]
    found: dict[str, tuple[str, str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for code, words in _codes(ast.parse(path.read_text(encoding="utf-8"))):
            if not found.get(code, ("", ""))[0]:  # it may be named before it is explained
                found[code] = words, str(path.relative_to(PACKAGE))
    for code, (words, place) in sorted(found.items()):
        lines.append(f"| `{code}` | {words} | `{place}` |")
    return "\n".join(lines) + "\n"


def _codes(tree: ast.AST, about: str = "") -> Iterator[tuple[str, str]]:
    """Every code that stands in the program as text of its own, and what it is about.

    That is the English sentence in the same call, else what the function around it is for.
    """
    for node in ast.iter_child_nodes(tree):
        near = about
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            near = (ast.get_docstring(node) or _plain(node.name)).partition("\n")[0]
        elif isinstance(node, ast.AnnAssign):
            near = about or _plain(ast.unparse(node.target))
        elif isinstance(node, ast.Call):
            near = _sentence(node) or about
        elif isinstance(node, ast.Constant) and _CODE.fullmatch(str(node.value)):
            yield str(node.value), about.replace("|", "\\|")
        yield from _codes(node, near)


def _sentence(call: ast.Call) -> str:
    """The English of the first text in a call that has a code; what is filled in is left open."""
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    if not any(isinstance(each, ast.Constant) and _is_code(each.value) for each in values):
        return ""
    for value in values:
        if isinstance(value, ast.Call) and len(value.args) == 2:  # Text(danish, english)
            return _words(value.args[1])
    sentences = [words for words in map(_words, call.args) if words and not _is_code(words)]
    return sentences[-1] if sentences else ""


def _is_code(value: object) -> bool:
    return isinstance(value, str) and _CODE.fullmatch(value) is not None


def _plain(name: str) -> str:
    return name.strip("_").lower().replace("_", " ")


def _words(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_words(part) or "…" for part in node.values)
    return ""


def events() -> str:
    """Every event between rooms: who tells it, what it says, and who hears it."""
    lines = ["# Events", "", NOTE, ""]
    lines += [
        "Rooms tell each other what happened, in the transaction that made it true. The worker",
        "delivers it at least once; hearing it twice changes nothing. No event holds a CPR number.",
        "",
    ]
    robots = vars(import_module("gearskifte.robots.events"))
    registry = vars(import_module("gearskifte.registry.events"))
    for room, told in (("registry", registry), ("robots", robots)):
        for name, event in told.items():
            if name not in SUBSCRIPTIONS or (room == "registry" and name in robots):
                continue
            heard = ", ".join(
                f"`{each.__module__.removeprefix('gearskifte.')}.{each.__name__}`"
                for each in SUBSCRIPTIONS[name]
            )
            said = (event.__doc__ or "").split("Attributes:")[0]
            lines += [f"## `{name}`", "", f"Told by {room}, heard by {heard}.", ""]
            lines += [_paragraphs(said), ""]
            lines += [
                f"* `{each.name}`: `{_type(each.type)}`" for each in msgspec.structs.fields(event)
            ]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _type(told: object) -> str:
    """A type as it is written in the source, without modules."""
    plain = told.__name__ if isinstance(told, type) and not hasattr(told, "__args__") else str(told)
    return re.sub(r"\b(?:\w+\.)+(\w+)", r"\1", plain)


PAGES: Final = {
    "commands.md": commands,
    "events.md": events,
    "settings.md": settings,
    "login.md": login,
    "errors.md": errors,
}

if __name__ == "__main__":
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")
        print(f"docs/reference/{name}")
