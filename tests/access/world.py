"""Two provinces in one database, a word of its own in every object, and all who may knock."""

import dataclasses
import datetime as dt
from typing import Any

from django.utils import timezone

from nhipcau.accounts.models import SignInCode, SignInLink, User
from nhipcau.appointments.models import Absence, BookingLink, Hours
from nhipcau.employers.models import Branch, DeskLink, PossibleSameEmployer
from nhipcau.events.models import (
    Attendance,
    EventStaff,
    RegistrationGroup,
    ReservedPlaces,
    Speaker,
)
from nhipcau.events.states import EventState, GroupFit, RegistrationState
from nhipcau.events.telling import registration_note
from nhipcau.inventory.models import ItemSet, PaperSheet
from nhipcau.matching.choices import Side
from nhipcau.matching.models import GradingPair, GradingRound, Refusal, Suggestion
from nhipcau.matching.use_cases import keep_first_weights
from nhipcau.messaging.outbox import put
from nhipcau.organisations.models import Invitation, Organisation, OrganisationKind, Role
from nhipcau.people.models import Consent, ConsentText, PersonMerge
from nhipcau.placements.models import CounsellingTask, FamilyContact
from nhipcau.programmes.models import PlanVersion
from nhipcau.programmes.states import PlanState
from nhipcau.referrals import links
from nhipcau.referrals.models import ReferralStep
from nhipcau.reporting.models import MonthlyReport
from nhipcau.rosters.models import RosterLink
from nhipcau.seekers.models import SpecialNeeds, WorkExperience
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.throttle import keyed_hash
from nhipcau.shared.transitions import begin
from nhipcau.soldiers.models import HomeCheck
from tests.access.careers_world import add_careers
from tests.access.cases_world import add_cases
from tests.access.concerns_world import add_concerns, name_reader
from tests.access.coordination_world import add_coordination
from tests.access.fairs_world import add_fair
from tests.access.figures_world import add_figures
from tests.access.schools_world import add_kept_talk, add_schools
from tests.access.vacancies_world import add_vacancies
from tests.factories import (
    NOON,
    AppointmentFactory,
    AssistedTalkFactory,
    BlockFactory,
    CommuneFactory,
    DataRequestFactory,
    DeskSessionFactory,
    EmployerContactFactory,
    EmployerFactory,
    EventFactory,
    EventKindFactory,
    GateDeviceFactory,
    GateFactory,
    JobWishFactory,
    MembershipFactory,
    MilitaryServiceFactory,
    OrganisationFactory,
    PlacementFactory,
    PlanLineFactory,
    PossibleDuplicateFactory,
    ProgrammeFactory,
    ReferralFactory,
    RegistrationFactory,
    RosterFactory,
    RosterRowFactory,
    ScanFactory,
    SendingLicenceFactory,
    SessionFactory,
    SittingFactory,
    UserFactory,
    VacancyFactory,
    YoungPersonFactory,
    YouthUserFactory,
    centre_of,
    counsellor_in,
    guardian_of,
    interest_data,
    moment,
    officer_of,
    palace_of,
    sheet_of,
)

ANYONE = "anyone"
YOUTH_OWNER = "youth owner"
YOUTH_OTHER = "youth other"
NO_UNIT = "staff without a unit"
FORMER = "former staff"
OTHER_COMMUNE = "palace officer of another commune"
NO_FACTOR = "staff without a second factor"
GATE_DEVICE = "gate device"
REVOKED_DEVICE = "revoked gate device"
FOREIGN_DEVICE = "foreign gate device"
EMPLOYER_DESK = "employer desk"
FOREIGN_DESK = "foreign employer desk"
ENDED_DESK = "ended employer desk"
FOREIGN = "foreign "
CODE_WORD = "Qzcanary"


