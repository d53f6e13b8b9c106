"""Score version 1 written down once more, pair by pair, as the contract words it.

Slow on purpose and without a line of the product, so that both engines have a judge they do not
share anything with.
"""

import itertools
import math
import re
import unicodedata
from collections import Counter
from fractions import Fraction

WEIGHTS = (35, 20, 15, 10, 8, 5, 5, 2)


def terms_of(text):
    text = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Mn")
    words = re.findall(r"[0-9a-z+#]+", text)
    return Counter(words + [" ".join(pair) for pair in itertools.pairwise(words)])


class World:
    def __init__(self, seekers, vacancies):
        self.seekers, self.vacancies = seekers, vacancies
        self.count = len(vacancies)
        self.naming = Counter(skill for one in vacancies for skill in set(one.skills))
        self.having = Counter(term for one in vacancies for term in terms_of(one.text))

    def may(self, seeker, vacancy):
        level = seeker.languages.get(vacancy.language, 0)
        return (
            vacancy.place in seeker.places
            and seeker.education >= vacancy.education_min
            and seeker.age >= vacancy.age_min
            and vacancy.wage_max >= seeker.wage_floor
            and (vacancy.language is None or level >= vacancy.language_level)
            and all(one in seeker.certificates for one in vacancy.certificates)
            and vacancy.shift in seeker.shifts
        )

    def vector(self, text):
        raw = {
            term: (1 + math.log(count))
            * (math.log((self.count + 1) / (self.having[term] + 1)) + 1)
            for term, count in terms_of(text).items()
            if self.having[term] >= 2
            and Fraction(self.having[term], self.count) <= Fraction(1, 10)
        }
        length = math.sqrt(sum(one**2 for one in raw.values()))
        return {term: round(4096 * one / length) for term, one in raw.items()}

    def weight(self, skill):
        return max(1, round(100 * math.log((self.count + 1) / (self.naming[skill] + 1))))

    def parts(self, seeker, vacancy):
        near = {4: 1000, 3: 700, 2: 400, 1: 100, 0: 0}
        common = [
            max(n for n in range(5) if code[:n] == vacancy.occupation[:n])
            for code in seeker.occupations
        ]
        asked = set(vacancy.skills)
        mine, its = self.vector(seeker.text), self.vector(vacancy.text)
        middle = (vacancy.wage_min + vacancy.wage_max) // 2
        at_home = vacancy.place == seeker.home
        late = seeker.available_in - vacancy.start_in
        return (
            max(near[n] for n in common),
            1000
            * sum(self.weight(s) for s in asked & set(seeker.skills))
            // sum(self.weight(s) for s in asked)
            if asked
            else 0,
            min(
                1000,
                (1000 * sum(weight * its.get(term, 0) for term, weight in mine.items())) >> 24,
            ),
            min(1000, 1000 * middle // seeker.wage_wish),
            1000 if at_home else 800 if vacancy.kind == "home" else 500,
            max(0, 1000 - 150 * (seeker.education - vacancy.education_min)),
            min(1000, 1000 * seeker.experience // vacancy.experience)
            if vacancy.experience
            else 1000,
            1000 if late <= 0 else max(0, 1000 - 20 * late),
        )

    def score(self, seeker, vacancy):
        pairs = zip(WEIGHTS, self.parts(seeker, vacancy), strict=True)
        return sum(weight * part for weight, part in pairs)

    def for_seeker(self, seeker, top):
        found = [
            (one.id, self.score(seeker, one)) for one in self.vacancies if self.may(seeker, one)
        ]
        return sorted(found, key=lambda one: (-one[1], one[0]))[:top]

    def for_vacancy(self, vacancy, top):
        found = [
            (one.id, self.score(one, vacancy)) for one in self.seekers if self.may(one, vacancy)
        ]
        return sorted(found, key=lambda one: (-one[1], one[0]))[:top]
