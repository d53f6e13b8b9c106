"""Every page of the site with a record of the sample, and who looks at it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from nhipcau.accounts.models import User
from nhipcau.appointments.models import Appointment, Block, Hours, Place
from nhipcau.assistance.models import AssistedTalk
from nhipcau.careerdays.models import CareerDay, FollowUp
from nhipcau.concerns.models import Concern
from nhipcau.coordination.details import DifficultyDetails, Said
from nhipcau.coordination.links import help_token
from nhipcau.coordination.models import Difficulty, JointMeeting, PlanRequest, Promise, Thread
from nhipcau.coordination.use_cases import ask_for_help, tell_difficulty
from nhipcau.coordination.use_cases import take_step as take_coordination_step
from nhipcau.counselling.details import CaseFacts
from nhipcau.counselling.models import Case, Transfer
from nhipcau.counselling.states import Channel, ClosingReason, CounsellingKind, Doer, Result
from nhipcau.counselling.use_cases import (
    agree_step,
    ask_transfer,
    close_case,
    open_case,
    open_in_emergency,
    write_contact,
)
from nhipcau.employers.models import DeskLink, Employer, PossibleSameEmployer, SendingLicence
from nhipcau.employers.use_cases import send_desk_link
from nhipcau.events.models import Attendance, Event, Registration, RegistrationGroup, Session
from nhipcau.events.states import EventState, GroupFit, RegistrationState
from nhipcau.events.telling import registration_note
from nhipcau.events.use_cases import merge_people
from nhipcau.fairs.models import Fair
from nhipcau.feedback.links import token_of as token_of_feedback
from nhipcau.gate.models import Scan
from nhipcau.inventory.models import PaperSheet, Sheet, Sitting
from nhipcau.inventory.use_cases import keep_sheet, open_sitting, print_papers, share_sheet
from nhipcau.matching.models import GradingRound, Suggestion
from nhipcau.matching.use_cases import prepare_round, update_lists
from nhipcau.messaging.outbox import put
from nhipcau.messaging.rules import ways_secret
from nhipcau.organisations.models import Membership, Organisation, OrganisationKind, Role
from nhipcau.organisations.use_cases import invite
from nhipcau.people.details import PersonDetails
from nhipcau.people.models import Consent, PersonMerge, PossibleDuplicate, Purpose, YoungPerson
from nhipcau.people.queries import REQUIRED_PURPOSES
from nhipcau.people.use_cases import agree, enter_person, look_for_duplicates, open_record
from nhipcau.placements.models import CounsellingTask, Placement, StartWord
from nhipcau.placements.queries import check_link, start_link
from nhipcau.placements.states import StayAnswer
from nhipcau.placements.use_cases import record_check, recount_funnel
from nhipcau.programmes.models import FocalPoint, PlanLine, PlanVersion, Programme
from nhipcau.programmes.states import PlanState
from nhipcau.programmes.use_cases import open_plan_version
from nhipcau.referrals.links import live_link, token_of
from nhipcau.referrals.models import Referral
from nhipcau.referrals.table import STEPS
from nhipcau.referrals.use_cases import introduce, propose, take_step
from nhipcau.reporting.models import Export, ReportingPeriod
from nhipcau.reporting.periods import month_period
from nhipcau.reporting.use_cases import confirm_period, propose_period
from nhipcau.rights.models import DataRequest
from nhipcau.rosters.models import Roster
from nhipcau.rosters.states import RosterState
from nhipcau.rosters.use_cases import confirm, make_link, upload
from nhipcau.schools.models import ClassReport
from nhipcau.seekers.use_cases import tell_needs, tell_wish
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.tables.reading import read_tables
from nhipcau.shared.transitions import begin
from nhipcau.soldiers.models import HomeCheck, MilitaryService
from nhipcau.soldiers.queries import check_link as home_link
from nhipcau.vacancies.models import Vacancy
from tests.access.schools_world import report_of
from tests.factories import (
    CLEAR,
    AppointmentFactory,
    BlockFactory,
    BoothFactory,
    DataRequestFactory,
    DeskSessionFactory,
    EmployerFactory,
    EmployerViewFactory,
    EventFactory,
    FeedbackLinkFactory,
    GateDeviceFactory,
    GateFactory,
    HallQuestionFactory,
    PlacementFactory,
    ReferralFactory,
    RegistrationFactory,
    ScanFactory,
    TimetableFactory,
    VacancyFactory,
    YoungPersonFactory,
    csv_of,
    sheet_of,
)
from tests.journeys.vacancies import (
    WRITER,
    draft_list,
    home_vacancy,
    prepare_vacancies,
    row_to_mend,
    saved_search,
    taken_list,
    vacancy_abroad,
    vacancy_report,
    waiting_vacancy,
)
from tests.journeys.visitor import CENTRE, PALACE, colleague
from tests.referrals.conftest import ENOUGH

ANYONE, YOUTH, NEWCOMER = "anyone", "youth", "newcomer"
DESK = "desk"
SECOND = "second counsellor"
TOKEN = "t" * 43


@dataclass(frozen=True)
class Address:
    name: str
    who: str = ANYONE
    arguments: Callable[[], dict] = dict
    query: str = ""


def prepare():
    """What the sample does not have: a draft of a plan, an open invitation, an open record."""
    at = timezone.now()
    coordinator = colleague(PALACE, Role.COORDINATOR)
    programme = Programme.objects.get(is_sample=True)
    open_plan_version(by=coordinator, at=at, programme=programme, year=at.year)
    invite(
        by=colleague(PALACE, Role.ADMINISTRATOR),
        at=at,
        organisation=Organisation.objects.get(code=PALACE),
        role=Role.COUNSELLOR,
        full_name="Vi Thị Mẫu",
        email="vi.thi.mau@example.vn",
        token=TOKEN,
    )
    for role in (Role.COORDINATOR, Role.DATA_OFFICER):
        open_record(by=colleague(PALACE, role), at=at, young_person=person())
    put(registration_note(registration()), at=at)
    _two_pairs(coordinator, at)
    prepare_rosters(coordinator, at)
    prepare_referrals(at)
    prepare_vacancies(principal(YOUTH), person())
    TOTP.activate(coordinator, generate_totp_secret())
    newcomer().set_unusable_password()
    prepare_work(at)
    prepare_interests(person(), at)
    prepare_talks(person(), at)
    prepare_cases(at)
    prepare_difficulties(at)
    prepare_figures(programme, at)


def prepare_difficulties(at):
    """The person of the journeys asked for help twice; one of both is solved."""
    asks = {"by": principal(YOUTH), "at": at, "young_person": person(), "kind": "OTHER"}
    ask_for_help(**asks, what="Em không có xe đến ngày hội")
    ended = ask_for_help(**asks, what="Em mất giấy hẹn")
    solver = colleague(ended.unit.code, Role.COORDINATOR)
    palace = Organisation.objects.get(code=PALACE)
    told = DifficultyDetails(
        kind="EVENT", title="Cần mượn bộ loa", what="Loa của hội trường hỏng", unit=palace
    )
    tell_difficulty(by=colleague(PALACE, Role.COORDINATOR), at=at, told=told)
    said = Said(result="HELPED", done="Đã in lại giấy hẹn cho em")
    take_coordination_step(by=solver, at=at, difficulty=ended, name="solve", said=said)


def open_difficulty():
    return Difficulty.objects.get(title="Cần mượn bộ loa")


def taken_difficulty():
    return Difficulty.objects.filter(state="IN_HAND").order_by("pk").first()


def right_at_stake():
    return Difficulty.objects.filter(kind="WAGE_UNPAID").first()


def own_difficulty():
    return Difficulty.objects.get(young_person=person(), told_by="PERSON", state="NEW")


def solved_for_person():
    return Difficulty.objects.get(young_person=person(), told_by="PERSON", state="SOLVED")


def joint_meeting(state="SET"):
    return JointMeeting.objects.filter(state=state).first()


def own_promise():
    return Promise.objects.open().filter(unit__code=PALACE).order_by("pk").first()


def contact_point():
    return FocalPoint.objects.current().get(organisation__code=PALACE)


def told_concern():
    """Somebody wrote that the Palace was unfair: the Centre reads it."""
    return Concern.objects.get(about_unit__code=PALACE)


def prepare_figures(programme, at):
    """August closed by both units, September waiting for the Centre, a file asked for."""
    palace, centre = (Organisation.objects.get(code=code) for code in (PALACE, CENTRE))
    told = {"at": at, "programme": programme, "organisation": palace}
    propose_period(by=SYSTEM, slug="2026-09", **told)
    august = propose_period(by=SYSTEM, slug="2026-08", **told)
    confirm_period(
        by=SYSTEM,
        at=at,
        period=august,
        organisation=centre,
        content_hash=august.pending.content_hash,
    )
    export = Export.objects.create(
        programme=programme,
        unit=palace,
        measure="turns",
        first=date(2026, 8, 1),
        last=date(2026, 8, 31),
        purpose="Gửi lời cảm ơn",
        row_count=320,
        asked_by=colleague(PALACE, Role.COORDINATOR),
        asked_at=at,
        expires_at=at + dt.timedelta(days=7),
        mark="ABCD2345",
    )
    begin(export, by=SYSTEM, at=at)


def span(slug):
    return lambda: {"slug": slug}


def figures_of(code):
    return lambda: {"code": code, "slug": "2026-10"}


def closed_version():
    return {"pk": ReportingPeriod.objects.get(kind="MONTH", state="CLOSED").in_force_id}


def closed_report():
    return {**closed_version(), "code": "coordination"}


def asked_export():
    return {"pk": Export.objects.get(state="ASKED").pk}


def own_case():
    return Case.objects.live().get(young_person=person(), unit__code=CENTRE)


def asked_of_centre():
    return Transfer.objects.get(to_unit__code=CENTRE, case__young_person=person())


def prepare_cases(at):
    """The Centre's counsellor follows the person of the journeys; the Palace asks for help."""
    told = {"at": at, "young_person": person()}
    counsellor = colleague(CENTRE, Role.COUNSELLOR)
    for case in Case.objects.live().filter(young_person=person()):
        ends = {"reason": ClosingReason.FINISHED, "result": Result.HAS_PLAN}
        close_case(by=SYSTEM, at=at, case=case, **ends)
    agree(by=SYSTEM, **told, purposes=frozenset({Purpose.COUNSELLING}), evidence="sample")
    units = {code: Organisation.objects.get(code=code) for code in (CENTRE, PALACE)}
    case = open_case(
        by=counsellor,
        **told,
        unit=units[CENTRE],
        kind=CounsellingKind.JOB,
        facts=CaseFacts(needs=("FIND_WORK",), advice=("VACANCIES",), interpreter="TAY"),
    )
    agree_step(
        by=counsellor,
        at=at,
        case=case,
        what="Viết đơn xin việc theo mẫu",
        who=Doer.PERSON,
        due_on=timezone.localdate(at) + dt.timedelta(days=3),
    )
    write_contact(
        by=counsellor,
        at=at,
        case=case,
        held_on=timezone.localdate(at),
        channel=Channel.MEETING,
        text="Bạn lo khi phỏng vấn.",
    )
    other = open_case(
        by=colleague(PALACE, Role.COUNSELLOR),
        **told,
        unit=units[PALACE],
        kind=CounsellingKind.CAREER,
        facts=CaseFacts(needs=("CHOOSE_CAREER",)),
    )
    ask_transfer(
        by=colleague(PALACE, Role.COUNSELLOR),
        at=at,
        case=other,
        to_unit=units[CENTRE],
        reason="Bạn muốn tìm việc ngay",
    )
    open_in_emergency(by=second(), at=at, case=case, reason="Bạn ấy gọi đến lúc tối")


