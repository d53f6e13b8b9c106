"""A result as pages show it: to its owner, and to a counsellor with whom it was shared."""

from django.utils.translation import gettext as _

from nhipcau.inventory import queries
from nhipcau.inventory.choices import Way
from nhipcau.inventory.scoring import HIGHEST, LOWEST, SCALES
from nhipcau.shared.wording import day, number
from nhipcau.web import interest_words as words
from nhipcau.web.charts import hexagon


def result_page(sheet, *, earlier=None):
    """``earlier``: an older sheet of the same person to compare with."""
    result, rule_set = sheet.result, sheet.result.rule_set
    rows, said = words.table(result), words.finding(result)
    study = queries.latest_study(sheet.item_set, sheet.form)
    least = queries.figure(rule_set, "group_min")
    usable = queries.figure(rule_set, "alpha_usable_percent") / 100
    tone, sentence = words.trust(study, least, usable)
    before = [earlier.result.scores[scale] for scale in SCALES] if earlier else ()
    return {
        "sheet": sheet,
        "result": result,
        "finding": said,
        "cautions": words.cautions(result),
        "rows": rows,
        "tells": any(row["value"] is not None for row in rows),
        "drawing": draw(rows, title=said, before=before),
        "trust_tone": tone,
        "trust": sentence,
        "tie_points": result.tie_points,
        "leading": [row for row in rows if row["leads"]],
        "questions": [
            words.QUESTIONS[scale] for scale in "".join(result.groups[:2])[:3] if result.code
        ],
        "occupations": [
            {
                "suggestion": one,
                "areas": words.names_of(one.pair),
                "ways": [Way(way).label for way in one.ways],
            }
            for one in queries.suggestions_for(result.groups)
        ],
    }


def draw(rows, *, title, before=(), name="hexagon"):
    return hexagon(
        [
            {
                "letter": row["scale"],
                "label": row["name"],
                "value": row["value"],
                "shown": row["points"],
                "leads": row["leads"],
            }
            for row in rows
        ],
        title=title,
        lowest=LOWEST,
        highest=HIGHEST,
        before=before,
        name=name,
    )


def compared(sheets):
    """What moved between the last two sheets that tell something, in one sentence; or nothing."""
    telling = [one for one in sheets if any(one.result.scores.values())]
    if len(telling) < 2:
        return None
    now, before = telling[0], telling[1]
    band = max(now.result.tie_points, before.result.tie_points)
    moved = []
    for scale in SCALES:
        new, old = now.result.scores[scale], before.result.scores[scale]
        if new is not None and old is not None and abs(new - old) > band:
            sign = "+" if new > old else "−"
            moved.append(f"{words.NAMES[scale]} {sign}{number(abs(new - old))}")
    told = {"day": day(before.ended_at), "moved": ", ".join(moved), "band": band}
    if not moved:
        sentence = _("Since %(day)s nothing moved by more than %(band)d points.") % told
    else:
        sentence = _("Since %(day)s: %(moved)s; everything else moved by %(band)d or less.") % told
    return {"now": now, "before": before, "sentence": sentence}


def history(sheets):
    """One row a sheet, newest first, with the points of the six areas."""
    return [
        {
            "sheet": one,
            "points": [words.points(one.result.scores[scale]) for scale in SCALES],
            "code": one.result.code,
            "said": words.finding(one.result),
        }
        for one in sheets
    ]


def names():
    return [words.NAMES[scale] for scale in SCALES]
