"""Food and drink: dishes that agree with their cuisine, ingredients, nutrition."""

from __future__ import annotations

from typing import Annotated

import pyarrow as pa
from pydantic import Field

from rowsmith.generators import enumerations
from rowsmith.generators.entities import attribute
from rowsmith.generators.names import named
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.spreads import leaning, measured, whole
from rowsmith.sampling.streams import Rows, Stream

enumerations.register("food")

Precision = Annotated[int, Field(ge=0, le=9)]


@semantic_type(
    example="Mushroom Risotto",
    aliases=("dish_name", "menu_item", "recipe", "recipe_name", "food", "food_item"),
)
def dish(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of the row's dish: `Mushroom Risotto`."""
    return attribute(stream, rows, context, "dishes", "name")


@semantic_type(example="Italian", aliases=("dish_cuisine",))
def cuisine_of_dish(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The cuisine the row's dish belongs to: `Italian`."""
    return attribute(stream, rows, context, "dishes", "cuisine")


@semantic_type(example="The Copper Kettle", aliases=("restaurant_name", "cafe", "cafe_name"))
def restaurant(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of a place to eat: `The Copper Kettle`."""
    return named(stream, rows, context, "restaurant")


@semantic_type(example="420", aliases=("kcal", "energy_kcal", "calorie_count"))
def calories(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 40, max_value: int = 980
) -> pa.Array:
    """The energy of a portion in kilocalories: `420`."""
    return pa.array(whole(stream, rows, min_value, max_value))


@semantic_type(example="18.5", aliases=("protein_grams",))
def protein_g(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0.5,
    max_value: float = 48,
    precision: Precision = 1,
) -> pa.Array:
    """Protein of a portion in grams: `18.5`."""
    return measured(leaning, stream, rows, min_value, max_value, precision)


@semantic_type(example="12.4", aliases=("fat", "fat_grams"))
def fat_g(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0,
    max_value: float = 42,
    precision: Precision = 1,
) -> pa.Array:
    """Fat of a portion in grams: `12.4`."""
    return measured(leaning, stream, rows, min_value, max_value, precision)


@semantic_type(example="38.0", aliases=("carbs", "carbohydrates", "carbs_grams"))
def carbs_g(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0,
    max_value: float = 98,
    precision: Precision = 1,
) -> pa.Array:
    """Carbohydrates of a portion in grams: `38.0`."""
    return measured(leaning, stream, rows, min_value, max_value, precision)


@semantic_type(example="4", aliases=("portions", "serves"))
def servings(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 8
) -> pa.Array:
    """For how many people a recipe is: `4`."""
    return pa.array(whole(stream, rows, min_value, max_value))


@semantic_type(example="25", aliases=("prep_time", "cooking_time", "cook_time", "preparation_time"))
def prep_minutes(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 5, max_value: int = 90
) -> pa.Array:
    """How long a dish takes, in minutes: `25`."""
    return pa.array(whole(stream, rows, min_value, max_value))
