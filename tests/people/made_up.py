"""Invented people, and what becomes of them when somebody writes them down a second time.

Seeded, so that every run compares the same pairs. The kinds of noise and their shares are a guess
from lists of schools (source "D"); the hard negatives are people who look alike and are two.
"""

import datetime as dt
import random
import unicodedata

from nhipcau.people.likeness import Told
from nhipcau.shared.wording import fold


def listed(words):
    return words.split()


FAMILIES = listed(
    "Nông Hoàng Vi Lý Nguyễn Triệu Hứa Lương Bế Chu Đàm Dương Lộc Mã Phùng Trần Lê Đinh Hà Lã Sùng"
    " Giàng Bàn Đặng Phạm Vũ Linh Tô Ngô Lăng"
)
MIDDLES = {
    "FEMALE": listed("Thị Thị Thị Thu Ngọc Thanh Minh Bích Hồng Mai Thùy Khánh Phương"),
    "MALE": listed("Văn Văn Văn Đức Minh Quang Hữu Anh Tuấn Mạnh Công Thế Xuân"),
}
GIVEN = {
    "FEMALE": listed(
        "Lan Hương Hoa Hà Linh Trang Thảo Phương Mai Nga Thu Hằng Hạnh Ngân Yến Huệ Loan Liên Oanh"
        " Quỳnh Nhung Vy Mỹ Thúy Diệp Ngọc Ánh Dung Thắm Xuân Lý Chi Uyên"
    ),
    "MALE": listed(
        "An Anh Hùng Hưng Dũng Tuấn Sơn Nam Huy Khánh Long Minh Quân Thắng Tùng Việt Cường Đạt Đức"
        " Hiếu Kiên Lâm Phong Quý Thành Trung Vũ Bình Hải Hoàng Khôi Toàn"
    ),
}
# Given names of twins who look most alike on paper.
NEAR_NAMES = (
    *(("Hà", "Hoa"), ("An", "Anh"), ("Hùng", "Hưng"), ("Lan", "Liên"), ("Lan", "Loan")),
    *(("Thu", "Thư"), ("Ngân", "Ngần"), ("Linh", "Lĩnh"), ("Dũng", "Dung"), ("Thắng", "Thăng")),
    *(("Hường", "Hương"), ("Tuấn", "Toàn"), ("Ánh", "Anh"), ("Quân", "Quang"), ("Nhung", "Nhùng")),
)
COMMUNES = range(1, 66)
TELEX = {
    *(("ă", "aw"), ("â", "aa"), ("đ", "dd"), ("ê", "ee"), ("ô", "oo"), ("ơ", "ow"), ("ư", "uw")),
}
TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}


class Maker:
    def __init__(self, seed):
        self.draw = random.Random(seed)

    # --- people ------------------------------------------------------------------------------

    def person(self, gender=None):
        gender = gender or self.draw.choice(["FEMALE", "MALE"])
        middles = [self.draw.choice(MIDDLES[gender])]
        if self.draw.random() < 0.2:
            middles.append(self.draw.choice(MIDDLES[gender][3:]))
        name = [self.draw.choice(FAMILIES), *middles, self.draw.choice(GIVEN[gender])]
        return Told(" ".join(name), self.birth(), self.phone(), self.commune())

    def birth(self):
        return dt.date(1996, 1, 1) + dt.timedelta(days=self.draw.randrange(5475))

    def phone(self):
        return f"+849{self.draw.randrange(10**8):08d}"

    def commune(self):
        return self.draw.choice(COMMUNES)

    # --- the same person, written down again -------------------------------------------------

    def again(self, told):
        """The same person with one to three of the usual differences; never beyond knowing."""
        name = self.draw.choices(NAME_NOISE, NAME_SHARES)[0]
        told = told._replace(full_name=name(self.draw, told.full_name))
        is_name_weak = name not in (as_it_is, without_marks)
        noise = self.draw.random()
        if noise < (0.05 if is_name_weak else 0.2):
            told = told._replace(birth_on=self.draw.choice(BIRTH_NOISE)(self.draw, told.birth_on))
        elif noise < 0.45:
            told = told._replace(phone=self.phone())
        if self.draw.random() < 0.1:
            told = told._replace(commune_id=None)
        return told

    # --- people who look alike and are two ---------------------------------------------------

    def twins(self):
        one = self.person()
        first, second = self.draw.choice(NEAR_NAMES)
        start = one.full_name.rsplit(" ", 1)[0]
        if self.draw.random() < 0.5:
            first, second = self.draw.sample(GIVEN["FEMALE"], 2)
        return (
            one._replace(full_name=f"{start} {first}"),
            one._replace(full_name=f"{start} {second}"),
        )

    def siblings(self):
        one = self.person()
        start = one.full_name.rsplit(" ", 1)[0]
        name = f"{start} {self.draw.choice(GIVEN['MALE'] + GIVEN['FEMALE'])}"
        later = one.birth_on + dt.timedelta(days=self.draw.randrange(330, 2500))
        return one, one._replace(full_name=name, birth_on=later)

    def namesakes(self):
        """The same common name and the same birth date, in two communes."""
        one = self.person()
        return one, one._replace(phone=self.phone(), commune_id=one.commune_id % len(COMMUNES) + 1)

    def namesakes_nearby(self):
        """The same common name in one commune, born in one year."""
        one = self.person()
        born = one.birth_on.replace(day=(one.birth_on.day + 9) % 28 + 1)
        born = born.replace(month=(one.birth_on.month + 4) % 12 + 1)
        return one, one._replace(phone=self.phone(), birth_on=born)

    def classmates(self):
        """One phone for a whole class, born in one year."""
        one, other = self.person(), self.person()
        born = other.birth_on.replace(year=one.birth_on.year, day=min(other.birth_on.day, 28))
        return one, other._replace(phone=one.phone, commune_id=one.commune_id, birth_on=born)

    def strangers(self):
        return self.person(), self.person()


