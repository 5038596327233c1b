"""From the text of an SQL expression to a `Compute`: names resolved, types checked on no rows.

A value that cannot be computed (a division by zero, a text that is no number) is null. A field whose
constraints say `nullable: false` must therefore say what stands there instead: `default`, or `coalesce`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, cast

import pyarrow as pa
from sqlglot import exp

from rowsmith.errors import InvalidInput, Issue
from rowsmith.plan.arrow_types import arrow_type, field_type
from rowsmith.plan.derived import Compute, Rollup
from rowsmith.plan.environment import SEPARATOR
from rowsmith.plan.grammar import ROLLUPS, parse, written
from rowsmith.plan.links import Fanout
from rowsmith.plan.model import FieldPlan
from rowsmith.plan.naming import Found, Names, UnknownField, did_you_mean, match
from rowsmith.plan.sandbox import ExpressionError, natural_types

_FAILING = (exp.Nullif, exp.TryCast, exp.Null, exp.Anonymous)


@dataclass(slots=True)
class Bound:
    """An expression bound to fields: its text over `c0, c1, ...`, what these read, and the natural type."""

    sql: str
    reads: list[str] = field(default_factory=list[str])
    columns: dict[str, pa.DataType] = field(default_factory=dict[str, pa.DataType])
    kind: pa.DataType = field(default_factory=pa.null)
    nullable: bool = False

    def compute(self, sql: str) -> Compute:
        """The same fields under another text around the expression."""
        return Compute(sql, tuple(self.reads))


def bind(text: str, names: Names, path: str) -> Bound:
    """Check an expression and bind its names; every unknown one is reported."""
    return _bind(parse(text, path), text, names, path)


def condition(text: str, names: Names, path: str) -> Bound:
    """An expression that is true or false."""
    bound = bind(text, names, path)
    if bound.kind != pa.bool_():
        message = f"{text[:80]!r} gives {_spoken(bound.kind)}; a condition is true or false, such as age > 18"
        raise InvalidInput.of([Issue(path, "not_a_condition", message)])
    return bound


def _bind(tree: exp.Expr, text: str, names: Names, path: str) -> Bound:
    # A parent above the root lets the root itself be replaced.
    top = exp.Paren(this=tree)
    bound, issues = Bound(""), list[Issue]()
    for node in list(top.find_all(*ROLLUPS)):
        try:
            _replace(node, _rollup(node, text, names, path), bound)
        except InvalidInput as error:
            issues += _placed(error, node, text, path)
            node.replace(exp.null())
    for node in list(top.find_all(exp.Column)):
        if node.meta.get("bound"):
            continue
        try:
            _replace(node, names.find([part.name for part in node.parts]), bound)
        except UnknownField as error:
            issues += _placed(error, node, text, path)
    if issues:
        raise InvalidInput.of(issues)
    for node in list(top.find_all(exp.Div)):
        if not _never_zero(node.expression):
            # DuckDB divides by zero into infinity; here it is null, which `coalesce` can catch.
            node.set("expression", exp.Nullif(this=node.expression.copy(), expression=exp.Literal.number(0)))
    bound.sql = written(top)
    try:
        (bound.kind,) = natural_types([bound.sql], bound.columns)
    except ExpressionError as error:
        raise InvalidInput.of([Issue(path, "type_error", f"{text[:80]!r}: {error.message}")]) from None
    bound.nullable = bound.nullable or any(_may_fail(node) for node in top.walk())
    if isinstance(tree, exp.Coalesce) and isinstance(tree.expressions[-1], exp.Literal):
        bound.nullable = False
    return bound


def _may_fail(node: exp.Expr) -> bool:
    """Whether a value can be null although all it is made of is not."""
    if isinstance(node, exp.IntDiv | exp.Mod):
        return not _never_zero(node.expression)
    return isinstance(node, _FAILING) or (isinstance(node, exp.Case) and node.args.get("default") is None)


def _never_zero(node: exp.Expr) -> bool:
    return isinstance(node, exp.Literal) and not node.is_string and float(node.name) != 0


def _replace(node: exp.Expr, found: Found, bound: Bound) -> None:
    if found.read not in bound.reads:
        bound.reads.append(found.read)
    name = f"c{bound.reads.index(found.read)}"
    bound.nullable = bound.nullable or found.nullable
    new: exp.Expr = exp.column(name)
    new.meta["bound"] = True
    bound.columns[name] = found.whole or found.kind
    for member in found.members:
        new = exp.Dot(this=new, expression=exp.to_identifier(member, quoted=True))
    node.replace(new)


def _rollup(node: exp.Expr, text: str, names: Names, path: str) -> Found:
    """The hidden field with an aggregate over the children of each row."""
    function = cast("Literal['sum', 'count', 'min', 'max', 'avg']", ROLLUPS[cast("Any", type(node))])
    inner = node.this
    if inner is None or isinstance(inner, exp.Distinct) or node.expressions:
        raise UnknownField(function, f"{function} takes one value of a child table: {function}(lines.amount)")
    columns = list(inner.find_all(exp.Column))
    child = _child(columns, names, function)
    link = next(link for link in names.environment.links[child].values() if _drives(link, names.table))
    below = Names(names.environment, child)
    if function == "count" and (isinstance(inner, exp.Star) or _is_table(columns, inner, child)):
        rollup, kind, precision = Rollup(child, link.name, "count"), "integer", None
    else:
        for column in columns:
            if len(column.parts) > 1 and column.parts[0].name.lower() == child.lower():
                column.replace(exp.column(*[part.copy() for part in column.parts[:0:-1]]))
        read, value = _argument(node.this, text, below, path)
        rollup = Rollup(child, link.name, function, read)
        kind, precision = ("integer", None) if function == "count" else field_type(value)
        if function in ("sum", "avg") and kind not in ("integer", "float", "decimal"):
            raise UnknownField(function, f"{function} adds up numbers, and this is {_spoken(value)}")
        if function == "avg":
            kind, precision = "float", None
    name = SEPARATOR.join(("", function, child, rollup.field or ""))
    plan = FieldPlan(name=name, type=kind, precision=precision, source=rollup)
    names.environment.hide(names.table, plan)
    return Found(name, arrow_type(plan), function not in ("sum", "count"))


def _argument(tree: exp.Expr, text: str, names: Names, path: str) -> tuple[str, pa.DataType]:
    """The child's field under an aggregate; a hidden one where it is more than a name."""
    bound = _bind(tree.copy(), text, names, path)
    if isinstance(tree, exp.Column) and len(bound.reads) == 1 and bound.sql == "(c0)":
        return bound.reads[0], bound.kind
    kind, precision = field_type(bound.kind)
    plan = FieldPlan(
        name=SEPARATOR.join(("", bound.sql, *bound.reads)), type=kind, precision=precision,
        source=bound.compute(in_type(bound.sql, kind, precision)), reads=tuple(bound.reads),
    )  # fmt: skip
    return names.environment.hide(names.table, plan), bound.kind


