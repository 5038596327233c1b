"""Scripts of four databases become schemas, and their rows load with every constraint on."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rowsmith import library
from rowsmith.errors import InvalidInput
from rowsmith.importers.ddl import from_ddl
from rowsmith.importers.ddl.dialects import detect
from tests.importers.ddl import scripts
from tests.importers.ddl.loading import into_postgres, into_sqlite

SCRIPTS = {
    "sqlite": scripts.LIBRARY_SQLITE, "postgres": scripts.CLINIC_POSTGRES, "mysql": scripts.STORE_MYSQL,
    "tsql": scripts.PAYROLL_TSQL,
}  # fmt: skip


def fields(script: str, table: str, dialect: str | None = None) -> dict[str, dict[str, Any]]:
    document = from_ddl(script, dialect=dialect).schema.document()
    found: Any = next(item for item in document["tables"] if item["name"] == table)
    return {field["name"]: field for field in found["fields"]}


def one(column: str, dialect: str = "postgres") -> dict[str, Any]:
    return fields(f"CREATE TABLE t (other int, {column})", "t", dialect)["c"]


@pytest.mark.parametrize("dialect", SCRIPTS)
def test_the_dialect_is_told_by_its_words(dialect: str) -> None:
    assert detect(SCRIPTS[dialect]) == dialect
    assert from_ddl(SCRIPTS[dialect]).warnings[0].startswith(f"the dialect was taken to be {dialect}")


@pytest.mark.parametrize("dialect", SCRIPTS)
def test_the_rows_of_a_script_keep_its_promises(dialect: str, tmp_path) -> None:
    schema = from_ddl(SCRIPTS[dialect], dialect=dialect).schema
    library.write(schema, tmp_path / "made", rows=60, seed=3, format="parquet")
    assert library.verify(schema, tmp_path / "made", rows=60).broken == ()


@pytest.mark.parametrize(
    ("column", "dialect", "expected"),
    [
        ("c varchar(40) NOT NULL", "postgres", {"constraints": {"max_length": 40}}),
        ("c numeric(10,2) NOT NULL", "postgres", {"type": "decimal", "constraints": {"precision": 2}}),
        ("c boolean NOT NULL", "postgres", {"type": "boolean"}),
        ("c timestamptz NOT NULL", "postgres", {"type": "datetime"}),
        ("c uuid NOT NULL", "postgres", {"type": "uuid"}),
        ("c jsonb NOT NULL", "postgres", {"type": "json"}),
        ("c int[] NOT NULL", "postgres", {"type": "array", "items": {"name": "item", "type": "integer"}}),
        ("c inet NOT NULL", "postgres", {"semantic_type": "internet.ipv4"}),
        ("c text", "postgres", {"constraints": {"nullable": True, "null_rate": 0.1}}),
        ("c serial", "postgres", {"type": "integer", "sequence": {"start": 1, "step": 1}}),
        ("c bit NOT NULL", "tsql", {"type": "boolean"}),
        ("c bit(3) NOT NULL", "postgres", {"constraints": {"pattern": "[01]{3}"}}),
        ("c tinyint(1) NOT NULL", "mysql", {"type": "boolean"}),
        ("c enum('a','b') NOT NULL", "mysql", {"type": "enum", "constraints": {"enum_values": ["a", "b"]}}),
        ("c money NOT NULL", "tsql", {"type": "decimal", "constraints": {"precision": 2}}),
        ("c int CHECK (c > 4) NOT NULL", "postgres", {"type": "integer", "constraints": {"min_value": 5, "max_value": 1005}}),
        ("c int NOT NULL CHECK (7 >= c AND c >= 2)", "postgres", {"type": "integer", "constraints": {"min_value": 2, "max_value": 7}}),
        ("c text NOT NULL CHECK (c = ANY (ARRAY['x'::text, 'y'::text]))", "postgres", {"type": "enum", "constraints": {"enum_values": ["x", "y"]}}),
        ("c text NOT NULL CHECK (c = 'x' OR c = 'y')", "postgres", {"type": "enum", "constraints": {"enum_values": ["x", "y"]}}),
        ("c text NOT NULL CHECK (char_length(c) BETWEEN 2 AND 9)", "postgres", {"constraints": {"min_length": 2, "max_length": 9}}),
        ("c varchar(9) NOT NULL CHECK (c LIKE '[A-F][0-9]')", "tsql", {"constraints": {"max_length": 9, "pattern": "[A-F][0-9]"}}),
        ("c int NOT NULL CHECK (c >= other)", "postgres", {"type": "integer", "params": {"after": "other"}}),
        ("c date NOT NULL CHECK (c IS NOT NULL)", "sqlite", {"type": "date"}),
    ],
)  # fmt: skip
def test_a_column_says_what_its_declaration_says(column: str, dialect: str, expected: dict[str, Any]) -> None:
    assert one(column, dialect) == {"name": "c", "type": "string", **expected}


def test_keys_alone_together_and_to_other_tables() -> None:
    document: Any = from_ddl(scripts.LIBRARY_SQLITE, dialect="sqlite").schema.document()
    tables = {table["name"]: table for table in document["tables"]}
    assert tables["book copy"]["primary_key"] == ["isbn", "copy_no"]
    assert document["relationships"][0]["child_fields"] == ["isbn", "copy_no"]
    assert fields(scripts.LIBRARY_SQLITE, "book copy")["branch_id"]["reference"]["table"] == "branch"
    assert fields(scripts.LIBRARY_SQLITE, "loan")["returned_on"]["params"] == {"after": "due_on"}


def test_types_of_the_users_own_comments_and_partitions() -> None:
    found = from_ddl(scripts.CLINIC_POSTGRES)
    visits, patients = fields(scripts.CLINIC_POSTGRES, "visits"), fields(scripts.CLINIC_POSTGRES, "patients")
    assert visits["severity"]["constraints"]["enum_values"] == ["low", "high", "it's urgent"]
    assert visits["recovery"]["constraints"] == {"min_value": 0, "max_value": 100, "precision": 2}
    assert visits["minutes"]["expression"] == "number * 15"
    assert patients["born"]["description"] == "Date of birth"
    assert {table.name for table in found.schema.all_tables()} == {"patients", "visits"}
    assert any("CREATE VIEW" in warning for warning in found.warnings)
    assert found.schema.metadata["checks"]["patients"]


def test_a_computed_column_and_a_self_reference_of_sql_server() -> None:
    employee = fields(scripts.PAYROLL_TSQL, "Employee")
    assert employee["Yearly"]["expression"]
    assert employee["ManagerId"]["reference"]["table"] == "Employee"
    assert employee["Monthly"]["constraints"]["min_value"] == 1000
    assert fields(scripts.PAYROLL_TSQL, "Department")["Id"]["sequence"] == {"start": 100, "step": 10}


def test_a_circle_of_firm_keys_is_deferrable() -> None:
    schema = from_ddl(scripts.CIRCLE).schema
    deferred = [
        field.reference.deferrable
        for table in schema.all_tables()
        for field in table.fields
        if field.reference
    ]
    assert sorted(deferred) == [False, True]
    assert library.validate(schema) == []


def test_what_is_not_kept_is_said() -> None:
    found = from_ddl(
        "CREATE TABLE t (a int CHECK (a % 2 = 0), b int REFERENCES gone(id)); SHOW x; CREATE VIEW v AS SELECT 1"
    )
    assert any("a % 2 = 0 is not kept" in warning for warning in found.warnings)
    assert any("gone, which is not described" in warning for warning in found.warnings)
    assert any("CREATE VIEW" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    "script", ["", "SELECT 1", "hello there", "CREATE TABLE", "CREATE TABLE t ()", "(" * 3000, "'open"]
)
def test_a_script_without_tables_is_one_clear_error(script: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        from_ddl(script)
    assert caught.value.issues[0].path == "content"


_WORDS = st.sampled_from(
    ["CREATE", "TABLE", "t", "(", ")", ",", ";", "int", "PRIMARY", "KEY", "REFERENCES", "CHECK", ">", "1", "'", '"', "`", "[",
     "]", "ALTER", "ADD", "CONSTRAINT", "NOT", "NULL", "DEFAULT", "FOREIGN", "UNIQUE", "--", "/*", "GO", "ENUM", "TYPE", "AS",
     "PARTITION", "OF", "COMMENT", "ON", "IS", "$$", "a", "b", "IN", "LIKE", "EXEC", "sp_addtype", "\n"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    words=st.lists(_WORDS, max_size=40),
    dialect=st.sampled_from([None, "postgres", "mysql", "sqlite", "tsql"]),
)
@example(words=["UNIQUE"], dialect=None)
@example(words=["COMMENT", "ON", "a"], dialect=None)
@example(words=["CREATE TABLE t (a int) COMMENT"], dialect="mysql")
@example(words=["ALTER TABLE t ADD", ",", "COMMENT ON"], dialect="postgres")
def test_any_words_raise_nothing_but_the_input_error(words: list[str], dialect: str | None) -> None:
    with suppress(InvalidInput):
        from_ddl("CREATE TABLE t (a int, b varchar(9));" + " ".join(words), dialect=dialect)


def test_rows_load_into_sqlite() -> None:
    schema = from_ddl(scripts.LIBRARY_SQLITE, dialect="sqlite").schema
    bare = scripts.LIBRARY_SQLITE.split("INSERT INTO")[0] + "COMMIT;"
    assert into_sqlite(bare, schema, 120) > 300


@pytest.mark.parametrize("name", ["CLINIC_POSTGRES", "EVERYTHING_POSTGRES", "CIRCLE"])
def test_rows_load_into_postgres(name: str, postgres_url: str) -> None:
    script = getattr(scripts, name)
    schema = from_ddl(script, dialect="postgres").schema
    copied = script.replace("\\connect clinic\n", "")
    if "COPY" in copied:
        copied = copied.split("COPY")[0] + copied.split("\\.\n")[1]
    assert into_postgres(postgres_url, copied, schema, 60) > 100


def test_what_is_renamed_later_keeps_its_place_and_its_keys() -> None:
    script = """
        CREATE TABLE a (x int PRIMARY KEY, y int NOT NULL, CHECK (x < y), UNIQUE (x, y));
        CREATE TABLE b (id int PRIMARY KEY, i int NOT NULL REFERENCES a(x));
        ALTER TABLE a RENAME COLUMN x TO z;
        ALTER TABLE a RENAME TO c;
    """
    document: Any = from_ddl(script, dialect="postgres").schema.document()
    first = document["tables"][0]
    assert (first["name"], first["primary_key"], first["unique_together"]) == ("c", ["z"], [["z", "y"]])
    assert [field["name"] for field in first["fields"]] == ["z", "y"]
    assert fields(script, "b", "postgres")["i"]["reference"]["table"] == "c"
    assert document["metadata"]["checks"]["c"] == ["z < y"]


def test_what_is_dropped_later_is_gone() -> None:
    script = """
        CREATE TABLE a (x int PRIMARY KEY, y int CONSTRAINT small CHECK (y < 5), w int,
          CONSTRAINT pair UNIQUE (x, y), CONSTRAINT low CHECK (w < 3));
        CREATE TABLE b (i int, CONSTRAINT fk FOREIGN KEY (i) REFERENCES a(x));
        CREATE TABLE gone (x int);
        DROP TABLE gone;
        ALTER TABLE b DROP CONSTRAINT fk;
        ALTER TABLE a DROP CONSTRAINT pair, DROP CONSTRAINT IF EXISTS low, DROP COLUMN y;
    """
    document: Any = from_ddl(script, dialect="postgres").schema.document()
    assert [table["name"] for table in document["tables"]] == ["a", "b"]
    assert "reference" not in fields(script, "b", "postgres")["i"]
    assert list(fields(script, "a", "postgres")) == ["x", "w"]
    assert "unique_together" not in document["tables"][0]
    assert "metadata" not in document


def test_a_check_that_is_not_understood_leaves_the_type() -> None:
    column = one("c int NOT NULL CHECK (c ~~~ ??? 3)")
    assert (column["type"], "constraints" in column) == ("integer", False)


def test_a_table_like_another_has_columns_of_its_own() -> None:
    script = (
        "CREATE TABLE a (x int, y int); CREATE TABLE b (LIKE a); ALTER TABLE b ALTER COLUMN x SET NOT NULL;"
    )
    assert "constraints" in fields(script, "a", "postgres")["x"]
    assert "constraints" not in fields(script, "b", "postgres")["x"]
