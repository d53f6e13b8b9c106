"""Invented people and vacancies of many shapes: crowded, empty, equal, odd. Nobody exists."""

import random

from hypothesis import strategies as st

from nhipcau.algorithms.matching.records import Seeker, Vacancy

CODES = ("7212", "7213", "7221", "7112", "8153", "5120", "5131", "9329", "0110", "2512")
PLACES = ("LS01", "LS02", "LS03", "P01", "JP")
SKILLS = ("hàn mig", "đọc bản vẽ", "excel", "Excel", "nấu ăn", "tiếng Trung", "5s", "lái xe")
WORDS = (
    *("tuyển", "thợ", "hàn", "điện", "Đầu", "bếp", "nấu", "ăn", "ca", "đêm", "lương", "tốt"),
    *(
        "c++",
        "c#",
        "mig",
        "2",
        "năm",
        "kinh",
        "nghiệm",
        "Huế",
        "NGHIỆP",
        "điều",
        "dưỡng",
        "—",
        "½",
    ),
)
SHIFTS = ("hành chính", "ca đêm", "ca xoay")
LANGUAGES = ("zh", "en", "ja")
CERTIFICATES = ("bằng B2", "hàn 3G", "an toàn")


class Maker:
    """Seeded: the same number gives the same world. ``crowd`` makes many of them alike."""

    def __init__(self, seed, *, crowd=False, ids="%05d"):
        self.draw, self.crowd, self.ids = random.Random(seed), crowd, ids

    def some(self, names, least=0, most=None):
        most = len(names) if most is None else most
        return tuple(self.draw.sample(names, self.draw.randint(least, most)))

    def text(self):
        words = WORDS[:8] if self.crowd else WORDS
        return " ".join(self.draw.choice(words) for _ in range(self.draw.choice((0, 1, 3, 9, 25))))

    def seeker(self, number):
        draw = self.draw
        return Seeker(
            id="s" + self.ids % number,
            occupations=self.some(CODES[:4] if self.crowd else CODES, 1, 3),
            skills=self.some(SKILLS, 0, 5),
            text=self.text(),
            home=draw.choice(PLACES[:3]),
            places=self.some(PLACES, 0 if draw.random() < 0.1 else 3),
            education=draw.randint(2, 7),
            age=draw.randint(15, 40),
            wage_floor=draw.choice((0, 4000, 7000)),
            wage_wish=draw.choice((1, 5000, 8000, 33_333)),
            languages={one: draw.randint(1, 6) for one in self.some(LANGUAGES)},
            certificates=self.some(CERTIFICATES),
            shifts=self.some(SHIFTS, 1),
            experience=draw.randint(0, 5),
            available_in=draw.choice((0, 3, 60)),
        )

    def vacancy(self, number):
        draw = self.draw
        least = draw.choice((5000, 5000, 6001, 9000))
        language = draw.choice((None, None, *LANGUAGES))
        return Vacancy(
            id="v" + self.ids % number,
            occupation=draw.choice(CODES[:4] if self.crowd else CODES),
            skills=self.some(SKILLS, 0, 4),
            text=self.text(),
            place=draw.choice(PLACES),
            kind=draw.choice(("home", "province", "overseas")),
            education_min=draw.randint(0, 5),
            age_min=draw.choice((15, 15, 18)),
            wage_min=least,
            wage_max=least + draw.choice((0, 1, 2500)),
            language=language,
            language_level=draw.randint(0, 4) if language else 0,
            certificates=self.some(CERTIFICATES, 0, 1) if draw.random() < 0.3 else (),
            shift=draw.choice(SHIFTS),
            experience=draw.randint(0, 3),
            start_in=draw.choice((0, 10, 30)),
        )

    def world(self, seekers, vacancies):
        return (
            [self.seeker(number) for number in range(seekers)],
            [self.vacancy(number) for number in range(vacancies)],
        )


@st.composite
def worlds(draw, most_seekers=25, most_vacancies=90):
    maker = Maker(
        draw(st.integers(0, 2**32)),
        crowd=draw(st.booleans()),
        # With and without leading zeros: v10 comes before v9 as text.
        ids=draw(st.sampled_from(("%05d", "%d"))),
    )
    return maker.world(draw(st.integers(0, most_seekers)), draw(st.integers(0, most_vacancies)))
