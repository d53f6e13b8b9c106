"""How many are still there after some days, and where people went."""

from django.utils.translation import gettext as _

from nhipcau.shared.wording import number, percent
from nhipcau.web.charts.svg import chart, hatch, join, rect, tag, text

WIDTH = 320
HEIGHT = 170
LEFT, RIGHT, TOP, BOTTOM = 36, 14, 16, 130
PATTERNS = ("f-action", "", "f-soft")


def retention_curve(points, *, title, name="retention"):
    """A line from the first day on. ``points``: dicts with ``day`` and ``share`` (per cent).

    Each point carries its number: the line is read without colour and without a ruler.
    """
    last = max(point["day"] for point in points)
    span = WIDTH - LEFT - RIGHT

    def place(day, share):
        return LEFT + span * day / last, BOTTOM - (BOTTOM - TOP) * share / 100

    parts = []
    for share in (0, 50, 100):
        _x, y = place(0, share)
        line = tag(
            "path", "", d=f"M{LEFT} {y:.1f}H{WIDTH - RIGHT}", class_="s-strong", stroke_width=0.5
        )
        parts += [
            line,
            text(LEFT - 6, y + 4, f"{share}", text_anchor="end", class_="t-soft", font_size=11),
        ]
    corners = [place(0, 100), *(place(one["day"], one["share"]) for one in points)]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners)
    parts.append(tag("path", "", d=path, fill="none", class_="s-action", stroke_width=2.5))
    told = []
    for point, (x, y) in zip(points, corners[1:], strict=True):
        figure = f"{number(point['share'], 1)} %"
        told.append(_("after %(days)s days %(share)s") % {"days": point["day"], "share": figure})
        above = y - 9 if y > TOP + 14 else y + 18
        parts += [
            tag("circle", "", cx=f"{x:.1f}", cy=f"{y:.1f}", r=4, class_="f-action"),
            text(
                x,
                above,
                figure,
                text_anchor="end" if x > WIDTH - 40 else "middle",
                class_="t-strong",
                font_size=11.5,
            ),
            text(
                x,
                BOTTOM + 16,
                str(point["day"]),
                text_anchor="middle",
                class_="t-soft",
                font_size=11,
            ),
        ]
    parts.append(
        text(
            WIDTH - RIGHT,
            HEIGHT - 4,
            _("days after the first one"),
            text_anchor="end",
            class_="t-soft",
            font_size=11,
        )
    )
    return chart(
        parts,
        width=WIDTH,
        height=HEIGHT,
        name=name,
        kind="curve",
        title=title,
        description="; ".join(told),
    )


def flow_bars(rows, *, title, name="flows"):
    """Where people went, as streams from one source. ``rows``: dicts with ``label`` and ``value``.

    The width of a stream is its share; filled, hatched and pale, so that grey print tells them.
    """
    whole = sum(row["value"] for row in rows) or 1
    gap, source_x, end_x = 14, 44, 150
    heights = [max(120 * row["value"] / whole, 1.5 if row["value"] else 0) for row in rows]
    total = sum(heights)
    parts = [tag("defs", hatch(f"{name}-hatch", css_class="s-action", gap=5))]
    parts.append(rect(source_x - 10, 10, 10, total, rx=2, class_="f-action"))
    parts.append(text(0, 10 + total / 2 + 4, number(whole), class_="t-strong", font_size=13))
    told, from_y, to_y = [], 10.0, 10.0
    for place, (row, height) in enumerate(zip(rows, heights, strict=True)):
        figures = f"{number(row['value'])} · {percent(row['value'], whole)}"
        told.append(f"{row['label']}: {figures}")
        middle = (source_x + end_x) / 2
        shape = (
            f"M{source_x} {from_y:.1f}"
            f"C{middle} {from_y:.1f} {middle} {to_y:.1f} {end_x} {to_y:.1f}"
            f"V{to_y + height:.1f}C{middle} {to_y + height:.1f} {middle} {from_y + height:.1f}"
            f" {source_x} {from_y + height:.1f}Z"
        )
        look = (
            {"fill": f"url(#{name}-hatch)"} if place % 3 == 1 else {"class_": PATTERNS[place % 3]}
        )
        parts.append(tag("path", "", d=shape, **look))
        centre = to_y + max(height, 26) / 2
        parts += [
            text(end_x + 8, centre - 1, row["label"], font_size=12.5),
            text(end_x + 8, centre + 14, figures, class_="t-strong", font_size=12),
        ]
        from_y += height
        to_y += max(height, 30) + gap
    return chart(
        [join(parts)],
        width=WIDTH,
        height=max(to_y, 10 + total) + 4,
        name=name,
        kind="flows",
        title=title,
        description="; ".join(told),
    )
