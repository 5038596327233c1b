"""Rowsmith: synthetic datasets from a sentence."""
