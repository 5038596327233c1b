"""How many different values a field can have, known before the first row is made."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from rowsmith.errors import InvalidInput, Issue
from rowsmith.generators import Context, Rows, SemanticType, Stream
from rowsmith.plan.model import Draw, FieldPlan
from rowsmith.sampling.context import MAX_SPACE


def probe(semantic: SemanticType, draw: Draw, context: Context) -> pa.DataType:
    """Ask the type for no rows: the parameters are checked, and the Arrow type of its values is known."""
    return semantic(Stream(("probe",)), Rows(0, 0), context, **draw.params).type


def capacity(semantic: SemanticType, draw: Draw, context: Context) -> int | None:
    """How many different values a unique field of this type can have; None where it cannot be unique."""
    spaces: list[int] = []
    probe(semantic, draw, replace(context, unique=True, spaces=spaces))
    return max(spaces) if spaces else None


def unique_issue(field: FieldPlan, room: int | None, rows: int, path: str) -> Issue | None:
    """The problem with `unique` on a field, if there is one."""
    name = field.source.semantic_type if isinstance(field.source, Draw) else field.type
    if room is None:
        message = (
            f"{field.name!r} cannot be unique: {name} has no way to avoid repeats; "
            "remove `unique` or choose another type"
        )
        return Issue(f"{path}.constraints.unique", "cannot_be_unique", message)
    if room < rows:
        message = (
            f"{field.name!r} can have {room:,} different values ({name}) "
            f"but {rows:,} unique rows were asked for; "
            f"ask for at most {room:,} rows, widen its values, or remove `unique`"
        )
        return Issue(f"{path}.constraints.unique", "unique_impossible", message)
    return None


def together(
    group: list[str], fields: dict[str, FieldPlan], rooms: dict[str, int | None], rows: int, path: str
) -> dict[str, FieldPlan]:
    """Make the fields of a group unique together and return the ones that change.

    A field that has room for every row alone is made unique by itself, which leaves the others as they are;
    otherwise the fields become the digits of one number that no two rows share.
    """
    members = [fields[name] for name in group]
    if any(member.unique for member in members):
        return {}
    if any(member.digit for member in members):
        raise InvalidInput.of(
            [
                Issue(
                    path,
                    "overlapping_unique",
                    f"a field of {group} is already in another group; merge the groups",
                )
            ]
        )
    able = [member for member in members if rooms[member.name] is not None]
    roomy = [member for member in able if (rooms[member.name] or 0) >= rows]
    if roomy:
        chosen = max(roomy, key=lambda member: rooms[member.name] or 0)
        return {chosen.name: replace(chosen, unique=True)}
    size = 1
    for member in able:
        size *= rooms[member.name] or 1
    if size < rows:
        listed = " x ".join(f"{member.name} {rooms[member.name]:,}" for member in able) or "none"
        message = (
            f"{group} have {size:,} combinations ({listed}) but {rows:,} rows were asked for; "
            "ask for fewer rows"
        )
        raise InvalidInput.of([Issue(path, "unique_impossible", message)])
    changed: dict[str, FieldPlan] = {}
    before = 1
    for member in able:
        changed[member.name] = replace(member, unique=True, digit=(before, min(size, MAX_SPACE)))
        before *= rooms[member.name] or 1
    return changed
