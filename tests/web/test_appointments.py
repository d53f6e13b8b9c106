"""Pages of appointments: three taps, clear refusals, nothing lost that was typed."""

import re

import pytest
import time_machine
from django.urls import reverse

from nhipcau.appointments import telling, use_cases
from nhipcau.appointments.details import Wanted
from nhipcau.appointments.models import Appointment, BookingLink
from nhipcau.appointments.rules import booking_secret
from nhipcau.messaging.models import Message
from nhipcau.organisations.models import OrganisationKind, Role
from tests.factories import (
    NOON,
    AppointmentFactory,
    BlockFactory,
    CommuneFactory,
    OrganisationFactory,
    PlaceFactory,
    RegistrationFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    counsellor_in,
    moment,
    reference_data,
    staff_of,
)

pytestmark = pytest.mark.django_db
TALK = "Em sợ nói với bố mẹ"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def palace(db):
    reference_data()
    return OrganisationFactory(kind=OrganisationKind.CHILDRENS_PALACE)


@pytest.fixture
def counsellor(palace):
    return counsellor_in(palace)


@pytest.fixture
def person(palace):
    return agree(YoungPersonFactory(followed_by=[palace]))


@pytest.fixture
def youth(client, person):
    user = YouthUserFactory(phone=person.phone)
    client.force_login(user)
    return user


def links(response, part):
    found = re.findall(r'href="([^"]+)"', response.content.decode())
    return [one.replace("&amp;", "&") for one in found if part in one]


def form_of(client, url, **told):
    """Open the page and send its form as it stands, with what is told."""
    page = client.get(url).content.decode()
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    hidden = {name: value for name, value in fields if name != "csrfmiddlewaretoken"}
    return client.post(url, {**hidden, **told})


def test_the_addresses_that_messages_tell_are_those_of_the_pages():
    made = "abc123"
    assert telling.PAGE.format(code=made) == reverse("public:appointment", args=[made])
    told = telling.LINK.format(pk=5).replace("{booking:5}", made)
    assert told == reverse("public:booking-link", args=[5, made])


def test_three_taps_from_days_to_a_booked_talk(client, counsellor, youth):
    days = client.get(reverse("public:appointments"))
    times = client.get(links(days, "on=2026-11-25")[0])
    time = links(times, "starts=20261125T0800")[0]
    assert TALK not in times.content.decode()

    done = form_of(client, time, talk_about=TALK)

    made = Appointment.objects.get()
    assert done.status_code == 303
    assert done["Location"] == reverse("public:appointment", args=[made.code])
    page = client.get(done["Location"]).content.decode()
    assert counsellor.full_name in page
    assert TALK not in page
    mine = client.get(reverse("public:my-registrations")).content.decode()
    assert reverse("public:appointment", args=[made.code]) in mine


def test_a_time_that_is_gone_keeps_what_was_typed_and_shows_others(client, counsellor, youth):
    url = reverse("public:book") + "?kind=CAREER&mode=PLACE&starts=20261125T0800"
    AppointmentFactory(
        counsellor=counsellor,
        unit=counsellor.memberships.get().organisation,
        starts_at=moment("2026-11-25 08:00"),
    )

    refused = client.post(url, {"talk_about": TALK})

    page = refused.content.decode()
    assert refused.status_code == 422
    assert TALK in page
    assert "starts=20261125T0845" in page
    other = re.search(r'formaction="([^"]+)"', page)[1].replace("&amp;", "&")
    assert client.post(other, {"talk_about": TALK}).status_code == 303


def test_somebody_new_confirms_by_the_link_that_goes_to_the_phone(client, counsellor):
    CommuneFactory(code="05977")
    url = reverse("public:book") + "?mode=PLACE&starts=20261125T0800"
    told = {
        "full_name": "Nông Văn Mới",
        "birth_on_0": "2",
        "birth_on_1": "3",
        "birth_on_2": "2006",
        "phone": "0912 345 678",
        "commune": "05977",
        "consent_participation": "on",
        "talk_about": TALK,
    }

    done = client.post(url, told)

    assert done["Location"] == reverse("public:booking-sent")
    made = Appointment.objects.get()
    assert made.state == "ON_HOLD"
    assert made.code not in client.get(done["Location"]).content.decode()
    path = Message.objects.get().path
    assert path == reverse("public:appointment", args=[made.code])
    client.post(reverse("public:confirm-appointment", args=[made.code]))
    made.refresh_from_db()
    assert made.state == "BOOKED"