def second():
    """A second counsellor of the Centre, who does not follow the person."""
    return User.objects.get(email="tuvan2.dvvl@example.vn")


def prepare_work(at):
    """Somebody of the sample looks for work, is at work, goes abroad, and asks about the data."""
    youth, centre = person(), Organisation.objects.get(code=CENTRE)
    employer = EmployerFactory(centre=centre, name="Công ty May Mẫu")
    told = {"title": "Công nhân may", "market": "HOME", "wage_from": 7_000_000, "ready": "NOW"}
    words = {"by": SYSTEM, "at": at, "young_person": youth}
    tell_wish(**words, told=told, agrees_now=True, evidence="sample")
    needs = {"ethnicity": "NUNG", "priorities": ["POOR"], "priority_other": "", "health": "x"}
    tell_needs(**words, told=needs, agrees_now=True, evidence="sample")
    tell_wish(**words, told={**told, "title": "Công nhân may công nghiệp"})
    for market, title in (("HOME", "Công nhân may"), ("OVERSEAS", "Chế biến thực phẩm, Nhật Bản")):
        vacancy = VacancyFactory(employer=employer, title=title, market=market)
        ReferralFactory(young_person=youth, vacancy=vacancy, state="HIRED", answered_at=at)
        ReferralFactory(
            young_person=youth,
            vacancy=VacancyFactory(employer=employer, title=f"{title} 2"),
            state="CLOSED",
            outcome="NO_ANSWER",
        )
        placement = PlacementFactory(
            referral=ReferralFactory(
                young_person=youth,
                vacancy=VacancyFactory(employer=employer, title=title, market=market),
                state="HIRED",
            ),
            state="REPORTED" if market == "HOME" else "PREPARING",
            starts_on=timezone.localdate(at) - dt.timedelta(days=8),
        )
        StartWord.objects.create(placement=placement, side="EMPLOYER", how="PAPER", at=at)
    left = PlacementFactory(
        referral=ReferralFactory(
            young_person=youth, vacancy=VacancyFactory(employer=employer), state="HIRED"
        ),
        starts_on=timezone.localdate(at) - dt.timedelta(days=40),
    )
    check = left.checks.get(day=30)
    record_check(by=SYSTEM, at=at, check=check, answer=StayAnswer.LEFT, reason="WAGE")
    request = DataRequestFactory(young_person=youth, units=[centre])
    begin(request, by=SYSTEM, at=at)
    recount_funnel(by=SYSTEM, at=at)
    open_record(by=colleague(PALACE, Role.COORDINATOR), at=at, young_person=youth)
    update_lists(by=SYSTEM, at=at)
    prepare_round(by=SYSTEM, at=at)


def _two_pairs(coordinator, at):
    """One person on record twice, not yet judged, with both records open; another one, merged."""
    made = [
        enter_person(
            by=SYSTEM,
            at=at,
            details=PersonDetails(name, date(2007, 3, 9), phone),
            followed_by=[Organisation.objects.get(code=PALACE)],
            purposes=REQUIRED_PURPOSES,
        )
        for name, phone in (
            ("Nông Thị Mẫu", "0990700001"),
            ("Nông Mẫu", "0990700002"),
            ("Lý A Mẫu", "0990700003"),
            ("Lí A Mẫu", "0990700004"),
        )
    ]
    look_for_duplicates(by=SYSTEM, at=at, since=at)
    merge_people(by=coordinator, at=at, kept=made[2], merged=made[3])
    for one in made[:2]:
        open_record(by=colleague(PALACE, Role.DATA_OFFICER), at=at, young_person=one)


def alike():
    return PossibleDuplicate.objects.unanswered().get(first__full_name="Nông Thị Mẫu")


def merge():
    return PersonMerge.objects.get(kept__full_name="Lý A Mẫu")


def prepare_rosters(coordinator, at):
    """A list that came through a link, with one row of every kind; and one taken over."""
    session = open_session()
    sender = Organisation.objects.filter(kind=OrganisationKind.SCHOOL).first()
    told = {"at": at, "session": session, "organisation": sender}
    link = make_link(by=coordinator, token=TOKEN, expires_at=at + dt.timedelta(days=9), **told)
    header = ("STT", "Họ và tên", "Ngày sinh", "Lớp", "Số điện thoại")
    rows = [
        (1, "Nông Thị Mẫu", "04/05/2009", "12A1", "0990 345 678"),
        (2, "Hoàng Văn Mẫu", "2009", "12A1", "0990 345 679"),
        (3, "Lý Thị Nhỏ", "04/05/2013", "8B", "0990 345 670"),
        (4, "Nông Thị Mẫu", "04/05/2009", "12A1", "0990 345 678"),
        (5, "Vi Văn", "31/02/2009", "12A1", ""),
    ]
    upload(
        by=PUBLIC,
        link=link,
        tables=read_tables(csv_of(header, *rows)),
        file_name="12A1.csv",
        **told,
    )
    taken = upload(
        by=coordinator,
        tables=read_tables(csv_of(header, (1, "Chu Thị Mẫu", "04/05/2009", "12A2", "0990345671"))),
        file_name="12A2.csv",
        **told,
    )
    confirm(
        by=coordinator,
        at=at,
        roster=taken,
        name="12A2",
        fit=GroupFit.AS_MANY,
        asks_each=False,
        evidence="tập 12/2026",
        purposes=frozenset({"PARTICIPATION"}),
    )


def prepare_referrals(at):
    """One proposed, one introduced, one invited, one frozen and one ended; an open vacancy."""
    units = list(Organisation.objects.filter(code__in=[PALACE, CENTRE]).order_by("code"))
    centre = Organisation.objects.get(code=CENTRE)
    employer = EmployerFactory(centre=centre, name="Công ty Mẫu", phone="0990345678")
    counsellor, proposing = newcomer(), colleague(PALACE, Role.COORDINATOR)
    for number, name in enumerate(("", "introduced", "invite", "freeze", "not_hired")):
        introduced = enter_person(
            by=SYSTEM,
            at=at,
            details=PersonDetails(
                f"Hoàng Văn Mẫu {chr(65 + number)}", date(2006, 3, 9), f"099060000{number}"
            ),
            followed_by=units,
            purposes=REQUIRED_PURPOSES | {Purpose.INTRODUCTION},
        )
        told = {
            "at": at,
            "young_person": introduced,
            "vacancy": VacancyFactory(
                employer=employer, title="Công nhân may", closes_on=date(2026, 12, 31)
            ),
        }
        if not name:
            propose(by=proposing, **told)
            continue
        made = introduce(by=counsellor, **told)
        if name in STEPS:
            take_step(by=counsellor, at=at, referral=made, name=name, told=ENOUGH)
    open_record(by=counsellor, at=at, young_person=introduced)


def referral(state, **which):
    return Referral.objects.filter(state=state, **which).order_by("pk").last()


def in_state(state, **which):
    return lambda: {"pk": referral(state, **which).pk}


def of_step(state, name, **which):
    return lambda: {"pk": referral(state, **which).pk, "name": name}


def answer_token(state="ISSUED"):
    return lambda: {"token": token_of(live_link(referral(state, freeze="")))}


def to_begin():
    vacancy = Vacancy.objects.order_by("pk").last()
    asked = Referral.objects.exclude(vacancy=vacancy).order_by("pk").first()
    return {"pk": asked.young_person_id, "vacancy_pk": vacancy.pk}


def principal(who):
    """The user behind a name: ``PALACE COORDINATOR``, the youth of the sample, or nobody."""
    if who in (ANYONE, DESK):
        return None
    if who == YOUTH:
        return User.objects.get_or_create(phone=person().phone)[0]
    if who == NEWCOMER:
        return newcomer()
    if who == SECOND:
        return second()
    unit, role = who.split()
    return colleague(unit, role)


def newcomer():
    return colleague(CENTRE, Role.COUNSELLOR)


def suggested():
    """Somebody of the sample and a vacancy of the list."""
    lines = Suggestion.objects.filter(side="PERSON", wish__young_person=person())
    return {"pk": person().pk, "vacancy_pk": lines.order_by("rank").first().vacancy_id}


