"""A row in every table that may be about a person, each text of it the word of the canary."""

import datetime as dt
from uuid import uuid4

from django.db import models, transaction

from nhipcau.accounts.models import SignInCode
from nhipcau.appointments.models import BookingLink
from nhipcau.coordination.models import (
    Decision,
    Difficulty,
    DifficultyStep,
    InternalNote,
    Notice,
    Post,
    Promise,
    Thread,
)
from nhipcau.counselling import use_cases as counselling
from nhipcau.counselling.states import Channel, Doer
from nhipcau.events.models import Attendance, AttendanceCorrection
from nhipcau.fairs.models import DeskMark, Meeting, MeetingStateChange
from nhipcau.gate.models import DoubleAnswer
from nhipcau.matching.models import Grade, GradingPair, GradingRound, Refusal, Suggestion
from nhipcau.matching.use_cases import keep_first_weights
from nhipcau.messaging.models import Letter, Message, WayChoice
from nhipcau.organisations.models import Role
from nhipcau.people.models import Consent, ConsentText, PersonMerge
from nhipcau.placements.models import (
    CounsellingTask,
    DepartureStep,
    FamilyContact,
    PlacementStateChange,
    StartWord,
)
from nhipcau.referrals.models import AnswerLink, ReferralStep
from nhipcau.reporting.models import ReportingPeriod, Snapshot, SnapshotPerson
from nhipcau.rights.models import Restriction
from nhipcau.rights.register import models_by_table
from nhipcau.rights.rows import emptied_columns, erasure_of, rows_about, tables_about_people
from nhipcau.seekers.models import LanguageSkill, SpecialNeeds, WishChange, WorkExperience
from nhipcau.shared import audit
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.row_security import acting
from nhipcau.shared.transitions import begin
from nhipcau.soldiers.models import HomeCheck, MilitaryServiceStateChange
from nhipcau.vacancies.models import SavedSearch
from tests.factories import (
    NOON,
    AppointmentFactory,
    AssistedTalkFactory,
    BoothFactory,
    CandidateFactory,
    CareerDayFactory,
    DataRequestFactory,
    EventFactory,
    FairFactory,
    FeedbackLinkFactory,
    FollowUpFactory,
    JobWishFactory,
    MilitaryServiceFactory,
    PlacementFactory,
    PossibleDuplicateFactory,
    ProgrammeFactory,
    ReferralFactory,
    RegistrationFactory,
    RosterRowFactory,
    ScanFactory,
    SessionFactory,
    TimetableFactory,
    UserFactory,
    VacancyFactory,
    YoungPersonFactory,
    YouthUserFactory,
    case_of,
    guardian_of,
    interest_data,
    moment,
    sheet_of,
    staff_of,
)

WORD = "Qzcanary"
PHONE = "+84987654321"
BORN = dt.date(2006, 7, 19)


def whole_life(units):
    """One person with a row in every table; the kept record and one that was merged into it."""
    person = YoungPersonFactory(
        full_name=f"Nông {WORD}",
        birth_on=BORN,
        phone=PHONE,
        email=f"{WORD}@example.vn",
        gender="FEMALE",
        ethnicity="NUNG",
        is_union_member=True,
        followed_by=units,
    )
    merged = YoungPersonFactory(
        full_name=f"Nong {WORD}", merged_into=person, phone="+84987654320", followed_by=units
    )
    PersonMerge.objects.create(kept=person, merged=merged, score=90, at=NOON)
    PossibleDuplicateFactory(first=person, second=merged)
    audit.record("person.entered", about=person, by=SYSTEM, at=NOON)
    guardian = guardian_of(person, full_name=f"Mẹ {WORD}", phone=PHONE)
    Consent.objects.create(
        young_person=person,
        guardian=guardian,
        text=ConsentText.objects.get(purpose="PARTICIPATION"),
        channel="WEB",
        evidence="form",
        given_at=NOON,
    )
    YouthUserFactory(phone=PHONE)
    SignInCode.objects.create(
        request_token="r" * 40, phone=PHONE, code_hash="x", sent_at=NOON, expires_at=NOON
    )
    interest_data()
    sheet_of(person, code=WORD)
    came(person)
    talks(person)
    at_a_fair(person)
    work(person)
    counselled(person, units[0])
    in_trouble(person, units[0])
    messages(person)
    counted(person, units[0])
    request = DataRequestFactory(young_person=merged, kind="SEE", words=WORD, units=units)
    begin(request, by=SYSTEM, at=NOON)
    return person