def test_a_link_of_a_colleague_books_without_an_account(client, counsellor, person):
    use_cases.send_booking_link(by=counsellor, at=NOON, young_person=person, kind="JOB")
    link = BookingLink.objects.get()
    opened = reverse("public:booking-link", args=[link.pk, booking_secret(link.pk)])

    days = client.get(client.get(opened)["Location"])
    times = client.get(links(days, "on=2026-11-25")[0])
    time = links(times, "starts=20261125T0830")[0]
    assert "kind=JOB" in time
    assert form_of(client, time).status_code == 303
    assert Appointment.objects.get().young_person == person
    assert client.get(opened).status_code == 410
    wrong = reverse("public:booking-link", args=[link.pk, "x" * 24])
    assert client.get(wrong).status_code == 410


def test_one_moves_and_cancels_without_an_account(client, counsellor, person):
    made = use_cases.book(
        by=counsellor,
        at=NOON,
        young_person=person,
        wanted=Wanted("CAREER", "PLACE", moment("2026-11-25 08:00")),
    )
    here = reverse("public:appointment", args=[made.code])
    move = reverse("public:move-appointment", args=[made.code])
    assert "20261126T0845" in client.get(f"{move}?on=2026-11-26").content.decode()

    assert client.post(move, {"starts": "20261126T0845"})["Location"] == here
    made.refresh_from_db()
    assert made.starts_at == moment("2026-11-26 08:45")
    ics = client.get(reverse("public:appointment-ics", args=[made.code]))
    assert b"SEQUENCE:1" in ics.content
    assert ics["Referrer-Policy"] == "same-origin"
    cancel = reverse("public:cancel-appointment", args=[made.code])
    assert form_of(client, cancel, reason="").status_code == 303
    made.refresh_from_db()
    assert made.state == "CANCELLED"
    assert client.get(reverse("public:appointment", args=["khong-co"])).status_code == 404


def test_pupils_of_the_event_choose_and_change(client, db):
    reference_data()
    block = BlockFactory()
    person = agree(YoungPersonFactory())
    RegistrationFactory(session=block.session, young_person=person)
    url = reverse("public:group-times", args=[block.pk])
    assert "/account/" in client.get(url)["Location"]
    client.force_login(YouthUserFactory())
    assert client.get(url).status_code == 404
    client.force_login(YouthUserFactory(phone=person.phone))

    assert 'value="20261212T1330"' in client.get(url).content.decode()
    assert client.post(url, {"starts": "20261212T1330"}).status_code == 303
    assert client.post(url, {"starts": "20261212T1400"}).status_code == 303
    assert Appointment.objects.get().starts_at == moment("2026-12-12 14:00")


# --- colleagues ----------------------------------------------------------------------------------


def address(name, *args):
    return reverse(f"workspace:appointments:{name}", args=args)


@pytest.fixture
def talk(counsellor, palace, person):
    return AppointmentFactory(
        counsellor=counsellor,
        unit=palace,
        young_person=person,
        starts_at=moment("2026-11-23 11:30"),
        talk_about=TALK,
    )


