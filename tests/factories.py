"""Records for tests, without surprises: every value is plain and may be given."""

import datetime as dt
import tomllib
from pathlib import Path

import factory
from django.conf import settings
from factory.django import DjangoModelFactory

from nhipcau.accounts.models import User
from nhipcau.appointments.choices import Mode as TalkMode
from nhipcau.appointments.models import Appointment, Block, Hours, Place
from nhipcau.appointments.states import AppointmentState
from nhipcau.assistance.models import AssistedTalk
from nhipcau.careerdays.models import CareerDay, FollowUp, HallQuestion, ProgrammeItem
from nhipcau.counselling.details import CaseFacts
from nhipcau.counselling.states import CounsellingKind, Need
from nhipcau.counselling.use_cases import open_case
from nhipcau.employers.models import (
    DeskLink,
    DeskSession,
    Employer,
    EmployerContact,
    SendingLicence,
)
from nhipcau.employers.states import EmployerState
from nhipcau.employers.tax_codes import check_digit
from nhipcau.events.models import Event, Registration, Session
from nhipcau.events.states import EventState, RegistrationState
from nhipcau.fairs.models import (
    Booth,
    BoothVacancy,
    Candidate,
    Fair,
    Interview,
    InterviewWish,
    Timetable,
)
from nhipcau.feedback.models import EmployerView, FeedbackLink
from nhipcau.gate.models import Gate, GateDevice, Scan
from nhipcau.inventory.choices import ITEMS, Mode
from nhipcau.inventory.models import ItemSet, Sitting
from nhipcau.inventory.recording import new_code, record_sheet
from nhipcau.ops.interests import load_interests, read_interests
from nhipcau.organisations.models import Commune, Membership, Organisation, OrganisationKind, Role
from nhipcau.people.models import (
    Consent,
    ConsentChannel,
    ConsentText,
    Following,
    Guardian,
    PossibleDuplicate,
    Purpose,
    YoungPerson,
)
from nhipcau.placements.models import Placement, StayCheck
from nhipcau.programmes.models import (
    Audience,
    CadenceRule,
    EventKind,
    Party,
    PlanLine,
    PlanSource,
    PlanVersion,
    Programme,
    ProgrammeContent,
    YearPlan,
)
from nhipcau.programmes.states import PlanState, ProgrammeState
from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import ReferralState
from nhipcau.referrals.taking import USUALLY_WAITS_FOR
from nhipcau.rights.models import DataRequest, RequestUnit
from nhipcau.rosters.models import Roster, RosterRow
from nhipcau.seekers.models import JobWish
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.models import ReferenceValue
from nhipcau.shared.row_security import acting
from nhipcau.shared.throttle import keyed_hash
from nhipcau.shared.wording import fold
from nhipcau.soldiers.models import MilitaryService
from nhipcau.vacancies.models import Occupation, Vacancy
from nhipcau.vacancies.states import VacancyState

VIETNAM = dt.timezone(dt.timedelta(hours=7))
NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=VIETNAM)


