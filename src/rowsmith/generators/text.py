"""Words, sentences, paragraphs, titles, reviews: English texts of our own, put together from fragments."""

from __future__ import annotations

import pyarrow as pa

from rowsmith import strings
from rowsmith.errors import InvalidInput
from rowsmith.generators.facts import document
from rowsmith.generators.phrases import after_space, assemble, halves, text
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream

_MOST = 1000


@semantic_type(example="harvest", aliases=("random_word", "keyword"))
def word(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """One plain English word: `harvest`."""
    return context.pick(stream, rows, _vocabulary("plain"))


@semantic_type(example="quiet harbor lantern", aliases=("keywords", "random_words", "phrase"))
def words(
    stream: Stream, rows: Rows, context: Context, *, min_words: int = 2, max_words: int = 4
) -> pa.Array:
    """A few plain words: `quiet harbor lantern`."""
    return _word_row(stream, rows, context, _vocabulary("plain"), min_words, max_words)


@semantic_type(
    example="dolor sit amet consectetur elit", aliases=("lorem_ipsum", "placeholder", "dummy_text")
)
def lorem(
    stream: Stream, rows: Rows, context: Context, *, min_words: int = 5, max_words: int = 12
) -> pa.Array:
    """Printers' Latin that means nothing: `dolor sit amet consectetur elit`."""
    return _word_row(stream, rows, context, _vocabulary("lorem"), min_words, max_words)


@semantic_type(
    example="The design studio approved the shared calendar before lunch.",
    aliases=("text", "random_text", "statement"),
)
def sentence(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_length: int | None = None,
    max_length: int | None = None,
) -> pa.Array:
    """A sentence with a length exactly within the bounds: `The studio approved the agenda today.`."""
    return text(stream, rows, context, "sentence", min_length, max_length)


@semantic_type(
    example="Pastry chef from the coast who restores old maps.",
    aliases=("about", "about_me", "biography", "profile_text"),
)
def bio(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_length: int | None = None,
    max_length: int | None = None,
) -> pa.Array:
    """A few words about a person: `Pastry chef from the coast who restores old maps.`."""
    return text(stream, rows, context, "bio", min_length, max_length)


@semantic_type(
    example="A Practical Guide to Urban Gardening",
    aliases=("title", "heading", "article_title", "post_title"),
)
def title(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_length: int | None = None,
    max_length: int | None = None,
) -> pa.Array:
    """The title of an article or a talk: `A Practical Guide to Urban Gardening`."""
    return text(stream, rows, context, "title", min_length, max_length)


@semantic_type(
    example="City council approves new bridge after long debate", aliases=("news_title", "news_headline")
)
def headline(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_length: int | None = None,
    max_length: int | None = None,
) -> pa.Array:
    """A line from the news: `City council approves new bridge after long debate`."""
    return text(stream, rows, context, "headline", min_length, max_length)


@semantic_type(
    example="How long does the free warranty last this year?", aliases=("faq", "faq_question", "query")
)
def question(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_length: int | None = None,
    max_length: int | None = None,
) -> pa.Array:
    """A customer's question: `How do I update my delivery address?`."""
    return text(stream, rows, context, "question", min_length, max_length)


@semantic_type(
    example="Smaller than expected, yet it works very well. Would buy again.",
    aliases=("review_text", "customer_review", "product_review", "feedback", "testimonial"),
)
def review(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_length: int | None = None,
    max_length: int | None = None,
) -> pa.Array:
    """What a buyer writes: `Smaller than expected, yet it works very well. Would buy again.`."""
    return text(stream, rows, context, "review", min_length, max_length)


@semantic_type(
    example="Good point, the chart explains a lot.",
    aliases=("comments", "reply", "comment_text", "remark", "remarks"),
)
def comment(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_length: int | None = None,
    max_length: int | None = None,
) -> pa.Array:
    """A remark under an article: `Good point, the chart explains a lot.`."""
    return text(stream, rows, context, "comment", min_length, max_length)


@semantic_type(example="Smarter tools for people who start early.")
def tagline(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_length: int | None = None,
    max_length: int | None = None,
) -> pa.Array:
    """A line of advertising: `Smarter tools for people who start early.`."""
    return text(stream, rows, context, "tagline", min_length, max_length)


@semantic_type(
    example="Quick update: the parcel is on its way, talk soon.",
    aliases=("message_text", "chat_message", "sms", "body"),
)
def message(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_length: int | None = None,
    max_length: int | None = None,
) -> pa.Array:
    """A short message between people: `Quick update: the parcel is on its way, talk soon.`."""
    return text(stream, rows, context, "message", min_length, max_length)


@semantic_type(
    example="Reminder: the annual budget review on Thursday", aliases=("email_subject", "subject_line")
)
def subject(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_length: int | None = None,
    max_length: int | None = None,
) -> pa.Array:
    """The subject line of a mail: `Reminder: the annual budget review on Thursday`."""
    return text(stream, rows, context, "subject", min_length, max_length)


@semantic_type(
    example="A compact travel edition that folds flat for small spaces.",
    aliases=("summary", "details", "product_description", "short_description", "item_description"),
)
def description(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_length: int | None = None,
    max_length: int | None = None,
) -> pa.Array:
    """A line that describes a thing: `A compact travel edition that folds flat for small spaces.`."""
    return text(stream, rows, context, "description", min_length, max_length)


@semantic_type(
    example="Called back about a refund; copy sent.", aliases=("notes", "memo", "annotation", "call_note")
)
def note(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_length: int | None = None,
    max_length: int | None = None,
) -> pa.Array:
    """A note kept on a file: `Called back about a refund; copy sent.`."""
    return text(stream, rows, context, "note", min_length, max_length)


@semantic_type(
    example="The library reviewed the map today. The coach ordered a bold idea.", aliases=("content",)
)
def sentences(stream: Stream, rows: Rows, context: Context, *, count: int = 2) -> pa.Array:
    """Several sentences: `The library reviewed the map today. The coach ordered the plan at last.`."""
    return _several(stream, rows, context, count, count)


@semantic_type(
    example="The library reviewed the map today. The coach ordered the plan..",
    aliases=("long_text", "article_body", "post_body", "essay", "abstract"),
)
def paragraph(
    stream: Stream, rows: Rows, context: Context, *, min_sentences: int = 3, max_sentences: int = 6
) -> pa.Array:
    """A paragraph of some sentences: `The library reviewed the map today. The coach ...`."""
    return _several(stream, rows, context, min_sentences, max_sentences)


def _several(stream: Stream, rows: Rows, context: Context, least: int, most: int) -> pa.StringArray:
    _check_counts(least, most, 100)
    first, second = halves("sentence")
    again = after_space(first)
    always = (first, second, *(again, second) * (least - 1))
    pieces: list[strings.Piece] = [assemble(stream, rows, context, always, 0, 1 << 30)]
    extra = stream.below(rows, most - least + 1, "count")
    for place in range(least, most):
        absent = extra <= place - least
        for pool, name in ((again, "first"), (second, "second")):
            index = stream.below(rows, len(pool.texts), f"{name}{place}")
            index[absent] = len(pool.texts)
            pieces.append((pa.concat_arrays([pool.texts, pa.array([""])]), index))
    return strings.join(rows.count, *pieces)


def _word_row(
    stream: Stream, rows: Rows, context: Context, pool: pa.StringArray, least: int, most: int
) -> pa.StringArray:
    _check_counts(least, most, _MOST)
    lead = min(least, 3)
    rest = context.index(stream, rows, len(pool) ** lead)
    spaced = pa.array(["", *(f" {word}" for word in pool.to_pylist())])
    pieces: list[strings.Piece] = []
    extra = stream.below(rows, most - least + 1, "count")
    for place in range(most):
        if place < lead:
            higher = rest // len(pool)
            index, rest = rest - higher * len(pool), higher
        else:
            index = stream.below(rows, len(pool), f"word{place}")
        pieces.append((spaced, (index + 1) * (place < least + extra)) if place else (pool, index))
    return strings.join(rows.count, *pieces)


def _check_counts(least: int, most: int, limit: int) -> None:
    if not 1 <= least <= most <= limit:
        raise InvalidInput(
            f"a count from {least} to {most} was given; it must lie within 1 to {limit}, least first"
        )


def _vocabulary(name: str) -> pa.StringArray:
    return pa.array(document("words")[name].split(" "), pa.string())