def test_a_counsellors_day_says_who_comes_and_takes_a_slip_back(client, counsellor, talk):
    client.force_login(counsellor)
    day = client.get(address("day")).content.decode()
    assert talk.young_person.full_name in day
    assert TALK in day

    for name, state in (("no-show", "NO_SHOW"), ("undo", "BOOKED"), ("came", "CAME")):
        back = client.post(address(name, talk.pk), {"back": "day", "who": "me"})
        assert back["Location"].startswith(address("day"))
        talk.refresh_from_db()
        assert talk.state == state


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.FOCAL_POINT])
def test_what_somebody_wants_to_talk_about_is_for_counsellors_alone(client, palace, talk, role):
    client.force_login(staff_of(palace, role))

    for url in (address("day"), address("week"), address("print"), address("detail", talk.pk)):
        page = client.get(url).content.decode()
        assert talk.young_person.full_name in page, url
        assert TALK not in page, url


def test_the_list_to_print_says_no_words_even_to_the_counsellor(client, counsellor, talk):
    client.force_login(counsellor)

    assert TALK not in client.get(address("print")).content.decode()


def test_a_colleague_books_and_asks_the_person(client, counsellor, person):
    client.force_login(counsellor)
    days = client.get(address("choose", person.pk))
    times = client.get(links(days, "on=2026-11-25")[0])
    time = links(times, "starts=20261125T0800")[0]

    done = form_of(client, time, asks_person="on")

    made = Appointment.objects.get()
    assert done["Location"] == address("detail", made.pk)
    assert (made.state, made.booked_by) == ("ON_HOLD", counsellor)


def test_who_walks_in_is_found_and_received(client, counsellor, person):
    client.force_login(counsellor)
    found = client.get(address("walk-in"), {"q": person.full_name.split()[-1]})
    assert address("receive", person.pk) in found.content.decode()

    refused = form_of(client, address("receive", person.pk), kind="JOB")
    assert refused.status_code == 422  # after noon nobody has hours
    done = form_of(client, address("receive", person.pk), kind="JOB", with_me="on")
    assert done.status_code == 302
    assert Appointment.objects.get().state == "CAME"


def test_hours_are_added_and_what_is_wrong_is_said_beside_what_was_typed(
    client, counsellor, palace
):
    client.force_login(counsellor)
    place = PlaceFactory(unit=palace)
    told = {
        "weekday": "5",
        "starts": "13:00",
        "ends": "12:00",
        "modes": ["PLACE"],
        "place": place.pk,
        "valid_from": "2026-11-23",
    }

    refused = form_of(client, address("add-hours"), **told)
    assert refused.status_code == 422
    assert "13:00" in refused.content.decode()
    done = form_of(client, address("add-hours"), **{**told, "ends": "16:00"})
    assert done.status_code == 302
    page = client.get(done["Location"]).content.decode()
    assert "13:00" in page
    assert place.name in page


def test_an_absence_lists_who_is_in_the_way_and_is_taken_back(client, counsellor, talk):
    talk.starts_at, talk.ends_at = moment("2026-11-25 08:00"), moment("2026-11-25 08:45")
    talk.save()
    client.force_login(counsellor)
    told = {
        "first_day": "2026-11-25",
        "starts": "00:00",
        "last_day": "2026-11-25",
        "ends": "23:59",
    }

    done = form_of(client, address("add-absence"), **told)

    page = client.get(done["Location"]).content.decode()
    assert address("detail", talk.pk) in page
    remove = re.search(r'action="([^"]*/away/\d+/remove/)"', page)[1]
    client.post(remove)
    assert address("detail", talk.pk) not in client.get(address("hours")).content.decode()


def test_times_after_an_event_are_opened_and_closed(client, palace):
    session = RegistrationFactory().session
    unit = session.event.plan_line.lead
    counsellor = counsellor_in(unit)
    client.force_login(counsellor)
    told = {
        "counsellor": counsellor.memberships.get().pk,
        "kind": "CAREER",
        "where": "Phòng Đoàn",
        "day": "2026-12-12",
        "starts": "13:00",
        "ends": "14:00",
        "minutes": "15",
    }

    done = form_of(client, address("open-block", session.pk), **told)

    page = client.get(done["Location"]).content.decode()
    assert page.count('class="talk"') == 4
    client.post(done["Location"] + "close/")
    assert (
        address("close-block", int(done["Location"].split("/")[-2]))
        not in client.get(done["Location"]).content.decode()
    )
