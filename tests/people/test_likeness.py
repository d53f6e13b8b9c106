"""How like two records are: what is certain, what is asked, and what is left in peace."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.people import points
from nhipcau.people.likeness import Told, score
from nhipcau.people.name_forms import compare_names
from tests.people.made_up import Maker

LAN = Told("Nông Thị Lan", dt.date(2008, 5, 4), "+84912345678", 7)
PAIRS = 20_000


def like(**changes):
    told = {"full_name": LAN.full_name, "birth_on": LAN.birth_on, "phone": LAN.phone}
    return score(LAN, Told(**{**told, "commune_id": LAN.commune_id, **changes}))


@pytest.mark.parametrize(
    ("one", "other", "finding"),
    [
        ("Nông Thị Lan", "Nông Thị Lan", "same"),
        ("Hoà Bình", "Hòa Bình", "same"),
        ("Nguyễn Đức An", "nguyen duc an", "unmarked"),
        ("Nguyễn Văn An", "Nguyễn Văn Ân", "other_marks"),
        ("Hoàng Văn Hùng", "Hoàng Văn Hưng", "other_marks"),
        ("Mai Lan Anh", "Mai Lan Ánh", "other_marks"),
        ("Nông Thị Lan", "Lan Nông Thị", "order"),
        ("Nông Thị Lan", "Lan Thi Nong", "order"),
        ("Nguyễn Minh Anh", "Nguyễn Anh Minh", "other"),
        ("Lý Thị Mỹ", "Lí Thị Mĩ", "spelling"),
        ("Sùng A Chứ", "Xùng A Chứ", "spelling"),
        ("Huỳnh Văn Nam", "Hoàng Văn Nam", "spelling"),
        ("Nguyễn Thị Hương", "Nguyeenx Thij Huwowng", "typing_leftover"),
        ("Nguyễn Thị Hương", "NguyễnThị Hương", "spaces"),
        ("Nguyễn Thị Hương", "Nguyễn Thị Huonng", "slip"),
        ("Nguyễn Thị Hương", "Ngyuễn Thị Hương", "slip"),
        ("Nông Thị Lan", "Nông Lan", "middle_missing"),
        ("Nông Thị Lan", "N.T. Lan", "abbreviated"),
        ("Nguyễn Thị Lan", "Ng. Lan", "abbreviated"),
        ("Hoàng Thị Hà", "Hoàng Thị Hoa", "near"),
        ("Nông Thị Lan", "Nông Ngọc Lan", "other_middle"),
        ("Nông Thị Lan", "Vi Thị Lan", "other_family"),
        ("Nông Thị Lan", "Nông Thị Huệ", "other"),
        ("Lan", "Nông Thị Lan", "other_family"),
    ],
)
def test_a_name_is_known_again_in_many_forms(one, other, finding):
    assert compare_names(one, other) == compare_names(other, one) == f"name.{finding}"


@pytest.mark.parametrize(
    ("born", "finding"),
    [
        (dt.date(2008, 5, 4), "same"),
        (dt.date(2008, 4, 5), "swapped"),
        (dt.date(2008, 1, 1), "year_only"),
        (dt.date(2009, 5, 4), "next_year"),
        (dt.date(2018, 5, 4), "digit"),
        (dt.date(2008, 5, 14), "part"),
        (dt.date(2008, 9, 30), "other"),
        (dt.date(2001, 2, 3), "other"),
    ],
)
def test_a_birth_date_is_known_again_with_one_mistake(born, finding):
    assert like(birth_on=born).reasons[1].code == f"birth.{finding}"


def test_only_name_birth_date_and_phone_together_are_certain():
    assert like().is_certain
    assert like(full_name="nong thi lan", commune_id=None).is_certain
    assert not like(phone="+84987654321").is_certain
    assert not like(birth_on=dt.date(2008, 4, 5)).is_certain
    assert not like(full_name="Nông Lan").is_certain


def test_the_phone_alone_is_not_even_asked_about():
    other = like(full_name="Vi Văn Hùng", birth_on=dt.date(1975, 1, 2))

    assert not other.is_certain
    assert not other.is_to_ask


def test_brothers_and_sisters_of_one_phone_are_left_in_peace():
    assert not like(full_name="Nông Thị Huệ").is_to_ask  # a twin
    assert not like(full_name="Nông Thị Huệ", birth_on=dt.date(2010, 5, 4)).is_to_ask


def test_twins_with_names_that_look_alike_are_never_certain():
    one = Told("Hoàng Văn Hùng", LAN.birth_on, LAN.phone, 7)
    for name in ("Hoàng Văn Hưng", "Hoàng Văn Huy", "Hoàng Văn Hung Anh"):
        assert not score(one, Told(name, LAN.birth_on, LAN.phone, 7)).is_certain


def test_another_phone_and_a_dropped_middle_name_are_asked_about():
    assert like(phone="+84987654321", full_name="Nông Lan").is_to_ask


def test_the_table_is_complete_and_its_best_rows_give_the_most():
    best = [max(weight.points for weight in table.values()) for table in TABLES]
    assert sum(best) == points.MOST
    assert all(str(weight.sentence) for weight in points.WEIGHTS.values())


TABLES = (points.NAME, points.BIRTH, points.PHONE, points.COMMUNE)
words = st.sampled_from(["Nông", "Thị", "Lan", "Nguyễn", "Văn", "An", "Ân", "N.", "Thij", "lý"])
told = st.builds(
    Told,
    st.lists(words, min_size=1, max_size=4).map(" ".join) | st.text(max_size=20),
    st.dates(dt.date(2005, 1, 1), dt.date(2006, 12, 31)),
    st.sampled_from(["", "+84912345678", "+84912345687", "+84987654321"]),
    st.sampled_from([None, 1, 2]),
)


@settings(max_examples=500, deadline=None)
@given(told, told)
def test_the_order_of_the_two_does_not_matter_and_the_points_explain_the_score(one, other):
    found = score(one, other)

    assert found == score(other, one)
    assert found.score == max(0, sum(reason.points for reason in found.reasons))
    assert [reason.code.split(".")[0] for reason in found.reasons] == [
        *("name", "birth", "phone", "commune")
    ]
    assert found.is_to_ask or not found.is_certain


@settings(max_examples=200, deadline=None)
@given(told)
def test_a_record_is_like_itself(one):
    assert score(one, one).reasons[1].points == 30


# --- precision and recall ------------------------------------------------------------------------


def test_who_is_written_down_twice_is_asked_about():
    maker = Maker("recall")
    pairs = [(one, maker.again(one)) for one in (maker.person() for _number in range(PAIRS))]

    found = [score(one, other) for one, other in pairs]

    assert sum(one.is_to_ask for one in found) / PAIRS >= 0.98
    assert sum(one.is_certain for one in found) / PAIRS >= 0.3


@pytest.mark.parametrize(
    ("kind", "most_asked"),
    [
        ("twins", 0.55),
        ("siblings", 0.01),
        ("namesakes", 1.0),
        ("namesakes_nearby", 0.01),
        ("classmates", 0.01),
        ("strangers", 0.0),
    ],
)
def test_of_two_people_who_look_alike_none_is_certain(kind, most_asked):
    maker = Maker(kind)
    found = [score(*getattr(maker, kind)()) for _number in range(PAIRS // 4)]

    assert sum(one.is_certain for one in found) == 0
    assert sum(one.is_to_ask for one in found) / len(found) <= most_asked
