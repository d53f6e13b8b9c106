"""Gate m: a minute after a withdrawal no job, queue or list has anything to do with the person;
after an erasure no dump, file, queue, mail or log tells of the person."""

import asyncio
import datetime as dt
import logging

import pytest
import time_machine
from django.core import mail

from nhipcau.matching.held import MEMORY
from nhipcau.matching.models import Suggestion
from nhipcau.messaging.models import PURPOSES, Letter, Message, Topic
from nhipcau.messaging.outbox import Note, put
from nhipcau.ops.tasks import EVERY
from nhipcau.people.models import Consent, Purpose
from nhipcau.placements.models import StayCheck
from nhipcau.referrals.models import Referral
from nhipcau.rights.queries import records_of
from nhipcau.rights.use_cases import finish, withdraw
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.crypto.errors import CiphertextRefused, KeysMissing
from nhipcau.shared.crypto.key_folder import key_folder
from nhipcau.soldiers.models import HomeCheck
from nhipcau.vacancies.models import SavedSearch
from tests.dumps import everything_in_the_database
from tests.factories import (
    NOON,
    AppointmentFactory,
    DataRequestFactory,
    EmployerFactory,
    EventFactory,
    JobWishFactory,
    MilitaryServiceFactory,
    PlacementFactory,
    ReferralFactory,
    RegistrationFactory,
    SessionFactory,
    VacancyFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    case_of,
    moment,
    staff_of,
)
from tests.messaging.gateways import Kept, path_of
from tests.rights.canaries import BORN, PHONE, WORD, whole_life
from tests.vacancies.made import national_data

A_MINUTE = dt.timedelta(minutes=1)
TOMORROW = moment("2026-11-24 09:05")
# What looks at every record of the province, or is no processing of one person.
WITHOUT = {"find_duplicates"}


@pytest.fixture
def kept(settings):
    settings.PHONE_CHANNELS = [path_of(Kept)]
    settings.MESSAGES_BY_MAIL = True
    Kept.taken.clear()
    MEMORY.forget()
    yield Kept.taken
    Kept.taken.clear()
    MEMORY.forget()


def run_every_job(at):
    """All that the worker does by the clock, twice: what one job makes, another may take up."""
    # A browser of another test leaves its loop in this thread; cleaning up cannot run beside it.
    without = WITHOUT | ({"purge"} if asyncio._get_running_loop() else set())
    with time_machine.travel(at, tick=False):
        for _again in range(2):
            for name, (_crontab, job) in EVERY.items():
                if name not in without:
                    job()


@pytest.fixture
def busy(centre, kept):
    """Somebody who agreed to everything, with something ahead in each part of the product."""
    national_data()
    person = YoungPersonFactory(
        full_name=f"Nông {WORD}", phone=PHONE, email="qz@example.vn", followed_by=[centre]
    )
    agree(person, *(one for one in Purpose if one != Purpose.COUNSELLING))
    event = EventFactory(
        starts_at=moment("2026-11-24 10:00"),
        ends_at=moment("2026-11-24 11:00"),
        registration_closes_at=moment("2026-11-24 10:00"),
    )
    RegistrationFactory(session=SessionFactory(event=event), young_person=person)
    AppointmentFactory(young_person=person, starts_at=moment("2026-11-24 11:00"))
    JobWishFactory(young_person=person)
    VacancyFactory(employer=EmployerFactory(centre=centre), wage_from=8_000_000, wage_to=9_000_000)
    ReferralFactory(young_person=person, state="ISSUED")
    placement = PlacementFactory(
        referral=ReferralFactory(young_person=person, state="CLOSED", outcome="STARTED")
    )
    placement.checks.filter(day=7).update(due_on=dt.date(2026, 11, 24))
    service = MilitaryServiceFactory(
        young_person=person,
        state="DISCHARGED",
        discharged_on=dt.date(2026, 8, 24),
        card_until=dt.date(2027, 8, 24),
    )
    HomeCheck.objects.create(service=service, month=3, due_on=dt.date(2026, 11, 24))
    SavedSearch.objects.create(
        young_person=person,
        query={},
        frequency="DAILY",
        code=f"{WORD}code",
        seen_until=NOON - dt.timedelta(days=3),
        next_at=NOON,
        created_at=NOON,
    )
    case_of(staff_of(centre, "COUNSELLOR"), centre, person=person)
    for topic in Topic:
        note = Note(person, topic, f"{WORD} {topic}", person, path="/my/", once=f"wait {topic}")
        put(note, at=NOON)
    return person


