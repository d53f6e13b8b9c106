"""Booking: who may, what is refused, and what is told."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from nhipcau.appointments import use_cases
from nhipcau.appointments.errors import AlreadyBooked, LinkOver, NobodyFree, SlotTaken
from nhipcau.appointments.models import Absence, Appointment
from nhipcau.appointments.queries import booking_link, free_times
from nhipcau.appointments.rules import booking_secret
from nhipcau.appointments.states import AppointmentState
from nhipcau.messaging.models import Message, Topic
from nhipcau.messaging.sending import send_next
from nhipcau.organisations.models import Holiday, Role
from nhipcau.people.details import GuardianDetails, PersonDetails
from nhipcau.people.errors import ConsentMissing, GuardianMissing
from nhipcau.people.models import Consent
from nhipcau.people.use_cases import withdraw_consent
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import InvalidValue, NotAllowed
from nhipcau.shared.models import AuditEvent
from tests.appointments.conftest import booked, wanted
from tests.factories import (
    NOON,
    AppointmentFactory,
    HoursFactory,
    OrganisationFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    counsellor_in,
    moment,
    staff_of,
)


def times(at=NOON, kind="CAREER", mode="PLACE", **told):
    return [one.starts_at for one in free_times(kind, mode, at=at, **told)[0]]


def test_a_time_is_taken_told_and_traced(counsellor, person, youth):
    made = booked(youth, person, talk_about="  Chọn ngành sau lớp 12 ")

    assert (made.state, made.counsellor, made.channel) == ("BOOKED", counsellor, "WEB")
    assert made.ends_at - made.starts_at == dt.timedelta(minutes=45)
    assert made.talk_about == "Chọn ngành sau lớp 12"
    assert made.place.name in Message.objects.get().text
    assert "Chọn ngành" not in Message.objects.get().text
    assert Message.objects.get().topic == Topic.APPOINTMENT
    assert [one.to_state for one in made.changes.all()] == ["BOOKED"]
    assert AuditEvent.objects.filter(action="appointment.booked", about_id=made.pk).exists()
    assert made.starts_at not in times()


def test_the_table_itself_refuses_two_talks_of_one_counsellor(counsellor, palace):
    first = AppointmentFactory(counsellor=counsellor, unit=palace)

    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentFactory(
            counsellor=counsellor,
            unit=palace,
            starts_at=first.ends_at - dt.timedelta(minutes=1),
        )
    AppointmentFactory(counsellor=counsellor, unit=palace, starts_at=first.ends_at)


def test_the_table_itself_refuses_two_talks_of_one_person(person):
    first = AppointmentFactory(young_person=person)
    other = YoungPersonFactory(merged_into=person)

    for same in (person, other):
        with pytest.raises(IntegrityError), transaction.atomic():
            AppointmentFactory(young_person=same, starts_at=first.starts_at)


@pytest.mark.parametrize("state", ["CANCELLED", "EXPIRED", "NO_SHOW"])
def test_what_is_over_takes_up_no_time(counsellor, palace, state):
    AppointmentFactory(counsellor=counsellor, unit=palace, state=state)

    AppointmentFactory(counsellor=counsellor, unit=palace)


def test_a_key_that_comes_twice_books_once(counsellor, person, youth):
    for _time in range(2):
        made = use_cases.book(by=youth, at=NOON, key="k", young_person=person, wanted=wanted())

    assert Appointment.objects.get() == made


def test_whoever_has_least_to_do_is_chosen(counsellor, palace, person, youth):
    other = counsellor_in(palace)
    AppointmentFactory(counsellor=counsellor, unit=palace, starts_at=moment("2026-11-25 11:00"))

    assert booked(youth, person).counsellor == other


def test_a_taken_time_is_refused_in_words(counsellor, palace, person, youth):
    AppointmentFactory(counsellor=counsellor, unit=palace, starts_at=moment("2026-11-25 08:00"))

    with pytest.raises(SlotTaken):
        booked(youth, person)
    assert Appointment.objects.count() == 1


def test_one_person_is_at_one_place_at_a_time(counsellor, palace, person, youth):
    counsellor_in(palace)
    booked(youth, person)

    with pytest.raises(AlreadyBooked):
        booked(youth, person, "2026-11-25 08:15")


def test_two_ahead_are_enough(counsellor, person, youth):
    booked(youth, person)
    booked(youth, person, "2026-11-26 08:00")

    with pytest.raises(AlreadyBooked):
        booked(youth, person, "2026-11-27 08:00")


@pytest.mark.parametrize(
    "clock",
    [
        "2026-11-25 07:45",  # before the hours
        "2026-11-25 11:30",  # ends after them
        "2026-11-28 08:00",  # a Saturday
        "2026-11-25 08:10",  # not on a step
        "2026-12-22 08:00",  # too far ahead
        "2026-11-23 11:00",  # over
    ],
)
def test_times_that_are_not_offered_are_refused(counsellor, person, youth, clock):
    with pytest.raises(SlotTaken):
        booked(youth, person, clock)


def test_the_lead_time_binds_young_people_and_not_staff(counsellor, person, youth):
    morning = moment("2026-11-25 07:30")

    assert min(times(morning)) == moment("2026-11-25 09:30")
    with pytest.raises(SlotTaken):
        booked(youth, person, "2026-11-25 09:00", at=morning)
    assert booked(counsellor, person, "2026-11-25 09:00", at=morning).channel == "STAFF"


def test_holidays_absences_and_blocks_are_no_time_to_meet(counsellor, palace, person, youth):
    Holiday.objects.create(day=dt.date(2026, 11, 25), name_vi="x", name_en="x", source="t")
    Absence.objects.create(
        counsellor=counsellor,
        unit=palace,
        starts_at=moment("2026-11-26 00:00"),
        ends_at=moment("2026-11-27 09:00"),
    )
    days = {one.date() for one in (t.astimezone(NOON.tzinfo) for t in times())}

    assert {dt.date(2026, 11, 25), dt.date(2026, 11, 26)} & days == set()
    assert min(t for t in times() if t > moment("2026-11-25 00:00")) == moment("2026-11-27 09:00")
    with pytest.raises(SlotTaken):
        booked(youth, person)


def test_hours_count_for_the_ways_they_name_and_while_the_counsellor_works(
    counsellor, person, youth
):
    with pytest.raises(SlotTaken):
        booked(youth, person, mode="ONLINE")
    assert booked(youth, person, mode="PHONE").place is None
    counsellor.memberships.update(ended_at=NOON)
    assert times() == []


def test_the_online_room_is_on_the_appointment(palace, person, youth):
    HoursFactory(unit=palace, modes=["ONLINE"], place=None, online_address="https://hop.example/1")

    made = booked(youth, person, "2026-11-30 08:00", mode="ONLINE")

    assert made.online_address == "https://hop.example/1"
    assert "hop.example" not in Message.objects.get().text


def test_only_the_person_and_those_who_follow_may_book(counsellor, person):
    stranger = staff_of(OrganisationFactory(kind="EMPLOYMENT_CENTRE"), Role.COUNSELLOR)

    for nobody in (PUBLIC, YouthUserFactory(), stranger):
        with pytest.raises(NotAllowed):
            booked(nobody, person)


def test_without_consent_to_take_part_nothing_is_kept(counsellor, person, youth):
    withdraw_consent(by=youth, at=NOON, young_person=person, purpose="PARTICIPATION")

    with pytest.raises(ConsentMissing):
        booked(youth, person)


def test_the_unit_that_counsels_follows_from_then_on(palace, person, youth):
    centre = OrganisationFactory(kind="EMPLOYMENT_CENTRE")
    counsellor = counsellor_in(centre)

    made = booked(youth, person)

    assert made.counsellor == counsellor
    assert set(person.followed_by.all()) == {palace, centre}
    assert list(Appointment.objects.visible_to(counsellor)) == [made]


def test_reminders_are_agreed_to_with_the_same_form(counsellor, palace):
    person = agree(YoungPersonFactory(followed_by=[palace]), "PARTICIPATION")
    youth = YouthUserFactory(phone=person.phone)

    booked(youth, person, wants_reminders=True)

    assert Consent.objects.filter(young_person=person, text__purpose="CONTACT").exists()


def test_words_that_cannot_be_kept_are_refused_at_their_question(counsellor, person, youth):
    for told, field in (
        ({"kind": "x"}, "kind"),
        ({"mode": "x"}, "mode"),
        ({"interpreter": "x"}, "interpreter"),
        ({"talk_about": "a" * 301}, "talk_about"),
    ):
        with pytest.raises(InvalidValue) as refused:
            booked(youth, person, **told)
        assert refused.value.field == field


# --- a link --------------------------------------------------------------------------------------


def test_a_link_books_once_for_its_person(counsellor, person):
    link = use_cases.send_booking_link(by=counsellor, at=NOON, young_person=person, kind="JOB")
    secret = booking_secret(link.pk)
    other = agree(YoungPersonFactory())

    def book(who, secret=secret, at=NOON):
        return use_cases.book(
            by=PUBLIC,
            at=at,
            young_person=who,
            wanted=wanted(kind="JOB"),
            link=link,
            secret=secret,
        )

    for who, told, at in (
        (other, secret, NOON),
        (person, "x" * 24, NOON),
        (person, secret, NOON + dt.timedelta(days=7)),
    ):
        with pytest.raises(NotAllowed):
            book(who, told, at)
    made = book(person)
    assert (made.channel, made.young_person) == ("LINK", person)
    with pytest.raises(LinkOver):
        book(person)
    assert booking_link(link.pk, secret, at=NOON) is None
    path = Message.objects.filter(about_type="appointments.bookinglink").get().path
    assert secret not in path
    assert f"booking:{link.pk}" in path


# --- somebody new --------------------------------------------------------------------------------


def test_somebody_new_gets_a_kept_time_and_numbers_that_anybody_typed_have_a_budget(
    counsellor, monkeypatch
):
    made = use_cases.book_new(
        by=PUBLIC,
        at=NOON,
        details=PersonDetails("Lương Văn Mới", dt.date(2006, 3, 2), "0912345678"),
        purposes=frozenset({"PARTICIPATION"}),
        wanted=wanted(),
    )

    assert (made.state, made.channel, made.booked_by) == ("ON_HOLD", "WEB", None)
    monkeypatch.setattr("nhipcau.messaging.rules.answers_an_hour_most", lambda at: 0)
    send_next(by=SYSTEM, at=NOON)
    note = Message.objects.get()
    assert (note.state, note.send_at > NOON) == ("PENDING", True)


def test_a_child_books_with_a_guardian_alone(counsellor, palace):
    """As for every consent: on the public page, by a colleague, at the door, by a link."""
    child = PersonDetails("Lương Thị Bé", dt.date(2012, 3, 2), "0912345679")
    told = {"by": PUBLIC, "at": NOON, "details": child, "purposes": frozenset({"PARTICIPATION"})}
    with pytest.raises(GuardianMissing):
        use_cases.book_new(**told, wanted=wanted())
    assert not Appointment.objects.exists()
    mother = GuardianDetails("Nông Thị Mẹ", "0912345670", "MOTHER")
    made = use_cases.book_new(**told, wanted=wanted(), guardian=mother)
    assert Consent.objects.get(young_person=made.young_person).guardian_id

    other = YoungPersonFactory(birth_on=dt.date(2012, 5, 4), followed_by=[palace])
    for act in (
        lambda: booked(counsellor, other, "2026-11-26 08:00"),
        lambda: use_cases.walk_in(
            by=counsellor,
            at=moment("2026-11-25 09:07"),
            young_person=other,
            unit=palace,
            kind="JOB",
        ),
        lambda: use_cases.send_booking_link(
            by=counsellor, at=NOON, young_person=other, kind="JOB"
        ),
    ):
        with pytest.raises(ConsentMissing):
            act()


# --- who walks in --------------------------------------------------------------------------------


def walk_in(by, person, unit, clock="2026-11-25 09:07", **told):
    at = moment(clock)
    return use_cases.walk_in(by=by, at=at, young_person=person, unit=unit, kind="JOB", **told)


def test_who_walks_in_is_received_by_whoever_is_free(counsellor, palace, person):
    other = counsellor_in(palace)
    AppointmentFactory(counsellor=counsellor, unit=palace, starts_at=moment("2026-11-25 09:15"))

    made = walk_in(counsellor, person, palace)

    assert (made.state, made.counsellor, made.starts_at) == (
        AppointmentState.CAME,
        other,
        moment("2026-11-25 09:07"),
    )
    assert made.ends_at == moment("2026-11-25 09:37")


def test_who_walks_in_while_all_talk_gets_the_next_free_time(counsellor, palace, person):
    AppointmentFactory(
        counsellor=counsellor, unit=palace, starts_at=moment("2026-11-25 09:00"), state="CAME"
    )

    made = walk_in(counsellor, person, palace)

    assert (made.state, made.starts_at) == ("BOOKED", moment("2026-11-25 09:45"))


def test_when_nobody_is_free_today_it_is_said(counsellor, palace, person):
    with pytest.raises(NobodyFree):
        walk_in(counsellor, person, palace, "2026-11-25 11:45")
    made = walk_in(counsellor, person, palace, "2026-11-25 17:00", with_me=True)
    assert (made.state, made.counsellor) == ("CAME", counsellor)


def test_a_no_show_gives_the_time_to_who_walks_in(counsellor, palace, person):
    late = AppointmentFactory(
        counsellor=counsellor, unit=palace, starts_at=moment("2026-11-25 09:00")
    )
    use_cases.record_no_show(by=counsellor, at=moment("2026-11-25 09:06"), appointment=late)

    made = walk_in(counsellor, person, palace)

    assert made.state == "CAME"
    with pytest.raises(SlotTaken):
        use_cases.undo_outcome(by=counsellor, at=moment("2026-11-25 09:08"), appointment=late)
    late.refresh_from_db()
    assert late.state == "NO_SHOW"
