"""Addresses and names on the net. Domains are reserved ones (RFC 2606), so nothing reaches a real person."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import Field

from rowsmith import strings
from rowsmith.errors import InvalidInput
from rowsmith.generators import handles, network
from rowsmith.generators.business import domain_pieces
from rowsmith.generators.choice import listed, weighted
from rowsmith.generators.semantic import semantic_type
from rowsmith.locales.lists import words
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.strings import Piece
from rowsmith.writing import masks

_DOMAINS = (
    ("example.com", 34), ("example.org", 16), ("example.net", 14), ("brightwave.example", 4),
    ("northfield.example", 4), ("bluepine.example", 4), ("riverstone.example", 4), ("quickmail.example", 8),
    ("postbox.example", 7), ("webhaven.example", 5),
)  # fmt: skip
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"(?=.{{1,190}}$){_LABEL}(\.{_LABEL})+")

Domain = Annotated[str | list[str] | None, Field(description="one domain, or a list to choose from")]


@semantic_type(
    example="anna.smith42@example.com",
    aliases=(
        "e_mail", "email_address", "mail", "contact_email", "user_email", "customer_email", "personal_email",
        "email_id", "emailaddress", "login_email",
    ),
)  # fmt: skip
def email(stream: Stream, rows: Rows, context: Context, *, domain: Domain = None) -> pa.Array:
    """A mail address made of the person's names: `anna.smith@example.com`.

    Unique addresses end in a number of their own (`anna.smith1207@example.net`) and never run out.
    """
    tails, shares = _mail_domains(domain)
    tail = weighted(stream, rows, shares, "domain") if len(tails) > 1 else np.zeros(rows.count, np.int64)
    return strings.join(rows.count, *_handle(stream, rows, context, tails, tail))


@semantic_type(
    example="anna.smith@beckervogel.example",
    aliases=("business_email", "company_email", "corporate_email", "office_email", "employee_email"),
)
def work_email(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A mail address of the person at the row's company: `anna.smith@beckervogel.example`."""
    person = _handle(stream, rows, context, ("@",), np.zeros(rows.count, np.int64))
    return strings.join(rows.count, *person, *domain_pieces(context, rows), ".example")


