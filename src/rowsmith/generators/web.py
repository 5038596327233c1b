"""What web sites and apps record: browsers, files, tags, signs."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa

from rowsmith import strings
from rowsmith.generators.choice import listed, weighted
from rowsmith.generators.semantic import semantic_type
from rowsmith.locales.lists import weights, words
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream

_SYSTEMS = (
    ("Windows NT 10.0; Win64; x64", 36), ("Macintosh; Intel Mac OS X 10_15_7", 16), ("X11; Linux x86_64", 6),
    ("Linux; Android 14; K", 30), ("Linux; Android 13; K", 12),
)  # fmt: skip
_CHROME, _FIREFOX = range(118, 142), range(120, 144)


@semantic_type(
    example="Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0",
    aliases=("useragent", "browser_agent", "ua", "user_agent_string", "http_user_agent"),
)
def user_agent(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What a browser says of itself to a server."""
    agents, shares = _agents()
    if context.unique:
        return context.pick(stream, rows, agents)
    return strings.pick(agents, weighted(stream, rows, shares))


@semantic_type(example="Firefox", aliases=("browser_name", "web_browser", "client_browser"))
def browser(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of a web browser."""
    return listed(stream, rows, context, "browser")


@semantic_type(example="Android", aliases=("os", "os_name", "platform", "operating_system_name"))
def operating_system(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of an operating system."""
    return listed(stream, rows, context, "os")


@semantic_type(example="Mobile", aliases=("device", "device_category", "device_class", "client_device"))
def device_type(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """`Mobile`, `Desktop` or `Tablet`."""
    return listed(stream, rows, context, "device")


@semantic_type(example="Mastodon", aliases=("social_media", "social_platform", "social_media_platform"))
def social_network(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of a social network."""
    return listed(stream, rows, context, "social")


@semantic_type(
    example="application/pdf", aliases=("content_type", "media_type", "mimetype", "file_mime_type")
)
def mime_type(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A media type: `application/pdf`."""
    return listed(stream, rows, context, "mime_type")


@semantic_type(example="pdf", aliases=("file_type", "file_ext", "file_format"))
def file_extension(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The end of a file's name, without the dot."""
    return listed(stream, rows, context, "extension")


@semantic_type(example="quiet-harbor-4821.pdf", aliases=("filename", "attachment", "document_name", "file"))
def file_name(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of a file: `quiet-harbor-4821.pdf`."""
    found, number = words("word"), _four()
    index = context.index(stream, rows, len(found) ** 2 * len(number))
    rest = index // len(number)
    ending = weighted(stream, rows, weights("extension"), "extension")
    return strings.join(
        rows.count,
        (found, rest % len(found)),
        "-",
        (found, rest // len(found)),
        "-",
        (number, index % len(number)),
        ".",
        (words("extension"), ending),
    )


@semantic_type(example="/srv/data/quiet-harbor-4821.pdf", aliases=("filepath", "full_path", "file_location"))
def file_path(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The whole path of a file: `/srv/data/quiet-harbor-4821.pdf`."""
    folder = stream.below(rows, len(_FOLDERS), "folder")
    return strings.join(rows.count, (pa.array(_FOLDERS), folder), file_name(stream, rows, context))


_FOLDERS = [
    "/home/data/",
    "/srv/data/",
    "/var/lib/app/",
    "/var/log/",
    "/mnt/archive/",
    "/data/upload/",
    "/opt/app/",
]


@semantic_type(example="org", aliases=("top_level_domain", "domain_extension", "domain_suffix"))
def tld(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The last part of a domain, without the dot."""
    return listed(stream, rows, context, "tld")


@semantic_type(example="🎉", aliases=("emoticon", "reaction", "smiley"))
def emoji(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A picture sign, popular ones more often."""
    return listed(stream, rows, context, "emoji")


@lru_cache(maxsize=1)
def _agents() -> tuple[pa.StringArray, tuple[float, ...]]:
    """User agents, newer versions and larger systems more often."""
    agents: list[str] = []
    shares: list[float] = []
    for system, share in _SYSTEMS:
        mobile = " Mobile" if "Android" in system else ""
        for age, version in enumerate(reversed(_CHROME)):
            start = f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0"
            agents += [f"{start}{mobile} Safari/537.36", f"{start}{mobile} Safari/537.36 Edg/{version}.0.0.0"]
            shares += [share * 0.8**age, 0.1 * share * 0.8**age]
        for age, version in enumerate(reversed(_FIREFOX)):
            name = f"{system}; rv:{version}.0"
            agents.append(f"Mozilla/5.0 ({name}) Gecko/20100101 Firefox/{version}.0")
            shares.append(0.08 * share * 0.8**age)
    return pa.array(agents, pa.string()), tuple(np.round(shares, 6).tolist())


@lru_cache(maxsize=1)
def _four() -> pa.StringArray:
    return pa.array([f"{number:04d}" for number in range(10_000)], pa.string())