@dataclasses.dataclass
class World:
    """One province: its records by name, and the words by which a leak is recognised."""

    word: str
    programme: Any = None
    line: Any = None
    draft_version: Any = None
    draft_line: Any = None
    proposed_version: Any = None
    past_event: Any = None
    link_token: str = ""
    version: Any = None
    event: Any = None
    draft_event: Any = None
    army_event: Any = None
    session: Any = None
    army_session: Any = None
    service: Any = None
    home_check: Any = None
    person: Any = None
    pair: Any = None
    merge: Any = None
    registration: Any = None
    group: Any = None
    reserved: Any = None
    attendance: Any = None
    invitation: Any = None
    membership: Any = None
    assignment: Any = None
    gate: Any = None
    device: Any = None
    roster_link: Any = None
    roster: Any = None
    roster_row: Any = None
    taken_roster: Any = None
    employer: Any = None
    employer_contact: Any = None
    branch: Any = None
    licence: Any = None
    same_pair: Any = None
    desk_link: Any = None
    introduced: Any = None
    vacancy: Any = None
    referral: Any = None
    answer_link: Any = None
    hired: Any = None
    abroad_hired: Any = None
    placement: Any = None
    abroad: Any = None
    check: Any = None
    task: Any = None
    data_request: Any = None
    draft_vacancy: Any = None
    own_draft: Any = None
    vacancy_report: Any = None
    closed: Any = None
    pending: Any = None
    version: Any = None
    export: Any = None
    ready_export: Any = None
    vacancy_list: Any = None
    vacancy_row: Any = None
    taken_list: Any = None
    saved_search: Any = None
    vacancy_abroad: Any = None
    sitting: Any = None
    open_sheet: Any = None
    own_sheet: Any = None
    shared_sheet: Any = None
    talk: Any = None
    talk_hours: Any = None
    absence: Any = None
    block: Any = None
    booking_link: Any = None
    refusal: Any = None
    own_refusal: Any = None
    grading_round: Any = None
    counsellor: Any = None
    case: Any = None
    lent_case: Any = None
    kept_talk: Any = None
    school_class: Any = None
    class_report: Any = None
    step: Any = None
    transfer: Any = None
    opening: Any = None
    absence: Any = None
    concern: Any = None
    recipient: Any = None
    handover: Any = None
    failed_message: Any = None
    fair: Any = None
    booth: Any = None
    bus: Any = None
    candidate: Any = None
    met: Any = None
    told: Any = None
    timetable: Any = None
    meeting: Any = None
    day: Any = None
    item: Any = None
    question: Any = None
    shown_question: Any = None
    present: Any = None
    follow_up: Any = None
    feedback_link: Any = None
    view: Any = None
    commune: Any = None
    together: Any = None
    contact: Any = None
    difficulty: Any = None
    own_difficulty: Any = None
    ended_difficulty: Any = None
    thread: Any = None
    promise: Any = None
    plan_request: Any = None
    joint_meeting: Any = None
    agenda_item: Any = None
    point: Any = None
    contact_absence: Any = None
    notice: Any = None
    canaries: dict = dataclasses.field(default_factory=dict)


