from django.utils.translation import gettext as _

from nhipcau.web.charts.svg import chart, hatch, join, tag, text

COLUMNS = 6
CELL_WIDTH = 54
CELL_HEIGHT = 76
MARGIN = 4
STATUSES = ("held", "planned", "due", "missed", "explained", "future")


def cadence_calendar(months, *, title, name="cadence"):
    """A year as a bridge: each month is one span, filled when its sessions were held.

    ``months``: 12 dicts with ``label``, ``planned``, ``held`` and ``status``, one of
    ``STATUSES``. Status is shown by shape (full, dashed, hatched, broken), not by colour alone.
    """
    words = {
        "held": _("held"),
        "planned": _("planned"),
        "due": _("not planned yet"),
        "missed": _("without an event"),
        "explained": _("without an event, explained"),
        "future": _("still open"),
    }
    parts = [tag("defs", hatch(f"{name}-hatch", css_class="s-amber"))]
    told = []
    for place, month in enumerate(months):
        if month["status"] not in STATUSES:
            raise ValueError(f"unknown status of a month: {month['status']}")
        row, column = divmod(place, COLUMNS)
        x = MARGIN + column * CELL_WIDTH
        y = row * (CELL_HEIGHT + 14)
        parts.append(_span(x, y, month, name))
        told.append(
            _("%(month)s: %(held)s of %(planned)s, %(status)s")
            % {
                "month": month["label"],
                "held": month["held"],
                "planned": month["planned"],
                "status": words[month["status"]],
            }
        )
    rows = -(-len(months) // COLUMNS)
    width = 2 * MARGIN + COLUMNS * CELL_WIDTH
    height = rows * (CELL_HEIGHT + 14) - 14
    shown = {month["status"] for month in months}
    legend, extra = _legend(height + 16, width, shown, words, name)
    return chart(
        [*parts, legend],
        width=width,
        height=height + extra,
        name=name,
        kind="calendar",
        title=title,
        description="; ".join(told),
    )


def _span(x, y, month, name):
    """One arch between two posts, the count under it, the month below the water line."""
    status = month["status"]
    foot = y + 50
    middle = x + CELL_WIDTH / 2
    figures = _figures(month)
    size = 20 if status == "missed" else 14
    strong = "t-on t-strong" if status == "held" else "t-strong"
    return join(
        [
            _arch(x, foot, status, name),
            text(middle, foot - 8, figures, text_anchor="middle", class_=strong, font_size=size),
            tag("path", "", d=f"M{x} {y + 8}V{foot + 6}", class_="s-ink", stroke_width=2),
            tag(
                "path",
                "",
                d=f"M{x + CELL_WIDTH} {y + 8}V{foot + 6}",
                class_="s-ink",
                stroke_width=2,
            ),
            text(
                middle, foot + 20, month["label"], text_anchor="middle", class_="t-soft",
                font_size=12.4,
            ),
        ]
    )  # fmt: skip


def _figures(month):
    if month["status"] == "held":
        return str(month["held"])
    if month["status"] == "planned":
        return str(month["planned"])
    return {"due": "!", "missed": "×", "explained": "i", "future": ""}[month["status"]]


def _arch(x, foot, status, name, width=CELL_WIDTH, rise=38):
    left, right = x + 1, x + width - 1
    path = f"M{left} {foot}C{left + 3} {foot - rise} {right - 3} {foot - rise} {right} {foot}"
    if status == "held":
        return tag("path", "", d=path + "Z", class_="f-action")
    if status == "planned":
        return tag("path", "", d=path + "Z", class_="f-soft s-action", stroke_width=1.5)
    if status == "due":
        return join(
            [
                tag("path", "", d=path + "Z", class_="f-amber-soft"),
                tag(
                    "path",
                    "",
                    d=path,
                    fill="none",
                    class_="s-amber",
                    stroke_width=2,
                    stroke_dasharray="4 3",
                ),
            ]
        )
    if status == "explained":
        return join(
            [
                tag("path", "", d=path + "Z", fill=f"url(#{name}-hatch)", opacity="0.35"),
                tag("path", "", d=path, fill="none", class_="s-amber", stroke_width=1.5),
            ]
        )
    if status == "missed":
        # Only the two ends of the arch stand.
        reach, up = width * 0.17, rise * 0.52
        ends = (
            f"M{left} {foot}q{reach * 0.2:.1f} {-up * 0.75:.1f} {reach:.1f} {-up:.1f}"
            f"M{right} {foot}q{-reach * 0.2:.1f} {-up * 0.75:.1f} {-reach:.1f} {-up:.1f}"
        )
        return tag("path", "", d=ends, fill="none", class_="s-red", stroke_width=2.5)
    return tag(
        "path",
        "",
        d=path,
        fill="none",
        class_="s-strong",
        stroke_width=1.25,
        stroke_dasharray="2 4",
    )


def _legend(y, width, shown, words, name):
    """Only the states that occur, two in a row; also says how much height it took."""
    parts, place = [], 0
    for status in STATUSES:
        if status not in shown:
            continue
        row, column = divmod(place, 2)
        # The longest words keep a row of their own.
        if status == "explained" and column:
            place += 1
            row, column = divmod(place, 2)
        x, foot = 4 + column * width / 2, y + 12 + row * 24
        parts.append(_arch(x, foot, status, name, width=26, rise=20))
        sign = {"due": "!", "missed": "×", "explained": "i"}.get(status)
        if sign:
            parts.append(
                text(
                    x + 13, foot - 2, sign, text_anchor="middle", class_="t-strong", font_size=12.4
                )
            )
        parts.append(text(x + 33, foot - 1, words[status], class_="t-soft", font_size=12.4))
        place += 2 if status == "explained" else 1
    return join(parts), 16 + 24 * -(-place // 2)
