"""A receipt as people read it: a few lines, Markdown, or one HTML page with a plot for each field."""

from rowsmith.quality.pages.html import as_html
from rowsmith.quality.pages.markdown import as_markdown
from rowsmith.quality.pages.words import element_name, mark, said

__all__ = ["as_html", "as_markdown", "element_name", "mark", "said"]
