# SPDX-License-Identifier: EUPL-1.2
"""How templates become Python: with fewer steps where it is known what is called.

Jinja asks of everything that a template calls what it wants to be told, and escapes whatever comes
back. A page calls some 150 texts (`_`) and macros; both are known when the template is compiled,
want to be told nothing, and give text that is escaped already. A macro is a Python function with
its parameters' defaults, and Python itself puts the arguments in their places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from typing import Any, Final

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.environment import TemplateModule
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

_TEXT: Final = "_"
_PLAIN: Final = frozenset({"asset", "language", "url"})
"""The environment's own functions, which want to be told nothing either."""
_CALLER: Final = "caller"
_ESCAPED_FILTERS: Final = frozenset({"time", "safe"})
"""Filters that give text which is escaped already."""
_SPECIAL: Final = re.compile("[&<>\"']")


class PageTemplate(Template):
    """A template whose macros are the same for every page that imports them."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


class PageEnvironment(Environment):
    """Where pages are made."""

    template_class = PageTemplate

    def escaped(self, value: object) -> str:
        """A value as a part of a page. Most texts hold nothing that is special, and stay."""
        if type(value) is Markup or (type(value) is str and not _SPECIAL.search(value)):
            return value
        return escape(value)

    def macro(
        self, function: Callable[..., str], name: str, *plan: Any
    ) -> Callable[..., Markup] | Macro:
        """What a template calls as a macro; `plan` is what Jinja's own `Macro` takes after it.

        One that takes any number of arguments is Jinja's own.
        """
        names, any_names, any_number, caller, escapes = plan
        if any_names or any_number or not escapes:
            return Macro(self, function, name, *plan)
        places = function.__code__.co_varnames[: function.__code__.co_argcount]
        given = dict(zip((*names, _CALLER), places, strict=False))
        defaults: list[object] = [missing] * len(places)
        if caller and _CALLER not in names:
            defaults[-1] = self.undefined("No caller defined", name=_CALLER)
        function.__defaults__ = tuple(defaults)
        return _escaping(function, given)


def _escaping(function: Callable[..., str], given: dict[str, str]) -> Callable[..., Markup]:
    """A macro's function as it is called: by its parameters' names in the template."""
    made = str.__new__

    def call(*values: object, **named: object) -> Markup:
        if not named:
            return made(Markup, function(*values))
        return made(Markup, function(*values, **{given[name]: named[name] for name in named}))

    return call


class PageWriter(CodeGenerator):
    """Writes the code of one template."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._macros = {_TEXT, _CALLER}

    def visit_FromImport(  # noqa: N802 - the library's name
        self, node: nodes.FromImport, frame: Frame
    ) -> None:
        """Write an import, and remember its macros: templates import nothing else."""
        super().visit_FromImport(node, frame)
        self._macros.update(each if isinstance(each, str) else each[1] for each in node.names)

    def visit_Macro(self, node: nodes.Macro, frame: Frame) -> None:  # noqa: N802 - likewise
        """Write a macro, and remember it."""
        super().visit_Macro(node, frame)
        self._macros.add(node.name)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write what makes a macro of the function that was written before."""
        names = tuple(each.name for each in macro_ref.node.args)
        self.write(
            f"environment.macro(macro, {getattr(macro_ref.node, 'name', None)!r}, {names!r},"
            f" {macro_ref.accesses_kwargs!r}, {macro_ref.accesses_varargs!r},"
            f" {macro_ref.accesses_caller!r}, context.eval_ctx.autoescape)"
        )

    def visit_Call(  # noqa: N802 - likewise
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,
    ) -> None:
        """Write a call: straight to what is known, else by way of the context."""
        if not self._straight(node, frame):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        rest = nodes.Call(node.node, node.args[1:], node.kwargs, node.dyn_args, node.dyn_kwargs)
        rest.set_environment(self.environment)
        if node.args:
            self.visit(node.args[0], frame)
        else:
            self.write("*()")  # what follows begins with a comma
        self.signature(rest, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("(" if self._escaped(node, frame) else "environment.escaped(")

    def _escaped(self, node: nodes.Expr, frame: Frame) -> bool:
        """Whether a value is text that is escaped already."""
        if isinstance(node, nodes.Filter):
            return node.name in _ESCAPED_FILTERS
        return isinstance(node, nodes.Call) and self._known(node, frame, self._macros)

    def _straight(self, node: nodes.Call, frame: Frame) -> bool:
        """Whether what is called wants to be told nothing: it is known, or a method of a value."""
        called = isinstance(node.node, nodes.Getattr)
        return called or self._known(node, frame, self._macros | _PLAIN)

    def _known(self, node: nodes.Call, frame: Frame, names: Set[str]) -> bool:
        """Whether one of `names` is called, and no variable of its name hides it here."""
        called = node.node
        if not isinstance(called, nodes.Name) or called.name not in names:
            return False
        ref = frame.symbols.find_ref(called.name)
        if called.name == _CALLER or ref == f"l_0_{called.name}":
            return True
        load = frame.symbols.find_load(ref) if ref else None
        return load is not None and load[0] == VAR_LOAD_RESOLVE


PageEnvironment.code_generator_class = PageWriter
