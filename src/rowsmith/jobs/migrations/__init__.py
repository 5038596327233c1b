"""Changes of the database's schema, in order; each file is one change and is never edited afterwards."""
