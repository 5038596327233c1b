"""Everything that infers a schema: `from_text`, `from_ddl`, `from_json_schema`, `from_sample`.

A sentence is read by `text/`; each other language is an `Importer` in a module of its own.
"""

from rowsmith.importers.extraction import Clause, Extraction
from rowsmith.importers.importer import Importer, import_content, importers

__all__ = ["Clause", "Extraction", "Importer", "import_content", "importers"]
