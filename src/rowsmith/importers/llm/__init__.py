"""The reader that asks a language model; its answer is checked as a user's own schema would be.

`run(from_text_by_model("200 users with name", model, Piece("the schema"), today=date(2026, 1, 1)))` of `read.py`.
Nothing is imported here: the command line looks through all importers, and most of its calls ask no model.
"""
