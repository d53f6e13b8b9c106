import math

from nhipcau.web.charts.svg import chart, tag, text

WIDTH, HEIGHT = 340, 300
MIDDLE_X, MIDDLE_Y, RADIUS = 170, 150, 96
RINGS = (0.25, 0.5, 0.75, 1)
LABEL = 15


def hexagon(rows, *, title, lowest, highest, before=(), name="hexagon"):
    """Six areas around a hexagon. ``rows``: dicts with ``letter``, ``label``, ``value`` (or None),
    ``shown`` and ``leads``, clockwise from the top; ``before``: earlier values, drawn as a dashed
    line.

    Areas that lead have a filled point and a strong label, so that nothing hangs on colour alone.
    """
    corners = [_corner(place) for place in range(len(rows))]
    parts = [
        tag(
            "path",
            "",
            d=_outline([(x * ring, y * ring) for x, y in corners]),
            class_="f-surface s-line" if ring == 1 else "s-line",
            fill="none" if ring < 1 else None,
            stroke_width=1.5 if ring == 1 else 1,
        )
        for ring in reversed(RINGS)
    ]
    parts += [tag("path", "", d=f"M0 0L{x:.1f} {y:.1f}", class_="s-line") for x, y in corners]
    if any(value is not None for value in before):
        earlier = _placed(corners, before, lowest, highest)
        parts.append(_line(earlier, class_="s-strong", stroke_dasharray="5 4", stroke_width=2))
    values = [row["value"] for row in rows]
    points = _placed(corners, values, lowest, highest)
    if all(point is not None for point in points):
        parts.append(tag("path", "", d=_outline(points), class_="f-action", fill_opacity="0.16"))
    parts.append(_line(points, class_="s-action", stroke_width=2.5))
    told = []
    for row, corner, point in zip(rows, corners, points, strict=True):
        if point is not None:
            inside = "f-blossom" if row["leads"] else "f-surface"
            x, y = point
            parts.append(
                tag("circle", "", cx=x, cy=y, r=5.5, class_=f"{inside} s-action", stroke_width=2)
            )
        parts += _label(row, corner)
        told.append(f"{row['label']}: {row['shown']}")
    return chart(
        [tag("g", _joined(parts), transform=f"translate({MIDDLE_X} {MIDDLE_Y})")],
        width=WIDTH,
        height=HEIGHT,
        name=name,
        kind="hexagon",
        title=title,
        description="; ".join(told),
    )


def _joined(parts):
    whole = parts[0]
    for part in parts[1:]:
        whole += part
    return whole


def _corner(place):
    angle = math.radians(60 * place - 90)
    return RADIUS * math.cos(angle), RADIUS * math.sin(angle)


def _placed(corners, values, lowest, highest):
    return [
        None
        if value is None
        else tuple(part * max(0.0, (value - lowest) / (highest - lowest)) for part in corner)
        for corner, value in zip(corners, values, strict=True)
    ]


def _outline(points):
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def _line(points, **look):
    """From point to point; where one is missing, the line is broken."""
    steps = ""
    for here, following in zip(points, [*points[1:], points[0]], strict=True):
        if here and following:
            steps += f"M{here[0]:.1f} {here[1]:.1f}L{following[0]:.1f} {following[1]:.1f}"
    return tag("path", "", d=steps or "M0 0", fill="none", stroke_linejoin="round", **look)


def _label(row, corner):
    x, y = corner
    away = (RADIUS + LABEL) / RADIUS
    x, y = x * away, y * away
    anchor = "middle" if abs(x) < 1 else "start" if x > 0 else "end"
    # At the sides two lines stand beside the corner; above and below they are stacked outwards.
    first = y - 14 if y < -RADIUS else y + 10 if y > RADIUS else y - 2
    strong = "t-strong" if row["leads"] else None
    return [
        text(x, first, row["label"], text_anchor=anchor, class_=strong, font_size=13.5),
        text(x, first + 16, row["shown"], text_anchor=anchor, class_="t-soft", font_size=12.5),
    ]