def withdraw_everything(person):
    youth = YouthUserFactory(phone=person.phone)
    for purpose in Purpose:
        if Consent.objects.in_force().filter(young_person=person, text__purpose=purpose).exists():
            withdraw(by=youth, at=NOON, young_person=person, purpose=purpose)


def test_with_consent_there_is_much_to_do(busy, kept):
    """The control: without it the test below could not fail."""
    run_every_job(NOON + A_MINUTE)
    run_every_job(TOMORROW)

    told = "\n".join(text for _to, text, _reference in kept)
    assert {topic for topic in Topic if f"{WORD} {topic}" in told} == set(Topic)
    assert mail.outbox
    assert Suggestion.objects.filter(wish__young_person=busy).exists()
    assert HomeCheck.objects.get().asked_at
    assert StayCheck.objects.filter(asked_at__isnull=False).exists()
    assert Message.objects.filter(about_type="vacancies.savedsearch").exists()
    assert Message.objects.filter(topic=Topic.REMINDER, state="SENT").count() > 1


def test_a_minute_after_everything_is_withdrawn_nothing_is_done(busy, kept):
    withdraw_everything(busy)
    before = Message.objects.filter(young_person=busy).count()
    run_every_job(NOON + A_MINUTE)
    run_every_job(TOMORROW)

    assert kept == []
    assert mail.outbox == []
    assert not Letter.objects.filter(state="SENT").exists()
    waiting = Message.objects.filter(young_person=busy, state__in=["PENDING", "SENDING"])
    assert not waiting.exists()
    assert Message.objects.filter(young_person=busy).count() == before
    assert not StayCheck.objects.filter(asked_at__isnull=False).exists()
    assert not Suggestion.objects.filter(wish__young_person=busy).exists()
    assert not HomeCheck.objects.filter(asked_at__isnull=False).exists()
    assert not Referral.objects.filter(young_person=busy, state="ISSUED").exists()


@pytest.mark.parametrize("purpose", sorted({*PURPOSES.values()}))
def test_one_withdrawn_purpose_stops_its_own_messages_alone(busy, kept, purpose):
    withdraw(by=SYSTEM, at=NOON, young_person=busy, purpose=Purpose(purpose))
    run_sending(NOON + A_MINUTE)
    run_sending(TOMORROW)  # what can wait stands in the digest of the morning

    told = "\n".join(text for _to, text, _reference in kept)
    silent = {topic for topic in Topic if f"{WORD} {topic}" not in told}
    assert silent == {topic for topic, under in PURPOSES.items() if under == purpose}


def run_sending(at):
    with time_machine.travel(at, tick=False):
        EVERY["send_due"][1]()


# --- erased --------------------------------------------------------------------------------------


def files_of_the_site(*folders):
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def test_an_erased_person_is_in_no_dump_file_queue_mail_or_log(
    centre, officer, kept, settings, tmp_path, caplog, django_capture_on_commit_callbacks
):
    settings.KEYS_FOLDER = tmp_path / "keys"
    settings.TOMBSTONES = tmp_path / "elsewhere" / "tombstones.jsonl"
    national_data()
    person = whole_life([centre])
    markers = (WORD, WORD.lower(), PHONE, PHONE.replace("+84", "0"), str(BORN), "8123456")
    assert all(one in everything_in_the_database() for one in (WORD, PHONE, str(BORN)))
    records = [one.pk for one in records_of(person)]
    request = DataRequestFactory(young_person=person, units=[centre])
    caplog.set_level(logging.DEBUG)
    Kept.taken.clear()
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        finish(by=officer, at=NOON + dt.timedelta(days=7), data_request=request)
    with django_capture_on_commit_callbacks(execute=True):
        run_every_job(NOON + dt.timedelta(days=7, minutes=1))

    held = everything_in_the_database()
    letters = "\n".join(f"{one.subject}\n{one.body}" for one in mail.outbox)
    sent = "\n".join(map(str, kept))
    for marker in markers:
        assert marker not in held, [line for line in held.splitlines() if marker in line][:3]
        for text in (letters, sent, caplog.text):
            assert marker not in text
    for path in files_of_the_site(tmp_path):
        content = path.read_bytes()
        assert not any(marker.encode() in content for marker in markers), path
    assert not SavedSearch.objects.exists()
    assert settings.TOMBSTONES.exists()
    folder = key_folder()
    for pk in records:
        with pytest.raises((KeysMissing, CiphertextRefused)):
            folder.person(pk)
