"""The search: folded words, filters, order; and searches that are kept and told again."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.messaging.models import Message
from nhipcau.people.errors import ConsentMissing
from nhipcau.people.models import Purpose
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import InvalidValue, NotAllowed
from nhipcau.vacancies import use_cases
from nhipcau.vacancies.codes import Education, Market
from nhipcau.vacancies.errors import TooManySearches
from nhipcau.vacancies.guessing import occupation_of, occupations_found, place_in
from nhipcau.vacancies.models import SavedSearch
from nhipcau.vacancies.queries import market_counts
from nhipcau.vacancies.searching import JobFilter, found
from tests.factories import (
    NOON,
    CommuneFactory,
    EmployerFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
)
from tests.vacancies.made import (
    TODAY,
    abroad,
    counsellor_of,
    details,
    occupation,
    published,
    published_abroad,
)

DAY = dt.timedelta(days=1)


def search(**query):
    return [one.title for one in found(JobFilter.read(query), on=TODAY)]


WORK = "Làm theo ca, có người hướng dẫn trong tháng đầu tiên."


def some():
    welder = occupation("7212", "Thợ hàn và thợ cắt kim loại", "thợ hàn", "welder")
    published(
        told=details(
            title="Thợ hàn cơ khí", occupation=welder, wage_from=11_000_000, description=WORK
        )
    )
    published(
        told=details(title="Công nhân may", education="UPPER_SECONDARY"),
        employer=EmployerFactory(name="May Đông Bắc"),
    )
    published(
        told=details(
            title="Lắp ráp điện tử",
            market="OTHER_PROVINCE",
            province_code="24",
            wage_to=15_000_000,
            description=WORK,
        )
    )
    published_abroad(told=abroad(title="Chế biến thủy sản", description=WORK))


@pytest.mark.parametrize("typed", ["thợ hàn", "tho han", "THO HAN", "hàn  thợ", "welder"])
def test_words_are_found_with_or_without_marks_in_any_order(typed):
    some()

    assert search(q=typed) == ["Thợ hàn cơ khí"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"market": "HOME"}, {"Thợ hàn cơ khí", "Công nhân may"}),
        ({"market": "OTHER_PROVINCE"}, {"Lắp ráp điện tử"}),
        ({"market": "OVERSEAS"}, {"Chế biến thủy sản"}),
        ({"country": "JP"}, {"Chế biến thủy sản"}),
        ({"q": "nhat ban"}, {"Chế biến thủy sản"}),
        ({"q": "japan"}, {"Chế biến thủy sản"}),
        ({"province": "24"}, {"Lắp ráp điện tử"}),
        ({"q": "bắc ninh"}, {"Lắp ráp điện tử"}),
        ({"occupation": "72"}, {"Thợ hàn cơ khí"}),
        ({"wage": "14"}, {"Lắp ráp điện tử", "Chế biến thủy sản"}),
        ({"q": "dong bac"}, {"Công nhân may"}),
        ({"q": "không có ai"}, set()),
        ({"q": "%"}, set()),
        (
            {"education": "LOWER_SECONDARY"},
            {"Thợ hàn cơ khí", "Lắp ráp điện tử", "Chế biến thủy sản"},
        ),
        (
            {"education": "UPPER_SECONDARY", "q": "may"},
            {"Công nhân may"},
        ),
    ],
)
def test_each_filter_narrows_to_what_fits(query, titles):
    some()

    assert set(search(**query)) == titles


def test_a_commune_narrows_to_its_vacancies():
    some()
    commune = CommuneFactory(name="Kỳ Lừa")
    published(told=details(title="Bán hàng", commune=commune))

    assert search(commune=commune.code) == ["Bán hàng"]


def test_the_order_is_as_asked():
    some()

    assert search(sort="wage")[0] == "Chế biến thủy sản", "180,000 yen are more than 15 million"
    assert search()[0] == "Chế biến thủy sản", "the newest"


def test_the_chips_count_each_market_whatever_is_chosen():
    some()

    counts = market_counts(JobFilter.read({"market": "HOME"}), on=TODAY)

    assert counts == {"HOME": 2, "OTHER_PROVINCE": 1, "OVERSEAS": 1}


QUERIES = st.fixed_dictionaries(
    {},
    optional={
        "q": st.text(max_size=120),
        "market": st.sampled_from([*Market.values, "MOON"]),
        "commune": st.text(max_size=30),
        "province": st.text(max_size=5),
        "country": st.text(max_size=5),
        "occupation": st.text(max_size=8),
        "education": st.sampled_from([*Education.values, "x"]),
        "wage": st.text(max_size=6),
        "sort": st.sampled_from(["new", "wage", "soon", "x"]),
    },
)


@given(QUERIES)
def test_any_address_is_read_without_an_error_and_its_filter_gives_itself_again(query):
    wanted = JobFilter.read(query)

    assert JobFilter.read(wanted.as_query()) == wanted


# --- occupations and places ----------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["lái xe nâng", "lai xe nang", "Xe NÂNG", "forklift"])
def test_an_occupation_is_found_by_everyday_words(typed):
    occupation("834", "Thợ vận hành thiết bị chuyển động", "lái xe nâng", "xe nâng", "forklift")
    occupation("832", "Lái xe con, xe tải và xe máy", "lái xe")

    assert occupations_found(typed)[0].occupation.code == "834"


def test_an_occupation_is_found_by_its_name_and_by_its_code():
    occupation("7126", "Thợ ống nước")

    assert [one.occupation.code for one in occupations_found("ong nuoc")] == ["7126"]
    assert [one.occupation.code for one in occupations_found("7126")] == ["7126"]
    assert occupations_found("  ") == []


def test_a_title_names_its_occupation_by_the_longest_word_for_it():
    driver = occupation("832", "Lái xe", "lái xe")
    forklift = occupation("834", "Xe nâng", "lái xe nâng")

    assert occupation_of("Tuyển lái xe nâng hàng 3 ca") == forklift.pk
    assert occupation_of("Lái xe gia đình") == driver.pk
    assert occupation_of("Chuyên viên") is None


def test_a_place_is_found_in_an_address():
    CommuneFactory(name="Đồng Đăng")
    longer = CommuneFactory(name="Đông Kinh")

    def at(text):
        return place_in(text, home_province="20")

    assert at("Phường Đông Kinh, tỉnh Lạng Sơn").commune_id == longer.pk
    assert at("KCN Quế Võ, Bắc Ninh").province_code == "24"
    assert at("Đông Kinh, Hà Nội").province_code == "01", "a named province counts more"
    assert at("Nhật Bản").country_code == "JP"
    assert at("tinh Lang Son").market == "HOME"
    assert at("Sao Hỏa") is None


# --- searches that are kept ----------------------------------------------------------------------


def youth(phone="+84912000111", **told):
    person = agree(YoungPersonFactory(phone=phone, **told))
    return person, YouthUserFactory(phone=phone)


def keep(person, user, *, frequency="DAILY", at=NOON, **query):
    return use_cases.save_search(
        by=user,
        at=at,
        young_person=person,
        query=query or {"q": "may"},
        frequency=frequency,
    )


def test_what_is_new_is_told_once_with_the_way_to_stop():
    person, user = youth()
    kept = keep(person, user)
    published(at=NOON + dt.timedelta(hours=1))
    published(at=NOON + dt.timedelta(hours=1), told=details(title="Thợ điện", description=WORK))

    assert use_cases.send_digests(by=SYSTEM, at=kept.next_at - dt.timedelta(minutes=1)) == 0
    assert use_cases.send_digests(by=SYSTEM, at=kept.next_at) == 1
    assert use_cases.send_digests(by=SYSTEM, at=kept.next_at + dt.timedelta(minutes=5)) == 0
    assert use_cases.send_digests(by=SYSTEM, at=kept.next_at + DAY) == 0, "nothing new"

    message = Message.objects.get()
    assert (message.young_person, message.topic) == (person, "JOBS")
    assert message.path == f"/jobs/searches/{kept.code}/"
    assert "1" in message.text


def test_what_was_there_before_is_not_told():
    person, user = youth()
    published()
    kept = keep(person, user, at=NOON + dt.timedelta(hours=2))

    assert use_cases.send_digests(by=SYSTEM, at=kept.next_at) == 0


def test_a_weekly_search_waits_a_week():
    person, user = youth()

    assert (keep(person, user, frequency="WEEKLY").next_at.date() - TODAY).days == 7


def test_the_same_search_kept_twice_is_one():
    person, user = youth()

    first, second = keep(person, user), keep(person, user, frequency="WEEKLY")

    assert first.pk == second.pk
    assert SavedSearch.objects.get().frequency == "WEEKLY"


def test_a_stopped_search_tells_nothing_more_not_even_what_waits():
    person, user = youth()
    kept = keep(person, user)
    published(at=NOON + dt.timedelta(hours=1))
    use_cases.send_digests(by=SYSTEM, at=kept.next_at)

    use_cases.stop_search(by=PUBLIC, at=NOON + DAY, search=kept, code=kept.code)

    assert Message.objects.get().state == "WITHDRAWN"
    published(at=NOON + 2 * DAY)
    assert use_cases.send_digests(by=SYSTEM, at=NOON + 9 * DAY) == 0


def test_nobody_else_keeps_or_stops_a_search():
    person, user = youth()
    other = YouthUserFactory()
    kept = keep(person, user)

    for actor in (other, PUBLIC, counsellor_of(EmployerFactory())):
        with pytest.raises(NotAllowed):
            keep(person, actor)
        with pytest.raises(NotAllowed):
            use_cases.stop_search(by=actor, at=NOON, search=kept, code="wrong")


def test_whoever_agreed_to_nothing_later_is_not_written_to():
    person = agree(YoungPersonFactory(phone="+84912000222"), Purpose.PARTICIPATION)

    with pytest.raises(ConsentMissing):
        keep(person, YouthUserFactory(phone=person.phone))


def test_one_person_keeps_five_searches_and_none_for_everything():
    person, user = youth()
    for number in range(5):
        keep(person, user, q=f"may {number}")

    with pytest.raises(TooManySearches):
        keep(person, user, q="one more")
    with pytest.raises(InvalidValue):
        keep(person, user, sort="wage")
