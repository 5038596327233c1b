"""Everything that infers a schema: `from_text`, `from_ddl`, `from_json_schema`, `from_sample`."""