def moment(text):
    """A Vietnamese wall-clock time: ``moment("2026-12-12 08:00")``."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


class CommuneFactory(DjangoModelFactory):
    class Meta:
        model = Commune

    code = factory.Sequence(lambda n: f"{n:05d}")
    name = factory.Sequence(lambda n: f"Xã số {n}")
    sort_key = factory.SelfAttribute("name")
    kind = "xã"
    wage_region = "IV"
    youth_count = 2000
    tile_row = factory.Sequence(lambda n: n // 10)
    tile_column = factory.Sequence(lambda n: n % 10)
    source = "test"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    kind = OrganisationKind.CHILDRENS_PALACE
    code = factory.Sequence(lambda n: f"unit-{n}")
    name_vi = factory.Sequence(lambda n: f"Đơn vị {n}")
    name_en = factory.Sequence(lambda n: f"Unit {n}")
    short_name_vi = factory.Sequence(lambda n: f"ĐV {n}")
    short_name_en = factory.Sequence(lambda n: f"U {n}")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    full_name = factory.Sequence(lambda n: f"Cán bộ {n}")
    email = factory.Sequence(lambda n: f"can-bo-{n}@example.vn")


class YouthUserFactory(DjangoModelFactory):
    class Meta:
        model = User

    phone = factory.Sequence(lambda n: f"+8491{n:07d}")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.COORDINATOR
    commune = factory.LazyAttribute(
        lambda one: CommuneFactory() if one.role == Role.COMMUNE_OFFICER else None
    )
    started_at = NOON


class EventKindFactory(DjangoModelFactory):
    class Meta:
        model = EventKind

    code = factory.Sequence(lambda n: f"kind-{n}")
    name_vi = "Ngày hội việc làm"
    name_en = "Job fair day"
    audience = Audience.JOB_SEEKERS
    report_order = factory.Sequence(lambda n: n + 1)
    source = "test"


class ProgrammeFactory(DjangoModelFactory):
    """A running programme of a Palace and a Centre, with one content and a monthly rhythm."""

    class Meta:
        model = Programme
        skip_postgeneration_save = True

    title_vi = "Chương trình phối hợp"
    title_en = "Coordination programme"
    starts_on = dt.date(2026, 1, 1)
    ends_on = dt.date(2028, 12, 31)
    source = "test"
    state = ProgrammeState.RUNNING

    @factory.post_generation
    def parts(self, create, extracted, **kwargs):
        for order, kind in enumerate(
            (OrganisationKind.CHILDRENS_PALACE, OrganisationKind.EMPLOYMENT_CENTRE), start=1
        ):
            unit = OrganisationFactory(kind=kind)
            Party.objects.create(
                programme=self, organisation=unit, supervised_by=unit, order=order
            )
        ProgrammeContent.objects.create(
            programme=self, number=1, text_vi="Tư vấn", text_en="Counselling", source_sentence="…"
        )
        CadenceRule.objects.create(programme=self, source_sentence="once a month or more")


class PlanLineFactory(DjangoModelFactory):
    """A line of an approved plan; its version and year plan are made with it."""

    class Meta:
        model = PlanLine

    class Params:
        programme = factory.SubFactory(ProgrammeFactory)
        state = PlanState.APPROVED

    version = factory.LazyAttribute(
        lambda line: version_of(line.programme, line.month, line.state)
    )
    number = factory.Sequence(lambda n: n + 1)
    title = "Ngày hội việc làm"
    kind = factory.SubFactory(EventKindFactory)
    content = factory.LazyAttribute(lambda line: line.programme.contents.get(number=1))
    lead = factory.LazyAttribute(lambda line: palace_of(line.programme))
    supporting = factory.LazyAttribute(lambda line: centre_of(line.programme))
    month = dt.date(2026, 12, 1)
    place = "Cung Thiếu nhi tỉnh"
    audience = Audience.JOB_SEEKERS
    target_turns = 300
    target_persons = 250
    source = PlanSource.JOINT


def version_of(programme, month, state):
    year_plan, _ = YearPlan.objects.get_or_create(programme=programme, year=month.year)
    version, _ = PlanVersion.objects.get_or_create(
        year_plan=year_plan, state=state, defaults={"number": 1, "created_at": NOON}
    )
    return version


def palace_of(programme):
    return programme.parties.get(order=1).organisation


def centre_of(programme):
    return programme.parties.get(order=2).organisation


class EventFactory(DjangoModelFactory):
    """An event open for registration, three weeks ahead of NOON."""

    class Meta:
        model = Event

    plan_line = factory.SubFactory(PlanLineFactory)
    lineage = factory.LazyAttribute(lambda event: event.plan_line.lineage)
    kind = factory.LazyAttribute(lambda event: event.plan_line.kind)
    title = "Ngày hội việc làm tháng 12"
    starts_at = moment("2026-12-12 08:00")
    ends_at = moment("2026-12-12 11:30")
    place = "Cung Thiếu nhi tỉnh"
    registration_closes_at = moment("2026-12-12 08:00")
    state = EventState.OPEN
    created_at = NOON


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = Session

    event = factory.SubFactory(EventFactory)
    title_vi = "Buổi sáng"
    title_en = "Morning"
    starts_at = factory.LazyAttribute(lambda session: session.event.starts_at)
    ends_at = factory.LazyAttribute(lambda session: session.event.ends_at)
    capacity = 100


class YoungPersonFactory(DjangoModelFactory):
    class Meta:
        model = YoungPerson
        skip_postgeneration_save = True

    full_name = factory.Sequence(lambda n: f"Nông Thị {chr(65 + n % 26)}{chr(97 + n // 26 % 26)}")
    folded_name = factory.LazyAttribute(lambda person: fold(person.full_name))
    birth_on = dt.date(2008, 5, 4)
    phone = factory.Sequence(lambda n: f"+8493{n:07d}")
    created_at = NOON

    @factory.post_generation
    def followed_by(self, create, extracted, **kwargs):
        for unit in extracted or ():
            Following.objects.create(young_person=self, organisation=unit, since=NOON)


class RegistrationFactory(DjangoModelFactory):
    """A confirmed registration; counts its place as the use case does."""

    class Meta:
        model = Registration
        skip_postgeneration_save = True

    session = factory.SubFactory(SessionFactory)
    young_person = factory.LazyAttribute(
        lambda one: YoungPersonFactory(
            followed_by=[one.session.event.plan_line.lead, one.session.event.plan_line.supporting]
        )
    )
    state = RegistrationState.CONFIRMED
    code = factory.Sequence(lambda n: f"code-{n}")
    channel = "WEB"
    registered_at = NOON

    @factory.post_generation
    def count(self, create, extracted, **kwargs):
        counter = {
            "CONFIRMED": "taken_count",
            "OFFERED": "taken_count",
            "WAITING": "waiting_count",
        }.get(self.state)
        if counter:
            self.session.refresh_from_db(fields=[counter])
            setattr(self.session, counter, getattr(self.session, counter) + 1)
            self.session.save(update_fields=[counter])


REFERENCE_VALUES = {
    "offer_hours": "24",
    "group_confirm_days": "3",
    "child_below_age": "16",
    "quiet_hours_from": "21:00",
    "quiet_hours_until": "07:00",
    "messages_a_day_most": "3",
    "answers_to_new_numbers_an_hour": "200",
    "sms_segments_most": "2",
    "sms_keeps_marks": "0",
    "reminder_day_before_at": "17:00",
    "reminder_hours_before": "2",
    "employer_verified_days": "365",
    "licence_warned_days": "30",
    "overseas_age_min": "18",
    "registrant_age_min": "15",
    "minimum_wage_region_iii": "4140000",
    "minimum_wage_region_iv": "3700000",
    "home_province_code": "20",
    "vacancy_open_days_most": "180",
    "vacancy_stale_days": "30",
    "vacancy_asked_days_before": "7",
    "report_again_days": "14",
    "saved_searches_most": "5",
    "job_digest_at": "17:30",
    "working_days_a_month": "26",
    "working_hours_a_month": "208",
    "rate_jpy": "165",
    "rate_twd": "800",
    "rate_krw": "18",
    "rate_eur": "28000",
    "referral_valid_days": "30",
    "referral_undo_minutes": "30",
    "referral_remind_days": "2",
    "referral_centre_days": "3",
    "referral_other_unit_days": "7",
    "referral_close_days": "14",
    "referral_more_time_days_most": "15",
    "referral_link_days": "60",
    "referral_shown_days": "30",
    "referral_rate_months": "12",
    "referral_hide_asked_least": "5",
    "stay_check_days": "7,30,90,180",
    "export_rows_alone_most": "200",
    "export_days": "7",
    "stay_link_days": "14",
    "stay_overdue_days": "5",
    "counselling_task_days": "3",
    "case_silent_days": "30",
    "case_reopen_days": "90",
    "step_reminder_days": "2",
    "digest_at": "17:30",
    "staff_digest_at": "07:30",
    "staff_urgent_a_day_most": "4",
    "letter_days_most": "3",
    "breaker_failures": "5",
    "breaker_minutes": "10",
    "letters_a_day_sms": "1000",
    "letters_a_day_zalo": "1000",
    "letters_a_day_mail": "1000",
    "danger_police": "113",
    "danger_ambulance": "115",
    "danger_child": "111",
    "danger_abroad": "+84981848484",
    "concern_read_days": "2",
    "concern_answer_days": "10",
    "concern_kept_days": "180",
    "concern_reader_employer": "EMPLOYMENT_CENTRE",
    "concern_reader_somebody": "CHILDRENS_PALACE",
    "concern_reader_unsure": "CHILDRENS_PALACE",
    "concerns_a_day_most": "100",
    "receipts_tried_a_day_most": "5000",
    "case_lent_days_most": "180",
    "erasure_cooling_days": "7",
    "data_request_first_reply_days": "2",
    "consent_withdrawal_days": "15",
    "data_request_days": "10",
    "soldier_check_months": "3,6,9,11",
    "soldier_link_days": "21",
    "training_card_months": "12",
    "military_service_months_max": "30",
    "appointment_minutes_career": "45",
    "appointment_minutes_job": "30",
    "appointment_minutes_policy": "30",
    "appointment_step_minutes": "15",
    "appointment_lead_hours": "2",
    "appointment_horizon_days": "28",
    "appointment_hold_hours": "24",
    "appointments_open_most": "2",
    "difficulty_danger_days": "0",
    "difficulty_high_days": "2",
    "difficulty_normal_days": "5",
    "difficulty_low_days": "10",
    "difficulty_danger_leaders_days": "1",
    "difficulty_high_leaders_days": "2",
    "difficulty_normal_leaders_days": "5",
    "difficulty_low_leaders_days": "10",
    "difficulty_wait_days_most": "20",
    "difficulty_reopen_days": "60",
    "difficulty_similar_days": "365",
    "help_link_days": "400",
    "promise_remind_days": "2",
    "meeting_every_months": "1",
    "meeting_remind_days": "10",
    "help_danger_number": "113",
    "help_child_number": "111",
}


class GateFactory(DjangoModelFactory):
    class Meta:
        model = Gate

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda n: f"Cổng {n}")
    created_at = NOON


class GateDeviceFactory(DjangoModelFactory):
    """A paired phone. Its key is ``key`` (kept as a hash alone)."""

    class Meta:
        model = GateDevice

    class Params:
        key = factory.Sequence(lambda n: f"device-key-{n}-" + "k" * 43)

    gate = factory.SubFactory(GateFactory)
    event = factory.LazyAttribute(lambda device: device.gate.event)
    label = "Điện thoại của Lan"
    pairing_hash = factory.Sequence(lambda n: f"pairing-{n}")
    pairing_expires_at = NOON
    key_hash = factory.LazyAttribute(lambda device: keyed_hash(device.key))
    created_at = NOON
    paired_at = NOON


class ScanFactory(DjangoModelFactory):
    """A scan that let somebody in at the start of the event."""

    class Meta:
        model = Scan

    device = factory.SubFactory(GateDeviceFactory)
    sequence = factory.Sequence(lambda n: n + 1)
    event = factory.LazyAttribute(lambda scan: scan.device.event)
    gate = factory.LazyAttribute(lambda scan: scan.device.gate)
    kind = "QR"
    phone_at = factory.LazyAttribute(lambda scan: scan.event.starts_at)
    offset_ms = 0
    measured_ms = 0
    corrected_at = factory.LazyAttribute(lambda scan: scan.phone_at)
    received_at = factory.LazyAttribute(lambda scan: scan.phone_at)
    shown = "ADMITTED"
    admits = True


class RosterFactory(DjangoModelFactory):
    """A draft with one sheet whose header is in row 1; give it rows with RosterRowFactory."""

    class Meta:
        model = Roster

    class Params:
        headers = ("Họ và tên", "Ngày sinh", "SĐT")

    session = factory.SubFactory(SessionFactory)
    organisation = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.SCHOOL)
    file_name = "Lớp 12A1.xlsx"
    file_digest = factory.Sequence(lambda n: f"{n:064d}")
    writing = "unicode"
    sheets = factory.LazyAttribute(
        lambda one: [
            {
                "name": "12A1",
                "skipped": "",
                "rows": 1,
                "header_row": 1,
                "headers": list(one.headers),
                "fields": ["FULL_NAME", "BIRTH_ON", "PHONE"],
            }
        ]
    )
    created_at = NOON


class RosterRowFactory(DjangoModelFactory):
    class Meta:
        model = RosterRow

    roster = factory.SubFactory(RosterFactory)
    place = factory.Sequence(lambda n: n)
    sheet = 0
    number = factory.LazyAttribute(lambda row: row.place + 2)
    cells = ["Nông Văn An", "04/05/2008", "0912345678"]
    full_name = "Nông Văn An"
    birth_on = dt.date(2008, 5, 4)
    phone = "+84912345678"
    whose_number = "OWN"
    verdict = "NEW"


def officer_of(organisation, commune):
    """A Youth Union officer of one commune, for a unit."""
    role = Role.COMMUNE_OFFICER
    return MembershipFactory(organisation=organisation, role=role, commune=commune).user


def staff_of(organisation, role=Role.COORDINATOR):
    """A new user with one role in a unit."""
    return MembershipFactory(organisation=organisation, role=role).user


def agree(person, *purposes):
    """Consents in force, given on the web form."""
    for purpose in purposes or (Purpose.PARTICIPATION, Purpose.CONTACT):
        Consent.objects.create(
            young_person=person,
            text=ConsentText.objects.get(purpose=purpose),
            channel=ConsentChannel.WEB,
            evidence="test",
            given_at=NOON,
        )
    return person


def every_row():
    """Rows under row-level security, as the installation sees them; inside a transaction."""
    return acting(SYSTEM, at=NOON)


def guardian_of(person, **told):
    """A mother, if nothing else is told."""
    known = {"full_name": "Nông Thị Mẹ", "phone": "+84912000001", "relation": "MOTHER"}
    with every_row():
        return Guardian.objects.create(young_person=person, created_at=NOON, **{**known, **told})


def reference_data():
    """What the rules look up: ages, hours and budgets, and the wording of consents."""
    for code, value in REFERENCE_VALUES.items():
        ReferenceValue.objects.create(
            code=code, value=value, valid_from=dt.date(2020, 1, 1), source="t", evidence="S"
        )
    for purpose in Purpose:
        ConsentText.objects.create(
            purpose=purpose, version=1, body_vi="…", body_en="…", valid_from=dt.date(2020, 1, 1)
        )


class PossibleDuplicateFactory(DjangoModelFactory):
    """Two people of the same name and birth date, another phone."""

    class Meta:
        model = PossibleDuplicate

    first = factory.SubFactory(YoungPersonFactory)
    second = factory.SubFactory(YoungPersonFactory)
    score = 70
    reasons = (("name.same", 40), ("birth.same", 30), ("phone.other", 0), ("commune.unknown", 0))
    found_at = NOON


def school(**values):
    """A school of the province, which has no account."""
    return OrganisationFactory(kind=OrganisationKind.SCHOOL, **values)


def csv_of(*rows):
    """The bytes of a list as a spreadsheet saves it."""
    return "\n".join(";".join(str(cell) for cell in row) for row in rows).encode()


def tax_code(number):
    """A valid tax code that no register knows: ``98`` and a number; the sample has ``99``."""
    nine = f"98{number:07d}"
    digit = check_digit(nine)
    return f"{nine}{digit}" if digit is not None else tax_code(number + 5_000_000)


def centre_made_last():
    """Employers are kept by a Centre; that of the programme at hand, where there is one."""
    centres = Organisation.objects.filter(kind=OrganisationKind.EMPLOYMENT_CENTRE)
    return centres.order_by("-pk").first() or OrganisationFactory(
        kind=OrganisationKind.EMPLOYMENT_CENTRE
    )


class EmployerFactory(DjangoModelFactory):
    """Verified a while ago by two colleagues whose checks are not kept."""

    class Meta:
        model = Employer

    centre = factory.LazyFunction(centre_made_last)
    name = factory.Sequence(lambda n: f"Công ty Mẫu {n}")
    folded_name = factory.LazyAttribute(lambda employer: fold(employer.name))
    tax_code = factory.Sequence(tax_code)
    address = "Số 1 đường Lê Lợi"
    province_code = "20"
    sections = factory.LazyFunction(lambda: ["C"])
    state = EmployerState.VERIFIED
    registered_at = NOON
    verified_on = dt.date(2026, 11, 1)
    verify_again_on = dt.date(2027, 11, 1)


class EmployerContactFactory(DjangoModelFactory):
    class Meta:
        model = EmployerContact

    employer = factory.SubFactory(EmployerFactory)
    full_name = "Hoàng Thị Tuyển"
    position = "Nhân sự"
    email = factory.Sequence(lambda n: f"tuyen-dung-{n}@congty{n}.example")
    is_main = True


class SendingLicenceFactory(DjangoModelFactory):
    """A licence in force until the end of 2027."""

    class Meta:
        model = SendingLicence

    employer = factory.SubFactory(EmployerFactory)
    number = factory.Sequence(lambda n: f"{n + 100}/LĐTBXH-GP")
    issued_on = dt.date(2023, 1, 5)
    expires_on = dt.date(2027, 12, 31)
    scope = "Nhật Bản, Đài Loan: sản xuất, điều dưỡng"
    source = "dolab.gov.vn"
    checked_on = dt.date(2026, 11, 2)


class DeskSessionFactory(DjangoModelFactory):
    """An open desk whose key is ``key``."""

    class Meta:
        model = DeskSession

    class Params:
        key = factory.Sequence(lambda n: f"desk-key-{n}-" + "k" * 40)

    contact = factory.SubFactory(EmployerContactFactory)
    employer = factory.LazyAttribute(lambda desk: desk.contact.employer)
    link = factory.LazyAttribute(
        lambda desk: DeskLink.objects.create(
            employer=desk.employer,
            contact=desk.contact,
            token_hash=keyed_hash(f"link of {desk.key}"),
            created_at=desk.started_at,
            expires_at=desk.started_at,
            used_at=desk.started_at,
        )
    )
    key_hash = factory.LazyAttribute(lambda desk: keyed_hash(desk.key))
    started_at = NOON
    expires_at = moment("2036-12-01 00:00")


class VacancyFactory(DjangoModelFactory):
    """A published vacancy of a verified employer."""

    class Meta:
        model = Vacancy

    employer = factory.SubFactory(EmployerFactory)
    title = factory.Sequence(lambda n: f"Công nhân may {n}")
    folded_text = factory.LazyAttribute(lambda one: fold(f"{one.title} {one.employer.name}"))
    headcount = 5
    closes_on = dt.date(2026, 12, 31)
    state = VacancyState.PUBLISHED
    created_at = NOON
    published_at = NOON
    confirmed_at = NOON


def _told(of_state, value):
    """A column of an introduction that has ``value`` in these states or outcomes."""
    return factory.LazyAttribute(
        lambda one: value if {one.state, one.outcome} & of_state else None
    )


class ReferralFactory(DjangoModelFactory):
    """An introduction as it stands in one state, without its log; tests of steps take them."""

    class Meta:
        model = Referral

    young_person = factory.SubFactory(YoungPersonFactory)
    vacancy = factory.SubFactory(VacancyFactory)
    state = ReferralState.ISSUED
    outcome = factory.LazyAttribute(
        lambda one: "NOT_HIRED" if one.state == ReferralState.CLOSED else ""
    )
    waits_for = factory.LazyAttribute(lambda one: USUALLY_WAITS_FOR[one.state])
    created_at = NOON
    issued_at = factory.LazyAttribute(
        lambda one: None if {one.state, one.outcome} & {"PROPOSED", "NOT_PROPOSED"} else NOON
    )
    valid_until = factory.LazyAttribute(
        lambda one: one.issued_at and (one.issued_at + dt.timedelta(days=30)).date()
    )
    answer_due_on = factory.LazyAttribute(
        lambda one: one.issued_at and (one.issued_at + dt.timedelta(days=3)).date()
    )
    answered_at = _told({"INTERVIEW", "OFFERED", "HIRED", "STARTED", "NOT_HIRED"}, NOON)
    interview_at = _told({"INTERVIEW"}, NOON + dt.timedelta(days=3))
    starts_on = _told({"OFFERED", "HIRED", "STARTED"}, dt.date(2026, 12, 1))
    clock_from = _told({"ISSUED", "INTERVIEW"}, NOON.date())
    due_on = factory.LazyAttribute(
        lambda one: None if one.state == ReferralState.CLOSED else dt.date(2026, 11, 26)
    )
    closed_at = _told({"CLOSED"}, NOON)
    shown = factory.LazyAttribute(
        lambda one: {"full_name": one.young_person.full_name} if one.issued_at else {}
    )


class JobWishFactory(DjangoModelFactory):
    """The first step told; the person agreed to be helped."""

    class Meta:
        model = JobWish
        skip_postgeneration_save = True

    young_person = factory.SubFactory(YoungPersonFactory)
    title = "Công nhân may"
    market = "HOME"
    wage_from = 7_000_000
    ready = "NOW"
    told_at = NOON


class PlacementFactory(DjangoModelFactory):
    """Taken on, and the employer says: began on 2 November 2026. Its checks are made with it."""

    class Meta:
        model = Placement
        skip_postgeneration_save = True

    referral = factory.SubFactory(ReferralFactory, state=ReferralState.HIRED, answered_at=NOON)
    starts_on = dt.date(2026, 11, 2)
    created_at = NOON

    @factory.post_generation
    def checks(self, create, extracted, **kwargs):
        for day in (7, 30, 90, 180):
            StayCheck.objects.create(
                placement=self, day=day, due_on=self.starts_on + dt.timedelta(days=day)
            )


class AssistedTalkFactory(DjangoModelFactory):
    """At home, interpreted from Tày by somebody of the family."""

    class Meta:
        model = AssistedTalk

    officer = factory.SubFactory(UserFactory)
    young_person = factory.SubFactory(YoungPersonFactory)
    language = "TAY"
    interpreter = "FAMILY"
    place = "HOME"
    began_at = NOON


class MilitaryServiceFactory(DjangoModelFactory):
    """Serves, and is expected home in February 2027."""

    class Meta:
        model = MilitaryService

    young_person = factory.SubFactory(YoungPersonFactory)
    expected_on = dt.date(2027, 2, 20)
    created_at = NOON


class DataRequestFactory(DjangoModelFactory):
    class Meta:
        model = DataRequest
        skip_postgeneration_save = True

    young_person = factory.SubFactory(YoungPersonFactory)
    kind = "ERASE"
    asked_at = NOON
    reply_due_on = dt.date(2026, 11, 25)
    answer_due_on = dt.date(2026, 12, 3)
    cooling_until = dt.date(2026, 11, 30)

    @factory.post_generation
    def units(self, create, extracted, **kwargs):
        for unit in extracted or ():
            RequestUnit.objects.create(data_request=self, unit=unit)


def interest_data():
    """The items, rules and occupations of the installation's own files."""
    folder = Path(settings.NATIONAL_DIR) / "interests"
    rows = tomllib.loads((folder / "occupations.toml").read_text(encoding="utf-8"))
    codes = {row["occupation"] for row in rows["occupation"]}
    Occupation.objects.bulk_create(
        [
            Occupation(code=code, level=len(code), name_vi=code, folded_name=code, source="t")
            for code in sorted(codes)
        ],
        ignore_conflicts=True,
    )
    load_interests(read_interests(folder, codes), by=SYSTEM, at=NOON)


