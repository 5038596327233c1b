"""Identifiers: counters, templates, UUIDs and their relatives."""
