"""What tokens cost."""

from __future__ import annotations

from rowsmith.llm.config import ModelConfig


def price(config: ModelConfig, read: int, written: int) -> float:
    """Dollars for so many tokens: `price(config, 1400, 4000)`; 0.0 for a model that the public list does not know.

    `ROWSMITH_MODEL_PRICES` says what such a model costs.
    """
    if config.prices is not None:
        return (read * config.prices[0] + written * config.prices[1]) / 1e6
    from genai_prices import Usage, calc_price

    usage = Usage(input_tokens=read, output_tokens=written)
    try:
        return float(calc_price(usage, config.name, provider_id=config.provider).total_price)
    except (LookupError, ValueError, AssertionError):
        return 0.0