# R 40, I 34, A 28, S 16, E 12, C 8: first R, then I, then A.
CLEAR = {"R": 5, "I": 4.25, "A": 3.5, "S": 2, "E": 1.5, "C": 1}


def answers_of(means=CLEAR, *, count=48):
    """Answers in the order of the sheet with these means of the areas."""
    sums = dict.fromkeys("RIASEC", 0)
    answers = []
    for place in range(count):
        scale, number = "RIASEC"[place % 6], place // 6 + 1
        answer = round(means[scale] * number) - sums[scale]
        sums[scale] += answer
        answers.append(answer)
    return answers


def sheet_of(person=None, *, means=CLEAR, form="LONG", at=NOON, **values):
    """A sheet that was answered; of nobody unless a person is given."""
    count = ITEMS[form]
    return record_sheet(
        at=at,
        item_set=ItemSet.objects.get(),
        form=form,
        mode=values.pop("mode", Mode.PHONE),
        answers=values.pop("answers", None) or answers_of(means, count=count),
        young_person=person,
        **values,
    )


class SittingFactory(DjangoModelFactory):
    """A class that answers the long form."""

    class Meta:
        model = Sitting

    name = factory.Sequence(lambda n: f"11A{n}")
    unit = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.CHILDRENS_PALACE)
    item_set = factory.LazyFunction(ItemSet.objects.get)
    form = "LONG"
    code = factory.LazyFunction(lambda: new_code(6))
    opened_at = NOON


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place

    unit = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Phòng tư vấn {n}")
    address = "Số 1 đường Hùng Vương"


