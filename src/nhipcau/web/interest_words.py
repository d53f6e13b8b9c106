"""What the six areas are called, and what a result says in words. No result is a verdict."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.inventory.scoring import SCALES, Flag
from nhipcau.shared.wording import number

NAMES = {
    "R": gettext_lazy("Realistic"),
    "I": gettext_lazy("Investigative"),
    "A": gettext_lazy("Artistic"),
    "S": gettext_lazy("Social"),
    "E": gettext_lazy("Enterprising"),
    "C": gettext_lazy("Conventional"),
}
MEANINGS = {
    "R": gettext_lazy("working with hands, tools, machines, plants and animals"),
    "I": gettext_lazy("finding out why things are as they are"),
    "A": gettext_lazy("making something of your own: patterns, pictures, music, words"),
    "S": gettext_lazy("helping, teaching and looking after people"),
    "E": gettext_lazy("selling, leading, winning people over"),
    "C": gettext_lazy("keeping things in order: papers, figures, stores"),
}
QUESTIONS = {
    "R": gettext_lazy(
        "What have you made, grown or repaired yourself? What would you like to try?"
    ),
    "I": gettext_lazy("Which question would you like to get to the bottom of?"),
    "A": gettext_lazy("What have you made that you like to show to others?"),
    "S": gettext_lazy("Whom do you like to help, and how does that go?"),
    "E": gettext_lazy("Have you ever sold something or got a group moving? How was it?"),
    "C": gettext_lazy("Where do you like it when everything is in its place?"),
}


def names_of(scales):
    """“Realistic”, “Realistic and Social”, “Realistic, Artistic and Social”."""
    names = [str(NAMES[scale]) for scale in scales]
    if len(names) < 2:
        return "".join(names)
    return _("%(some)s and %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}


def finding(result):
    """The result in one sentence."""
    flags = set(result.flags)
    if Flag.STRAIGHT in flags:
        return _("Nearly all your answers are the same, so nothing can be read from them.")
    if Flag.FLAT in flags or Flag.MANY in flags:
        return _("Your areas lie close together: none stands out.")
    if not result.groups:
        return _("Too much was left open to say something.")
    first = result.groups[0]
    if len(first) > 1:
        return _("%(names)s stand out together, too close to be told apart.") % {
            "names": names_of(first)
        }
    second = result.groups[1]
    if len(second) > 1:
        return _("%(first)s stands out; after it come %(names)s, too close to be told apart.") % {
            "first": names_of(first),
            "names": names_of(second),
        }
    return _("%(first)s stands out, then comes %(second)s.") % {
        "first": names_of(first),
        "second": names_of(second),
    }


def cautions(result):
    """What to bear in mind, each a sentence."""
    flags, told = set(result.flags), []
    if Flag.STRAIGHT in flags:
        told.append(_("Take your time and answer once more, each activity for itself."))
    if Flag.FAST in flags:
        told.append(_("You answered faster than most people can read. Look at it with care."))
    if Flag.INCOMPLETE in flags:
        open_ones = [scale for scale in SCALES if result.scores[scale] is None]
        told.append(
            _("No points for %(names)s: more than one activity was left open there.")
            % {"names": names_of(open_ones)}
        )
    if Flag.FLAT in flags or Flag.MANY in flags:
        told.append(
            _("That is quite usual. It means: try more things first, and talk with a counsellor.")
        )
    if Flag.LOW in flags:
        told.append(
            _("You liked little of what was asked. Perhaps what you like was not on the list.")
        )
    return told


def points(value):
    """28,4 or –."""
    if value is None:
        return "–"
    return number(value, 0 if float(value).is_integer() else 1)


def table(result):
    """Area, what it means, points; in the order of the hexagon, which ranks nothing."""
    leading = set("".join(result.code).replace("/", "").replace(" ", "")) if result.code else set()
    return [
        {
            "scale": scale,
            "name": NAMES[scale],
            "meaning": MEANINGS[scale],
            "points": points(result.scores[scale]),
            "value": result.scores[scale],
            "leads": scale in leading,
        }
        for scale in SCALES
    ]


def trust(study, least, usable):
    """How far the questionnaire itself can be relied on: said to everybody.

    Returns a tone and a sentence. ``least``: sheets needed; ``usable``: smallest alpha.
    """
    if study is None or len(study.scales) < len(SCALES):
        count = study.sheet_count if study else 0
        return "info", _(
            "How reliable this questionnaire is has not been measured yet: %(count)s of %(least)s"
            " sheets. Take the result as a beginning for a talk."
        ) % {"count": number(count), "least": number(least)}
    weak = [scale for scale in SCALES if study.scales[scale]["alpha"] < usable]
    if weak:
        return "warning", _(
            "Measured on %(count)s sheets, the questionnaire is not reliable enough yet for"
            " %(names)s. Take these areas as a hint only."
        ) % {"count": number(study.sheet_count), "names": names_of(weak)}
    return "success", _(
        "Measured on %(count)s sheets, all six areas are reliable enough for a talk. They are not"
        " for decisions about you."
    ) % {"count": number(study.sheet_count)}
