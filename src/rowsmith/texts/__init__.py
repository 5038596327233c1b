"""Text by a language model: `run(write_texts(plan, author))` puts its pools into the plan, `write_rows` its rows
beside it. Both are replays: given the same kept answers they do the same and pay nothing.
"""

from rowsmith.texts.answers import StoreAnswers, disk_answers
from rowsmith.texts.author import Author
from rowsmith.texts.forecast import forecast
from rowsmith.texts.rows import write_batches
from rowsmith.texts.table import by_rows
from rowsmith.texts.write import unwritten_fields, write_texts

__all__ = [
    "Author",
    "StoreAnswers",
    "by_rows",
    "disk_answers",
    "forecast",
    "unwritten_fields",
    "write_batches",
    "write_texts",
]