def counsellor_in(unit, **hours):
    """A counsellor of a unit with hours from 8:00 to 12:00, Monday to Friday, at a place."""
    user = staff_of(unit, Role.COUNSELLOR)
    place = hours.pop("place", None) or PlaceFactory(unit=unit)
    for weekday in hours.pop("weekdays", range(5)):
        HoursFactory(counsellor=user, unit=unit, place=place, weekday=weekday, **hours)
    return user


class HoursFactory(DjangoModelFactory):
    """Of a Monday morning, if nothing else is told."""

    class Meta:
        model = Hours

    unit = factory.SubFactory(OrganisationFactory)
    counsellor = factory.LazyAttribute(lambda one: staff_of(one.unit, Role.COUNSELLOR))
    weekday = 0
    starts = dt.time(8)
    ends = dt.time(12)
    modes = factory.LazyFunction(lambda: [TalkMode.PLACE, TalkMode.PHONE])
    place = factory.LazyAttribute(lambda one: PlaceFactory(unit=one.unit))
    valid_from = dt.date(2026, 1, 1)


class AppointmentFactory(DjangoModelFactory):
    """Booked with a new counsellor for a quarter past nine on the day after NOON."""

    class Meta:
        model = Appointment

    young_person = factory.SubFactory(YoungPersonFactory)
    kept_person = factory.LazyAttribute(
        lambda one: one.young_person.merged_into or one.young_person
    )
    unit = factory.SubFactory(OrganisationFactory)
    counsellor = factory.LazyAttribute(lambda one: staff_of(one.unit, Role.COUNSELLOR))
    kind = "CAREER"
    mode = TalkMode.PLACE
    starts_at = moment("2026-11-24 09:15")
    ends_at = factory.LazyAttribute(lambda one: one.starts_at + dt.timedelta(minutes=45))
    place = factory.LazyAttribute(lambda one: PlaceFactory(unit=one.unit))
    state = AppointmentState.BOOKED
    changed_at = NOON
    created_at = NOON
    code = factory.Sequence(lambda n: f"appointment{n:011d}")
    channel = "WEB"


