"""Parts of a request that are not about data: instructions, commands, greetings. They have no effect."""

from __future__ import annotations

import re

from rowsmith.importers.text.draft import Request
from rowsmith.importers.text.tokens import split

_NOT_DATA = re.compile(
    r"(?i)\b(?:ignore|disregard|forget|override|bypass)\b[^.]{0,40}\b(?:instructions?|prompts?|"
    r"rules?|above|previous|guidelines|restrictions|policy|policies|safety)\b"
    r"|\b(?:system prompt|developer message|jailbreak|api keys?|your (?:instructions|prompt|rules|"
    r"secrets|password)|environment variables?|/etc/passwd|rm -rf|drop table|secret keys?|"
    r"credentials)\b[^:]*$"
    r"|^\s*(?:you are (?:now |an? )|act as |pretend (?:to|you)|reveal |print your|tell me (?:a "
    r"joke|your)|execute |run (?:the |this )?(?:command|shell|code)|curl |send (?:an? )?(?:email|"
    r"e-mail|mail|message) to |delete (?:all|the|every)|(?:visit|open|fetch) https?:)"
)
_GREETING = re.compile(
    r"(?i)^\s*(?:hi|hello|hey|dear \w+|good (?:morning|day|evening)|thanks(?: a lot| in advance)?|"
    r"thank you|cheers|please and thank you|nothing fancy|no rush|asap|pls|please)\s*[,!.]?\s*$"
)


def without_instructions(text: str, request: Request) -> str:
    """The text without sentences that ask for something else than data; each is listed as not understood."""
    if not _NOT_DATA.search(text):
        return text
    kept: list[str] = []
    for piece in split(text, words=False, at=".\n;"):
        if _NOT_DATA.search(piece.text):
            data = re.search(
                r"(?i)\b(?:then|and then|afterwards)\s+((?:generate|create|make|give me)\b.*)$", piece.text
            )
            request.ignored.append(piece.text if not data else piece.text[: data.start()].strip())
            if data:
                kept.append(data[1])
        else:
            kept.append(piece.text)
    return ". ".join(kept)


_OTHER = re.compile(
    r"(?i)^\s*(?:(?:please|can you|could you|would you|hey|hi),?\s+)*(?:(?:book|buy|call|order|remind|"
    r"play|send|open|schedule|cook|"
    r"sing|draw|translate|summari[sz]e|explain|solve|show|tell|teach|help|find|search)\b(?: me| us)?\b|"
    r"(?:write|compose|make up)\b.{0,20}\b(?:poem|haiku|story|essay|e-?mail|letter|song|joke|program|"
    r"function|script|speech)\b|"
    r"(?:who|what|where|when|why|how|which|is|are|do|does|did|will|should)\b)"
)


def other_request(text: str) -> bool:
    """Whether somebody asks for something else than data: `book me a flight to Rome next Tuesday`."""
    return bool(_OTHER.match(text)) and not re.search(
        r"(?i)[,;:|\n]|\b(?:data(?: ?sets?)?|tables?|rows?|records?|columns?|fields?|csv|json|parquet|samples?|"
        r"list|random|fake|mock|test)\b"
        r"|\d+ [a-z]+s\b",
        text,
    )


def greeting(text: str) -> bool:
    """Whether a clause is mere politeness."""
    return bool(_GREETING.match(text))


_NONE = re.compile(
    r"(?i)^(?:but )?(?:no|without(?: any)?|don't (?:include|add|need|want)|do not (?:include|add)|"
    r"exclude|excluding|leave out|skip|except)\s+(?:the |any |an? )?(?P<name>[\w -]{2,40}?)(?: "
    r"(?:columns?|fields?))?$"
)


_UNWANTED = re.compile(
    r"(?i)^(?P<name>[^\W\d][\w -]{1,38}?)(?:(?: columns?| fields?)? (?:is|are) not (?:needed|required|"
    r"wanted|necessary)|"
    r" (?:is|are) unnecessary|-free| not (?:needed|wanted|required))$"
)


def excluded(text: str) -> str | None:
    """What a clause wants left out: `phone numbers` for `no phone numbers`."""
    bare = text.strip(" .,!")
    found = _NONE.match(bare) or _UNWANTED.match(bare)
    return (
        found["name"]
        if found
        and not re.match(
            r"(?i)(?:duplicates?|nulls?|missing|gaps|more|less|empty|negatives?|repeats?|decimals?|other)\b",
            found["name"],
        )
        else None
    )
