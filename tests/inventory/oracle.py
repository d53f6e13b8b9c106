"""The scoring rules written a second time, from docs/adr/0022 alone and in another way: numbers
are counted in 840ths of a point, ties are found by walking from area to area. Shares no line with
``nhipcau.inventory.scoring``."""

PART = 840  # divisible by 1 to 8: every prorated mean of up to eight answers is whole


def judge(sheet, *, missing_most, tie, flat, low, straight, fastest, milliseconds):
    """``sheet``: a list of (area, answer or None). Returns scores in 840ths, groups and flags."""
    answered = [value for _area, value in sheet if value]
    flags = set()
    for value in (1, 2, 3, 4, 5):
        if answered and answered.count(value) / len(answered) >= straight / 100:
            return dict.fromkeys("RIASEC"), [], {"STRAIGHT"}
    if milliseconds is not None and milliseconds / max(len(answered), 1) < fastest and answered:
        flags.add("FAST")
    scores = {}
    for area in "RIASEC":
        ours = [value for one, value in sheet if one == area]
        filled = [value for value in ours if value]
        too_many_open = len(ours) - len(filled) > missing_most or not filled
        scores[area] = None if too_many_open else sum(filled) * 8 * PART // len(filled)
    known = [area for area in "RIASEC" if scores[area] is not None]
    if len(known) != 6:
        flags.add("INCOMPLETE")
    if known and not [area for area in known if scores[area] >= low * PART]:
        flags.add("LOW")
    if len(known) < 2:
        return scores, [], flags
    points = [scores[area] for area in known]
    if max(points) - min(points) <= flat * PART:
        return scores, [], flags | {"FLAT"}
    groups = sorted(
        clusters(known, scores, tie * PART), key=lambda group: -max(scores[one] for one in group)
    )
    if len(groups[0]) >= 5:
        return scores, [], flags | {"MANY"}
    return scores, groups, flags


def clusters(areas, scores, band):
    """Whoever can be reached by steps that are ties belongs together."""
    left, found = list(areas), []
    while left:
        group, border = "", [left[0]]
        while border:
            here = border.pop()
            if here in left:
                left.remove(here)
                group += here
                border += [one for one in left if abs(scores[one] - scores[here]) <= band]
        found.append("".join(area for area in "RIASEC" if area in group))
    return found
