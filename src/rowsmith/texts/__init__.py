"""Text by a language model: `written(plan, config)` has its pools and templates in it.

It is a replay: given the same kept answers it does the same and pays nothing.
"""

from rowsmith.texts.answers import StoreAnswers
from rowsmith.texts.forecast import forecast
from rowsmith.texts.write import carried, unwritten_fields, write, written

__all__ = ["StoreAnswers", "carried", "forecast", "unwritten_fields", "write", "written"]