def build(word):
    """All records of one province. ``word``: letters only, part of every name."""
    world = World(word)
    world.programme = ProgrammeFactory(title_vi=f"Chương trình {word}", title_en=f"Prog {word}")
    palace, centre = palace_of(world.programme), centre_of(world.programme)
    commune = CommuneFactory(name=f"Xã {word}")
    world.commune = commune
    world.line = PlanLineFactory(programme=world.programme, title=f"Dòng {word}")
    world.version = world.line.version
    world.draft_version = PlanVersion.objects.create(
        year_plan=world.version.year_plan, number=2, state=PlanState.DRAFT, created_at=NOON
    )
    draft_line = PlanLineFactory(
        programme=world.programme, title=f"Nháp {word}", month=dt.date(2026, 11, 1)
    )
    draft_line.version = world.draft_version
    draft_line.save()
    world.draft_line = draft_line
    next_year = PlanLineFactory(
        programme=world.programme, month=dt.date(2027, 1, 1), state=PlanState.PROPOSED
    )
    world.proposed_version = next_year.version
    world.event = EventFactory(plan_line=world.line, title=f"Ngày hội {word}", commune=commune)
    world.draft_event = EventFactory(
        plan_line=world.line, title=f"Bản thảo{word}", state=EventState.DRAFT
    )
    world.session = SessionFactory(event=world.event, room=f"Phòng {word}")
    Speaker.objects.create(event=world.event, full_name=f"Diễn giả {word}", position="x")
    world.army_event = army_event(world, palace)
    world.army_session = SessionFactory(event=world.army_event, room=f"Hội trường kín{word}")
    world.person = YoungPersonFactory(
        full_name=f"Nông Thị Kín{word}", commune=commune, followed_by=[palace, centre]
    )
    alike = YoungPersonFactory(full_name=f"Nông Thị Giống{word}", followed_by=[palace, centre])
    world.pair = PossibleDuplicateFactory(first=world.person, second=alike)
    merged = YoungPersonFactory(full_name=f"Nông Thị Gộp{word}", merged_into=alike)
    world.merge = PersonMerge.objects.create(kept=alike, merged=merged, score=90, at=NOON)
    text = ConsentText.objects.get_or_create(
        purpose="PARTICIPATION",
        version=1,
        defaults={"body_vi": "…", "body_en": "…", "valid_from": dt.date(2020, 1, 1)},
    )[0]
    Consent.objects.create(
        young_person=world.person, text=text, channel="WEB", evidence="x", given_at=NOON
    )
    guardian_of(world.person, full_name=f"Mẹ Giám{word}", phone="+84912999888")
    world.registration = RegistrationFactory(
        session=world.session,
        young_person=world.person,
        state=RegistrationState.CONFIRMED,
        code=f"code{word}{'x' * 10}",
    )
    world.group = RegistrationGroup.objects.create(
        session=world.session,
        name=f"Lớp {word}",
        fit=GroupFit.AS_MANY,
        code=f"group{word}{'x' * 10}",
        created_at=NOON,
    )
    world.registration.group = world.group
    world.registration.save()
    world.reserved = ReservedPlaces.objects.create(
        session=world.session,
        commune=commune,
        code=f"kept{word}{'x' * 10}",
        places_count=2,
        release_at=moment("2026-12-10 08:00"),
    )
    world.session.reserved_count = 2
    world.session.save()
    put(registration_note(world.registration), at=NOON)
    stand_at_the_door(world)
    past = EventFactory(
        plan_line=world.line,
        title=f"Đã qua {word}",
        state=EventState.HELD,
        starts_at=moment("2026-11-01 08:00"),
        ends_at=moment("2026-11-01 11:00"),
        registration_closes_at=moment("2026-11-01 08:00"),
    )
    world.past_event = past
    held = RegistrationFactory(session=SessionFactory(event=past), young_person=world.person)
    world.attendance = Attendance.objects.create(
        registration=held,
        session=held.session,
        young_person=world.person,
        value="ATTENDED",
        recorded_at=NOON,
    )
    world.invitation = Invitation.objects.create(
        organisation=palace,
        role=Role.COUNSELLOR,
        full_name=f"Người Mời{word}",
        email=f"moi{word.lower()}@example.vn",
        token_hash=keyed_hash(f"token{word}"),
        created_at=NOON,
        expires_at=moment("2036-12-01 00:00"),
    )
    MonthlyReport.objects.create(
        programme=world.programme,
        month=dt.date(2026, 11, 1),
        assessment=f"Đánh giá{word}",
        written_for=palace,
        written_at=NOON,
    )
    add_figures(world, palace, centre)
    add_rosters(world)
    add_employers(world, centre)
    add_vacancies(world, commune)
    add_referral(world, palace, centre)
    add_work(world, [palace, centre])
    add_interests(world, palace)
    add_suggestions(world)
    add_talks(world, palace)
    add_fair(world)
    add_careers(world)
    world.link_token = f"link{word}"
    world.canaries = {
        "person": [f"Kín{word}", f"Giám{word}"],
        "person elsewhere": [f"Giống{word}", f"Gộp{word}"],
        "phone": [world.person.phone, world.person.phone.replace("+84", "0"), "+84912999888"],
        "code": [world.registration.code],
        "group code": [world.group.code, world.reserved.code],
        "draft event": [f"Bản thảo{word}"],
        "army": [f"Doanh trại{word}", f"Đơn vị kín{word}", f"Hội trường kín{word}"],
        "invitation": [f"Mời{word}", f"moi{word.lower()}@example.vn"],
        "report": [f"Đánh giá{word}"],
        "export": [f"Mục đích{word}"],
        "draft plan": [f"Nháp {word}"],
        "wish": [f"Mong{word}", f"Xưởng{word}"],
        "needs": [f"Xelăn{word}"],
        "put aside": [f"Gạtra{word}", f"Khôngthích{word}"],
        "family": [f"Anhtrai{word}", "+84912555444"],
        "roster": [f"Danh Sách{word}", "0912777666", "+84912777666"],
        "employer contact": [f"Tuyển Người{word}", f"tuyen@{word.lower()}.example"],
        "employer record": [f"Tài khoản{word}", f"Cửa hàng trùng{word}"],
        "introduced": [f"Giới Thiệu{word}", world.introduced.phone],
        "draft vacancy": [f"Việc nháp{word}"],
        "vacancy report": [f"Đòi tiền{word}", "0912333444"],
        "vacancy list": [f"Việc trong tệp{word}"],
        "search code": [world.saved_search.code],
        "talk": [f"Muốnhỏi{word}"],
        "talk code": [world.talk.code],
        "class": [f"Lớp thích{word}"],
        "sheet": [world.own_sheet.code, world.shared_sheet.code],
        "sheet code": [world.open_sheet.code],
        "speaker": [f"Chưachophép{word}"],
        "question": [f"Hỏikín{word}"],
        "follow-up": [f"Gọitối{word}"],
        "few words": [f"Lờinhắn{word}"],
        "employer's words": [f"Ýkiến{word}"],
        "strip": [f"PAPER{word}".upper()],
    }
    add_cases(world)
    add_schools(world)
    add_kept_talk(world)
    add_coordination(world)
    add_concerns(world)
    return world


