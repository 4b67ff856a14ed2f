# SPDX-License-Identifier: EUPL-1.2
"""How templates become Python: with fewer steps where it is known what is called.

Jinja asks of everything that a template calls what it wants to be told, and escapes whatever comes
back. A page calls some 150 texts (`_`) and macros; both are known when the template is compiled,
want to be told nothing, and give text that is escaped already.
"""

from __future__ import annotations

import re
from typing import Any, Final

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.runtime import Context
from markupsafe import Markup, escape

_TEXT: Final = "_"
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

    def visit_Call(  # noqa: N802 - likewise
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,
    ) -> None:
        """Write a call: straight to what is known, else by way of the context."""
        if not self._known(node, frame):
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
        return isinstance(node, nodes.Call) and self._known(node, frame)

    def _known(self, node: nodes.Call, frame: Frame) -> bool:
        """Whether a text or a macro is called, and no variable of its name hides it here."""
        called = node.node
        if not isinstance(called, nodes.Name) or called.name not in self._macros:
            return False
        ref = frame.symbols.find_ref(called.name)
        if called.name == _CALLER or ref == f"l_0_{called.name}":
            return True
        load = frame.symbols.find_load(ref) if ref else None
        return load is not None and load[0] == VAR_LOAD_RESOLVE


PageEnvironment.code_generator_class = PageWriter
