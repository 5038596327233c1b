"""Measures of speed and memory, always beside what others do in the same run: `make bench`."""