@semantic_type(
    example="anna_smith42",
    aliases=(
        "user_name",
        "login",
        "login_name",
        "nickname",
        "screen_name",
        "user_login",
        "account",
        "user_handle",
    ),
)
def username(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A user name made of the person's names; unique ones end in a number of their own."""
    return strings.join(rows.count, *_handle(stream, rows, context, ("",), np.zeros(rows.count, np.int64)))


@semantic_type(example="@anna_smith", aliases=("handle", "twitter_handle", "social_media_handle", "twitter"))
def social_handle(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The person's user name with an at sign before it, as social networks write it."""
    return strings.join(rows.count, "@", username(stream, rows, context))


@semantic_type(example="R7#kd02-Qx!m", aliases=("passwd", "pwd", "user_password", "secret"))
def password(
    stream: Stream, rows: Rows, context: Context, *, length: Annotated[int, Field(ge=4, le=128)] = 12
) -> pa.Array:
    """Random letters, digits and signs: `R7#kd02-Qx!m`."""
    per_row = -(-length // 8)
    random = np.ascontiguousarray(stream.u64(rows, words=per_row)).astype("<u8", copy=False)
    letters = random.view(np.uint8).reshape(rows.count, 8 * per_row)[:, :length]
    return strings.from_bytes(strings.symbols(_PASSWORD, letters & 63))


_PASSWORD = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789!#-_+?$"  # noqa: S105  an alphabet


@semantic_type(
    example="beckervogel.example", aliases=("domain_name", "hostname", "host", "website_domain", "fqdn")
)
def domain(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The domain of the row's company, under the reserved top level `.example`."""
    return strings.join(rows.count, *_site(stream, rows, context, (".example",)))


@semantic_type(
    example="https://www.beckervogel.example/pricing",
    aliases=(
        "website",
        "web_site",
        "homepage",
        "link",
        "web_url",
        "website_url",
        "uri",
        "site",
        "web",
        "webpage",
    ),
)
def url(stream: Stream, rows: Rows, context: Context, *, path: bool = False) -> pa.Array:
    """The address of the row's company on the web; with a page of it where `path` is true."""
    site = _site(stream, rows, context, (".example",))
    tail: list[Piece] = [uri_path(stream.child("path"), rows, _free(context))] if path else []
    return strings.join(rows.count, "https://www.", *site, *tail)


@semantic_type(
    example="https://images.example/avatars/4f9c2b71.png",
    aliases=(
        "avatar_url",
        "profile_picture",
        "profile_image",
        "photo_url",
        "image_url",
        "picture",
        "photo",
        "image",
    ),
)
def avatar(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The address of a picture: `https://images.example/avatars/4f9c2b71.png`."""
    name = masks.draw(stream, rows, context, "~" * 12)
    return strings.join(rows.count, "https://images.example/avatars/", name, ".png")


@semantic_type(
    example="192.0.2.17", aliases=("ip", "ip_address", "ip_addr", "client_ip", "ipv4_address", "source_ip")
)
def ipv4(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    kind: Literal["any", "public", "private", "documentation"] = "public",
) -> pa.Array:
    """An IPv4 address: of the open net, of a private one, or of those kept for documents."""
    return network.dotted(network.ipv4_numbers(stream, rows, context, kind))


@semantic_type(example="2001:0db8:85a3:09d2:1319:8a2e:0370:7348", aliases=("ipv6_address", "ip6", "ip_v6"))
def ipv6(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """An IPv6 address from the prefix kept for documents, `2001:db8::/32`."""
    words = stream.u64(rows, words=2)
    first = (words[:, 0] & np.uint64(0xFFFFFFFF)) | np.uint64(0x20010DB8 << 32)
    second = context.index(stream, rows, 1 << 62).view(np.uint64) if context.unique else words[:, 1]
    return network.ipv6_text(np.stack([first, second], axis=1))


@semantic_type(
    example="02:4f:9c:2b:71:e8", aliases=("mac_address", "macaddress", "hardware_address", "mac_addr")
)
def mac(stream: Stream, rows: Rows, context: Context, *, separator: Literal[":", "-"] = ":") -> pa.Array:
    """A MAC address from the locally administered range, which no maker uses: `02:4f:9c:2b:71:e8`."""
    return masks.draw(stream, rows, context, separator.join(["02", *["~~"] * 5]))


@semantic_type(
    example="8443", aliases=("port_number", "tcp_port", "server_port", "source_port", "destination_port")
)
def port(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: Annotated[int, Field(ge=0, le=65_535)] = 1024,
    max_value: Annotated[int, Field(ge=0, le=65_535)] = 65_535,
) -> pa.Array:
    """A port number; without the well-known ones below 1024 unless told otherwise."""
    if min_value > max_value:
        raise InvalidInput(f"min_value {min_value} is above max_value {max_value}; swap them")
    return pa.array(context.index(stream, rows, max_value - min_value + 1) + min_value)


@semantic_type(example="GET", aliases=("method", "request_method", "verb", "http_verb"))
def http_method(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A method of HTTP, most of them `GET`."""
    return listed(stream, rows, context, "http_method")


@semantic_type(example="200", aliases=("status_code", "http_status_code", "response_code", "http_code"))
def http_status(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The status code of an answer, most of them 200, as an integer."""
    return listed(stream, rows, context, "http_status").dictionary_decode().cast(pa.int64())


@semantic_type(
    example="/products/quiet-harbor", aliases=("path", "url_path", "endpoint", "request_path", "route")
)
def uri_path(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The path of a page: `/products/quiet-harbor`."""
    pages, found = words("page"), words("word")
    number = context.index(stream, rows, len(pages) * len(found) ** 2)
    rest = number // len(pages)
    return strings.join(
        rows.count,
        "/",
        (pages, number % len(pages)),
        "/",
        (found, rest % len(found)),
        "-",
        (found, rest // len(found)),
    )


def _handle(
    stream: Stream, rows: Rows, context: Context, tails: tuple[str, ...], tail: NDArray[np.int64]
) -> list[Piece]:
    """The person's names, then a number of the row's own where the field is unique, then one of `tails`."""
    names = handles.name_pieces(context, rows)
    if context.unique:
        return [*names, *handles.numbered(context, stream, rows, tails, tail)]
    return [*names, *handles.casual(stream, rows, tails, tail)]


def _site(stream: Stream, rows: Rows, context: Context, tails: tuple[str, ...]) -> list[Piece]:
    company, none = domain_pieces(context, rows), np.zeros(rows.count, np.int64)
    if context.unique:
        return [*company, *handles.numbered(context, stream, rows, tails, none)]
    return [*company, tails[0]]


def _free(context: Context) -> Context:
    """The same surroundings for a part of a value that need not be unique by itself."""
    return Context(context.table, context.locale, context.now, label=context.label, bound=context.bound)


def _mail_domains(domain: str | list[str] | None) -> tuple[tuple[str, ...], tuple[float, ...]]:
    if domain is None:
        return tuple(f"@{name}" for name, _ in _DOMAINS), tuple(float(share) for _, share in _DOMAINS)
    given = [domain] if isinstance(domain, str) else list(dict.fromkeys(domain))
    for name in given or [""]:
        if not _DOMAIN.fullmatch(name.removeprefix("@")):
            raise InvalidInput(f"{name!r} is no domain; give one such as 'example.com'")
    return tuple("@" + name.removeprefix("@") for name in given), (1.0,) * len(given)