def counted(person, unit):
    """In the figures of a month that were closed."""
    period = ReportingPeriod.objects.create(
        programme=ProgrammeFactory(),
        kind="MONTH",
        first=dt.date(2026, 5, 1),
        last=dt.date(2026, 5, 31),
    )
    snapshot = Snapshot.objects.create(
        period=period, number=1, content="{}", row_count=0, counted_at=NOON, proposed_for=unit
    )
    SnapshotPerson.objects.create(snapshot=snapshot, number=1, young_person=person)


def at_a_fair(person):
    past = EventFactory(
        state="HELD",
        starts_at=moment("2026-11-02 08:00"),
        ends_at=moment("2026-11-02 11:00"),
        registration_closes_at=moment("2026-11-02 08:00"),
    )
    session = SessionFactory(event=past)
    fair = FairFactory(event=past)
    booth = BoothFactory(fair=fair)
    candidate = CandidateFactory(
        fair=fair,
        registration=RegistrationFactory(session=session, young_person=person),
        wants=[booth],
    )
    TimetableFactory(fair=fair, lines=[(candidate, booth, 0)])
    meeting = Meeting.objects.create(
        booth=booth,
        candidate=candidate,
        state="HELD",
        result="NO",
        held_at=NOON,
        told={"reason": WORD},
        blocked=WORD,
    )
    MeetingStateChange.objects.create(meeting=meeting, to_state="HELD", at=NOON)
    wish = FollowUpFactory(
        day=CareerDayFactory(event=past), registration=candidate.registration, note=WORD
    )
    begin(wish, by=SYSTEM, at=NOON)
    FeedbackLinkFactory(event=past, young_person=person)
    DeskMark.objects.create(
        mark_id=uuid4(),
        booth=booth,
        candidate=candidate,
        kind="CALL",
        outcome="KEPT",
        actor_kind="desk",
        marked_at=NOON,
        received_at=NOON,
    )


def came(person):
    past = EventFactory(
        state="HELD",
        starts_at=moment("2026-11-01 08:00"),
        ends_at=moment("2026-11-01 11:00"),
        registration_closes_at=moment("2026-11-01 08:00"),
    )
    registration = RegistrationFactory(
        session=SessionFactory(event=past), young_person=person, code=f"{WORD}xxxxxxxx"
    )
    begin(registration, by=SYSTEM, at=NOON)
    attendance = Attendance.objects.create(
        registration=registration,
        session=registration.session,
        young_person=person,
        value="ATTENDED",
        recorded_at=NOON,
    )
    AttendanceCorrection.objects.create(
        attendance=attendance, from_value="ABSENT", to_value="ATTENDED", reason="x", at=NOON
    )
    scan = ScanFactory(registration=registration)
    DoubleAnswer.objects.create(
        event=scan.event, registration=registration, scans=[scan.pk], reason="MISTAKE", at=NOON
    )
    RosterRowFactory(person=person, full_name=f"Nông {WORD}", cells=[WORD], phone=PHONE)


