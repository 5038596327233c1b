"""The providers: each is one entry in one file, and other packages add theirs by an entry point."""
