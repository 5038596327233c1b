"""Trying a key with a request that costs nothing."""

from __future__ import annotations

import httpx2

from rowsmith.llm.failures import KeyRefused, ModelFailing, ModelRefused

_SECONDS = 4.0


async def probe(name: str, address: str, headers: dict[str, str]) -> None:
    """Ask for something that only a good key gets."""
    try:
        async with httpx2.AsyncClient(timeout=_SECONDS) as client:
            answer = await client.get(address, headers=headers)
    except (httpx2.HTTPError, OSError, ValueError):
        raise ModelFailing(f"{name} cannot be reached") from None
    if answer.status_code in (401, 403) or (answer.status_code == 400 and "API_KEY_INVALID" in answer.text):
        raise KeyRefused(f"{name} does not accept the key")
    if answer.status_code == 404:
        raise ModelRefused(f"{name} does not know the model")
    if answer.status_code >= 400:
        raise ModelFailing(f"{name} answered with status {answer.status_code}")
