"""Sport: teams, players, results."""

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

enumerations.register("sport")

Precision = Annotated[int, Field(ge=0, le=9)]


@semantic_type(example="Harbour Falcons", aliases=("club", "club_name", "home_team", "away_team"))
def team_name(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of a team: `Harbour Falcons`."""
    return named(stream, rows, context, "team")


@semantic_type(example="Granite Park Arena", aliases=("venue", "arena", "venue_name"))
def stadium(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of a stadium: `Granite Park Arena`."""
    return named(stream, rows, context, "stadium")


@semantic_type(example="17", aliases=("shirt_number", "squad_number"))
def jersey_number(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 99
) -> pa.Array:
    """The number on a shirt: `17`."""
    return pa.array(whole(stream, rows, min_value, max_value))


@semantic_type(example="2", aliases=("goals_scored", "home_score", "away_score", "home_goals", "away_goals"))
def goals(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 7
) -> pa.Array:
    """How many goals were scored: `2`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="1", aliases=("assist_count",))
def assists(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 6
) -> pa.Array:
    """How many goals somebody prepared: `1`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="14", aliases=("points_scored", "player_points"))
def points(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 48
) -> pa.Array:
    """How many points were made: `14`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="74", aliases=("playing_time",))
def minutes_played(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 90
) -> pa.Array:
    """How long somebody played, in minutes: `74`."""
    return pa.array(whole(stream, rows, min_value, max_value))


@semantic_type(example="18240", aliases=("crowd",))
def spectators(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 200, max_value: int = 80000
) -> pa.Array:
    """How many people watched: `18240`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="84.312", aliases=("lap_seconds",))
def lap_time(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 72,
    max_value: float = 110,
    precision: Precision = 3,
) -> pa.Array:
    """The time of a lap in seconds: `84.312`."""
    return measured(bell, stream, rows, min_value, max_value, precision)


@semantic_type(example="6420", aliases=("step_count", "daily_steps"))
def steps(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 300, max_value: int = 26000
) -> pa.Array:
    """How many steps somebody took in a day: `6420`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="310", aliases=("calories_out", "active_calories"))
def calories_burned(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 40, max_value: int = 1200
) -> pa.Array:
    """The energy spent in training, in kilocalories: `310`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="1482", aliases=("start_number", "race_number"))
def bib_number(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 9999
) -> pa.Array:
    """The number of a runner: `1482`."""
    return pa.array(whole(stream, rows, min_value, max_value))
