"""What a schema says of tables and keys, in the words of the corpus's scoring script."""

from __future__ import annotations

from typing import Any

from rowsmith.importers.ddl import from_ddl


def document(sql: str, dialect: str) -> dict[str, Any]:
    """The schema of a script as the scorer reads it."""
    schema: Any = from_ddl(sql, dialect=dialect).schema.document()
    checks = schema.get("metadata", {}).get("checks", {})
    return {"tables": [_table(table, schema, checks.get(table["name"], [])) for table in schema["tables"]]}


def _table(table: dict[str, Any], schema: dict[str, Any], checks: list[str]) -> dict[str, Any]:
    said = {field["name"]: field.get("constraints", {}) for field in table["fields"]}
    return {
        "name": table["name"],
        "columns": [
            {
                "name": field["name"],
                "type": field.get("type", "string"),
                "nullable": said[field["name"]].get("nullable", False),
                "unique": said[field["name"]].get("unique", False),
            }
            for field in table["fields"]
        ],
        "primary_key": table.get("primary_key", []),
        "foreign_keys": [
            *(
                {"columns": [f["name"]], "references": f["reference"]["table"]}
                for f in table["fields"]
                if "reference" in f
            ),
            *(
                {"columns": link["child_fields"], "references": link["parent"]}
                for link in schema.get("relationships", [])
                if link["child"] == table["name"]
            ),
        ],
        "uniques": table.get("unique_together", []),
        "checks": len(checks),
    }