# --- names ---------------------------------------------------------------------------------------


def as_it_is(draw, name):
    return name


def without_marks(draw, name):
    return fold(name).title()


def without_middle(draw, name):
    words = name.split()
    return f"{words[0]} {words[-1]}"


def given_name_first(draw, name):
    words = name.split()
    return " ".join(words[::-1] if draw.random() < 0.5 else [words[-1], *words[:-1]])


def abbreviated(draw, name):
    words = name.split()
    short = [f"{word[0]}." for word in words[:-1]]
    return "".join(short) + words[-1] if draw.random() < 0.5 else " ".join([*short, words[-1]])


def slip_of_typing(draw, name):
    """One letter of a long word doubled, left out or swapped with its neighbour."""
    words = name.split()
    long = [place for place, word in enumerate(words) if len(word) >= 4] or [0]
    place = draw.choice(long)
    word = words[place]
    at = draw.randrange(1, max(2, len(word) - 1))
    kind = draw.randrange(3)
    if kind == 0:
        word = word[:at] + word[at] + word[at:]
    elif kind == 1 and len(word) > 4:
        word = word[:at] + word[at + 1 :]
    else:
        word = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    words[place] = word
    return " ".join(words)


def telex_left_over(draw, name):
    """Typed by Telex where nothing read it: the tone at the end of the word."""
    return " ".join(_telex(word) for word in name.split())


def other_y(draw, name):
    swaps = {"Lý": "Lí", "Mỹ": "Mĩ", "Vy": "Vi", "Vi": "Vy", "Quý": "Quí"}
    return " ".join(swaps.get(word, word) for word in name.split())


def without_a_space(draw, name):
    words = name.split()
    return " ".join([words[0] + words[1], *words[2:]])


def _telex(word):
    letters, tone = [], ""
    for letter in word.lower():
        parts = unicodedata.normalize("NFD", letter)
        tones = [sign for sign in parts if sign in TONES]
        tone = TONES[tones[0]] if tones else tone
        bare = unicodedata.normalize("NFC", "".join(s for s in parts if s not in TONES))
        letters.append(dict(TELEX).get(bare, bare))
    return "".join(letters).capitalize() + tone


NAME_NOISE = (
    *(as_it_is, without_marks, without_middle, given_name_first, abbreviated),
    *(slip_of_typing, telex_left_over, other_y, without_a_space),
)
NAME_SHARES = (40, 22, 8, 6, 4, 8, 4, 4, 4)


# --- birth dates ---------------------------------------------------------------------------------


def swapped(draw, day):
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else day


def first_of_january(draw, day):
    return dt.date(day.year, 1, 1)


def next_year(draw, day):
    return day.replace(year=day.year + draw.choice([-1, 1]), day=min(day.day, 28))


def other_day(draw, day):
    return day.replace(day=day.day % 28 + 1)


BIRTH_NOISE = (swapped, first_of_january, next_year, other_day)