def stand_at_the_door(world):
    """Two phones, one of them revoked, that both let in the same person."""
    world.gate = GateFactory(event=world.event, name=f"Cổng {world.word}")
    world.device = GateDeviceFactory(gate=world.gate, key=device_key(world.word))
    revoked = GateDeviceFactory(
        gate=world.gate, key=device_key(f"{world.word}-revoked"), revoked_at=NOON
    )
    for device in (world.device, revoked):
        ScanFactory(device=device, registration=world.registration)


def device_key(name):
    return f"key-{name}-" + "k" * 43


def add_rosters(world):
    """A draft that came through a link, with a child and a row to mend; and one taken over."""
    school = OrganisationFactory(kind=OrganisationKind.SCHOOL)
    world.roster_link = RosterLink.objects.create(
        session=world.session,
        organisation=school,
        token_hash=keyed_hash(f"list{world.word}"),
        created_at=NOON,
        expires_at=moment("2036-12-01 00:00"),
    )
    header = ["Ho va ten", "Ngay sinh", "SDT"]
    world.roster = RosterFactory(
        session=world.session, organisation=school, link=world.roster_link, headers=header
    )
    world.roster_row = RosterRowFactory(
        roster=world.roster,
        cells=[f"Nông Danh Sách{world.word}", "04/05/2013", "0912777666"],
        full_name=f"Nông Danh Sách{world.word}",
        birth_on=dt.date(2013, 5, 4),
        phone="+84912777666",
        verdict="NEEDS_GUARDIAN",
        reasons=[{"code": "guardian_needed", "column": None, "about": ""}],
    )
    world.taken_roster = RosterFactory(
        session=world.session,
        organisation=school,
        headers=header,
        state="CONFIRMED",
        confirmed_at=NOON,
    )


