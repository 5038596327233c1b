"""Reading an event stream, a line at a time."""

from __future__ import annotations

import json
from datetime import datetime

from rowsmith.schema.job import JobEvent


class Reader:
    """`reader.line("data: {...}")` gives an event when a blank line completes it."""

    def __init__(self, after: int = 0) -> None:
        self.last = after
        self._fields: dict[str, str] = {}

    def line(self, text: str) -> JobEvent | None:
        """Take one line without its end."""
        if text:
            name, _, value = text.partition(":")
            if name:
                self._fields[name] = value.removeprefix(" ")
            return None
        fields, self._fields = self._fields, {}
        if "id" not in fields or "data" not in fields:
            return None
        data = json.loads(fields["data"])
        at = datetime.fromisoformat(data.pop("at"))
        self.last = int(fields["id"])
        return JobEvent(id=self.last, event=fields["event"], data=data, at=at)  # type: ignore[arg-type]  # checked by the model
