"""Small fairs for tests, and a judge that reads only the case and the answer, as anybody could."""

import collections
import itertools
import random

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix


class Wishes:
    """Seeded fairs in the form of a file. ``kind``: none, hour or ragged windows."""

    def __init__(self, seed):
        self.any = random.Random(seed)

    def fair(self, seekers, employers, slots, *, kind="ragged", goal="weight", most=3):
        one = self.any
        pairs = [
            {"seeker": f"s{who}", "employer": f"e{at}", "weight": one.choice([1, 7, 500, 1000])}
            for who in range(seekers)
            for at in range(employers)
            if one.random() < 0.7
        ]
        for pair in pairs:
            if one.random() < 0.6:
                pair["weight"] = one.randint(1, 1000)
        one.shuffle(pairs)
        return {
            "slots": slots,
            "seekers": [
                {
                    "id": f"s{who}",
                    "max": one.randint(0, most),
                    "available": self._there(kind, slots),
                }
                for who in range(seekers)
            ],
            "employers": [
                {"id": f"e{at}", "interviewers": self._desks(kind, slots)}
                for at in range(employers)
            ],
            "pairs": pairs,
            "goal": goal,
        }

    def _there(self, kind, slots):
        one = self.any
        if kind == "none" or one.random() < 0.3:
            return None
        if kind == "hour":
            blocks = [one.choice("01") for _block in range(0, slots, 2)]
            return "".join(sign * 2 for sign in blocks)[:slots]
        return "".join(one.choice("0111") for _slot in range(slots))

    def _desks(self, kind, slots):
        one = self.any
        if kind == "none" or one.random() < 0.3:
            return one.randint(0, 2)
        if kind == "hour":
            blocks = [one.randint(0, 2) for _block in range(0, slots, 2)]
            return [desks for desks in blocks for _twice in range(2)][:slots]
        return [one.choice([0, 1, 1, 2]) for _slot in range(slots)]


def desks_of(case):
    return {
        one["id"]: one["interviewers"]
        if isinstance(one["interviewers"], list)
        else [one["interviewers"]] * case["slots"]
        for one in case["employers"]
    }


def what_is_wrong(case, interviews):
    """Every rule of the contract, on plain values."""
    weights = {(one["seeker"], one["employer"]): one["weight"] for one in case["pairs"]}
    seekers, desks = {one["id"]: one for one in case["seekers"]}, desks_of(case)
    told = [(one["seeker"], one["employer"], one["slot"]) for one in interviews]
    wrong = [f"nobody asked: {one}" for one in told if one[:2] not in weights]
    for key, kind in ((lambda one: one[:2], "pair"), (lambda one: (one[0], one[2]), "slot")):
        counted = collections.Counter(map(key, told))
        wrong += [f"twice the same {kind}: {one}" for one, count in counted.items() if count > 1]
    for who, at, slot in told:
        there = seekers[who].get("available")
        if there is not None and there[slot] != "1":
            wrong.append(f"not there: {who} {slot}")
        if sum(one[1:] == (at, slot) for one in told) > desks[at][slot]:
            wrong.append(f"too many at {at} {slot}")
        if sum(one[0] == who for one in told) > seekers[who]["max"]:
            wrong.append(f"too many for {who}")
    for one in case.get("pinned") or []:
        if (one["seeker"], one["employer"], one["slot"]) not in told:
            wrong.append(f"pinned, but not there: {one}")
    return wrong


def worth(case, interviews):
    """(kept,) covered, weight: in the order in which they count for this case."""
    weights = {(one["seeker"], one["employer"]): one["weight"] for one in case["pairs"]}
    told = {(one["seeker"], one["employer"], one["slot"]) for one in interviews}
    order = [sum(weights[one[:2]] for one in told)]
    if case["goal"] == "fair":
        order.insert(0, len({one[0] for one in told}))
    if case.get("published") is not None:
        before = {(one["seeker"], one["employer"], one["slot"]) for one in case["published"]}
        order.insert(0, len(told & before))
    return tuple(order)


def best_by_trying(case):
    """The best of all timetables, each of them tried. Only for very small fairs."""
    choices = []
    for pair in case["pairs"]:
        slots = [{**pair, "slot": slot} for slot in range(case["slots"])]
        choices.append([None, *slots])
    best = None
    for chosen in itertools.product(*choices):
        interviews = [one for one in chosen if one]
        if not what_is_wrong(case, interviews):
            its = worth(case, interviews)
            best = its if best is None else max(best, its)
    return best


def best_by_milp(case):
    """The same by HiGHS on the full model, one wish after the other."""
    desks, slots = desks_of(case), range(case["slots"])
    seekers = {one["id"]: one for one in case["seekers"]}
    cells = [
        (pair["seeker"], pair["employer"], slot, pair["weight"])
        for pair in case["pairs"]
        for slot in slots
        if (seekers[pair["seeker"]].get("available") or "1" * case["slots"])[slot] == "1"
        and desks[pair["employer"]][slot]
    ]
    people = sorted(seekers)
    columns = len(cells) + len(people)
    rows = _Rows(columns)
    for key, most in (
        (lambda one: one[:2], lambda _key: 1),
        (lambda one: (one[0], one[2]), lambda _key: 1),
        (lambda one: one[0], lambda key: seekers[key]["max"]),
        (lambda one: one[1:3], lambda key: desks[key[0]][key[1]]),
    ):
        groups = collections.defaultdict(list)
        for column, one in enumerate(cells):
            groups[key(one)].append(column)
        for name, group in groups.items():
            rows.at_most(dict.fromkeys(group, 1), most(name))
    for row, who in enumerate(people):  # covered only by an interview
        its = {column: -1 for column, one in enumerate(cells) if one[0] == who}
        rows.at_most({len(cells) + row: 1, **its}, 0)
    before = {(one["seeker"], one["employer"], one["slot"]) for one in case.get("published") or []}
    pinned = {(one["seeker"], one["employer"], one["slot"]) for one in case.get("pinned") or []}
    least = np.array([one[:3] in pinned for one in cells] + [False] * len(people), float)
    wishes = [np.array([one[3] for one in cells] + [0] * len(people), float)]
    if case["goal"] == "fair":
        wishes.insert(0, np.array([0] * len(cells) + [1] * len(people), float))
    if case.get("published") is not None:
        kept = [one[:3] in before for one in cells]
        wishes.insert(0, np.array(kept + [False] * len(people), float))
    found = []
    for wish in wishes:
        if not columns:
            found.append(0)
            continue
        answer = milp(
            -wish,
            constraints=rows.constraint(),
            integrality=np.ones(columns),
            bounds=Bounds(least, 1),
            options={"mip_rel_gap": 0},
        )
        assert answer.status == 0, answer.message
        found.append(round(-answer.fun))
        rows.at_most(dict(enumerate(-wish)), -found[-1])
    return tuple(found)


class _Rows:
    def __init__(self, columns):
        self.columns, self.most, self.entries = columns, [], []

    def at_most(self, row, most):
        self.entries += [(len(self.most), column, value) for column, value in row.items()]
        self.most.append(most)

    def constraint(self):
        row, column, value = zip(*self.entries, strict=True)
        shape = (len(self.most), self.columns)
        return LinearConstraint(coo_matrix((value, (row, column)), shape), -np.inf, self.most)
