"""The engine: `generate(plan, table, start, rows)` is any range of rows of a table, computed alone.

Nothing here remembers anything between calls. A range is made in blocks, several at a time on threads
(NumPy and Arrow work without the interpreter lock), and always comes out in order. Each kind of source that a
field can have is one file: `drawn`, `computed`, `cases`, `references`, `rollups`, `ordering`.
"""

from rowsmith.engine.blocks import BLOCK, batches, generate, processors, table_schema
from rowsmith.engine.columns import compute
from rowsmith.engine.dirty import generate_dirty, restored

__all__ = [
    "BLOCK",
    "batches",
    "compute",
    "generate",
    "generate_dirty",
    "processors",
    "restored",
    "table_schema",
]
