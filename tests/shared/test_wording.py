import datetime as dt

import pytest
from django.utils.translation import override

from nhipcau.shared import wording

HANOI = dt.timezone(dt.timedelta(hours=7))
SATURDAY = dt.date(2026, 12, 12)
EIGHT = dt.datetime(2026, 12, 12, 8, 0, tzinfo=HANOI)
HALF_PAST_ELEVEN = dt.datetime(2026, 12, 12, 11, 30, tzinfo=HANOI)


@pytest.fixture(autouse=True)
def vietnamese():
    with override("vi"):
        yield


def test_a_day_is_written_as_people_say_it():
    assert wording.long_day(SATURDAY) == "Thứ Bảy 12/12/2026"
    assert wording.day(SATURDAY) == "12/12/2026"
    assert wording.month(SATURDAY) == "tháng 12/2026"
    with override("en"):
        assert wording.long_day(SATURDAY) == "Saturday 12/12/2026"
        assert wording.month(SATURDAY) == "December 2026"


def test_the_day_of_an_instant_is_the_local_one():
    half_past_midnight_in_vietnam = dt.datetime(2026, 3, 1, 17, 30, tzinfo=dt.UTC)

    assert wording.day(half_past_midnight_in_vietnam) == "02/03/2026"


def test_when_joins_day_and_hours():
    assert wording.when(EIGHT, HALF_PAST_ELEVEN) == "Thứ Bảy 12/12/2026, 8:00–11:30"
    assert wording.when(EIGHT, None) == "Thứ Bảy 12/12/2026, 8:00"


def test_when_over_two_days_names_both():
    next_day = HALF_PAST_ELEVEN + dt.timedelta(days=1)

    expected = "8:00 Thứ Bảy 12/12/2026 – 11:30 Chủ Nhật 13/12/2026"
    assert wording.when(EIGHT, next_day) == expected


@pytest.mark.parametrize(
    ("today", "vietnamese_words", "english_words"),
    [
        (dt.date(2026, 11, 22), "còn 20 ngày", "in 20 days"),
        (dt.date(2026, 12, 11), "ngày mai", "tomorrow"),
        (dt.date(2026, 12, 12), "hôm nay", "today"),
        (dt.date(2026, 12, 13), "đã qua 1 ngày", "yesterday"),
        (dt.date(2026, 12, 15), "đã qua 3 ngày", "3 days ago"),
    ],
)
def test_days_left_speaks_of_the_day(today, vietnamese_words, english_words):
    assert wording.days_left(SATURDAY, today=today) == vietnamese_words
    with override("en"):
        assert wording.days_left(SATURDAY, today=today) == english_words


def test_numbers_follow_the_language():
    assert wording.number(1234567) == "1.234.567"
    assert wording.number(1234.5, 1) == "1.234,5"
    assert wording.percent(3, 4) == "75%"
    assert wording.percent(3, 0) == "–"
    assert wording.money(9_500_000) == "9.500.000\N{NO-BREAK SPACE}đ"
    with override("en"):
        assert wording.number(1234567.5, 1) == "1,234,567.5"


def test_a_phone_is_grouped_and_can_be_masked():
    assert wording.phone("+84912345678").split() == ["0912", "345", "678"]
    assert wording.masked_phone("+84912345678").split() == ["••••", "••5", "678"]
    assert wording.phone("+4915112345678") == "+4915112345678"


def test_fold_takes_away_case_marks_and_extra_spaces():
    assert wording.fold("  Đông   KINH ") == "dong kinh"
    assert wording.fold("Nguyễn Thị Ửng") == "nguyen thi ung"
    assert wording.fold("Hòa") == wording.fold("Hoà")
    composed_by_hand = "o\u031b\u0309"
    assert wording.fold(composed_by_hand) == wording.fold("ở") == "o"


def test_sort_key_puts_letters_in_the_vietnamese_order():
    words = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    mixed = words[::2] + words[1::2]

    assert sorted(mixed, key=wording.sort_key) == words


def test_sort_key_puts_tones_after_letters():
    assert sorted(["ma", "mạ", "má", "mã", "mả", "mà", "mai"], key=wording.sort_key) == [
        *("ma", "mà", "mả", "mã", "má", "mạ"),
        "mai",
    ]


def test_sort_key_puts_a_space_before_every_letter_and_digit():
    names = ["An", "An Bình", "An 2", "Anh", "Ăn", "Đình Lập", "Du", "Dũng"]
    expected = ["An", "An 2", "An Bình", "Anh", "Ăn", "Du", "Dũng", "Đình Lập"]

    assert sorted(names, key=wording.sort_key) == expected


def test_sort_key_is_equal_for_both_ways_of_writing_one_letter():
    assert wording.sort_key("Thế") == wording.sort_key("The\u0302\u0301")
