"""Shops: products that agree with their category and price, article numbers with check digits, orders."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import pyarrow as pa
from pydantic import Field

from rowsmith import strings
from rowsmith.errors import InvalidInput
from rowsmith.generators import enumerations, products
from rowsmith.generators.choice import weighted
from rowsmith.generators.facts import facts
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.spreads import bell, check_bounds, kept, rounded, skewed
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import codes
from rowsmith.writing.checkdigits import digit, mod10, total

enumerations.register("commerce")

_EAN_WEIGHTS = (1, 3) * 6
_GTIN_WEIGHTS = (3, 1) * 7


@semantic_type(
    example="Classic Cotton Shirt", aliases=("product_name", "item", "item_name", "product_title", "article")
)
def product(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of the row's product: `Classic Cotton Shirt`."""
    return products.names(stream, rows, context)


@semantic_type(example="Clothing", aliases=("product_category", "item_category", "product_type"))
def category(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The category of the row's product: `Clothing`."""
    pool, of_kind = facts("products").codes("category")
    return strings.pick(pool, of_kind[products.kinds(rows, context)])


@semantic_type(example="Fashion", aliases=("store_department", "product_department", "product_line"))
def department(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The department that sells the row's product: `Fashion`."""
    pool, of_kind = facts("products").codes("department")
    return strings.pick(pool, of_kind[products.kinds(rows, context)])


@semantic_type(example="Cotton", aliases=("product_material", "fabric"))
def material(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What the row's product is made of: `Cotton`."""
    return strings.pick(*products.materials(rows, context))


@semantic_type(example="Nordvale", aliases=("brand_name", "product_brand", "maker"))
def brand(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The (invented) brand of the row's product: `Nordvale`."""
    return products.brands(stream, rows, context)


@semantic_type(
    example="24.99",
    aliases=("price", "unit_price", "product_price", "item_price", "list_price", "retail_price", "sale_price",
             "selling_price"),
)  # fmt: skip
def price(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float | None = None,
    max_value: float | None = None,
    precision: Annotated[int, Field(ge=0, le=9)] = 2,
) -> pa.Array:
    """What the row's product costs: `24.99`; any price within bounds where they are given."""
    if min_value is None and max_value is None:
        return pa.array(rounded(products.prices(rows, context), precision))
    low = min(1.0, max_value or 0.0) if min_value is None else min_value
    high = max(500.0, low * 10) if max_value is None else max_value
    return pa.array(kept(rounded(skewed(stream, rows, low, high), precision), low, high))


@semantic_type(
    example="11.40", aliases=("cost_price", "unit_cost", "purchase_price", "wholesale_price", "cost")
)
def cost(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What the row's product costs the shop, 35 to 75 per cent of its price: `11.40`."""
    share = bell(stream, rows, 0.35, 0.75)
    return pa.array(rounded(products.prices(rows, context) * share, 2))


@semantic_type(example="CLO-48291730", aliases=("product_code", "item_code", "article_number", "product_sku"))
def sku(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A stock keeping unit that begins with the product's category: `CLO-48291730`."""
    names, of_kind = facts("products").codes("category")
    prefixes = "".join(name.replace(" ", "").upper()[:3] for name in names.to_pylist())
    letters = np.frombuffer(prefixes.encode("ascii"), np.uint8).reshape(-1, 3)
    chosen = letters[of_kind[products.kinds(rows, context)]]
    return strings.template(rows.count, chosen, "-", codes.code(stream, rows, context, "########"))


def _coded(
    stream: Stream, rows: Rows, context: Context, prefixes: tuple[str, ...], width: int
) -> strings.Bytes:
    """One of the prefixes, then random digits up to `width`."""
    free = width - len(prefixes[0])
    place, number = codes.split(
        context.index(stream, rows, len(prefixes) * 10**free), len(prefixes), 10**free
    )
    table = np.frombuffer("".join(prefixes).encode("ascii"), np.uint8).reshape(len(prefixes), -1)
    return np.hstack([table[place], strings.digits(number, free)])


@semantic_type(example="4006381333931", aliases=("ean", "barcode", "gtin13", "bar_code", "ean_code", "gtin"))
def ean13(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A European article number with its check digit: `4006381333931`."""
    payload = _coded(stream, rows, context, ("40", "50", "30", "80", "84", "73", "87", "54"), 12)
    return strings.template(rows.count, payload, mod10(payload, _EAN_WEIGHTS))


@semantic_type(example="40170725", aliases=("ean_8", "gtin8"))
def ean8(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A short article number with its check digit: `40170725`."""
    payload = _coded(stream, rows, context, ("40", "50", "30", "80", "84", "73", "87", "54"), 7)
    return strings.template(rows.count, payload, mod10(payload, _GTIN_WEIGHTS[:7]))


@semantic_type(example="036000291452", aliases=("upc_code", "upc_a", "gtin12"))
def upc(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """An American article number with its check digit: `036000291452`."""
    payload = _coded(stream, rows, context, ("0", "1", "6", "7", "8"), 11)
    return strings.template(rows.count, payload, mod10(payload, _GTIN_WEIGHTS[:11]))


@semantic_type(example="9780306406157", aliases=("isbn", "isbn_13", "book_isbn"))
def isbn13(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of a book with its check digit: `9780306406157`."""
    payload = _coded(stream, rows, context, ("9780", "9781", "9783", "9782", "9788"), 12)
    return strings.template(rows.count, payload, mod10(payload, _EAN_WEIGHTS))


@semantic_type(example="0306406152", aliases=("isbn_10",))
def isbn10(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The older number of a book with its check digit, which may be X: `0306406152`."""
    payload = _coded(stream, rows, context, ("0", "1", "3", "2", "8"), 9)
    return strings.template(rows.count, payload, digit(-total(payload, range(10, 1, -1)) % 11))


@semantic_type(
    example="4", aliases=("stars", "star_rating", "review_rating", "product_rating", "rating_stars")
)
def rating(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 5
) -> pa.Array:
    """Stars from buyers, high ones more often: `4`."""
    check_bounds(min_value, max_value)
    steps = max_value - min_value + 1
    weights = (7, 5, 11, 29, 48) if steps == 5 else tuple(range(1, steps + 1))
    if steps > 1000:
        raise InvalidInput(f"a rating from {min_value} to {max_value} has too many steps; use a number type")
    return pa.array(min_value + weighted(stream, rows, weights))


@semantic_type(
    example="2", aliases=("qty", "item_count", "order_quantity", "units", "units_sold", "items", "num_items")
)
def quantity(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 10
) -> pa.Array:
    """How many pieces, small numbers more often: `2`."""
    check_bounds(min_value, max_value)
    drawn = np.floor(skewed(stream, rows, min_value, max_value + 1)).astype(np.int64)
    return pa.array(np.minimum(drawn, max_value))


@semantic_type(
    example="140",
    aliases=("stock_quantity", "inventory", "stock_level", "units_in_stock", "on_hand", "stock_count"),
)
def stock(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 1000
) -> pa.Array:
    """How many pieces lie in the warehouse: `140`."""
    check_bounds(min_value, max_value)
    drawn = np.floor(skewed(stream, rows, min_value, max_value + 1)).astype(np.int64)
    return pa.array(np.minimum(drawn, max_value))


@semantic_type(
    example="SPRING-7KQ2", aliases=("coupon_code", "promo_code", "voucher", "discount_code", "voucher_code")
)
def coupon(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A code that lowers a price: `SPRING-7KQ2`."""
    campaigns = pa.array(["WELCOME", "SPRING", "SUMMER", "AUTUMN", "WINTER", "THANKS", "FLASH", "SAVE"])
    campaign, rest = codes.split(context.index(stream, rows, 8 * 30**5), 8, 30**5)
    return strings.join(
        rows.count, (campaigns, campaign), "-", strings.from_bytes(codes.spell(rest, "+++++"))
    )


@semantic_type(example="15", aliases=("discount", "discount_pct", "discount_rate", "percent_off"))
def discount_percent(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A discount in per cent, often none: `15`."""
    steps = np.array([0, 5, 10, 15, 20, 25, 30, 40, 50, 70])
    return pa.array(steps[weighted(stream, rows, (46, 10, 14, 8, 8, 5, 4, 2, 2, 1))])


@semantic_type(
    example="4.90", aliases=("shipping_cost", "delivery_fee", "shipping_price", "freight", "postage")
)
def shipping_fee(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What sending costs: `4.90`."""
    fees = np.array([0.0, 2.95, 3.95, 4.9, 5.99, 7.99, 9.9, 14.99, 24.99])
    return pa.array(fees[weighted(stream, rows, (34, 8, 12, 18, 12, 6, 5, 3, 2))])


@semantic_type(
    example="ORD-48291736", aliases=("order_no", "order_reference", "order_code", "purchase_order")
)
def order_number(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of an order, in no order of time: `ORD-48291736`."""
    return codes.code_text(stream, rows, context, "ORD-########")


@semantic_type(example="#1f77b4", aliases=("color_hex", "colour_hex", "hex_colour", "color_code"))
def hex_color(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A colour as screens write it: `#1f77b4`."""
    return strings.template(rows.count, "#", codes.code(stream, rows, context, "^^^^^^"))