def add_employers(world, centre):
    """A verified employer with a desk and a licence, and one that may be the same."""
    word = world.word
    world.employer = EmployerFactory(
        centre=centre,
        name=f"Công ty {word}",
        bank_name=f"Tài khoản{word}",
        bank_account="1234567",
    )
    world.employer_contact = EmployerContactFactory(
        employer=world.employer,
        full_name=f"Tuyển Người{word}",
        email=f"tuyen@{word.lower()}.example",
    )
    EmployerContactFactory(employer=world.employer, is_main=False)
    world.branch = Branch.objects.create(
        employer=world.employer, name=f"Chi nhánh {word}", address="Số 2", province_code="20"
    )
    world.licence = SendingLicenceFactory(employer=world.employer)
    alike = EmployerFactory(centre=centre, name=f"Cửa hàng trùng{word}", state="REGISTERED")
    world.same_pair = PossibleSameEmployer.objects.create(
        first=world.employer, second=alike, reasons=[["phone", "+842053812345"]], found_at=NOON
    )
    world.desk_link = DeskLink(
        employer=world.employer,
        contact=world.employer_contact,
        created_at=NOON,
        expires_at=moment("2036-12-01 00:00"),
    )
    world.desk_link.token_hash = keyed_hash(world.desk_link.token)
    world.desk_link.save()
    DeskSessionFactory(contact=world.employer_contact, key=desk_key(word))
    DeskSessionFactory(
        contact=world.employer_contact, key=desk_key(f"{word}-ended"), ended_at=NOON
    )


def desk_key(name):
    return f"desk-{name}-" + "k" * 40


def desk_keys(ours, theirs):
    """The open desks of employers that may knock, by the key in their cookie."""
    return {
        EMPLOYER_DESK: desk_key(ours.word),
        FOREIGN_DESK: desk_key(theirs.word),
        ENDED_DESK: desk_key(f"{ours.word}-ended"),
    }


def add_referral(world, palace, centre):
    """Somebody introduced by the Centre, whose employer holds a link; and another open vacancy."""
    world.introduced = YoungPersonFactory(
        full_name=f"Nông Giới Thiệu{world.word}", followed_by=[palace, centre]
    )
    text = ConsentText.objects.get_or_create(
        purpose="INTRODUCTION",
        version=1,
        defaults={"body_vi": "…", "body_en": "…", "valid_from": dt.date(2020, 1, 1)},
    )[0]
    Consent.objects.create(
        young_person=world.introduced, text=text, channel="PAPER", evidence="x", given_at=NOON
    )
    closes_on = world.vacancy.closes_on
    world.referral = ReferralFactory(
        young_person=world.introduced,
        vacancy=VacancyFactory(employer=world.vacancy.employer, closes_on=closes_on),
        shown={
            "full_name": world.introduced.full_name,
            "birth_year": 2008,
            "phone": world.introduced.phone,
            "commune": "",
        },
    )
    ReferralStep.objects.create(
        referral=world.referral,
        number=1,
        name="introduce",
        to_state=world.referral.state,
        actor_kind="system",
        at=NOON,
    )
    world.answer_link = links.replace_link(world.referral, by=SYSTEM, at=NOON)
    world.answer_link.expires_at = moment("2036-12-01 00:00")
    world.answer_link.save()


def add_work(world, units):
    """A wish with what is sensitive, somebody at work, somebody on the way abroad, a request."""
    word, person = world.word, world.person
    wish = JobWishFactory(young_person=person, title=f"Mong{word}")
    WorkExperience.objects.create(wish=wish, employer=f"Xưởng{word}")
    SpecialNeeds.objects.create(wish=wish, health=f"Xelăn{word}", told_at=NOON)
    world.hired = ReferralFactory(young_person=person, state="HIRED")
    overseas = VacancyFactory(market="OVERSEAS")
    world.abroad_hired = ReferralFactory(young_person=person, vacancy=overseas, state="HIRED")
    # So far ahead that the links of its checks are good for years.
    at_work = ReferralFactory(young_person=person, state="HIRED")
    world.placement = PlacementFactory(referral=at_work, starts_on=dt.date(2036, 11, 1))
    world.check = world.placement.checks.get(day=7)
    world.task = CounsellingTask.objects.create(
        placement=world.placement, reason="WAGE", opened_at=NOON, due_on=NOON.date()
    )
    leaving = ReferralFactory(
        young_person=person, vacancy=VacancyFactory(market="OVERSEAS"), state="HIRED"
    )
    world.abroad = PlacementFactory(referral=leaving, state="PREPARING")
    FamilyContact.objects.create(
        placement=world.abroad,
        full_name=f"Anhtrai{word}",
        phone="+84912555444",
        relation="GUARDIAN",
        told_at=NOON,
    )
    world.data_request = DataRequestFactory(young_person=person, units=units)
    # Came home so late that the link of the question is good for years.
    world.service = MilitaryServiceFactory(
        young_person=person,
        state="DISCHARGED",
        discharged_on=dt.date(2036, 8, 1),
        card_until=dt.date(2037, 8, 1),
    )
    world.home_check = HomeCheck.objects.create(
        service=world.service, month=3, due_on=dt.date(2036, 11, 1), wants_help=True
    )


