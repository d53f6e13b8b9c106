"""Numbers about few people are not told, and cannot be found from those that are told."""

from collections.abc import Mapping


def told_parts(parts: Mapping[str, int], *, least: int) -> dict[str, int | None]:
    """The parts of one whole as they may be told; nothing where telling would tell of few.

    A part is told if it is ``least`` people or more and so are all the others together. What is
    hidden is never one part alone, and together ``least`` people or more: else the whole less what
    is told would tell it, and the smallest told part is hidden with it.

    The parts have to be all of the whole, each person in one. Two tables about the same people may
    be told beside one another only if no part of one lies within the other.
    """
    whole = sum(parts.values())
    told = {
        name: count for name, count in parts.items() if count >= least and whole - count >= least
    }
    while told and not _is_hidden_well(parts, told, least):
        fewest = min(told.values())  # all that are alike: which one went would tell of the others
        told = {name: count for name, count in told.items() if count > fewest}
    return {name: told.get(name) for name in parts}


def _is_hidden_well(parts: Mapping[str, int], told: Mapping[str, int], least: int) -> bool:
    hidden = [count for name, count in parts.items() if name not in told]
    if not hidden:
        return True
    # All as large as a small part can be: their sum alone would tell each of them.
    is_plain = all(count == least - 1 for count in hidden)
    return len(hidden) > 1 and sum(hidden) >= least and not is_plain
