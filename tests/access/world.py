"""Two provinces in one database, a word of its own in every object, and all who may knock."""

import dataclasses
import datetime as dt
from typing import Any

from nhipcau.accounts.models import SignInCode, SignInLink, User
from nhipcau.events.models import (
    Attendance,
    EventStaff,
    RegistrationGroup,
    ReservedPlaces,
    Speaker,
)
from nhipcau.events.states import EventState, GroupFit, RegistrationState
from nhipcau.events.telling import registration_note
from nhipcau.messaging.outbox import put
from nhipcau.organisations.models import Invitation, Organisation, OrganisationKind, Role
from nhipcau.people.models import Consent, ConsentText, Guardian, PersonMerge
from nhipcau.programmes.models import PlanVersion
from nhipcau.programmes.states import PlanState
from nhipcau.reporting.models import MonthlyReport
from nhipcau.rosters.models import RosterLink
from nhipcau.shared.throttle import keyed_hash
from tests.access.vacancies_world import add_vacancies
from tests.factories import (
    NOON,
    CommuneFactory,
    EventFactory,
    EventKindFactory,
    GateDeviceFactory,
    GateFactory,
    MembershipFactory,
    OrganisationFactory,
    PlanLineFactory,
    PossibleDuplicateFactory,
    ProgrammeFactory,
    RegistrationFactory,
    RosterFactory,
    RosterRowFactory,
    ScanFactory,
    SessionFactory,
    UserFactory,
    YoungPersonFactory,
    YouthUserFactory,
    centre_of,
    moment,
    palace_of,
)

ANYONE = "anyone"
YOUTH_OWNER = "youth owner"
YOUTH_OTHER = "youth other"
NO_UNIT = "staff without a unit"
FORMER = "former staff"
NO_FACTOR = "staff without a second factor"
GATE_DEVICE = "gate device"
REVOKED_DEVICE = "revoked gate device"
FOREIGN_DEVICE = "foreign gate device"
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
    vacancy: Any = None
    abroad: Any = None
    draft_vacancy: Any = None
    vacancy_report: Any = None
    vacancy_list: Any = None
    vacancy_row: Any = None
    taken_list: Any = None
    saved_search: Any = None
    canaries: dict = dataclasses.field(default_factory=dict)


def build(word):
    """All records of one province. ``word``: letters only, part of every name."""
    world = World(word)
    world.programme = ProgrammeFactory(title_vi=f"Chương trình {word}", title_en=f"Prog {word}")
    palace, centre = palace_of(world.programme), centre_of(world.programme)
    commune = CommuneFactory(name=f"Xã {word}")
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
    Guardian.objects.create(
        young_person=world.person,
        full_name=f"Mẹ Giám{word}",
        phone="+84912999888",
        relation="MOTHER",
        created_at=NOON,
    )
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
    add_rosters(world)
    add_vacancies(world, commune)
    world.link_token = f"link{word}"
    world.canaries = {
        "person": [f"Kín{word}", f"Giám{word}", f"Giống{word}", f"Gộp{word}"],
        "phone": [world.person.phone, world.person.phone.replace("+84", "0"), "+84912999888"],
        "code": [world.registration.code],
        "group code": [world.group.code, world.reserved.code],
        "draft event": [f"Bản thảo{word}"],
        "army": [f"Doanh trại{word}", f"Đơn vị kín{word}", f"Hội trường kín{word}"],
        "invitation": [f"Mời{word}", f"moi{word.lower()}@example.vn"],
        "report": [f"Đánh giá{word}"],
        "draft plan": [f"Nháp {word}"],
        "roster": [f"Danh Sách{word}", "0912777666", "+84912777666"],
        "draft vacancy": [f"Việc nháp{word}"],
        "vacancy report": [f"Đòi tiền{word}", "0912333444"],
        "vacancy list": [f"Việc trong tệp{word}"],
        "search code": [world.saved_search.code],
    }
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


def army_event(world, palace):
    kind = EventKindFactory(
        name_vi="Tư vấn trước khi xuất ngũ", hides_host=True, takes_public_registration=False
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
            membership = MembershipFactory(organisation=unit, role=role)
            found[prefix + role] = (membership.user, True)
            if prefix == "palace " and role == Role.COUNSELLOR:
                ours.membership = membership
            if prefix == "palace " and role == Role.GATE_VOLUNTEER:
                ours.assignment = EventStaff.objects.create(
                    event=ours.event, user=membership.user, assigned_at=NOON
                )
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
LEADERS = roles(Role.LEADER)
ADMINISTRATORS = roles(Role.ADMINISTRATOR)
EVERYONE = None  # every principal, signed in or not