def talks(person):
    """A talk that took place, and a link by which to book."""
    talk = AppointmentFactory(
        young_person=person,
        starts_at=moment("2026-11-02 08:00"),
        state="CAME",
        talk_about=WORD,
        interpreter="TAY",
        online_address=f"https://{WORD}.example",
        code=f"{WORD}talk",
    )
    begin(talk, by=SYSTEM, at=NOON)
    BookingLink.objects.create(
        young_person=person, kind="JOB", made_at=NOON, expires_at=moment("2026-12-01 00:00")
    )


def work(person):
    wish = JobWishFactory(young_person=person, title=WORD, first_place=WORD)
    LanguageSkill.objects.create(wish=wish, language=WORD)
    WorkExperience.objects.create(wish=wish, employer=WORD)
    SpecialNeeds.objects.create(wish=wish, health=WORD, told_at=NOON)
    WishChange.objects.create(wish=wish, step="first", before={"title": WORD}, at=NOON)
    suggested(wish)
    referral = ReferralFactory(young_person=person, state="CLOSED", outcome="STARTED")
    ReferralStep.objects.create(
        referral=referral,
        number=1,
        name="introduce",
        to_state="ISSUED",
        actor_kind="system",
        at=NOON,
    )
    AnswerLink.objects.create(referral=referral, token_hash=WORD, made_at=NOON, expires_at=NOON)
    SavedSearch.objects.create(
        young_person=person,
        query={"q": WORD},
        frequency="WEEKLY",
        code=f"{WORD}code",
        seen_until=NOON,
        next_at=NOON,
        created_at=NOON,
    )
    placement = PlacementFactory(referral=referral, wage=8_123_456)
    StartWord.objects.create(placement=placement, side="PERSON", how="CALL", note=WORD, at=NOON)
    placement.checks.filter(day=7).update(note=WORD)
    CounsellingTask.objects.create(
        placement=placement, opened_at=NOON, due_on=NOON.date(), note=WORD
    )
    DepartureStep.objects.create(
        placement=placement, stage="TRAINING", planned_on=BORN, note=WORD, at=NOON
    )
    FamilyContact.objects.create(
        placement=placement, full_name=WORD, phone=PHONE, relation="MOTHER", told_at=NOON
    )
    PlacementStateChange.objects.create(
        placement=placement, from_state="", to_state="REPORTED", at=NOON
    )
    Restriction.objects.create(young_person=person, purposes=["CONTACT"], since=NOON)
    AssistedTalkFactory(young_person=person)
    service = MilitaryServiceFactory(young_person=person, hope="TRADE")
    MilitaryServiceStateChange.objects.create(
        military_service=service, from_state="", to_state="SERVING", at=NOON
    )
    HomeCheck.objects.create(
        service=service, month=3, due_on=NOON.date(), situation="LOOKING", answered_at=NOON
    )


def suggested(wish):
    """Suggested, put aside and graded."""
    weights = keep_first_weights(by=SYSTEM, at=NOON)
    about = {"wish": wish, "vacancy": VacancyFactory()}
    Suggestion.objects.create(
        **about,
        side="PERSON",
        rank=1,
        score=100,
        parts=[1] * 8,
        weights=weights,
        computed_at=NOON,
    )
    Refusal.objects.create(**about, because="OTHER", word=WORD, is_own=True, at=NOON)
    made = GradingRound.objects.create(made_at=NOON, weights=weights, is_invented=True)
    pair = GradingPair.objects.create(**about, round=made, place=1, rank=1, score=100)
    Grade.objects.create(pair=pair, by=UserFactory(), value=3, at=NOON)


def counselled(person, unit):
    """A case with a note, a step, a transfer and an emergency; closed, as erasure wants it."""
    one, other, boss = (
        staff_of(unit, role) for role in (Role.COUNSELLOR, Role.COUNSELLOR, Role.COORDINATOR)
    )
    case = case_of(one, unit, person=person)
    told = {"by": one, "at": NOON, "case": case}
    counselling.write_contact(**told, held_on=NOON.date(), channel=Channel.PHONE, text=WORD)
    counselling.agree_step(**told, what=WORD, who=Doer.PERSON, due_on=NOON.date())
    counselling.ask_transfer(**told, to_unit=unit, to_counsellor=boss, reason=WORD)
    counselling.open_in_emergency(by=other, at=NOON, case=case, reason=f"{WORD} gọi đến đêm")


