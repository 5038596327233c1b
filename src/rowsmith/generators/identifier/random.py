"""Strings of random symbols: codes, keys, hashes."""

from __future__ import annotations

from typing import Annotated

import pyarrow as pa
from pydantic import Field, StrictStr

from rowsmith import strings
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing.layouts import ALPHANUMERIC, DIGITS, HEXADECIMAL, Layout

Length = Annotated[int, Field(ge=0, le=10_000)]
_CLEAR = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@semantic_type(example="V1StGXR8_Z5jdHi6B-myT", aliases=("nano_id",))
def nanoid(
    stream: Stream, rows: Rows, context: Context, *, length: Annotated[int, Field(ge=1, le=128)] = 21
) -> pa.Array:
    """Random letters, digits, dashes and underscores: `V1StGXR8_Z5jdHi6B-myT`."""
    return _symbols(stream, rows, context, ALPHANUMERIC + "-_", length)


@semantic_type(example="K7RQ2X", aliases=("booking_code", "confirmation_code", "pnr", "access_code"))
def short_code(
    stream: Stream, rows: Rows, context: Context, *, length: Annotated[int, Field(ge=1, le=128)] = 6
) -> pa.Array:
    """Capitals and digits without those that look alike: `K7RQ2X`."""
    return _symbols(stream, rows, context, _CLEAR, length)


@semantic_type(example="482913", aliases=("digits", "otp", "pin", "pin_code", "verification_code"))
def random_digits(
    stream: Stream, rows: Rows, context: Context, *, length: Annotated[int, Field(ge=1, le=128)] = 6
) -> pa.Array:
    """Digits, zeros in front included: `482913`."""
    return _symbols(stream, rows, context, DIGITS, length)


@semantic_type(example="a8Kq0ZrT", aliases=("random_string", "random_code"))
def alphanumeric(
    stream: Stream, rows: Rows, context: Context, *, length: Annotated[int, Field(ge=1, le=256)] = 8
) -> pa.Array:
    """Letters and digits: `a8Kq0ZrT`."""
    return _symbols(stream, rows, context, ALPHANUMERIC, length)


@semantic_type(example="9f86d081", aliases=("hex", "hex_string", "hex_id"))
def hexadecimal(
    stream: Stream, rows: Rows, context: Context, *, length: Annotated[int, Field(ge=1, le=256)] = 8
) -> pa.Array:
    """Hexadecimal digits: `9f86d081`."""
    return _symbols(stream, rows, context, HEXADECIMAL, length)


@semantic_type(example="5d41402abc4b2a76b9719d911017c592", aliases=("md5_hash",))
def md5(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What looks like an MD5 digest: `5d41402abc4b2a76b9719d911017c592`."""
    return _symbols(stream, rows, context, HEXADECIMAL, 32)


@semantic_type(
    example="da39a3ee5e6b4b0d3255bfef95601890afd80709", aliases=("sha", "commit_hash", "git_commit")
)
def sha1(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What looks like a SHA-1 digest: `da39a3ee5e6b4b0d3255bfef95601890afd80709`."""
    return _symbols(stream, rows, context, HEXADECIMAL, 40)


@semantic_type(
    example="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    aliases=("sha_256", "hash", "checksum", "digest", "content_hash", "file_hash"),
)
def sha256(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What looks like a SHA-256 digest: `e3b0c442...7852b855`, 64 hexadecimal digits."""
    return _symbols(stream, rows, context, HEXADECIMAL, 64)


@semantic_type(example="sk_test_4eC39HqLyjWDarjtT1zdp7dc", aliases=("secret_key", "token", "access_token"))
def api_key(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    prefix: Annotated[StrictStr, Field(max_length=32, pattern=r"^[ -~]*$")] = "sk_test_",
    length: Annotated[int, Field(ge=8, le=128)] = 24,
) -> pa.Array:
    """What looks like an API key: `sk_test_4eC39HqLyjWDarjtT1zdp7dc`."""
    layout = Layout((*prefix, *[ALPHANUMERIC] * length))
    return strings.from_bytes(layout.draw(stream, rows, context))


def _symbols(stream: Stream, rows: Rows, context: Context, alphabet: str, length: int) -> pa.StringArray:
    return strings.from_bytes(Layout((alphabet,) * length).draw(stream, rows, context))
