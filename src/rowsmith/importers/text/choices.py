"""Value lists and weights: `red, green or blue`, `low/mid/high`, `free 70%, pro 25%`."""

from __future__ import annotations

import re

from rowsmith.importers.text.draft import Draft
from rowsmith.importers.text.members import scalar, values
from rowsmith.importers.text.tokens import protect
from rowsmith.importers.text.weights import MOSTLY, set_weights, weighted

EQUAL = re.compile(
    (
        r"[\s,(]*\b(?:(?:all |each )?equally (?:likely|probable|distributed|often|frequent|weighted)|"
        r"with equal (?:probability|probabilities|weights?|chance|odds|shares?)|in equal (?:shares|"
        r"parts|proportions?)|evenly (?:split|distributed)|uniformly(?: distributed)?|at random|"
        r"50[/-]50|with the same probability|each equally likely)\b\)?"
    ),
    re.IGNORECASE,
)


def take(draft: Draft, text: str) -> bool:
    """Give the column the values of `text`, with weights where it has them."""
    body = EQUAL.sub("", text)
    equal = body != text
    read = weighted(body, draft.values)
    if read:
        set_weights(draft, *read)
        return True
    found = values(body)
    if not found:
        return False
    mostly = [item for item in found if isinstance(item, str) and MOSTLY.match(item)]
    if mostly:
        named = MOSTLY.match(str(mostly[0]))
        name = scalar((named["v"] or named["w"]) if named else "")
        found = [name if item == mostly[0] else item for item in found]
        draft.weights = {str(item): 80.0 if item == name else 20.0 / (len(found) - 1) for item in found}
        draft.assumed.append(f"80% {name}, for `mostly`")
    draft.values = found
    if equal:
        draft.weights = {str(item): 1.0 for item in found}
    return True


def protected(text: str) -> str:
    """A list as one piece, for a caller that splits at commas afterwards."""
    return protect(text)
