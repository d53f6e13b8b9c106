"""A year at home with a moved clock: asked after 3, 6, 9 and 11 months, helped, and let go."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.messaging.models import Message
from nhipcau.people.models import Purpose
from nhipcau.placements.links import link_of
from nhipcau.rights.use_cases import withdraw
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import InvalidValue, NotAllowed
from nhipcau.soldiers import queries, rules, use_cases
from nhipcau.soldiers.errors import AlreadyAnswered
from nhipcau.soldiers.models import HomeCheck, MilitaryService
from nhipcau.soldiers.states import How
from nhipcau.soldiers.use_cases.asking import HomeAnswer
from tests.factories import MilitaryServiceFactory, YouthUserFactory, moment

HOME = dt.date(2027, 2, 22)
LOOKING = HomeAnswer("LOOKING", "WAITING", wants_help=True)


def on(day):
    return moment(f"{day} 09:00")


@pytest.fixture
def service(counsellor, person):
    """Came home on 22 February 2027."""
    made = MilitaryServiceFactory(young_person=person)
    use_cases.discharge(by=counsellor, at=on("2027-02-22"), services=[made], discharged_on=HOME)
    made.refresh_from_db()
    return made


def check(service, month=3):
    return service.checks.get(month=month)


def answer(one, told=LOOKING, at="2027-05-23", token=None):
    return use_cases.answer_by_link(
        by=PUBLIC,
        at=on(at),
        check=one,
        token=token or queries.check_link(one),
        answer=told,
    )


def ask(day):
    return use_cases.ask_home_checks(by=SYSTEM, at=on(day))


def test_a_soldiers_year(service):
    """Every question once, on its day; at the end nobody is asked any more."""
    asked = {}
    day = HOME
    while day < dt.date(2028, 4, 1):
        if ask(day.isoformat()):
            asked[day.isoformat()] = True
        use_cases.end_over(by=SYSTEM, at=on(day.isoformat()))
        day += dt.timedelta(days=1)

    assert list(asked) == ["2027-05-22", "2027-08-22", "2027-11-22", "2028-01-22"]
    texts = list(Message.objects.order_by("pk").values_list("text", flat=True))
    assert len(texts) == 4
    assert all("22/02/2028" in text for text in texts)
    service.refresh_from_db()
    assert service.state == "ENDED"


def test_the_year_ends_a_month_after_the_support(service):
    use_cases.end_over(by=SYSTEM, at=on("2028-03-23"))
    service.refresh_from_db()
    assert service.state == "DISCHARGED"

    assert use_cases.end_over(by=SYSTEM, at=on("2028-03-24")) == 1
    with pytest.raises(AlreadyAnswered):
        answer(check(service, 11), at="2028-02-01")


def test_one_answer_by_link_and_a_call_for_help(service, counsellor):
    answer(check(service))

    told = check(service)
    assert (told.situation, told.card, told.how) == ("LOOKING", "WAITING", "LINK")
    assert told.answered_by is None
    assert queries.counts_of(counsellor, dt.date(2027, 5, 24))["help"] == 1
    use_cases.mark_helped(by=counsellor, at=on("2027-05-25"), check=told)
    assert queries.counts_of(counsellor, dt.date(2027, 5, 25))["help"] == 0


def test_a_link_works_once_for_its_check_and_its_time(service):
    with pytest.raises(NotAllowed):
        answer(check(service), token=queries.check_link(check(service, 6)))
    with pytest.raises(NotAllowed):
        answer(check(service), at="2027-06-13")
    with pytest.raises(NotAllowed):
        # The link of a stay at work with the same number is not ours.
        answer(check(service), token=link_of(2, check(service).pk, last_day=HOME))
    answer(check(service), at="2027-06-12")
    with pytest.raises(AlreadyAnswered):
        answer(check(service), HomeAnswer("WORKING"))
    assert check(service).situation == "LOOKING"


@pytest.mark.parametrize("told", [HomeAnswer("DANCING"), HomeAnswer("WORKING", "LOST")])
def test_an_answer_that_is_none_is_refused(service, told):
    with pytest.raises(InvalidValue):
        answer(check(service), told)
    assert check(service).situation == ""


def test_not_reached_stays_open_until_somebody_is(service, counsellor):
    def call(situation, day):
        return use_cases.record_home_check(
            by=counsellor,
            at=on(day),
            check=check(service),
            answer=HomeAnswer(situation),
            how=How.VISIT,
        )

    call("NOT_REACHED", "2027-05-24")
    assert HomeCheck.objects.open().filter(month=3).exists()
    call("WORKING", "2027-05-30")
    assert (check(service).situation, check(service).how) == ("WORKING", "VISIT")
    with pytest.raises(AlreadyAnswered):
        call("LOOKING", "2027-05-31")


def test_the_person_answers_on_the_own_page_and_nobody_else_does(service, youth):
    with pytest.raises(NotAllowed):
        use_cases.record_home_check(
            by=YouthUserFactory(), at=on("2027-05-23"), check=check(service), answer=LOOKING
        )
    use_cases.record_home_check(
        by=youth, at=on("2027-05-23"), check=check(service), answer=LOOKING, how=How.CALL
    )
    assert check(service).how == "PAGE"


def test_it_is_too_early_for_the_last_question(service, counsellor):
    with pytest.raises(InvalidValue):
        use_cases.record_home_check(
            by=counsellor, at=on("2027-05-24"), check=check(service, 11), answer=LOOKING
        )


def test_who_withdrew_is_asked_nothing(service, person, youth):
    withdraw(by=youth, at=on("2027-03-01"), young_person=person, purpose=Purpose.JOB_SEARCH)

    assert ask("2027-05-22") == 0
    assert not Message.objects.filter(young_person=person).exists()
    service.refresh_from_db()
    assert (service.state, service.hope) == ("REMOVED", "")
    assert not service.checks.exists()


def test_messages_say_nothing_of_the_army(service):
    ask("2027-05-22")
    text = Message.objects.get().text.lower()
    for word in ("quân", "bộ đội", "xuất ngũ", "đơn vị"):
        assert word not in text


def test_only_the_clock_asks_and_ends(service, counsellor):
    with pytest.raises(NotAllowed):
        use_cases.ask_home_checks(by=counsellor, at=on("2027-05-22"))
    with pytest.raises(NotAllowed):
        use_cases.end_over(by=counsellor, at=on("2029-05-22"))


def test_a_card_about_to_end_is_told_of_until_it_is_used(service, counsellor):
    def told(day):
        return queries.counts_of(counsellor, dt.date.fromisoformat(day))["card"]

    assert told("2027-11-21") == 0
    assert told("2027-11-22") == 1
    assert told("2028-02-22") == 1
    assert told("2028-02-23") == 0
    answer(check(service, 9), HomeAnswer("LEARNING", "USED"), at="2027-11-25")
    assert told("2027-12-01") == 0


@settings(max_examples=25, deadline=None)
@given(
    days=st.dates(dt.date(2015, 10, 1), dt.date(2040, 1, 1)),
    months=st.integers(min_value=-60, max_value=60),
)
def test_months_never_leave_their_month(days, months):
    found = rules.months_after(days, months)
    wanted = days.year * 12 + days.month - 1 + months
    assert found.year * 12 + found.month - 1 == wanted
    assert found.day == days.day or (found + dt.timedelta(days=1)).day == 1


def test_nobody_of_the_public_sees_a_soldier(service, youth):
    assert not MilitaryService.objects.visible_to(PUBLIC).exists()
    assert MilitaryService.objects.visible_to(youth).get() == service
    assert not MilitaryService.objects.visible_to(YouthUserFactory()).exists()