def grading_round():
    return GradingRound.objects.first()


def person():
    """The one who registered last, with a family on one phone."""
    return last_registration().young_person


def last_registration():
    """Of those who agreed to be told of later activities; the same however often it is asked."""
    agreed = Consent.objects.in_force().filter(text__purpose="CONTACT").values("young_person")
    return (
        Registration.objects.filter(young_person__in=agreed)
        .order_by("-registered_at", "pk")
        .first()
    )


def _event(**which):
    return Event.objects.filter(**which).order_by("-starts_at").first()


def open_event():
    """Open to the public, with two sessions."""
    return Event.objects.filter(kind__code="job-fair", state=EventState.OPEN).earliest("pk")


def open_session():
    return open_event().sessions.order_by("pk").first()


def full_session():
    return Session.objects.order_by("-waiting_count").first()


def held_event():
    return _event(state=EventState.HELD)


def army_event():
    return _event(kind__code="army-pre-discharge", starts_at__gt=timezone.now())


def draft_event():
    return _event(state=EventState.DRAFT)


def cancelled_event():
    return _event(state=EventState.CANCELLED)


def registration(state=RegistrationState.CONFIRMED):
    return (
        Registration.objects.filter(state=state, session__event__state=EventState.OPEN)
        .order_by("-registered_at")
        .first()
    )


def sample_group():
    """A class with places, offers and people who wait, and a school's kept places beside it."""
    return RegistrationGroup.objects.order_by("pk").first()


def employer():
    return Employer.objects.filter(state="VERIFIED", commune__isnull=False).order_by("pk").first()


def new_employer():
    """Checked by one colleague."""
    return Employer.objects.filter(state="REGISTERED", checks__isnull=False).order_by("pk").first()


def licence():
    return SendingLicence.objects.order_by("expires_on").last()


def sending_employer():
    return licence().employer


def same_pair():
    return PossibleSameEmployer.objects.undecided().first()


def desk_link():
    """A link to open the desk of an employer."""
    link = DeskLink.objects.filter(employer=employer(), used_at=None, revoked_at=None).first()
    return link or send_desk_link(
        by=colleague(CENTRE, Role.COUNSELLOR),
        at=timezone.now(),
        contact=employer().contacts.get(is_main=True),
    )


def own_draft():
    """A vacancy that the employer at the desk has not sent in yet."""
    found = Vacancy.objects.filter(employer=employer(), state="DRAFT").first()
    return found or VacancyFactory(employer=employer(), title="Thợ may nháp", state="DRAFT")


def open_a_desk():
    """The key of an open desk, for a browser's cookie."""
    desk = DeskSessionFactory(
        contact=employer().contacts.get(is_main=True),
        key="d" * 40,
        expires_at=timezone.now() + dt.timedelta(hours=8),
    )
    return "d" * 40 if desk else ""


def draft_roster():
    return Roster.objects.get(state=RosterState.DRAFT)


def taken_roster():
    return Roster.objects.get(state=RosterState.CONFIRMED)


def draft_version():
    return PlanVersion.objects.get(state=PlanState.DRAFT)


def proposed_version():
    return PlanVersion.objects.get(state=PlanState.PROPOSED)


def pk(of):
    return lambda: {"pk": of().pk}


def code(state):
    return lambda: {"code": registration(state).code}


def month(year, number):
    return lambda: {"month": month_period(year, number)}


def unit_of(record, unit):
    return lambda: {
        "pk": record().pk,
        "unit_pk": Organisation.objects.get(code=unit).pk,
    }


def move(event, to):
    return lambda: {"pk": event().pk, "to": to}


def running():
    return Programme.objects.get(is_sample=True)


def closed_programme():
    return Programme.objects.get(is_sample=False)


def line_to_keep():
    return PlanLine.objects.filter(version__state=PlanState.APPROVED).order_by("-month").first()


def draft_line():
    return draft_version().lines.order_by("pk").first()


def door():
    """A scan of a ticket that was let in at two gates."""
    if not Scan.objects.exists():
        held = held_event()
        registration = held_attendance().registration
        for name in ("Cổng A", "Cổng B"):
            device = GateDeviceFactory(
                gate=GateFactory(event=held, name=name), label=f"Điện thoại {name}"
            )
            ScanFactory(device=device, registration=registration)
    return Scan.objects.order_by("pk").first()


def held_attendance():
    return Attendance.objects.filter(session__event=held_event()).order_by("pk").first()


def other_member():
    unit = Organisation.objects.get(code=PALACE)
    return Membership.objects.active().get(organisation=unit, role=Role.COUNSELLOR)


def hired(market="HOME"):
    """Taken on, and nobody told yet whether work began."""
    untold = Referral.objects.filter(state="HIRED", placement=None, young_person=person())
    return untold.get(vacancy__market=market)


def placement(state="REPORTED"):
    return Placement.objects.filter(state=state).order_by("pk").first()


def task():
    return CounsellingTask.objects.filter(done_at=None).order_by("pk").first()


def data_request():
    return DataRequest.objects.get(young_person=person())


def stay_link():
    return {"token": check_link(placement().checks.get(day=7))}


def start_token():
    return {"token": start_link(placement())}


def child():
    """Somebody too young to be introduced, on the family's phone."""
    youth = person()
    return YoungPerson.objects.get_or_create(
        phone=youth.phone,
        folded_name="nong van em",
        birth_on=date(2013, 5, 4),
        defaults={"full_name": "Nông Văn Em", "created_at": timezone.now()},
    )[0]


def service(state="SERVING"):
    """A soldier of the own page's phone; in the sample nobody serves on this phone."""
    days = {}
    if state != "SERVING":
        home = timezone.localdate() - dt.timedelta(days=100)
        days = {"discharged_on": home, "card_until": home + dt.timedelta(days=365)}
    made, _is_new = MilitaryService.objects.update_or_create(
        young_person=person(),
        defaults={
            "state": state,
            "expected_on": date(2027, 2, 12),
            "discharged_on": None,
            "card_until": None,
            "created_at": timezone.now(),
            **days,
        },
    )
    return made


def home_check():
    return HomeCheck.objects.get_or_create(
        service=service("DISCHARGED"),
        month=3,
        defaults={"due_on": timezone.localdate() - dt.timedelta(days=8), "wants_help": True},
    )[0]


def together():
    """An officer of a commune sits with somebody who agreed to two of three things."""
    at, officer = timezone.now(), colleague(PALACE, Role.COMMUNE_OFFICER)
    grown = YoungPerson.objects.visible_to(officer).kept().filter(birth_on__lt=date(2008, 1, 1))
    youth = grown.order_by("-pk").first()
    agreed = Consent.objects.in_force().filter(young_person=youth)
    agreed.filter(text__purpose="CONTACT").update(withdrawn_at=at)
    agree(
        by=SYSTEM,
        at=at,
        young_person=youth,
        purposes=frozenset({"PARTICIPATION", "JOB_SEARCH"}),
        evidence="sample",
    )
    told = {"title": "Thợ hàn", "market": "HOME", "wage_from": 8_000_000, "ready": "NOW"}
    tell_wish(by=SYSTEM, at=at, young_person=youth, told=told)
    open_record(by=officer, at=at, young_person=youth)
    return AssistedTalk.objects.update_or_create(
        officer=officer,
        ended_at=None,
        defaults={
            "young_person": youth,
            "began_at": at,
            "language": "TAY",
            "interpreter": "FAMILY",
            "place": "HOME",
        },
    )[0]


def soldiers_session():
    return army_event().sessions.first()


def prepare_interests(youth, at):
    """Two results of the youth, one of them shared; a class of the sample that still answers."""
    told = {"by": SYSTEM, "at": at, "agrees_now": True, "evidence": "sample"}
    for days, means in ((200, {**CLEAR, "R": 2, "S": 4.5}), (0, CLEAR)):
        made = sheet_of(means=means, at=at - dt.timedelta(days=days))
        keep_sheet(sheet=made, young_person=youth, **told)
    share_sheet(by=SYSTEM, at=at, sheet=own_sheets()[0])
    sheet_of(form="SHORT", at=at)
    palace = Organisation.objects.get(code=PALACE)
    opened = open_sitting(by=SYSTEM, at=at, unit=palace, name="12A9", form="LONG")
    print_papers(by=colleague(PALACE, Role.COORDINATOR), at=at, sitting=opened, count=3)
    open_record(by=colleague(PALACE, Role.COUNSELLOR), at=at, young_person=youth)


def own_sheets():
    return list(Sheet.objects.filter(young_person=person()))


def open_sheet():
    return Sheet.objects.filter(young_person=None, form="SHORT").first()


def sheet_with(flag):
    found = Sheet.objects.filter(young_person=None, result__flags=[flag]).first()
    means = dict.fromkeys("RIASEC", 3 if flag == "STRAIGHT" else 3.5)
    return found or sheet_of(means=means, at=timezone.now())


def sitting(*, is_open):
    return Sitting.objects.filter(unit__code=PALACE, closed_at__isnull=is_open).first()


def school_class(name="10A1"):
    """A class that a school sent to an event that is over."""
    session = Session.objects.filter(
        event__kind__is_in_school=True,
        event__state="HELD",
        event__plan_line__lead__code__in=[PALACE, CENTRE],
    ).first()
    school = Organisation.objects.filter(kind="SCHOOL").first()
    return RegistrationGroup.objects.get_or_create(
        session=session,
        name=name,
        defaults={
            "organisation": school,
            "fit": "AS_MANY",
            "code": f"class-{name}-{'x' * 10}",
            "created_at": timezone.now(),
        },
    )[0]


def class_report():
    group = school_class("11A2")
    return ClassReport.objects.filter(group=group).first() or report_of(group)


