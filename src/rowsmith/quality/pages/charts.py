"""Plots as SVG: bars of ranges, and bars of the most frequent values. Colours are the page's."""

from __future__ import annotations

from html import escape

from rowsmith.schema.receipt import Bar, FieldProfile

_WIDTH, _HEIGHT = 320, 96
_ROW, _NAMES = 20, 120
_LETTERS = 17


def plot(profile: FieldProfile) -> str:
    """The plot of a field; empty where its values are all different texts."""
    if not profile.bars:
        return ""
    return histogram(profile) if profile.ranges or profile.lengths else bars(profile)


def histogram(profile: FieldProfile) -> str:
    """Ranges side by side, from the least value to the greatest."""
    most = max(bar.count for bar in profile.bars) or 1
    width = _WIDTH / len(profile.bars)
    drawn = "".join(_column(bar, at * width, width, most) for at, bar in enumerate(profile.bars))
    low, high = escape(str(profile.low)), escape(str(profile.high))
    if profile.lengths:
        low, high = f"{profile.bars[0].label} characters", f"{profile.bars[-1].label}"
    ends = (
        f'<text x="0" y="{_HEIGHT + 14}">{low}</text>'
        f'<text x="{_WIDTH}" y="{_HEIGHT + 14}" text-anchor="end">{high}</text>'
    )
    return _svg(f"{profile.field}: histogram", _HEIGHT + 20, drawn + ends)


def _column(bar: Bar, x: float, width: float, most: int) -> str:
    height = _HEIGHT * bar.count / most
    return (
        f'<rect x="{x + 0.5:.1f}" y="{_HEIGHT - height:.1f}" width="{max(width - 1, 0.5):.1f}" '
        f'height="{height:.1f}"><title>from {escape(bar.label)}: {bar.count:,}</title></rect>'
    )


def bars(profile: FieldProfile) -> str:
    """Values one below the other, and one bar for all the others."""
    listed = list(profile.bars)
    if profile.others:
        listed.append(Bar(label="(others)", count=profile.others))
    most = max(bar.count for bar in listed) or 1
    drawn = "".join(_row(bar, at, most, profile.rows) for at, bar in enumerate(listed))
    return _svg(f"{profile.field}: frequencies", _ROW * len(listed), drawn)


def _row(bar: Bar, at: int, most: int, rows: int) -> str:
    length = (_WIDTH - _NAMES - 56) * bar.count / most
    label = bar.label if len(bar.label) <= _LETTERS else bar.label[: _LETTERS - 1] + "…"
    y = at * _ROW
    share = f"{100 * bar.count / rows:.1f} %" if rows else ""
    return (
        f'<text x="{_NAMES - 6}" y="{y + 14}" text-anchor="end">{escape(label or "(empty)")}</text>'
        f'<rect x="{_NAMES}" y="{y + 3}" width="{max(length, 1):.1f}" height="{_ROW - 6}">'
        f"<title>{escape(bar.label)}: {bar.count:,}</title></rect>"
        f'<text x="{_NAMES + length + 6:.1f}" y="{y + 14}">{share}</text>'
    )


def _svg(title: str, height: float, inside: str) -> str:
    return f'<svg viewBox="0 0 {_WIDTH} {height:.0f}" role="img" aria-label="{escape(title)}">{inside}</svg>'