def _child(columns: list[exp.Column], names: Names, function: str) -> str:
    children = [
        table
        for table, links in names.environment.links.items()
        if any(_drives(link, names.table) for link in links.values())
    ]
    heads = {column.parts[0].name for column in columns}
    found = {child for head in heads if (child := match(head, children))}
    if len(found) == 1:
        return found.pop()
    if not heads and len(children) == 1:
        return children[0]
    head = next(iter(sorted(heads)), "")
    if not children:
        message = (
            f"{function}() is over the rows of a child table, and no table says with `per_parent` "
            f"how many rows it has for each row of {names.table!r}"
        )
    else:
        known = f"{', '.join(children)}{did_you_mean(head, children)}"
        message = f"{head or '*'!r} names no child of {names.table!r}: {known}"
    raise UnknownField(head or function, message)


def _drives(link: Any, parent: str) -> bool:
    return link.table == parent and isinstance(link.choice, Fanout)


def _is_table(columns: list[exp.Column], inner: exp.Expr, child: str) -> bool:
    return (
        len(columns) == 1
        and inner is columns[0]
        and len(columns[0].parts) == 1
        and inner.name.lower() == child.lower()
    )


def in_type(sql: str, kind: str, precision: int | None) -> str:
    """The expression as a value of a field type, null where it has none."""
    stored = {
        "integer": "BIGINT", "float": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE", "datetime": "TIMESTAMP",
        "time": "TIME", "decimal": f"DECIMAL(18, {2 if precision is None else precision})",
    }.get(kind, "VARCHAR")  # fmt: skip
    return f"TRY(CAST({sql} AS {stored}))"


def _spoken(kind: pa.DataType) -> str:
    name = field_type(kind)[0]
    return {"string": "text", "boolean": "true or false"}.get(name, f"a value of type {name}")


def _placed(error: InvalidInput, node: exp.Expr, text: str, path: str) -> list[Issue]:
    """The issues with the position of the name in the text, where the tree knows it."""
    start = next((part.meta["start"] for part in node.find_all(exp.Identifier) if "start" in part.meta), None)
    where = f" (at position {start + 1} of {text[:60]!r})" if start is not None else f" (in {text[:60]!r})"
    return [issue if issue.path else Issue(path, issue.code, issue.message + where) for issue in error.issues]
