from textwrap import wrap

from django.utils.translation import gettext as _

from nhipcau.shared.wording import number, percent
from nhipcau.web.charts.svg import chart, join, rect, tag, text

WIDTH = 320
ROW = 48
BAR = 14
LINE = 16
LABEL_LETTERS = 26  # what fits beside the figures at this width


def target_bars(rows, *, title, name="targets"):
    """Done against planned. ``rows``: dicts with ``label``, ``target`` and ``actual``.

    The pale bar is the target, the full bar what is done, on one scale for all rows; the
    post marks the target, so that more than planned is seen as well.
    """
    longest = max([1, *(max(row["target"] or 0, row["actual"] or 0) for row in rows)])
    parts, told, y = [], [], 0
    for row in rows:
        target, actual = row["target"] or 0, row["actual"] or 0
        figures = _("%(actual)s of %(target)s") % {
            "actual": number(actual),
            "target": number(target),
        }
        if target:
            figures += f" · {percent(actual, target)}"
        told.append(f"{row['label']}: {figures}")
        lines = wrap(str(row["label"]), LABEL_LETTERS) or [""]
        more = (len(lines) - 1) * LINE
        bar_y = y + more + 22
        target_x = max(WIDTH * target / longest, 2 if target else 0)
        parts += [
            *(text(0, y + 14 + LINE * place, line) for place, line in enumerate(lines)),
            text(
                WIDTH, y + 14 + more, figures, text_anchor="end", class_="t-strong", font_size=12.5
            ),
            rect(0, bar_y, target_x, BAR, rx=3, class_="f-soft"),
            rect(0, bar_y + 3, WIDTH * actual / longest, BAR - 6, rx=2, class_="f-action"),
        ]
        if target:
            post = f"M{min(target_x, WIDTH - 1.25):.1f} {bar_y - 2}v{BAR + 4}"
            parts.append(tag("path", "", d=post, class_="s-blossom", stroke_width=2.5))
        y += ROW + more
    key_y = y + 8
    parts.append(_key(key_y))
    return chart(
        parts,
        width=WIDTH,
        height=key_y + 16,
        name=name,
        kind="bars",
        title=title,
        description="; ".join(told),
    )


def _key(y):
    post = tag("path", "", d=f"M121 {y - 2}v14", class_="s-blossom", stroke_width=2.5)
    return join(
        [
            rect(0, y + 1, 18, 8, rx=2, class_="f-action"),
            text(24, y + 10, _("Done"), class_="t-soft", font_size=12),
            rect(103, y - 1, 18, 12, rx=2, class_="f-soft"),
            post,
            text(129, y + 10, _("Target"), class_="t-soft", font_size=12),
        ]
    )


def share_bars(rows, *, title, name="shares"):
    """Parts of one whole. ``rows``: dicts with ``label`` and ``value``, in the given order."""
    whole = sum(row["value"] for row in rows)
    longest = max([1, *(row["value"] for row in rows)])
    parts, told = [], []
    for place, row in enumerate(rows):
        y = place * 40
        figures = f"{number(row['value'])} · {percent(row['value'], whole)}"
        told.append(f"{row['label']}: {figures}")
        parts += [
            text(0, y + 13, row["label"]),
            text(WIDTH, y + 13, figures, text_anchor="end", class_="t-strong", font_size=12.5),
            rect(0, y + 20, WIDTH, 10, rx=3, class_="f-sunken"),
            rect(0, y + 20, WIDTH * row["value"] / longest, 10, rx=3, class_="f-action"),
        ]
    return chart(
        parts,
        width=WIDTH,
        height=max(len(rows) * 40 - 4, 1),
        name=name,
        kind="bars",
        title=title,
        description="; ".join(told),
    )


def stage_bars(rows, *, title, name="stages"):
    """Stages one after the other, each with its share of the one before. ``rows``: dicts with
    ``label`` and ``value``; a stage may be larger than the one before it."""
    longest = max([1, *(row["value"] for row in rows)])
    parts, told, before = [], [], 0
    for place, row in enumerate(rows):
        y, value = place * 44, row["value"]
        figures = number(value)
        if place and before:
            figures += f" · {percent(value, before)}"
        before = value
        told.append(f"{row['label']}: {figures}")
        parts += [
            text(0, y + 13, row["label"]),
            text(WIDTH, y + 13, figures, text_anchor="end", class_="t-strong", font_size=12.5),
            rect(0, y + 20, WIDTH, 14, rx=3, class_="f-sunken"),
            rect(0, y + 20, WIDTH * value / longest, 14, rx=3, class_="f-action"),
        ]
    return chart(
        parts,
        width=WIDTH,
        height=max(len(rows) * 44 - 4, 1),
        name=name,
        kind="bars",
        title=title,
        description="; ".join(told),
    )