def add_interests(world, palace):
    """A class with a printed paper; a sheet of nobody, one kept, one shared with counsellors."""
    if not ItemSet.objects.exists():
        interest_data()
    world.sitting = SittingFactory(unit=palace, name=f"Lớp thích{world.word}")
    PaperSheet.objects.create(
        sitting=world.sitting, number=1, code=f"PAPER{world.word}".upper()[:24]
    )
    world.open_sheet = sheet_of(code=f"OPEN{world.word}".upper(), sitting=world.sitting)
    world.own_sheet = sheet_of(world.person, code=f"OWN{world.word}".upper())
    world.shared_sheet = sheet_of(world.person, code=f"SHARED{world.word}".upper())
    world.shared_sheet.shared_at = NOON
    world.shared_sheet.save()


def add_talks(world, palace):
    """A counsellor with hours, a day away, a talk ahead, times after the event, and a link."""
    counsellor = counsellor_in(palace)
    world.talk_hours = Hours.objects.filter(counsellor=counsellor).first()
    told = {"counsellor": counsellor, "unit": palace}
    world.talk = AppointmentFactory(
        **told,
        young_person=world.person,
        place=world.talk_hours.place,
        starts_at=moment("2036-12-01 09:00"),
        talk_about=f"Muốnhỏi{world.word}",
        code=f"talk{world.word}{'x' * 10}",
    )
    begin(world.talk, by=SYSTEM, at=NOON)
    world.absence = Absence.objects.create(
        **told, starts_at=moment("2036-12-02 00:00"), ends_at=moment("2036-12-03 00:00")
    )
    world.block = BlockFactory(
        **told,
        session=world.session,
        starts_at=moment("2036-12-04 08:00"),
        ends_at=moment("2036-12-04 10:00"),
    )
    world.booking_link = BookingLink.objects.create(
        young_person=world.person,
        kind="CAREER",
        made_at=NOON,
        expires_at=moment("2036-12-01 00:00"),
    )


def add_suggestions(world):
    """A list of one line in both directions, a refusal of each side, and a round of grading."""
    wish = world.person.job_wish
    text = ConsentText.objects.get(purpose="JOB_SEARCH")
    Consent.objects.create(
        young_person=world.person, text=text, channel="WEB", evidence="x", given_at=NOON
    )
    weights = keep_first_weights(by=SYSTEM, at=NOON)
    suggest(wish, world.vacancy, weights)
    told = {"wish": wish, "because": "OTHER", "at": NOON}
    other = VacancyFactory(employer=world.employer, closes_on=world.vacancy.closes_on)
    suggest(wish, other, weights, rank=2)
    world.refusal = Refusal.objects.create(
        **told, vacancy=other, word=f"Gạtra{world.word}", is_own=False
    )
    world.own_refusal = Refusal.objects.create(
        **told, vacancy=other, word=f"Khôngthích{world.word}", is_own=True
    )
    world.grading_round = GradingRound.objects.create(
        made_at=NOON, weights=weights, is_invented=True
    )
    GradingPair.objects.create(
        round=world.grading_round, wish=wish, vacancy=world.vacancy, place=1, rank=1, score=800
    )


def suggest(wish, vacancy, weights, rank=1):
    """One line in the list of either side, as the job worker stores it."""
    for side in Side:
        Suggestion.objects.create(
            side=side,
            wish=wish,
            vacancy=vacancy,
            rank=rank,
            score=80_000,
            parts=[800] * 8,
            weights=weights,
            computed_at=NOON,
        )


