"""Semantic types: pure functions from a stream and a range of rows to an Arrow array."""

from rowsmith.generators.context import Context
from rowsmith.generators.semantic import SemanticType, semantic_type, semantic_types
from rowsmith.generators.streams import Rows, Stream

__all__ = ["Context", "Rows", "SemanticType", "Stream", "semantic_type", "semantic_types"]