def kept_talk():
    """A talk of the person of the own case that took place today."""
    case = own_case()
    found = Appointment.objects.filter(young_person=case.young_person, state="CAME").first()
    talk = found or AppointmentFactory(
        counsellor=case.counsellor,
        unit=case.unit,
        young_person=case.young_person,
        starts_at=timezone.now() - dt.timedelta(hours=1),
        state="CAME",
    )
    return {"pk": case.pk, "appointment_pk": talk.pk}


def waiting_paper():
    return PaperSheet.objects.filter(taken_at=None).first()


def prepare_talks(youth, at):
    """Talks of the youth in every state; times after an event that the youth comes to."""
    counsellor = colleague(PALACE, Role.COUNSELLOR)
    unit = Organisation.objects.get(code=PALACE)
    place = Place.objects.filter(unit=unit).first()
    told = {"young_person": youth, "unit": unit, "counsellor": counsellor, "place": place}
    soon = timezone.localtime(at).replace(hour=5, minute=0, second=0, microsecond=0)
    for days, state in enumerate(("BOOKED", "ON_HOLD", "CAME", "NO_SHOW", "CANCELLED")):
        ahead = days + 1 if days < 2 else -days
        made = AppointmentFactory(
            **told,
            state=state,
            starts_at=soon + dt.timedelta(days=ahead),
            hold_expires_at=at + dt.timedelta(hours=20) if state == "ON_HOLD" else None,
            talk_about="Chọn ngành cơ khí hay điện?",
            created_at=at,
            changed_at=at,
            code=f"talk{state.replace('_', '')}{'x' * 12}",
        )
        begin(made, by=SYSTEM, at=at)
    session = last_registration().session
    BlockFactory(
        session=session,
        unit=unit,
        counsellor=counsellor,
        starts_at=session.ends_at + dt.timedelta(days=200),
        ends_at=session.ends_at + dt.timedelta(days=200, hours=2),
    )


def talk(state):
    return Appointment.objects.get(code__startswith=f"talk{state.replace('_', '')}x")


def talk_hours():
    return Hours.objects.filter(counsellor=colleague(PALACE, Role.COUNSELLOR)).first()


def talk_block():
    return Block.objects.filter(session=last_registration().session).first()


T = "workspace:appointments:"
TALK_DAY = "2026-11-26"
C = RegistrationState.CONFIRMED
PALACE_COUNSELLOR = f"{PALACE} {Role.COUNSELLOR}"
COORDINATOR = f"{PALACE} {Role.COORDINATOR}"
LEADER = f"{PALACE} {Role.LEADER}"
OTHER_LEADER = f"{CENTRE} {Role.LEADER}"
ADMINISTRATOR = f"{PALACE} {Role.ADMINISTRATOR}"
FOCAL_POINT = f"{CENTRE} {Role.FOCAL_POINT}"
COMMUNE_OFFICER = f"{PALACE} {Role.COMMUNE_OFFICER}"
VOLUNTEER = f"{PALACE} {Role.GATE_VOLUNTEER}"
DATA_OFFICER = f"{PALACE} {Role.DATA_OFFICER}"
COUNSELLOR = f"{CENTRE} {Role.COUNSELLOR}"
I = "workspace:referrals:"  # noqa: E741
OFFICER = f"{CENTRE} {Role.DATA_OFFICER}"
COUNSELLOR = f"{CENTRE} {Role.COUNSELLOR}"
CENTRE_BOSS = f"{CENTRE} {Role.COORDINATOR}"
W = "workspace:"
K = "workspace:coordination:"
E = "workspace:events:"
R = "workspace:rosters:"
M = "workspace:employers:"
COUNSELLOR = f"{CENTRE} {Role.COUNSELLOR}"
V = "workspace:vacancies:"
F = "workspace:fairs:"


def fair():
    return Fair.objects.get()


def fair_event():
    return fair().event


def booth():
    """The booth of the employer at whose desk the visitor sits."""
    found = fair().booths.filter(employer=employer()).first()
    return found or BoothFactory(fair=fair(), employer=employer())


def fair_candidate():
    """Somebody who is told interviews."""
    return fair().candidates.filter(interviews__isnull=False).order_by("pk").first()


def fair_timetable():
    return fair().timetables.get(state="PUBLISHED")


def fair_code():
    return {"code": fair_candidate().registration.code}


def draft_timetable():
    return fair().timetables.filter(state="DRAFT").first() or TimetableFactory(
        fair=fair(), state="DRAFT", base=fair_timetable(), published_at=None
    )


def late_fair_code():
    """Somebody with a place at the fair who told no wishes."""
    told = fair().candidates.values("registration")
    sessions = fair_event().sessions.all()
    found = Registration.objects.filter(session__in=sessions, state=RegistrationState.CONFIRMED)
    return {"code": found.exclude(pk__in=told).order_by("pk").first().code}


D = "workspace:careerdays:"
Q = "workspace:follow-ups:"


def held_day():
    """The day of careers that is over, with all that came of it."""
    return CareerDay.objects.get(event__state=EventState.HELD)


def coming_day():
    """The next one, whose hall may ask already."""
    found = CareerDay.objects.exclude(event__state=EventState.HELD).get()
    CareerDay.objects.filter(pk=found.pk).update(takes_questions=True)
    if not found.questions.exists():
        HallQuestionFactory(day=found, state="SHOWN", also_count=4)
    return found


def bare_event():
    """A fair's event without a programme."""
    return Event.objects.exclude(career_day__isnull=False).filter(kind__code="job-fair").first()


def day_event(day):
    return lambda: {"pk": day().event_id}


def ask_code(day):
    return lambda: {"code": day().ask_code}


def child_code():
    """Somebody under 16 with a place at the fair, who agreed to nothing more."""
    session = fair_event().sessions.first()
    child = YoungPersonFactory(full_name="Lý Văn Nhỏ", birth_on=dt.date(2012, 3, 4))
    return {"code": RegistrationFactory(session=session, young_person=child).code}


def follow_up():
    """One that the Centre sees to."""
    return FollowUp.objects.filter(owner__code=CENTRE, state="WAITING").order_by("pk").first()


def feedback_token(*, is_answered=False):
    link = FeedbackLinkFactory(
        event=held_day().event, asked_at=timezone.now(), is_answered=is_answered
    )
    return {"token": token_of_feedback(link)}


def asked_view():
    return EmployerViewFactory(
        event=EventFactory(plan_line=fair_event().plan_line, title="Ngày hội việc làm hè"),
        employer=employer(),
        asked_at=timezone.now(),
    )


