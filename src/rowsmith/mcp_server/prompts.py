"""The prompts: designing a dataset, reviewing a schema."""

from __future__ import annotations

from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from pydantic import Field


def add_prompts(server: MCPServer[Any]) -> None:
    """Offer every prompt."""
    server.prompt(title="Design a dataset")(design_dataset)
    server.prompt(title="Review a schema")(review_schema)


def design_dataset(
    purpose: Annotated[str, Field(description="What the data is for, and anything known about it.")],
    rows: Annotated[str, Field(description="How many rows, if that is known.")] = "",
    output_format: Annotated[str, Field(description="The file format, if it matters.")] = "",
) -> str:
    """Work out with the user which tables, columns and distributions a dataset needs, then make it."""
    size = f" It should have {rows} rows." if rows else ""
    form = f" Deliver it as {output_format}." if output_format else ""
    return (
        f"Design a synthetic dataset with Rowsmith for this purpose: {purpose}{size}{form}\n\n"
        "1. Say which tables and columns you would make, with ranges, shares, null rates, keys between "
        "tables and which values must be unique. Ask me only what you cannot sensibly assume.\n"
        "2. Write the schema. rowsmith://catalog/schema says what a schema may contain and "
        "rowsmith://catalog/types names the semantic types; give every column the most fitting one.\n"
        "3. Call validate_schema and mend everything it lists.\n"
        "4. Call preview_rows with a seed and judge the rows as a critical reader would: do columns agree "
        "with each other, are shares and ranges right, would a person of the trade believe them? Improve the "
        "schema until they would.\n"
        "5. Call run_job (or create_job for very many rows) with the same seed. Never write rows yourself.\n"
        "6. Tell me where the file is, its row count and checksum, and the seed that makes it again."
    )


def review_schema(
    schema: Annotated[str, Field(description="The schema as JSON, or its schema_ref.")],
    purpose: Annotated[str, Field(description="What the data is for.")] = "",
) -> str:
    """Look for what is wrong, missing or unbelievable in a schema, and propose a better one."""
    aim = f" The data is for: {purpose}." if purpose else ""
    return (
        f"Review this Rowsmith schema.{aim}\n\n{schema}\n\n"
        "Call validate_schema first, then preview_rows. Judge: are names and types clear, is each semantic "
        "type the most fitting (rowsmith://catalog/types), are ranges, shares and null rates plausible, do "
        "columns that belong together agree, do keys and uniqueness hold at the intended size, is anything "
        "personal or missing? List the findings by weight, give the corrected schema, and show a few of its "
        "rows."
    )
