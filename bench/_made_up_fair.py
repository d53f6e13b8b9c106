"""Fairs that nobody held, as large as asked: people, booths, wishes and hours, by a seed."""

import numpy as np

MODES = ("none", "hour", "ragged")
HOUR = 4  # slots


class Fair:
    """The same people, booths and wishes in every mode; only the hours differ."""

    def __init__(self, seekers, employers, slots, seed=1):
        self.size = seekers, employers, slots
        self.seed = seed
        any_ = np.random.default_rng([seed, seekers, employers, slots])
        self.staff = any_.choice([1, 2, 3, 4, 5], employers, p=[0.35, 0.3, 0.18, 0.1, 0.07])
        fame = np.log(self.staff + 2) - 0.6 * np.log(1 + any_.permutation(employers))
        trade, wish = any_.integers(0, 8, employers), any_.integers(0, 8, seekers)
        liked, able = any_.random(employers), any_.random(seekers)
        self.most = any_.integers(2, 5, seekers)
        self.pairs = []
        for who in range(seekers):
            many = min(int(any_.integers(4, 13)), employers)
            draw = fame + 1.2 * (trade == wish[who]) + any_.gumbel(size=employers)
            chosen = np.argpartition(-draw, many - 1)[:many]
            wants = 0.3 * liked[chosen] + 0.7 * any_.random(many)
            wanted = 0.4 * able[who] + 0.6 * any_.random(many)
            weight = np.clip(np.rint(600 * wants + 400 * wanted), 1, 1000).astype(int)
            self.pairs += [
                {"seeker": f"s{who}", "employer": f"e{at}", "weight": points}
                for at, points in zip(chosen.tolist(), weight.tolist(), strict=True)
            ]

    def case(self, mode, goal="weight"):
        """In the form of a file. ``mode``: none (all day), hour (whole hours), ragged (any)."""
        seekers, _employers, slots = self.size
        any_ = np.random.default_rng([self.seed, MODES.index(mode), *self.size])
        there = ["1" * slots] * seekers
        desks = np.repeat(self.staff[:, None], slots, axis=1)
        if mode != "none":
            there = self._hours(any_, mode)
            self._breaks(any_, mode, desks)
        return {
            "slots": slots,
            "goal": goal,
            "seekers": [
                {"id": f"s{who}", "max": int(most), "available": there[who]}
                for who, most in enumerate(self.most)
            ],
            "employers": [
                {"id": f"e{at}", "interviewers": row} for at, row in enumerate(desks.tolist())
            ],
            "pairs": self.pairs,
        }

    def _hours(self, any_, mode):
        """School classes of 20 to 30 by bus; of the others two in five come for half a day."""
        seekers, _employers, slots = self.size
        half = slots // 2 if mode == "ragged" else HOUR * (slots // HOUR // 2)
        there = []
        while len(there) < seekers:
            if any_.random() < 0.06:
                if mode == "hour":
                    stay = HOUR * int(any_.integers(1, 3))
                    start = HOUR * int(any_.integers(0, (slots - stay) // HOUR + 1))
                else:
                    stay = int(any_.integers(4, 9))
                    start = int(any_.integers(0, slots - stay + 1))
                hours = "0" * start + "1" * stay + "0" * (slots - start - stay)
                there += [hours] * int(any_.integers(20, 31))
            else:
                morning = "1" * half + "0" * (slots - half)
                afternoon = "0" * half + "1" * (slots - half)
                there.append(any_.choice(["1" * slots, morning, afternoon], p=[0.6, 0.2, 0.2]))
        return [str(one) for one in there[:seekers]]

    def _breaks(self, any_, mode, desks):
        """One booth in ten is there for half a day; the others have breaks in the middle."""
        middle = desks.shape[1] // 2
        for row in desks:
            if any_.random() < 0.1:
                cut = middle if mode == "hour" else middle + int(any_.integers(-2, 3))
                row[slice(cut, None) if any_.random() < 0.5 else slice(None, cut)] = 0
            elif mode == "hour":
                start = HOUR * (middle // HOUR + int(any_.integers(-1, 1)))
                row[start : start + HOUR] //= 2
            else:
                for _one in range(int(row.max())):
                    start = middle + int(any_.integers(-3, 3))
                    row[start : start + 2] -= 1
        np.maximum(desks, 0, out=desks)