ADDRESSES = [
    Address("public:day", arguments=day_event(held_day)),
    Address("public:day", arguments=day_event(coming_day)),
    Address("public:ask", arguments=ask_code(held_day)),
    Address("public:ask", arguments=ask_code(coming_day)),
    Address("public:hall", arguments=lambda: {"code": held_day().screen_code}),
    Address("public:hall", arguments=lambda: {"code": coming_day().screen_code}),
    Address("public:follow-up", arguments=late_fair_code),
    Address("public:follow-up", arguments=child_code),
    Address("public:follow-up", arguments=lambda: {"code": "khong-co-ma-nay"}),
    Address("public:interviews", arguments=child_code),
    Address("public:how-was-it", arguments=feedback_token),
    Address("public:how-was-it", arguments=lambda: feedback_token(is_answered=True)),
    Address("public:how-was-it", arguments=lambda: {"token": "khong-co"}),
    Address("employers:view-of-day", DESK, pk(asked_view)),
    Address(D + "overview", COORDINATOR, pk(bare_event)),
    *(
        Address(D + name, COORDINATOR, day_event(held_day))
        for name in ("overview", "questions", "poster", "outcomes", "add-item", "add-employer")
    ),
    Address(D + "find", COORDINATOR, day_event(held_day), query="?q=n"),
    Address(D + "find", COORDINATOR, day_event(held_day), query="?q=khong+co+ai"),
    Address(D + "change-item", COORDINATOR, lambda: {"pk": held_day().items.first().pk}),
    Address(Q + "list", COUNSELLOR),
    Address(Q + "list", COORDINATOR, query="?state=DONE"),
    Address(Q + "list", COUNSELLOR, query="?state=DROPPED"),
    Address(Q + "drop", COUNSELLOR, pk(follow_up)),
    Address(
        Q + "write", COORDINATOR, lambda: {"pk": held_day().follow_ups.first().registration_id}
    ),
    Address(F + "add-candidate", COORDINATOR, pk(fair_event), query="?q=n"),
    Address("public:fair", arguments=pk(fair_event)),
    Address("public:interviews", arguments=fair_code),
    Address("public:interviews", arguments=late_fair_code),
    Address("public:interviews", arguments=lambda: {"code": "khong-co-ma-nay"}),
    Address("public:screen", arguments=lambda: {"code": fair().screen_code}),
    Address("employers:fair", DESK, pk(booth)),
    Address("employers:answer-fair", DESK, pk(booth)),
    Address("employers:decline-fair", DESK, pk(booth)),
    Address("employers:fair-people", DESK, pk(booth)),
    Address("employers:fair-day", DESK, pk(booth)),
    *(
        Address(F + name, COORDINATOR, pk(fair_event))
        for name in (
            *("overview", "set-up", "invite", "hall", "hall-plan", "add-bus", "candidates"),
            *("ask", "day", "outcomes"),
        )
    ),
    *(
        Address(F + name, COORDINATOR, pk(booth))
        for name in ("booth", "change-booth", "give-up", "desk")
    ),
    Address(F + "change-bus", COORDINATOR, lambda: {"pk": fair().buses.first().pk}),
    Address(F + "wishes", COORDINATOR, lambda: {"pk": fair_candidate().registration_id}),
    Address(F + "timetable", COORDINATOR, pk(fair_timetable)),
    Address(F + "timetable", LEADER, pk(draft_timetable)),
    Address(F + "publish", COORDINATOR, pk(draft_timetable)),
    Address(F + "discard", COORDINATOR, pk(draft_timetable)),
    Address("public:home"),
    Address("public:calendar"),
    Address("public:calendar", query="?q=ngay+hoi&open=1"),
    Address("public:calendar", query="?q=khong+co+gi"),
    Address("public:calendar", query="?month=2026-03"),
    Address("public:event", arguments=pk(open_event)),
    Address("public:event", arguments=lambda: {"pk": full_session().event_id}),
    Address("public:event", arguments=pk(held_event)),
    Address("public:event", arguments=pk(army_event)),
    Address("public:event", arguments=pk(cancelled_event)),
    Address("public:register", arguments=pk(open_session)),
    Address("public:register", arguments=pk(full_session)),
    Address("public:register", arguments=lambda: {"pk": held_event().sessions.first().pk}),
    Address("public:registration", arguments=code(C)),
    Address("public:registration", arguments=code(RegistrationState.WAITING)),
    Address("public:registration", arguments=lambda: {"code": "khong-co-ma-nay"}),
    Address("public:cancel", arguments=code(C)),
    Address("public:registration", arguments=code(RegistrationState.OFFERED)),
    Address("public:registration", arguments=code(RegistrationState.EXPIRED)),
    Address("public:group", arguments=lambda: {"code": sample_group().code}),
    Address("public:cancel-group", arguments=lambda: {"code": sample_group().code}),
    Address("public:ticket", arguments=code(C)),
    Address("public:ticket", arguments=code(RegistrationState.WAITING)),
    Address("public:my-registrations", YOUTH),
    Address("public:my-registrations", COORDINATOR),
    Address("public:wish", YOUTH, pk(person)),
    Address("public:wish", YOUTH, pk(child)),
    *(
        Address("public:wish-step", YOUTH, lambda step=step: {"pk": person().pk, "step": step})
        for step in ("first", "training", "skills", "experience", "conditions", "needs")
    ),
    Address("public:interests"),
    Address("public:interests", query="?code=KHONG-CO"),
    Address("public:interest-answer", arguments=lambda: {"count": 24}),
    Address("public:interest-answer", arguments=lambda: {"count": 48}),
    Address("public:interest-result", arguments=lambda: {"code": open_sheet().code}),
    Address("public:interest-result", arguments=lambda: {"code": sheet_with("FLAT").code}),
    Address("public:interest-result", arguments=lambda: {"code": sheet_with("STRAIGHT").code}),
    Address("public:interest-result", arguments=lambda: {"code": waiting_paper().code}),
    Address("public:appointments"),
    Address("public:appointments", query="?kind=JOB&mode=ONLINE"),
    Address("public:appointments", query=f"?on={TALK_DAY}"),
    Address("public:appointments", query="?on=2026-11-29"),
    Address("public:book", query=f"?starts={TALK_DAY.replace('-', '')}T1000"),
    Address("public:book", YOUTH, query=f"?starts={TALK_DAY.replace('-', '')}T1000&mode=PHONE"),
    Address("public:booking-sent"),
    Address("public:booking-link", arguments=lambda: {"pk": 1, "secret": "khong-co"}),
    Address("public:group-times", YOUTH, lambda: {"pk": talk_block().pk}),
    *(
        Address("public:appointment", arguments=lambda state=state: {"code": talk(state).code})
        for state in ("BOOKED", "ON_HOLD", "CAME", "NO_SHOW", "CANCELLED")
    ),
    Address("public:cancel-appointment", arguments=lambda: {"code": talk("BOOKED").code}),
    Address("public:move-appointment", arguments=lambda: {"code": talk("BOOKED").code}),
    Address(
        "public:move-appointment",
        arguments=lambda: {"code": talk("BOOKED").code},
        query=f"?on={TALK_DAY}",
    ),
    Address("public:my-interests", YOUTH, pk(person)),
    Address("public:my-interests", YOUTH, pk(child)),
    Address("public:my-interest", YOUTH, lambda: {"pk": own_sheets()[0].pk}),
    Address("public:my-interest", YOUTH, lambda: {"pk": own_sheets()[1].pk}),
    Address("public:keep-interest", YOUTH, lambda: {"pk": person().pk, "code": open_sheet().code}),
    Address("public:my-jobs", YOUTH, pk(person)),
    Address("public:my-occupation", YOUTH, pk(person)),
    Address("public:my-occupation", YOUTH, pk(person), query="?q=tho+han"),
    Address("public:not-for-me", YOUTH, suggested),
    Address("public:my-data", YOUTH, pk(person)),
    Address("public:correct", YOUTH, pk(person)),
    Address("public:tell-start", YOUTH, pk(hired)),
    Address("public:take-own-step", YOUTH, lambda: {"pk": hired().pk, "name": "withdraw"}),
    Address("public:home-check", arguments=lambda: {"token": home_link(home_check())}),
    Address("public:home-check", arguments=lambda: {"token": "a" * 28}),
    Address("public:stay", arguments=stay_link),
    Address("public:stay", arguments=stay_link, query="?answer=left"),
    Address("public:stay", arguments=start_token),
    Address("public:stay", arguments=lambda: {"token": "a" * 28}),
    Address("public:programme"),
    Address("public:privacy"),
    Address("account:sign-in"),
    Address("account:phone"),
    Address("account:accept-invitation", arguments=lambda: {"token": TOKEN}),
    Address("account:accept-invitation", arguments=lambda: {"token": "khong-co"}),
    Address("account:secure", NEWCOMER),
    Address("account:profile", COORDINATOR),
    Address("account:profile", YOUTH),
    Address("account_login"),
    Address("account_inactive"),
    Address("account_reauthenticate", COORDINATOR),
    Address("mfa_reauthenticate", COORDINATOR),
    Address("account_set_password", NEWCOMER),
    Address("mfa_activate_totp", NEWCOMER),
    Address("mfa_add_webauthn", NEWCOMER),
    Address("mfa_deactivate_totp", COORDINATOR),
    Address("mfa_view_recovery_codes", COORDINATOR),
    Address("mfa_generate_recovery_codes", COORDINATOR),
    Address(W + "desk", COORDINATOR),
    Address(W + "desk", OTHER_LEADER),
    Address(W + "desk", VOLUNTEER),
    Address(W + "desk", ADMINISTRATOR),
    Address(W + "desk", DATA_OFFICER),
    Address(W + "desk", YOUTH),
    Address(W + "programme:detail", LEADER, pk(running)),
    Address(W + "programme:detail", LEADER, pk(closed_programme)),
    Address(W + "programme:appoint", LEADER, unit_of(running, PALACE)),
    Address(W + "programme:start", LEADER, pk(running)),
    Address(W + "programme:close", LEADER, pk(running)),
    Address(W + "programme:renew", LEADER, pk(running)),
    Address(W + "plans:list", COORDINATOR),
    Address(W + "plans:open", COORDINATOR),
    Address(W + "plans:version", COORDINATOR, pk(draft_version)),
    Address(W + "plans:version", OTHER_LEADER, pk(proposed_version)),
    Address(W + "plans:propose", COORDINATOR, pk(draft_version)),
    Address(W + "plans:approve", OTHER_LEADER, unit_of(proposed_version, CENTRE)),
    Address(W + "plans:return", OTHER_LEADER, pk(proposed_version)),
    Address(W + "plans:add-line", COORDINATOR, pk(draft_version)),
    Address(W + "plans:change-line", COORDINATOR, pk(draft_line)),
    Address(W + "plans:remove-line", COORDINATOR, pk(draft_line)),
    Address(E + "list", COORDINATOR),
    Address(E + "list", COORDINATOR, query="?q=khong+co+gi"),
    Address(E + "choose-line", COORDINATOR),
    Address(E + "create", COORDINATOR, lambda: {"line_pk": line_to_keep().pk}),
    Address(E + "detail", COORDINATOR, pk(open_event)),
    Address(E + "detail", COORDINATOR, pk(draft_event)),
    Address(E + "detail", COORDINATOR, pk(held_event)),
    Address(E + "detail", COORDINATOR, pk(army_event)),
    Address(E + "detail", COORDINATOR, pk(cancelled_event)),
    Address(E + "change", COORDINATOR, pk(open_event)),
    Address(E + "move", COORDINATOR, move(draft_event, "published")),
    Address(E + "move", COORDINATOR, move(open_event, "cancelled")),
    Address(E + "add-session", COORDINATOR, pk(draft_event)),
    Address(E + "change-session", COORDINATOR, lambda: {"pk": draft_event().sessions.first().pk}),
    Address(E + "change-capacity", COORDINATOR, pk(open_session)),
    Address(E + "groups", COORDINATOR, lambda: {"pk": sample_group().session_id}),
    Address(E + "groups", COORDINATOR, pk(open_session)),
    Address(E + "reserve-places", COORDINATOR, pk(open_session)),
    Address(E + "cancel-group", COORDINATOR, pk(sample_group)),
    Address(E + "assign-volunteer", COORDINATOR, pk(open_event)),
    Address(E + "registrations", COORDINATOR, pk(open_session)),
    Address(E + "registrations", COORDINATOR, pk(open_session), query="?q=khong+co+ai"),
    Address(E + "messages", COORDINATOR, pk(open_event)),
    Address(E + "print-list", COORDINATOR, pk(open_session)),
    Address(E + "register", COORDINATOR, pk(open_session)),
    Address(E + "cancel-registration", COORDINATOR, pk(registration)),
    Address(E + "attendance", COORDINATOR, pk(open_event)),
    Address(E + "attendance", COORDINATOR, pk(held_event), query="?show=all"),
    Address("gate:page"),
    Address("api-v1:docs"),
    Address(E + "gates", COORDINATOR, pk(open_event)),
    Address(E + "gates", COORDINATOR, lambda: {"pk": door().event_id}),
    Address(E + "add-gate", COORDINATOR, pk(open_event)),
    Address(E + "gate-inbox", COORDINATOR, pk(open_event)),
    Address(E + "gate-inbox", COORDINATOR, lambda: {"pk": door().event_id}),
    Address(
        E + "answer-double",
        COORDINATOR,
        lambda: {"pk": door().event_id, "registration_pk": door().registration_id},
    ),
    Address(E + "add-device", COORDINATOR, lambda: {"pk": door().gate_id}),
    Address(E + "revoke-device", COORDINATOR, lambda: {"pk": door().device_id}),
    Address(E + "mark-all", COORDINATOR, lambda: {"pk": held_event().sessions.first().pk}),
    Address(E + "walk-in", COORDINATOR, lambda: {"pk": held_event().sessions.first().pk}),
    Address(E + "correct-attendance", COORDINATOR, pk(held_attendance)),
    Address("public:send-roster", arguments=lambda: {"token": TOKEN}),
    Address("public:sent-roster", arguments=lambda: {"token": TOKEN, "pk": draft_roster().pk}),
    Address(R + "list", COORDINATOR, pk(open_event)),
    Address(R + "list", COORDINATOR, pk(draft_event)),
    Address(R + "upload", COORDINATOR, pk(open_session)),
    Address(R + "make-link", COORDINATOR, pk(open_session)),
    Address(R + "detail", COORDINATOR, pk(draft_roster)),
    Address(R + "detail", COORDINATOR, pk(draft_roster), query="?verdict=UNREADABLE"),
    Address(R + "detail", COORDINATOR, pk(taken_roster)),
    Address(R + "columns", COORDINATOR, lambda: {"pk": draft_roster().pk, "sheet": 0}),
    Address(R + "contact", COORDINATOR, pk(draft_roster)),
    Address(R + "row", COORDINATOR, lambda: {"pk": draft_roster().rows.last().pk}),
    Address(R + "confirm", COORDINATOR, pk(draft_roster)),
    Address(R + "undo", COORDINATOR, pk(taken_roster)),
    Address(R + "discard", COORDINATOR, pk(draft_roster)),
    Address(R + "sheets", COORDINATOR, pk(draft_roster)),
    Address("employers:register"),
    Address("employers:registered"),
    Address("employers:ask"),
    Address("employers:asked"),
    Address("employers:enter", arguments=lambda: {"token": desk_link().token}),
    Address("employers:enter", arguments=lambda: {"token": "khong-co"}),
    Address("employers:desk", DESK),
    Address("employers:change", DESK),
    Address("employers:add-contact", DESK),
    Address("employers:add-vacancy", DESK),
    Address("employers:vacancy", DESK, pk(own_draft)),
    Address("employers:change-vacancy", DESK, pk(own_draft)),
    Address("employers:vacancy-step", DESK, lambda: {"pk": own_draft().pk, "step": "send-in"}),
    Address("employers:change-contact", DESK, lambda: {"pk": desk_link().contact_id}),
    Address(M + "list", COUNSELLOR),
    Address(M + "list", COORDINATOR, query="?q=may&state=VERIFIED&sort=due"),
    Address(M + "list", COUNSELLOR, query="?q=khong+co"),
    Address(M + "enter", COUNSELLOR),
    Address(M + "detail", COUNSELLOR, pk(employer)),
    Address(M + "detail", COUNSELLOR, pk(sending_employer)),
    Address(M + "detail", COORDINATOR, pk(new_employer)),
    Address(M + "change", COUNSELLOR, pk(employer)),
    Address(M + "check", COUNSELLOR, pk(new_employer)),
    Address(M + "step", COUNSELLOR, lambda: {"pk": employer().pk, "to": "suspend"}),
    Address(M + "history", COUNSELLOR, pk(employer)),
    Address(M + "add-contact", COUNSELLOR, pk(employer)),
    Address(M + "change-contact", COUNSELLOR, lambda: {"pk": employer().contacts.first().pk}),
    Address(M + "add-branch", COUNSELLOR, pk(employer)),
    Address(M + "enter-licence", COUNSELLOR, pk(employer)),
    Address(M + "look-up-licence", COUNSELLOR, pk(licence)),
    Address(M + "withdraw-licence", COUNSELLOR, pk(licence)),
    Address(M + "duplicates", COUNSELLOR),
    Address(M + "compare", COUNSELLOR, pk(same_pair)),
    Address(
        M + "same",
        COUNSELLOR,
        lambda: {"pk": same_pair().pk, "kept_pk": same_pair().first_id},
    ),
    Address(W + "desk", COUNSELLOR),
    Address("public:jobs"),
    Address("public:jobs", query="?q=khong+co+viec+nay"),
    Address("public:jobs", query="?market=OVERSEAS"),
    Address("public:job-map"),
    Address("public:occupations", query="?q=tho+may"),
    Address("public:job", arguments=pk(home_vacancy)),
    Address("public:job", arguments=pk(vacancy_abroad)),
    Address("public:report-job", arguments=pk(vacancy_abroad)),
    Address("public:save-search", YOUTH, query="?q=may"),
    Address("public:my-searches", YOUTH),
    Address("public:search", arguments=lambda: {"code": saved_search().code}),
    Address(V + "list", WRITER),
    Address(V + "queue", WRITER),
    Address(V + "choose-employer", WRITER),
    Address(V + "add", WRITER, lambda: {"pk": home_vacancy().employer_id}),
    Address(V + "upload", WRITER, lambda: {"pk": home_vacancy().employer_id}),
    Address(V + "detail", WRITER, pk(waiting_vacancy)),
    Address(V + "detail", COORDINATOR, pk(vacancy_abroad)),
    Address(V + "change", WRITER, pk(home_vacancy)),
    Address(V + "terms", WRITER, pk(vacancy_abroad)),
    Address(V + "step", WRITER, lambda: {"pk": waiting_vacancy().pk, "step": "publish"}),
    Address(V + "step", WRITER, lambda: {"pk": home_vacancy().pk, "step": "close"}),
    Address(V + "reports", WRITER),
    Address(V + "decide", WRITER, pk(vacancy_report)),
    Address(V + "lists", WRITER),
    Address(V + "list-detail", WRITER, pk(draft_list)),
    Address(V + "columns", WRITER, lambda: {"pk": draft_list().pk, "sheet": 0}),
    Address(V + "row", WRITER, pk(row_to_mend)),
    Address(V + "confirm", WRITER, pk(draft_list)),
    Address(V + "undo", WRITER, pk(taken_list)),
    Address(V + "discard", WRITER, pk(draft_list)),
    Address(W + "people:list", COORDINATOR),
    Address(W + "people:list", COORDINATOR, query="?q=nong"),
    Address(W + "people:list", COORDINATOR, query="?q=khong+co+ai"),
    Address(W + "people:detail", DATA_OFFICER, pk(person)),
    Address(W + "people:detail", COORDINATOR, lambda: {"pk": YoungPerson.objects.first().pk}),
    Address(
        W + "people:withdraw-consent",
        DATA_OFFICER,
        lambda: {"pk": person().pk, "purpose": "participation"},
    ),
    Address(W + "people:duplicates", COORDINATOR),
    Address(W + "people:compare", DATA_OFFICER, pk(alike)),
    Address(W + "people:compare", COORDINATOR, pk(alike)),
    Address(
        W + "people:keep", DATA_OFFICER, lambda: {"pk": alike().pk, "person_pk": alike().first_id}
    ),
    Address(W + "people:undo-merge", DATA_OFFICER, pk(merge)),
    Address("answer:answer", arguments=answer_token()),
    Address("answer:answer", arguments=answer_token(), query="?answer=invite"),
    Address("answer:answer", arguments=answer_token(), query="?answer=hire"),
    Address("answer:answer", arguments=answer_token(), query="?answer=not_hired"),
    Address("answer:answer", arguments=answer_token(), query="?answer=more_time"),
    Address("answer:answer", arguments=answer_token(), query="?answer=wrong_contact"),
    Address("answer:answer", arguments=answer_token("INTERVIEW")),
    Address("answer:answer", arguments=lambda: {"token": "khong-co"}),
    Address("answer:thanks"),
    Address(I + "inbox", COUNSELLOR),
    Address(I + "inbox", COORDINATOR),
    Address(I + "inbox", COUNSELLOR, query="?view=open"),
    Address(I + "inbox", COUNSELLOR, query="?view=closed"),
    Address(I + "inbox", COUNSELLOR, query="?q=khong+co+ai"),
    Address(I + "detail", COUNSELLOR, in_state("PROPOSED")),
    Address(I + "detail", COUNSELLOR, in_state("ISSUED", freeze="")),
    Address(I + "detail", COORDINATOR, in_state("INTERVIEW")),
    Address(I + "detail", COUNSELLOR, in_state("ISSUED", freeze="REPORT")),
    Address(I + "detail", COUNSELLOR, in_state("CLOSED")),
    Address(I + "take-step", COUNSELLOR, of_step("PROPOSED", "decline_proposal")),
    Address(I + "take-step", COUNSELLOR, of_step("ISSUED", "invite", freeze="")),
    Address(I + "take-step", COUNSELLOR, of_step("INTERVIEW", "hire")),
    Address(I + "take-step", COUNSELLOR, of_step("INTERVIEW", "freeze")),
    Address(I + "choose", COUNSELLOR, lambda: {"pk": to_begin()["pk"]}),
    Address(I + "choose", COORDINATOR, lambda: {"pk": to_begin()["pk"]}, query="?q=khong+co"),
    Address(I + "begin", COUNSELLOR, to_begin),
    Address(I + "begin", COUNSELLOR, lambda: {**to_begin(), "pk": person().pk}),
    Address(W + "people:wish", COORDINATOR, pk(person)),
    *(
        Address(
            W + "people:wish-step",
            COORDINATOR,
            lambda step=step: {"pk": person().pk, "step": step},
        )
        for step in ("first", "needs")
    ),
    Address(T + "day", PALACE_COUNSELLOR),
    Address(T + "day", COORDINATOR, query="?on=2026-11-29"),
    Address(T + "week", PALACE_COUNSELLOR, query="?who=all"),
    Address(T + "print", COORDINATOR),
    Address(T + "detail", PALACE_COUNSELLOR, lambda: {"pk": talk("BOOKED").pk}),
    Address(T + "detail", PALACE_COUNSELLOR, lambda: {"pk": talk("CAME").pk}),
    Address(T + "cancel", PALACE_COUNSELLOR, lambda: {"pk": talk("BOOKED").pk}),
    Address(T + "move", PALACE_COUNSELLOR, lambda: {"pk": talk("BOOKED").pk}),
    Address(T + "choose", PALACE_COUNSELLOR, pk(person)),
    Address(T + "choose", PALACE_COUNSELLOR, pk(person), query=f"?on={TALK_DAY}"),
    Address(
        T + "book",
        PALACE_COUNSELLOR,
        pk(person),
        query=f"?starts={TALK_DAY.replace('-', '')}T1000",
    ),
    Address(T + "send-link", PALACE_COUNSELLOR, pk(person)),
    Address(T + "walk-in", PALACE_COUNSELLOR),
    Address(T + "walk-in", PALACE_COUNSELLOR, query="?q=nong"),
    Address(T + "receive", PALACE_COUNSELLOR, pk(person)),
    Address(T + "enter", PALACE_COUNSELLOR),
    Address(T + "hours", PALACE_COUNSELLOR),
    Address(T + "add-hours", PALACE_COUNSELLOR),
    Address(T + "end-hours", PALACE_COUNSELLOR, lambda: {"pk": talk_hours().pk}),
    Address(T + "add-absence", PALACE_COUNSELLOR),
    Address(T + "add-place", PALACE_COUNSELLOR),
    Address(T + "blocks", PALACE_COUNSELLOR),
    Address(T + "open-block", PALACE_COUNSELLOR, pk(open_session)),
    Address(T + "block", PALACE_COUNSELLOR, lambda: {"pk": talk_block().pk}),
    Address(W + "interests:list", COORDINATOR),
    Address(W + "interests:list", OTHER_LEADER),
    Address(W + "interests:open", COORDINATOR),
    Address(W + "schools:make", COORDINATOR, pk(school_class)),
    Address(W + "schools:detail", COORDINATOR, pk(class_report)),
    Address(W + "schools:discard", COORDINATOR, pk(class_report)),
    Address(W + "interests:detail", COORDINATOR, lambda: {"pk": sitting(is_open=True).pk}),
    Address(W + "interests:detail", COORDINATOR, lambda: {"pk": sitting(is_open=False).pk}),
    Address(W + "interests:close", COORDINATOR, lambda: {"pk": sitting(is_open=True).pk}),
    Address(W + "interests:papers", COORDINATOR, lambda: {"pk": sitting(is_open=True).pk}),
    Address(W + "interests:enter", COORDINATOR, lambda: {"pk": sitting(is_open=True).pk}),
    Address(W + "interests:reliability", COORDINATOR),
    Address(
        W + "people:interests",
        PALACE_COUNSELLOR,
        lambda: {"pk": person().pk, "sheet_pk": own_sheets()[0].pk},
    ),
    Address(
        W + "people:interests-together",
        COORDINATOR,
        lambda: {"pk": person().pk, "count": 24},
    ),
    Address(W + "matching:overview", OTHER_LEADER),
    Address(W + "matching:change-rules", OTHER_LEADER),
    Address(W + "matching:rounds", COUNSELLOR),
    Address(W + "matching:round", COUNSELLOR, pk(grading_round)),
    Address(W + "matching:grade", COUNSELLOR, pk(grading_round)),
    Address(W + "matching:person", COORDINATOR, pk(person)),
    Address(W + "matching:put-aside", COORDINATOR, suggested),
    Address(W + "matching:vacancy", COORDINATOR, lambda: {"pk": suggested()["vacancy_pk"]}),
    Address(W + "correct-person", COUNSELLOR, pk(person)),
    Address(W + "restrict-person", COUNSELLOR, pk(person)),
    Address(W + "lift-restriction", COUNSELLOR, pk(person)),
    Address(W + "desk", COMMUNE_OFFICER),
    Address(W + "people:list", COMMUNE_OFFICER),
    Address(W + "people:detail", COMMUNE_OFFICER, lambda: {"pk": together().young_person_id}),
    Address(W + "soldiers:list", COMMUNE_OFFICER),
    Address(W + "assistance:list", COUNSELLOR),
    Address(W + "assistance:begin", COUNSELLOR, pk(person)),
    Address(W + "assistance:begin-new", COMMUNE_OFFICER),
    Address(W + "assistance:talk", COMMUNE_OFFICER, pk(together)),
    Address(W + "assistance:list", COMMUNE_OFFICER),
    Address(W + "assistance:consents", COMMUNE_OFFICER, pk(together)),
    Address(
        W + "assistance:wish-step",
        COMMUNE_OFFICER,
        lambda: {"pk": together().pk, "step": "first"},
    ),
    Address(W + "assistance:register", COMMUNE_OFFICER, pk(together)),
    Address(W + "assistance:summary", COMMUNE_OFFICER, pk(together)),
    Address(W + "soldiers:list", COUNSELLOR),
    Address(W + "soldiers:list", COUNSELLOR, query="?show=due"),
    Address(W + "soldiers:list", COUNSELLOR, query="?q=khong+co+ai"),
    Address(W + "soldiers:enter", COUNSELLOR),
    Address(W + "soldiers:take-over", COORDINATOR, pk(soldiers_session)),
    Address(W + "soldiers:enter-person", COUNSELLOR, pk(person)),
    Address(W + "soldiers:detail", COUNSELLOR, lambda: {"pk": home_check().service_id}),
    Address(W + "soldiers:record-check", COUNSELLOR, pk(home_check)),
    Address(
        W + "soldiers:step",
        COUNSELLOR,
        lambda: {"pk": home_check().service_id, "step": "still-serving"},
    ),
    Address(W + "soldiers:change", COUNSELLOR, lambda: {"pk": service().pk}),
    Address(W + "soldiers:detail", COUNSELLOR, lambda: {"pk": service().pk}),
    Address("public:safe"),
    Address("public:safe-write"),
    Address("public:safe-back"),
    Address("public:safe-poster"),
    Address(
        "public:ways",
        arguments=lambda: {"pk": person().pk, "secret": ways_secret(person().pk)},
    ),
    Address(W + "concerns:list", COUNSELLOR),
    Address(W + "concerns:detail", COUNSELLOR, pk(told_concern)),
    Address(W + "concerns:answer", COUNSELLOR, pk(told_concern)),
    Address(W + "concerns:ask", COUNSELLOR, pk(told_concern)),
    Address(W + "concerns:pass-on", COUNSELLOR, pk(told_concern)),
    Address(W + "concerns:close", COUNSELLOR, pk(told_concern)),
    Address(W + "concerns:figures", LEADER),
    Address(W + "concerns:recipients", LEADER),
    Address(W + "concerns:handovers", COUNSELLOR),
    Address(W + "notices:list", COUNSELLOR),
    Address(W + "notices:choice", COUNSELLOR),
    Address(W + "notices:undelivered", COUNSELLOR),
    Address(W + "cases:list", COUNSELLOR),
    Address(W + "cases:list", COUNSELLOR, query="?show=mine"),
    Address(W + "cases:list", COUNSELLOR, query="?show=week"),
    Address(W + "cases:absence", COUNSELLOR),
    Address(W + "cases:emergencies", CENTRE_BOSS),
    Address(W + "cases:open", COUNSELLOR, lambda: {"pk": person().pk}),
    Address(W + "cases:detail", COUNSELLOR, pk(own_case)),
    Address(W + "cases:detail", CENTRE_BOSS, pk(own_case)),
    Address(W + "cases:print", COUNSELLOR, pk(own_case)),
    Address(W + "cases:emergency", SECOND, pk(own_case)),
    Address(W + "cases:record", COUNSELLOR, pk(own_case)),
    Address(W + "cases:contact", COUNSELLOR, pk(own_case)),
    Address(W + "cases:write-appointment", COUNSELLOR, kept_talk),
    Address(W + "cases:add-step", COUNSELLOR, pk(own_case)),
    Address(W + "cases:drop-step", COUNSELLOR, lambda: {"pk": own_case().steps.first().pk}),
    Address(W + "cases:wait", COUNSELLOR, pk(own_case)),
    Address(W + "cases:close", COUNSELLOR, pk(own_case)),
    Address(W + "cases:reopen", COUNSELLOR, pk(own_case)),
    Address(W + "cases:assign", CENTRE_BOSS, pk(own_case)),
    Address(W + "cases:transfer", COUNSELLOR, pk(own_case)),
    Address(W + "cases:decline", CENTRE_BOSS, lambda: {"pk": asked_of_centre().pk}),
    Address(W + "placements:list", COUNSELLOR),
    Address(W + "placements:list", COUNSELLOR, query="?show=overdue&market=OVERSEAS"),
    Address(W + "placements:tasks", COUNSELLOR),
    Address(W + "placements:end-task", COUNSELLOR, lambda: {"pk": task().pk}),
    Address(
        W + "placements:record-check", COUNSELLOR, lambda: {"pk": placement().checks.first().pk}
    ),
    Address(W + "placements:record-start", COUNSELLOR, pk(hired)),
    Address(W + "placements:prepare-departure", COUNSELLOR, lambda: {"pk": hired("OVERSEAS").pk}),
    Address(W + "placements:detail", COUNSELLOR, pk(placement)),
    Address(W + "placements:detail", COUNSELLOR, lambda: {"pk": placement("PREPARING").pk}),
    Address(W + "placements:detail", COUNSELLOR, lambda: {"pk": placement("LEFT").pk}),
    Address(W + "placements:change-facts", COUNSELLOR, pk(placement)),
    Address(W + "placements:record-no-start", COUNSELLOR, pk(placement)),
    Address(W + "placements:reopen", COUNSELLOR, lambda: {"pk": placement("LEFT").pk}),
    Address(
        W + "placements:record-step",
        COUNSELLOR,
        lambda: {"pk": placement("PREPARING").pk, "stage": "training"},
    ),
    Address(W + "placements:tell-family", COUNSELLOR, lambda: {"pk": placement("PREPARING").pk}),
    Address(W + "funnel", OTHER_LEADER),
    Address(W + "funnel", OTHER_LEADER, query="?by=commune"),
    Address(W + "data-requests:list", OFFICER),
    Address(W + "data-requests:ask", OFFICER, pk(person)),
    Address(W + "data-requests:detail", OFFICER, pk(data_request)),
    Address(W + "data-requests:finish", OFFICER, pk(data_request)),
    Address(W + "data-requests:refuse", OFFICER, pk(data_request)),
    Address(W + "members:list", ADMINISTRATOR),
    Address(W + "members:invite", ADMINISTRATOR),
    Address(W + "members:end-membership", ADMINISTRATOR, pk(other_member)),
    Address(W + "members:reset-sign-in", ADMINISTRATOR, pk(other_member)),
    Address(W + "members:deactivate", ADMINISTRATOR, pk(other_member)),
    Address(W + "reports:overview", LEADER),
    Address(W + "reports:plan-done", LEADER),
    Address(W + "reports:month", LEADER, month(2026, 10)),
    Address(W + "reports:month", COORDINATOR, month(2026, 2)),
    Address(W + "reports:write", COORDINATOR, month(2026, 10)),
    Address(W + "reports:explain", FOCAL_POINT, month(2026, 2)),
    Address("public:help"),
    Address(
        "public:help-link",
        arguments=lambda: {"token": help_token(person(), last_day=dt.date(2036, 1, 1))},
    ),
    Address("public:help-link", arguments=lambda: {"token": "khong-co"}),
    Address("public:group-help", arguments=lambda: {"code": sample_group().code}),
    Address("public:my-help", YOUTH, lambda: {"pk": person().pk}),
    Address("public:my-difficulty", YOUTH, pk(own_difficulty)),
    Address("public:my-difficulty", YOUTH, pk(solved_for_person)),
    Address("public:reopen-difficulty", YOUTH, pk(solved_for_person)),
    Address("employers:tell", DESK),
    Address(K + "home", COORDINATOR),
    Address(K + "home", LEADER),
    Address(K + "list", COORDINATOR),
    Address(K + "list", FOCAL_POINT, query="?view=theirs"),
    Address(K + "list", LEADER, query="?view=ended&q=khong+co"),
    Address(K + "list", COMMUNE_OFFICER),
    Address(K + "tell", COORDINATOR),
    Address(K + "detail", COORDINATOR, pk(open_difficulty)),
    Address(K + "detail", FOCAL_POINT, pk(right_at_stake)),
    Address(K + "print", COORDINATOR, pk(taken_difficulty)),
    *(
        Address(
            K + "take-step",
            COORDINATOR,
            lambda name=name: {"pk": open_difficulty().pk, "name": name},
        )
        for name in ("take", "pass_on", "rate", "wait", "solve")
    ),
    Address(K + "contacts", LEADER),
    Address(K + "absence", COORDINATOR),
    Address(
        K + "appoint",
        LEADER,
        lambda: {"pk": contact_point().programme_id, "unit_pk": contact_point().organisation_id},
    ),
    Address(K + "hand-over", LEADER, pk(contact_point)),
    Address(K + "threads", COORDINATOR),
    Address(K + "open-thread", COORDINATOR),
    Address(K + "thread", COORDINATOR, lambda: {"pk": Thread.objects.get(kind="PROGRAMME").pk}),
    Address(K + "promises", COORDINATOR),
    Address(K + "promises", COORDINATOR, query="?show=ended"),
    Address(K + "drop-promise", COORDINATOR, pk(own_promise)),
    Address(K + "meetings", COORDINATOR),
    Address(K + "set-meeting", COORDINATOR),
    Address(K + "meeting", COORDINATOR, pk(joint_meeting)),
    Address(K + "meeting", LEADER, lambda: {"pk": joint_meeting("HELD").pk}),
    Address(K + "add-point", COORDINATOR, pk(joint_meeting)),
    Address(K + "write-point", COORDINATOR, lambda: {"pk": joint_meeting().items.first().pk}),
    Address(K + "close-minutes", COORDINATOR, pk(joint_meeting)),
    Address(K + "cancel-meeting", COORDINATOR, pk(joint_meeting)),
    Address(K + "requests", COORDINATOR),
    Address(K + "enter-request", COORDINATOR),
    Address(K + "plan-request", COORDINATOR, lambda: {"pk": PlanRequest.objects.first().pk}),
    Address(K + "decline-request", COORDINATOR, lambda: {"pk": PlanRequest.objects.first().pk}),
    Address(W + "reports:leaders", LEADER),
    Address(W + "reports:catalogue", LEADER),
    Address(W + "reports:report", COORDINATOR, figures_of("coordination")),
    Address(W + "reports:report", LEADER, figures_of("communes")),
    Address(W + "reports:behind", COORDINATOR, span("2026-10"), query="?measure=turns"),
    Address(W + "reports:period", COORDINATOR, span("2026-08")),
    Address(W + "reports:propose", COORDINATOR, span("2026-07")),
    Address(W + "reports:confirm", OTHER_LEADER, span("2026-09")),
    Address(W + "reports:give-back", COORDINATOR, span("2026-09")),
    Address(W + "reports:amend", COORDINATOR, span("2026-08")),
    Address(W + "reports:version", LEADER, closed_report),
    Address(W + "reports:version-behind", LEADER, closed_version),
    Address(W + "reports:exports", COORDINATOR),
    Address(W + "reports:ask-export", COORDINATOR, span("2026-10")),
    Address(W + "reports:refuse-export", LEADER, asked_export),
]

