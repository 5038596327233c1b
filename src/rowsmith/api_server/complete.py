"""Models for FastAPI: built before its routes are, because it reads them when a route is declared."""

from __future__ import annotations

from pydantic import BaseModel


def complete(*models: type[BaseModel]) -> None:
    """Build models whose making was put off for a fast start of the command line."""
    for model in models:
        model.model_config["defer_build"] = False
        model.model_rebuild(force=True)
