"""Games: heroes, items, guilds, scores."""

from __future__ import annotations

from typing import Annotated

import pyarrow as pa
from pydantic import Field

from rowsmith.generators import enumerations
from rowsmith.generators.names import named
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.spreads import bell, counted, measured, whole
from rowsmith.sampling.streams import Rows, Stream

enumerations.register("game")

Precision = Annotated[int, Field(ge=0, le=9)]


@semantic_type(example="ShadowFox482", aliases=("player_name", "player_tag", "in_game_name"))
def gamertag(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of a player: `ShadowFox482`."""
    return named(stream, rows, context, "gamertag")


@semantic_type(example="Thalor Brightwood", aliases=("hero_name", "hero", "npc_name"))
def character_name(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of a hero: `Thalor Brightwood`."""
    return named(stream, rows, context, "character_name")


@semantic_type(example="Order of the Silver Flame", aliases=("guild_name", "clan", "clan_name"))
def guild(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of a guild: `Order of the Silver Flame`."""
    return named(stream, rows, context, "guild")


@semantic_type(example="Ancient Sword of Frost", aliases=("loot",))
def item_drop(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A thing a hero finds: `Ancient Sword of Frost`."""
    return named(stream, rows, context, "item")


@semantic_type(example="24", aliases=("xp_level", "character_level", "hero_level"))
def player_level(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 100
) -> pa.Array:
    """How far a player has come: `24`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="18240", aliases=("experience_points", "exp"))
def xp(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 500000
) -> pa.Array:
    """How much experience a hero has: `18240`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="86", aliases=("hit_points", "hp_points"))
def health_points(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 500
) -> pa.Array:
    """How much life is left: `86`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="420", aliases=("coins", "in_game_currency", "gems"))
def gold(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 50000
) -> pa.Array:
    """What is in a hero's purse: `420`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="128400", aliases=("best_score", "game_score"))
def high_score(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 1000000
) -> pa.Array:
    """The best result of a player: `128400`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="4", aliases=("dice_roll", "die_roll", "d6"))
def dice(stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 6) -> pa.Array:
    """A throw of a die: `4`."""
    return pa.array(whole(stream, rows, min_value, max_value))


@semantic_type(example="7", aliases=("eliminations", "kill_count"))
def kills(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 40
) -> pa.Array:
    """How many enemies were beaten: `7`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="52.4", aliases=("win_percentage", "win_ratio"))
def win_rate(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 20,
    max_value: float = 80,
    precision: Precision = 1,
) -> pa.Array:
    """How many games of a hundred were won: `52.4`."""
    return measured(bell, stream, rows, min_value, max_value, precision)