# Named addresses without a page of their own: another page answers, a file, or POST alone.
NO_PAGE = {
    W + "concerns:read",  # the answers to buttons: tests/web/test_safe_channel.py
    W + "concerns:handover",
    W + "concerns:end-recipient",
    W + "notices:send-again",
    "public:interviews-ics",
    "employers:fair-marks",
    "public:desk-worker",
    "public:agree-introduction",
    "public:ask-too",
    *(D + name for name in ("set-up", "remove-item", "remove-employer", "move-question")),
    D + "open-questions",
    Q + "done",
    *(F + name for name in ("booth-pdf", "bus-pdf", "certificate", "marks", "place")),
    F + "introduce",
    "employers:end-contact",
    "employers:leave",
    M + "end-contact",
    M + "send-link",
    M + "end-desks",
    M + "end-branch",
    M + "different",
    "public:restrict",
    "public:lift-restriction",
    W + "assistance:end",
    W + "soldiers:sheet",  # a PDF
    W + "schools:xlsx",
    W + "soldiers:mark-helped",
    W + "soldiers:discharge",  # tests/soldiers
    "gate:worker",
    "api-v1:api-root",
    "api-v1:openapi-json",
    "api-v1:gate-pair",  # tests/gate
    "api-v1:gate-list",
    "api-v1:gate-scans",
    "healthz",
    "set_language",
    "public:ticket-pdf",
    "public:ticket-png",
    "public:group-tickets",
    "public:my-tickets",
    "public:feed",
    "public:event-ics",
    "public:session-ics",
    "public:robots",
    "public:withdraw-consent",
    "public:stop-search",
    "public:wish-sheet",
    "public:interest-worker",
    "public:interest-sheet",
    "public:forget-result",
    "public:share-interest",
    "public:unshare-interest",
    "public:forget-interest",
    "public:appointment-ics",
    "public:confirm-appointment",
    T + "came",
    T + "no-show",
    T + "undo",
    T + "remove-absence",
    T + "close-place",
    T + "close-block",
    W + "interests:count",
    W + "interests:papers-pdf",
    "public:stop-wish",
    "public:export",
    "public:erasure-code",
    "public:erase",  # a step of tests/web/test_work.py: it wants a code
    "public:take-back",
    "public:take-back-not-for-me",
    W + "matching:prepare-round",
    W + "matching:sheet",
    W + "matching:take-back",
    W + "people:wish-sheet",
    *(W + f"cases:{name}" for name in ("end-absence", "seen", "step-done", "accept")),
    *(W + f"cases:{name}" for name in ("take-back", "give-back", "go-on", "take", "queue")),
    *(K + name for name in ("comment", "note", "seen", "end-absence", "post", "decide")),
    *(K + name for name in ("promise", "keep-promise", "minutes-docx")),
    W + "cases:notes",  # the answer to a button: tests/journeys/test_cases.py
    W + "data-requests:reply",
    W + "data-requests:export",
    "account:sign-out",
    "account:phone-code",  # a step of test_journey_of_youth
    "account:demo-link",  # the demonstration alone
    "mfa_authenticate",  # a step of test_journey_of_an_administrator
    "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_remove_webauthn",  # test_passkey
    "account_change_password",
    W + "programme:current",
    W + "plans:swap-units",
    W + "people:open",
    W + "people:open-pair",
    W + "people:different",
    W + "members:withdraw-invitation",
    E + "release-volunteer",
    E + "release-places",
    "public:confirm",
    "public:confirm-group",
    E + "mark",
    R + "template",
    R + "revoke-link",
    R + "problems-xlsx",
    R + "problems-csv",
    R + "sheets-pdf",
    I + "undo",
    I + "slip-pdf",
    I + "slip-docx",
    I + "notice-pdf",
    I + "slips-pdf",
    W + "reports:month-docx",
    W + "reports:month-xlsx",
    *(W + f"reports:{name}" for name in ("report-file", "version-file")),
    *(W + f"reports:{name}" for name in ("approve-export", "fetch-export")),
}
