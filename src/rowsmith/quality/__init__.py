"""Whether finished files are what their schema says."""

from rowsmith.quality.report import Check, Report
from rowsmith.quality.verify import verify

__all__ = ["Check", "Report", "verify"]
