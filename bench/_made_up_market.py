"""A made-up province for measuring: people who look for work, and work. Nobody exists.

Trades and titles are those of our own list of everyday words; the rest is drawn. Shares of places,
shifts, languages and schooling are guesses of ours, about those of the agreed workload.
"""

import csv
import random
import unicodedata
from pathlib import Path

from nhipcau.algorithms.matching.records import seeker_from, vacancy_from

ROOT = Path(__file__).resolve().parents[1]
COMMUNES = [f"C{number:02d}" for number in range(65)]
NEAR = [f"T{number:02d}" for number in range(6)]
PROVINCES = NEAR + [f"T{number:02d}" for number in range(6, 33)]
ABROAD = {
    **{"JP": ("ja", 30), "KR": ("ko", 22), "TW": ("zh", 20), "DE": ("de", 7), "AU": ("en", 4)},
    **{"PL": ("en", 3), "HU": ("en", 3), "RO": ("en", 3), "SG": ("en", 3), "MY": ("en", 2)},
    **{"SA": ("en", 1), "CN": ("zh", 2)},
}
COMMON_SKILLS = (
    *(
        "giao tiếp",
        "excel",
        "tin học văn phòng",
        "đọc bản vẽ",
        "an toàn lao động",
        "5s",
        "kiểm kê",
    ),
    *(
        "tiếng trung",
        "tiếng anh",
        "lái xe máy",
        "làm ca đêm",
        "sắp xếp kho",
        "sơ cứu",
        "bảo dưỡng",
    ),
)
SCHOOLING = (
    *("chưa tốt nghiệp", "trung học cơ sở", "trung học phổ thông", "sơ cấp", "trung cấp"),
    *("cao đẳng", "đại học", "sau đại học"),
)
SHIFTS, SHIFT_SHARES = ("hành chính", "ca xoay", "ca đêm", "bán thời gian"), (55, 25, 10, 10)
PAPERS = ("bằng B2", "bằng C", "thẻ hàn 3G", "thẻ xe nâng", "thẻ bảo vệ", "chứng chỉ sư phạm")
EXTRAS = (
    *("bảo hiểm đầy đủ", "cơm trưa miễn phí", "xe đưa đón công nhân", "chỗ ở cho người xa"),
    *("thưởng cuối năm", "nghỉ ngày chủ nhật", "phụ cấp đi lại", "được dạy nghề", "tăng ca nhẹ"),
)


class Trade:
    """What is known of one occupation: code, titles, skills, wage from and to, schooling."""

    def __init__(self, code, titles, draw):
        self.code, self.titles = code, titles
        self.skills = [*titles[1:5], *draw.sample(COMMON_SKILLS, 3)]
        self.wage = draw.randint(5, 11)
        self.schooling = {"9": 0, "8": 1, "7": 2, "6": 1, "5": 2, "4": 4}.get(code[0], 5)
        self.papers = draw.sample(PAPERS, 1) if draw.random() < 0.25 else []
        self.share = draw.random() ** 2 + 0.1