class BlockFactory(DjangoModelFactory):
    """Six times of a quarter of an hour after the event of ``SessionFactory``."""

    class Meta:
        model = Block

    session = factory.SubFactory(SessionFactory)
    unit = factory.SubFactory(OrganisationFactory)
    counsellor = factory.LazyAttribute(lambda one: staff_of(one.unit, Role.COUNSELLOR))
    kind = "CAREER"
    where = "Phòng đoàn trường"
    starts_at = moment("2026-12-12 13:30")
    ends_at = moment("2026-12-12 15:00")
    minutes = 15
    opened_at = NOON


def case_of(counsellor, unit, *, person=None, kind=CounsellingKind.CAREER, at=NOON):
    """A case that a counsellor of a unit opened for somebody who agreed to it."""
    person = person or YoungPersonFactory(followed_by=[unit])
    agree(person, Purpose.COUNSELLING)
    facts = CaseFacts(needs=(Need.CHOOSE_CAREER.value,))
    return open_case(by=counsellor, at=at, young_person=person, unit=unit, kind=kind, facts=facts)


class FairFactory(DjangoModelFactory):
    """Six interviews of half an hour from eight on, in a small hall."""

    class Meta:
        model = Fair

    event = factory.SubFactory(EventFactory)
    first_slot_at = factory.LazyAttribute(lambda fair: fair.event.starts_at)
    slot_minutes = 30
    slots_count = 6
    most_interviews = 4
    goal = "fair"
    wishes_close_at = factory.LazyAttribute(lambda fair: fair.event.starts_at)
    hall = "#####\n#B=B#\n#B=B#\n##E##"
    screen_code = factory.Sequence(lambda n: f"screen{n}")
    created_at = NOON


