"""States, levels and answers that columns of every kind of table hold."""

from rowsmith.generators import enumerations

enumerations.register("status")