class Market:
    def __init__(self, seed):
        self.draw = random.Random(seed)
        with open(ROOT / "national" / "occupation_synonyms.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        titles = {}
        for row in rows:
            if len(row["code"]) == 4 and row["language"] == "vi":
                titles.setdefault(row["code"], []).extend(
                    one.strip() for one in row["words"].split(",")
                )
        names = sorted(titles)[:: max(1, len(titles) // 64)]
        self.trades = [Trade(code, titles[code], self.draw) for code in names]
        self.offered = [trade.share**0.8 for trade in self.trades]
        self.sought = [trade.share for trade in self.trades]
        self.crowds = [self.draw.expovariate(1) + 0.1 for _commune in COMMUNES]

    def _one(self, names, shares=None):
        return self.draw.choices(names, shares)[0]

    def _written(self, text, bare):
        if self.draw.random() >= bare:
            return text
        decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
        return "".join(sign for sign in decomposed if not unicodedata.combining(sign))

    def vacancy(self, number):
        draw, trade = self.draw, self._one(self.trades, self.offered)
        where, language, level, times = draw.random(), None, 0, 1.0
        if where < 0.45:
            place, kind = self._one(COMMUNES, self.crowds), "home"
        elif where < 0.9:
            place, kind, times = draw.choice(NEAR if where < 0.8 else PROVINCES), "province", 1.15
        else:
            place = self._one(list(ABROAD), [share for _language, share in ABROAD.values()])
            kind, times, language, level = "overseas", 3.0, ABROAD[place][0], draw.randint(1, 2)
        if not language and "tiếng trung" in trade.skills and draw.random() < 0.6:
            language, level = draw.choice(("zh", "zh", "zh", "en")), draw.randint(1, 4)
        least = int(trade.wage * times * draw.uniform(0.9, 1.3) * 10) * 100
        most = int(least * draw.uniform(1.1, 1.6)) // 100 * 100
        skills = set(draw.sample(trade.skills, min(len(trade.skills), draw.randint(2, 5))))
        if draw.random() < 0.3:
            skills.add(draw.choice(COMMON_SKILLS))
        shift = self._one(SHIFTS, SHIFT_SHARES)
        schooling = max(0, trade.schooling - draw.randint(0, 2))
        years = draw.choice((0, 0, 0, 1, 1, 2, 3))
        text = (
            f"Cần {draw.choice(trade.titles)} tại {place}. Biết {', '.join(sorted(skills))}; "
            f"học vấn {SCHOOLING[schooling]}; đã làm {years} năm. Thu nhập {least // 1000} đến "
            f"{most // 1000} triệu, {', '.join(draw.sample(EXTRAS, 3))}."
        )
        return {
            **{"id": f"v{number:07d}", "occupation": trade.code, "skills": sorted(skills)},
            **{"text": self._written(text, 0.3), "place": place, "kind": kind},
            "education_min": schooling,
            "age_min": 18 if kind == "overseas" or shift == "ca đêm" else 15,
            **{"wage_min": least, "wage_max": most, "language": language},
            **{"language_level": level, "shift": shift, "experience": years},
            "certificates": [one for one in trade.papers if draw.random() < 0.6],
            "start_in": draw.randint(0, 89),
        }

    def seeker(self, number):
        draw, trade = self.draw, self._one(self.trades, self.sought)
        wanted = [trade.code]
        kin = [one for one in self.trades if one.code[0] == trade.code[0]]
        for _more in range(draw.randint(0, 2)):
            near = draw.random() < 0.7
            wanted.append((draw.choice(kin) if near else self._one(self.trades, self.sought)).code)
        home, far = self._one(range(65), self.crowds), draw.random()
        places = set(COMMUNES)
        if far < 0.35:
            places = {COMMUNES[(home + step) % 65] for step in range(-6, 7)}
        places |= set(NEAR if 0.6 < far <= 0.85 else PROVINCES if far > 0.85 else ())
        if draw.random() < 0.18:
            places |= set(draw.sample(list(ABROAD), draw.randint(1, 3)))
        age = min(40, max(15, round(draw.gauss(24, 5))))
        floor = int(trade.wage * draw.uniform(0.7, 1.1) * 10) * 100
        wish = int(floor * draw.uniform(1.15, 1.65)) // 100 * 100
        chances = (("en", 0.5, 4), ("zh", 0.3, 5), ("ko", 0.06, 3), ("ja", 0.06, 3))
        known = set(draw.sample(trade.skills, draw.randint(1, min(4, len(trade.skills)))))
        known |= {draw.choice(COMMON_SKILLS) for _more in range(draw.randint(0, 2))}
        schooling = min(7, max(0, trade.schooling + draw.randint(-2, 2)))
        years = draw.randint(0, min(4, max(0, age - 19)))
        text = (
            f"Tôi tìm việc {draw.choice(trade.titles)}, đã học {SCHOOLING[schooling]}, làm được "
            f"{years} năm. Biết {', '.join(sorted(known))}. Mong {wish // 1000} triệu một tháng"
        )
        if draw.random() < 0.04:  # a slip of typing
            at = draw.randrange(1, len(text) - 2)
            text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        more = zip(SHIFTS[1:], (0.6, 0.3, 0.4), strict=True)
        return {
            **{"id": f"s{number:07d}", "occupations": list(dict.fromkeys(wanted))},
            **{"skills": sorted(known), "text": self._written(text, 0.4)},
            **{"home": COMMUNES[home], "places": sorted(places), "education": schooling},
            **{"age": age, "wage_floor": floor, "wage_wish": wish, "experience": years},
            "languages": {
                one: draw.randint(1, top) for one, chance, top in chances if draw.random() < chance
            },
            "certificates": [one for one in trade.papers if draw.random() < 0.75],
            "shifts": [SHIFTS[0], *(one for one, chance in more if draw.random() < chance)],
            "available_in": draw.randint(0, 59),
        }

    def made(self, seekers, vacancies):
        """Records of both sides."""
        jobs = [vacancy_from(self.vacancy(number)) for number in range(vacancies)]
        return [seeker_from(self.seeker(number)) for number in range(seekers)], jobs
