"""Dates, times of day, moments, their parts, and how they are written."""