class BoothFactory(DjangoModelFactory):
    """An employer that comes, with one interviewer all morning and one vacancy."""

    class Meta:
        model = Booth
        skip_postgeneration_save = True

    fair = factory.SubFactory(FairFactory)
    employer = factory.LazyAttribute(
        lambda booth: EmployerFactory(centre=booth.fair.event.plan_line.supporting)
    )
    state = "ACCEPTED"
    number = factory.LazyAttribute(
        lambda booth: booth.fair.booths.exclude(number=None).count() + 1
    )
    interviewers = factory.LazyAttribute(lambda booth: [1] * booth.fair.slots_count)
    invited_at = NOON

    @factory.post_generation
    def brings(self, create, extracted, **kwargs):
        for vacancy in extracted or [VacancyFactory(employer=self.employer)]:
            BoothVacancy.objects.create(booth=self, vacancy=vacancy)


class CandidateFactory(DjangoModelFactory):
    """Somebody with a place who is there all morning; ``wants``: booths, the dearest first."""

    class Meta:
        model = Candidate
        skip_postgeneration_save = True

    fair = factory.SubFactory(FairFactory)
    registration = factory.LazyAttribute(
        lambda one: RegistrationFactory(
            session=one.fair.event.sessions.first() or SessionFactory(event=one.fair.event)
        )
    )
    number = factory.LazyAttribute(lambda one: one.fair.candidates.count() + 1)
    most = 3
    from_slot = 0
    to_slot = factory.LazyAttribute(lambda one: one.fair.slots_count)
    told_at = NOON

    @factory.post_generation
    def wants(self, create, extracted, **kwargs):
        for rank, booth in enumerate(extracted or (), start=1):
            vacancy = booth.brought.first().vacancy
            InterviewWish.objects.create(candidate=self, booth=booth, vacancy=vacancy, rank=rank)


