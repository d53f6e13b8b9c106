from itertools import pairwise

from django.utils.translation import gettext as _

from nhipcau.shared.wording import number
from nhipcau.web.charts.svg import chart, hatch, join, rect, tag, text

TILE_WIDTH = 38
TILE_HEIGHT = 47
GAP = 2
LEVELS = 5


def commune_cartogram(tiles, *, title, unit, steps=None, name="communes"):
    """One equal tile for each commune, roughly where it lies: a diagram, not a map.

    ``tiles``: dicts with ``code``, ``name``, ``row``, ``column`` (from 1), ``value`` (``None``
    where no figure is known) and ``label``, the figure as written in the tile. ``steps``: the
    four values at which the next heavier shade begins; without them, equal quarters of the
    largest value.
    """
    known = [tile["value"] for tile in tiles if tile["value"] is not None]
    steps = steps or even_steps(max(known, default=0))
    parts = [tag("defs", hatch(f"{name}-unknown", css_class="s-strong", gap=5))]
    told = []
    for tile in tiles:
        parts.append(_tile(tile, steps, name))
        told.append(f"{tile['name']}: {tile['label'] or _('no figure')}")
    width = TILE_WIDTH * max((tile["column"] for tile in tiles), default=8)
    bottom = TILE_HEIGHT * max((tile["row"] for tile in tiles), default=1)
    legend, height = _legend(bottom + 12, width, steps, unit, len(known) < len(tiles), name)
    return chart(
        [*parts, legend],
        width=width,
        height=bottom + height,
        name=name,
        kind="tiles",
        title=title,
        description=_("Diagram of tiles, not a map.") + " " + "; ".join(told),
    )


def even_steps(largest):
    """Round steps: above zero, then quarters of the largest value."""
    if largest <= 0:
        return (1, 2, 3, 4)
    quarter = largest / 4
    size = 10 ** (len(str(int(quarter))) - 1) if quarter >= 1 else 0.1
    step = max(round(quarter / size) * size, size)
    return (size / 10 if size < 1 else min(1, step / 2), step, 2 * step, 3 * step)


def level_of(value, steps):
    return sum(value >= step for step in steps)


def short_lines(name):
    """Two lines that fit a tile: a middle name shrinks to its first letter."""
    words = name.split()
    if len(words) < 2:
        return ["", *words]
    if len(words) == 2:
        return words
    return [words[0], f"{words[1][0]}. {' '.join(words[2:])}"]


def _tile(tile, steps, name):
    x = (tile["column"] - 1) * TILE_WIDTH + GAP / 2
    y = (tile["row"] - 1) * TILE_HEIGHT + GAP / 2
    width, height = TILE_WIDTH - GAP, TILE_HEIGHT - GAP
    known = tile["value"] is not None
    level = level_of(tile["value"], steps) if known else 0
    first, second = short_lines(tile["name"])
    middle = x + width / 2
    ink = f"on-level-{level}"
    parts = [
        tag("title", f"{tile['name']}: {tile['label'] or _('no figure')}"),
        rect(x, y, width, height, rx=4, class_=f"level-{level}"),
    ]
    if not known:
        unknown = f"url(#{name}-unknown)"
        parts.append(rect(x, y, width, height, rx=4, fill=unknown, opacity="0.25"))
    parts += [
        text(middle, y + 14, first, text_anchor="middle", class_=ink, font_size=11.2),
        text(middle, y + 26.5, second, text_anchor="middle", class_=ink, font_size=11.2),
        text(
            middle, y + 40.5, tile["label"] or "–", text_anchor="middle",
            class_=f"{ink} t-strong", font_size=12,
        ),
    ]  # fmt: skip
    return tag("g", join(parts))


def _legend(y, width, steps, unit, some_unknown, name):
    note = _("Diagram of tiles, not a map")
    decimals = 0 if all(float(step).is_integer() for step in steps) else 1
    shown = [number(step, decimals) for step in steps]
    ranges = [f"< {shown[0]}", *(f"{a}–{b}" for a, b in pairwise(shown))]
    ranges.append(f"≥ {shown[-1]}")
    parts = [text(0, y + 10, unit, class_="t-strong", font_size=12)]
    cell = width / LEVELS
    for level, words in enumerate(ranges):
        x = level * cell
        parts += [
            rect(x, y + 18, cell - 2, 12, rx=2, class_=f"level-{level}"),
            text(
                x + cell / 2, y + 44, words, text_anchor="middle", class_="t-soft", font_size=11.5
            ),
        ]
    line = y + 64
    if some_unknown:
        parts += [
            rect(0, line - 10, 18, 12, rx=2, class_="level-0"),
            rect(0, line - 10, 18, 12, rx=2, fill=f"url(#{name}-unknown)", opacity="0.25"),
            text(24, line, _("no figure"), class_="t-soft", font_size=11.5),
        ]
    parts.append(text(width, line, note, text_anchor="end", class_="t-soft", font_size=11.5))
    return join(parts), 82
