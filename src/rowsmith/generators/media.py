"""Books, films and music: titles and names from pools of our own."""

from __future__ import annotations

import pyarrow as pa

from rowsmith.generators import enumerations
from rowsmith.generators.names import named
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.spreads import counted, whole
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import codes

enumerations.register("media")


@semantic_type(example="The Lantern of Winter", aliases=("book", "book_name", "novel"))
def book_title(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The title of a book: `The Lantern of Winter`."""
    return named(stream, rows, context, "book_title")


@semantic_type(example="Midnight Harbor", aliases=("movie", "film", "film_title", "movie_name"))
def movie_title(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The title of a film: `Midnight Harbor`."""
    return named(stream, rows, context, "movie_title")


@semantic_type(example="Paper Moon Tonight", aliases=("song", "track", "track_name", "song_name"))
def song_title(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The title of a song: `Paper Moon Tonight`."""
    return named(stream, rows, context, "song_title")


@semantic_type(
    example="The Velvet Foxes", aliases=("band", "band_name", "artist_name", "musician", "performer")
)
def artist(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of a band: `The Velvet Foxes`."""
    return named(stream, rows, context, "artist")


@semantic_type(example="Songs for Empty Rooms", aliases=("album_title", "album_name", "record_title"))
def album(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The title of an album: `Songs for Empty Rooms`."""
    return named(stream, rows, context, "album")


@semantic_type(
    example="214", aliases=("duration", "duration_sec", "track_length", "length_seconds", "runtime_seconds")
)
def duration_seconds(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 95, max_value: int = 420
) -> pa.Array:
    """How long something plays, in seconds: `214`."""
    return pa.array(whole(stream, rows, min_value, max_value))


@semantic_type(example="112", aliases=("runtime_minutes", "duration_minutes", "movie_length"))
def runtime(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 78, max_value: int = 182
) -> pa.Array:
    """How long a film lasts, in minutes: `112`."""
    return pa.array(whole(stream, rows, min_value, max_value))


@semantic_type(example="2014", aliases=("year_released", "published_year", "publication_year"))
def release_year(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1960, max_value: int = 2026
) -> pa.Array:
    """The year something came out: `2014`."""
    return pa.array(whole(stream, rows, min_value, max_value))


@semantic_type(example="312", aliases=("page_count", "num_pages", "number_of_pages"))
def pages(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 64, max_value: int = 720
) -> pa.Array:
    """How many pages a book has: `312`."""
    return pa.array(whole(stream, rows, min_value, max_value))


@semantic_type(example="48210", aliases=("view_count", "impressions", "plays", "play_count", "streams"))
def views(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 1000000
) -> pa.Array:
    """How often something was seen: `48210`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="320", aliases=("like_count", "favorites", "upvotes", "retweets", "shares_count"))
def likes(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 20000
) -> pa.Array:
    """How many people liked something: `320`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="1840", aliases=("follower_count", "subscribers", "subscriber_count", "following"))
def followers(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 100000
) -> pa.Array:
    """How many people follow somebody: `1840`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="kB4tzQm7Yx2", aliases=("youtube_id", "clip_id"))
def video_id(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What looks like the identifier of a video: `kB4tzQm7Yx2`."""
    return codes.code_text(stream, rows, context, "%?#%%?%#?%#")