class TimetableFactory(DjangoModelFactory):
    """Told to everybody; ``lines``: (candidate, booth, slot)."""

    class Meta:
        model = Timetable
        skip_postgeneration_save = True

    fair = factory.SubFactory(FairFactory)
    version = factory.LazyAttribute(lambda one: one.fair.timetables.count() + 1)
    state = "PUBLISHED"
    seconds_most = 10
    asked_at = NOON
    covered = 0
    weight = 0
    bound_covered = 0
    bound_weight = 0
    is_exact = True
    published_at = NOON

    @factory.post_generation
    def lines(self, create, extracted, **kwargs):
        for candidate, booth, slot in extracted or ():
            Interview.objects.create(timetable=self, candidate=candidate, booth=booth, slot=slot)


class CareerDayFactory(DjangoModelFactory):
    """A day whose hall may ask, at an event of a kind that has programmes."""

    class Meta:
        model = CareerDay

    event = factory.LazyAttribute(
        lambda _day: EventFactory(
            kind=EventKind.objects.filter(code="career-opportunities").first()
            or EventKindFactory(code="career-opportunities")
        )
    )
    takes_questions = True
    ask_code = factory.Sequence(lambda n: f"ask{n}")
    screen_code = factory.Sequence(lambda n: f"hall{n}")
    created_at = NOON


