"""The reader that asks a language model; its answer is checked as a user's own schema would be.

`run(from_text_by_model("200 users with name", model, Piece("the schema"), today=date(2026, 1, 1)))`.
"""

from rowsmith.importers.llm.read import OnFailure, from_text_by_model

__all__ = ["OnFailure", "from_text_by_model"]