def in_trouble(person, unit):
    """A difficulty with all that two units may write about it."""
    programme = ProgrammeFactory()
    difficulty = Difficulty.objects.create(
        programme=programme,
        unit=unit,
        kind="WAGE_UNPAID",
        severity="HIGH",
        state="SOLVED",
        title=WORD,
        what=WORD,
        done=WORD,
        contact=WORD,
        told_by="PERSON",
        young_person=person,
        told_on=NOON.date(),
        due_on=NOON.date(),
        result="HELPED",
        opened_at=NOON,
        ended_at=NOON,
    )
    DifficultyStep.objects.create(
        difficulty=difficulty,
        number=1,
        name="solve",
        to_state="SOLVED",
        unit=unit,
        due_on=NOON.date(),
        level="CONTACT",
        severity="HIGH",
        reason=WORD,
        actor_kind="system",
        at=NOON,
    )
    about = {"unit": unit, "at": NOON}
    with acting(SYSTEM, at=NOON):
        InternalNote.objects.create(difficulty=difficulty, text=WORD, **about)
    thread = Thread.objects.create(
        programme=programme,
        kind="DIFFICULTY",
        difficulty=difficulty,
        subject=WORD,
        last_post_at=NOON,
        **about,
    )
    Post.objects.create(thread=thread, text=WORD, **about)
    told = {"thread": thread, "what": WORD}
    Decision.objects.create(**told, decided_on=NOON.date(), at=NOON)
    Promise.objects.create(**told, programme=programme, due_on=NOON.date(), **about)
    Notice.objects.create(topic="TOLD", difficulty=difficulty, **about)


def messages(person):
    WayChoice.objects.create(young_person=person, changed_at=NOON)
    letter = Letter.objects.create(route="PHONE", address=PHONE, try_at=NOON, created_at=NOON)
    told = {
        "young_person": person,
        "topic": "REGISTRATION",
        "about_type": "x",
        "about_id": 1,
        "send_at": NOON,
        "created_at": NOON,
    }
    Message.objects.create(**told, text=WORD, path=f"/{WORD}/", letter=letter, state="SENDING")


def tables_without_a_row(people):
    """So that a new table is not forgotten by ``whole_life``."""
    with transaction.atomic(), acting(SYSTEM, at=NOON):
        return _without_a_row(people)


def _without_a_row(people):
    return [table for table in tables_about_people() if not rows_about(table, people).exists()]


def traces_left(ids_by_table):
    """table.column of what still tells of the person: columns the register says are emptied, and
    any text at all that holds the word, the phone or the very birthday."""
    with transaction.atomic(), acting(SYSTEM, at=NOON):
        return _traces_left(ids_by_table)


def _traces_left(ids_by_table):
    found = set()
    for table, ids in ids_by_table.items():
        model = models_by_table()[table]
        for row in model.objects.filter(pk__in=ids):
            if erasure_of(table) == "delete":
                found.add(f"{table}: a row is still there")
            for field in model._meta.local_fields:
                value = getattr(row, field.attname)
                told = str(value)
                if any(one in told for one in (WORD, PHONE, str(BORN), "8123456")):
                    found.add(f"{table}.{field.column}")
                if field.column in emptied_columns(table) and not _is_empty(field, row, value):
                    found.add(f"{table}.{field.column} is not empty")
    return sorted(found)


def _is_empty(field, row, value):
    if isinstance(field, models.DateField):
        return value is None or (value.month, value.day) == (1, 1)
    if field.unique:
        return True  # another random value: the word is looked for above
    return value in (None, "", [], {}, f"~{row.pk}")
