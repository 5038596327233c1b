"""What an SQL expression may hold: scalar, deterministic functions and operators, and nothing else.

The text is parsed with sqlglot and written again from the tree that was checked, so what runs is exactly what
was allowed.
"""

from __future__ import annotations

from functools import cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from rowsmith.errors import InvalidInput, Issue

_NODES = (
    exp.Add, exp.And, exp.Between, exp.Boolean, exp.Bracket, exp.Case, exp.Cast, exp.Column, exp.DPipe,
    exp.DataType, exp.DataTypeParam, exp.Distinct, exp.Div, exp.Dot, exp.EQ, exp.Escape, exp.GT, exp.GTE,
    exp.Identifier, exp.If, exp.ILike, exp.In, exp.IntDiv, exp.Interval, exp.IntervalSpan, exp.Is, exp.LT,
    exp.LTE, exp.Like, exp.Literal, exp.Mod, exp.Mul, exp.NEQ, exp.Neg, exp.Not, exp.Null, exp.NullSafeEQ,
    exp.NullSafeNEQ, exp.Or, exp.Paren, exp.Pow, exp.Slice, exp.Star, exp.Sub, exp.TryCast, exp.Tuple,
    exp.Var, exp.Xor,
)  # fmt: skip

FUNCTIONS = frozenset(
    """
    abs acos age array array_contains array_length array_size ascii asin atan atan2 bar bit_count
    cardinality cbrt ceil ceiling century char_length character_length chr coalesce concat concat_ws
    contains cos cot date date_add date_diff date_from_parts date_part date_sub date_trunc datediff
    datepart datesub datetrunc day dayname dayofmonth dayofweek dayofyear decade degrees ends_with epoch
    epoch_ms epoch_us even exp extract factorial floor format gamma gcd greatest greatest_common_divisor
    hamming hash_md5 hour if ifnull initcap instr is_nan isodow isoyear jaccard jaro_similarity
    jaro_winkler_similarity jarowinkler_similarity last_day lcase lcm least left len length levenshtein
    list_avg list_concat list_contains list_count list_distinct list_extract list_has list_max list_min
    list_position list_product list_reverse list_sort list_sum list_value ln log log10 log2 lower lpad
    ltrim make_date make_time make_timestamp md5 microsecond millennium millisecond minute mod month
    monthname nullif ord pad pi position pow power prefix printf quarter radians regexp_extract
    regexp_full_match regexp_like regexp_matches regexp_replace repeat replace reverse right round
    round_even rpad rtrim second sha2 sha256 sign signbit sin split split_part sqrt starts_with
    str_position str_to_time strftime string_split strip_accents strlen strpos strptime substr substring
    suffix tan time time_from_parts time_to_str time_to_unix timestamp_from_parts timestamp_trunc
    to_centuries to_days to_decades to_hours to_microseconds to_milliseconds to_minutes to_months
    to_quarters to_seconds to_weeks to_years translate trim trunc truncate ts_or_ds_add ucase unicode
    upper week weekday weekofyear year yearweek
    """.split()
)
"""Functions by the names that DuckDB knows them by, or sqlglot's own for the same."""

ROLLUPS = {exp.Sum: "sum", exp.Count: "count", exp.Min: "min", exp.Max: "max", exp.Avg: "avg"}
"""Aggregates that may stand over the rows of a child table."""

_MAX_DEPTH = 60


def parse(text: str, path: str) -> exp.Expr:
    """The checked tree of an expression; raises `InvalidInput` that says what is wrong and where.

    `parse("price * quantity", "fields.total.expression")`
    """
    try:
        trees = sqlglot.parse(text, dialect="duckdb")
    except SqlglotError as error:
        raise _refused(path, "not_an_expression", _syntax(text, error)) from None
    except RecursionError:
        raise _refused(path, "too_deep", "the expression is nested too deeply; split it") from None
    tree = trees[0] if len(trees) == 1 else None
    if tree is None or isinstance(tree, exp.Alias):
        message = f"{text[:80]!r} is not one SQL expression such as price * quantity"
        raise _refused(path, "not_an_expression", message)
    for node in tree.walk():
        _check(node, path)
        if node.depth > _MAX_DEPTH:
            raise _refused(path, "too_deep", "the expression is nested too deeply; split it")
    return tree