class ProgrammeItemFactory(DjangoModelFactory):
    class Meta:
        model = ProgrammeItem

    day = factory.SubFactory(CareerDayFactory)
    starts_at = factory.LazyAttribute(lambda item: item.day.event.starts_at)
    ends_at = factory.LazyAttribute(lambda item: item.starts_at + dt.timedelta(minutes=30))
    title = "Chọn nghề thế nào"


class HallQuestionFactory(DjangoModelFactory):
    class Meta:
        model = HallQuestion

    day = factory.SubFactory(CareerDayFactory)
    text = factory.Sequence(lambda n: f"Học nghề này mất bao lâu {n}?")
    asked_at = NOON


class FollowUpFactory(DjangoModelFactory):
    """Waits for the unit that leads the day."""

    class Meta:
        model = FollowUp

    day = factory.SubFactory(CareerDayFactory)
    registration = factory.LazyAttribute(
        lambda one: RegistrationFactory(
            session=one.day.event.sessions.first() or SessionFactory(event=one.day.event)
        )
    )
    about = "CHOICE"
    owner = factory.LazyAttribute(lambda one: one.day.event.plan_line.lead)
    asked_at = NOON


class FeedbackLinkFactory(DjangoModelFactory):
    class Meta:
        model = FeedbackLink

    event = factory.SubFactory(EventFactory)
    young_person = factory.SubFactory(YoungPersonFactory)
    asked_at = NOON
    expires_at = factory.LazyAttribute(lambda link: link.asked_at + dt.timedelta(days=30))


class EmployerViewFactory(DjangoModelFactory):
    """Asked, and not answered yet."""

    class Meta:
        model = EmployerView

    event = factory.SubFactory(EventFactory)
    employer = factory.LazyAttribute(
        lambda view: EmployerFactory(centre=view.event.plan_line.supporting)
    )
    asked_at = NOON
