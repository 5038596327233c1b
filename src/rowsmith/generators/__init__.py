"""Semantic types: pure functions from a stream and a range of rows to an Arrow array."""

from rowsmith.generators.semantic import SemanticType, semantic_type, semantic_types
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream

__all__ = ["Context", "Rows", "SemanticType", "Stream", "semantic_type", "semantic_types"]