def written(tree: exp.Expr) -> str:
    """The tree as text for DuckDB."""
    return tree.sql(dialect="duckdb")


def _check(node: exp.Expr, path: str) -> None:
    if isinstance(node, tuple(ROLLUPS)) and not isinstance(node.parent, exp.Window):
        return
    if isinstance(node, exp.Star) and not isinstance(node.parent, exp.Count):
        raise _refused(path, "not_allowed", "* may only stand in count(*)")
    if isinstance(node, exp.Cast) and not _plain_type(node.to):
        raise _refused(path, "not_allowed", f"a cast to {node.to.sql()} is not allowed")
    if isinstance(node, _NODES):
        return
    if isinstance(node, exp.Func):
        names = _names(node)
        if names & FUNCTIONS:
            return
        shown = min(names) if names else type(node).__name__.lower()
        raise _refused(path, "function_not_allowed", _why_not(shown))
    kind = type(node).__name__.upper()
    message = f"{kind} is not allowed: an expression is one scalar value of the row, without queries"
    raise _refused(path, "not_allowed", message)


def _names(node: exp.Func) -> set[str]:
    if isinstance(node, exp.Anonymous):
        return {node.name.lower()}
    return {name.lower() for name in type(node).sql_names()}


def _why_not(name: str) -> str:
    if name in _CHANGING:
        return (
            f"{name}() is not allowed: a value must follow from its row, so there is no clock and no chance"
        )
    from rapidfuzz import fuzz, process

    found = process.extractOne(name, sorted(FUNCTIONS), scorer=fuzz.ratio, score_cutoff=75)
    hint = f"; did you mean {found[0]}?" if found else ""
    return f"the function {name}() is unknown or not allowed in expressions{hint}"


_CHANGING = frozenset(
    """
    random rand now today current_date current_time current_timestamp current_localtimestamp get_current_time
    uuid gen_random_uuid uuidv7 nextval currval transaction_timestamp localtimestamp
    """.split()
)


@cache
def _types() -> frozenset[exp.DType]:
    kind = exp.DType
    return frozenset({
        kind.BOOLEAN, kind.TINYINT, kind.SMALLINT, kind.INT, kind.BIGINT, kind.INT128, kind.UTINYINT,
        kind.USMALLINT, kind.UINT, kind.UBIGINT, kind.FLOAT, kind.DOUBLE, kind.DECIMAL, kind.VARCHAR,
        kind.TEXT, kind.CHAR, kind.DATE, kind.TIME, kind.TIMESTAMP, kind.TIMESTAMPNTZ,
        kind.INTERVAL, kind.UUID,
    })  # fmt: skip


def _plain_type(kind: exp.DataType) -> bool:
    return kind.this in _types()


def _syntax(text: str, error: SqlglotError) -> str:
    details = getattr(error, "errors", None) or [{}]
    column, what = details[0].get("col"), details[0].get("description", str(error))
    where = f" at position {column}" if column else ""
    return f"{text[:80]!r} is not an SQL expression{where}: {str(what).partition(chr(10))[0]}"


def _refused(path: str, code: str, message: str) -> InvalidInput:
    return InvalidInput.of([Issue(path, code, message)])


def columns_renamed(sql: str, names: dict[str, str]) -> str:
    """Checked text with other column names: `columns_renamed("c0 > 1", {"c0": "c3"})` is `c3 > 1`."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    for column in tree.find_all(exp.Column):
        head = column.parts[0]
        if not head.args.get("quoted"):
            head.set("this", names.get(head.name, head.name))
    return written(tree)


def compared(sql: str) -> list[tuple[str, float]]:
    """The numbers with which an expression compares its columns: `c0 > 18` gives `("c0", 18.0)`."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    found: list[tuple[str, float]] = []
    for node in tree.find_all(exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Between, exp.In):
        names = {column.name for column in node.find_all(exp.Column)}
        if len(names) == 1:
            name = names.pop()
            found += [(name, _signed(item)) for item in node.find_all(exp.Literal) if not item.is_string]
    return list(dict.fromkeys(found))


def _signed(literal: exp.Literal) -> float:
    return -float(literal.this) if isinstance(literal.parent, exp.Neg) else float(literal.this)