def army_event(world, palace):
    kind = EventKindFactory(
        name_vi="Tư vấn trước khi xuất ngũ",
        audience="SOLDIERS",
        hides_host=True,
        takes_public_registration=False,
    )
    host = OrganisationFactory(
        kind=OrganisationKind.MILITARY_UNIT,
        name_vi=f"Đơn vị kín{world.word}",
        name_en=f"Đơn vị kín{world.word}",
        short_name_vi="x",
        short_name_en="x",
    )
    line = PlanLineFactory(
        programme=world.programme, kind=kind, title="Quân nhân", place=f"Doanh trại{world.word}"
    )
    return EventFactory(
        plan_line=line,
        title=f"Buổi tại Doanh trại{world.word}",
        place=f"Doanh trại{world.word}",
        host=host,
    )


def principals(ours, theirs):
    """Everyone who may knock: name → (user or nobody, whether the second factor was given)."""
    found: dict[str, tuple[User | None, bool]] = {
        ANYONE: (None, False),
        YOUTH_OWNER: (YouthUserFactory(phone=ours.person.phone), False),
        YOUTH_OTHER: (YouthUserFactory(), False),
        NO_UNIT: (UserFactory(), True),
    }
    units: list[tuple[str, Organisation]] = [
        ("palace ", palace_of(ours.programme)),
        ("centre ", centre_of(ours.programme)),
        (FOREIGN, palace_of(theirs.programme)),
    ]
    for prefix, unit in units:
        for role in Role:
            is_officer = role == Role.COMMUNE_OFFICER
            world = theirs if prefix == FOREIGN else ours
            membership = MembershipFactory(
                organisation=unit, role=role, commune=world.commune if is_officer else None
            )
            found[prefix + role] = (membership.user, True)
            if prefix == "palace " and role == Role.COUNSELLOR:
                ours.membership = membership
            if prefix == "centre " and role == Role.COUNSELLOR:
                name_reader(ours, membership.user)
            if prefix == "palace " and is_officer:
                ours.together = AssistedTalkFactory(
                    officer=membership.user, young_person=ours.person, began_at=timezone.now()
                )
            if prefix == "palace " and role == Role.GATE_VOLUNTEER:
                ours.assignment = EventStaff.objects.create(
                    event=ours.event, user=membership.user, assigned_at=NOON
                )
    elsewhere = officer_of(palace_of(ours.programme), CommuneFactory())
    found[OTHER_COMMUNE] = (elsewhere, True)
    former = MembershipFactory(organisation=palace_of(ours.programme), ended_at=NOON).user
    found[FORMER] = (former, True)
    without = MembershipFactory(organisation=palace_of(ours.programme)).user
    found[NO_FACTOR] = (without, False)
    SignInLink.objects.create(
        user=ours.membership.user,
        token_hash=keyed_hash(ours.link_token),
        expires_at=moment("2036-12-01 00:00"),
    )
    SignInCode.objects.create(
        request_token="r" * 40,
        phone=ours.person.phone,
        code_hash="x",
        sent_at=NOON,
        expires_at=NOON,
    )
    return found


def roles(*names):
    """Principals of both of our units in the given roles."""
    return frozenset(unit + role for unit in ("palace ", "centre ") for role in names)


def device_keys(ours, theirs):
    """The phones at the gates that may knock, by the key each of them sends."""
    return {
        GATE_DEVICE: device_key(ours.word),
        REVOKED_DEVICE: device_key(f"{ours.word}-revoked"),
        FOREIGN_DEVICE: device_key(theirs.word),
    }


ALL_STAFF = roles(*Role)
PEOPLE = roles(Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT, Role.DATA_OFFICER)
ORGANISERS = roles(Role.COORDINATOR, Role.FOCAL_POINT)
OFFICERS = roles(Role.COMMUNE_OFFICER)
LEADERS = roles(Role.LEADER)
ADMINISTRATORS = roles(Role.ADMINISTRATOR)
EVERYONE = None  # every principal, signed in or not
