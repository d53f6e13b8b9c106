"""Introductions of the last months, in every state and in the proportions that are reported.

Of those who are counselled about work 52 % are introduced, and 34 % of these begin to work
(a province, ten months of 2025); the other figures are ours. Told through the use cases.
"""

import contextlib
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.timezone import localdate, make_aware

from nhipcau.accounts.models import User
from nhipcau.organisations.models import Membership, OrganisationKind, Role
from nhipcau.people.models import ConsentChannel, Purpose, YoungPerson
from nhipcau.people.use_cases import record_consent
from nhipcau.referrals import clock, links, use_cases
from nhipcau.referrals.errors import LicenceMissing, VacancyNotOpen
from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import ReferralState
from nhipcau.referrals.told import Told
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import DomainError
from nhipcau.vacancies.models import Vacancy

COUNSELLED_MOST = 180
COUNSELLED_SHARE = 0.12
INTRODUCED_SHARE, PLACED_SHARE = 0.52, 0.34
NOT_TAKEN_UP_SHARE = 0.03
EVIDENCE = "sample data"
MONTHS_BACK = 5
TRIES = 6
A_DAY = timedelta(days=1)

# How the introductions end that do not end in work, with their weights; and how old each is.
OTHERWISE = {
    "not_hired": 20,
    "no_answer": 8,
    "decline": 4,
    "withdraw": 4,
    "not_started": 2,
    "waiting": 10,
    "invited": 7,
    "offered": 3,
    "hired": 4,
    "frozen": 1,
}
FRESH = {"waiting": 9, "invited": 6, "offered": 8, "hired": 10, "frozen": 5, "propose": 3}
REASONS = (
    "chưa quen làm ca đêm",
    "chưa có kinh nghiệm với máy may công nghiệp",
    "đã tuyển đủ người",
    "không đến phỏng vấn",
)
SPOKEN_WITH = ("chị Hoa, phòng nhân sự", "anh Tuấn, quản đốc", "chị Mai, kế toán")


def make_referrals(*, now: datetime) -> int:
    """Tell the introductions up to ``now``; how many. Without open vacancies there are none."""
    story = _Story(now)
    if not (story.vacancies and story.counsellors and story.proposers):
        return 0
    return story.tell()


class _Story:
    def __init__(self, now: datetime) -> None:
        self.now, self.draw = now, random.Random("introductions")
        self.counsellors = _staff(OrganisationKind.EMPLOYMENT_CENTRE, Role.COUNSELLOR)
        self.proposers = _staff(OrganisationKind.CHILDRENS_PALACE, Role.COORDINATOR)
        today = localdate(now)
        self.vacancies = list(
            Vacancy.objects.open(today).select_related("employer").order_by("pk")
        )
        grown = today.replace(year=today.year - 19, day=1)
        people = YoungPerson.objects.kept().filter(birth_on__lt=grown).order_by("pk")
        self.people = list(people)
        self.draw.shuffle(self.people)

    def tell(self) -> int:
        counselled = min(COUNSELLED_MOST, int(len(self.people) * COUNSELLED_SHARE))
        introduced = round(counselled * INTRODUCED_SHARE)
        placed = round(introduced * PLACED_SHARE)
        kinds, weights = zip(*OTHERWISE.items(), strict=True)
        ends = ["placed"] * placed  # who began to work is told by the sample of placements
        # At least one of each, then by weight.
        rest = introduced - placed
        ends += [*kinds, *self.draw.choices(kinds, weights, k=max(0, rest - len(kinds)))][:rest]
        ends += ["propose", "decline_proposal"] * max(1, round(counselled * NOT_TAKEN_UP_SHARE))
        self.draw.shuffle(ends)
        return sum(self._one(person, end) for person, end in zip(self.people, ends, strict=False))

    def _one(self, person: YoungPerson, end: str) -> bool:
        days = FRESH.get(end) or self.draw.randint(40, MONTHS_BACK * 30)
        at = self._morning(localdate(self.now) - days * A_DAY)
        proposes = end in ("propose", "decline_proposal") or self.draw.random() < 0.4
        by = self.draw.choice(self.proposers if proposes else self.counsellors)
        begin = use_cases.propose if proposes else use_cases.introduce
        referral = self._begun(begin, by, person, at)
        if referral is None:
            return False
        if end == "decline_proposal":
            self._step(referral, end, at + 2 * A_DAY, Told(reason="chưa có giấy khám sức khỏe"))
        elif end != "propose":
            if proposes:
                at += A_DAY
                self._step(referral, "take_up", at)
            self._lead(referral, end, at)
        return True

    def _begun(
        self, begin: Callable[..., Referral], by: User, person: YoungPerson, at: datetime
    ) -> Referral | None:
        with contextlib.suppress(DomainError):
            record_consent(
                by=SYSTEM,
                at=at - A_DAY,
                young_person=person,
                purpose=Purpose.INTRODUCTION,
                channel=ConsentChannel.SAMPLE,
                evidence=EVIDENCE,
            )
            for _try in range(TRIES):
                # Some vacancies get most of the people: their employers answer, or do not.
                vacancy = self.draw.choice(self.vacancies[:: self.draw.choice((1, 2, 5))])
                with contextlib.suppress(VacancyNotOpen, LicenceMissing):
                    return begin(by=by, at=at, young_person=person, vacancy=vacancy)
        return None

    def _lead(self, referral: Referral, end: str, at: datetime) -> None:
        """From the slip to the end, day by day."""
        if end in ("waiting", "no_answer"):
            self._chase(referral)
            return
        if end == "frozen":
            self._step(
                referral, "freeze", at + 3 * A_DAY, Told(freeze="REPORT", reason="phản ánh")
            )
            return
        if end == "withdraw":
            self._step(referral, end, at + 2 * A_DAY)
            return
        at = self._morning(clock.working_days_after(localdate(at), self.draw.randint(1, 4)))
        if end == "invited" or self.draw.random() < 0.6:
            ahead = localdate(max(at, self.now - 2 * A_DAY)) + 4 * A_DAY
            meets = self._morning(ahead if end == "invited" else localdate(at) + 3 * A_DAY)
            told = Told(interview_at=meets, interview_place="Phòng nhân sự, cổng số 2")
            self._answer(referral, "invite", at, told)
            if end == "invited":
                return
            at = meets + timedelta(hours=4)
        if end == "not_hired":
            self._answer(referral, end, at, Told(reason=self.draw.choice(REASONS)))
            return
        first_day = localdate(max(at, self.now - 3 * A_DAY) if end in FRESH else at) + 7 * A_DAY
        told = Told(starts_on=first_day)
        if end in ("offered", "decline"):
            self._answer(referral, "offer", at, told)
            if end == "decline":
                self._step(referral, end, at + A_DAY)
            return
        self._answer(referral, "hire", at, told)
        began = self._morning(first_day) + timedelta(hours=3)
        if end == "not_started":
            self._step(referral, end, began, Told(reason="gia đình có việc, không đi làm"))

    def _chase(self, referral: Referral) -> None:
        """Every step of the clock whose day has come."""
        referral.refresh_from_db()
        while referral.state == ReferralState.ISSUED:
            name, day = clock.next_chase(referral, self.now)
            at = self._morning(max(day, referral.due_on or day))
            if at > self.now:
                return
            referral = use_cases.take_step(by=SYSTEM, at=at, referral=referral, name=name)

    def _answer(self, referral: Referral, name: str, at: datetime, told: Told) -> None:
        """Half of the employers answer by their link, the others on the phone."""
        at = min(at, self.now)
        link = links.live_link(referral)
        if link and self.draw.random() < 0.5:
            token = links.token_of(link)
            use_cases.answer(by=PUBLIC, at=at, token=token, name=name, told=told)
            return
        self._step(referral, name, at, told)

    def _step(self, referral: Referral, name: str, at: datetime, told: Told | None = None) -> None:
        given = vars(told or Told()) | {"spoken_with": self.draw.choice(SPOKEN_WITH)}
        use_cases.take_step(
            by=self.draw.choice(self.counsellors),
            at=min(at, self.now),
            referral=referral,
            name=name,
            told=Told(**given),
        )

    def _morning(self, day: Any) -> datetime:
        minute = self.draw.randint(0, 200)
        return make_aware(datetime.combine(day, time(8))) + timedelta(minutes=minute)


def _staff(kind: str, role: Role) -> Sequence[User]:
    return [one.user for one in _members(kind, role)]


def _members(kind: str, role: Role) -> Iterator[Membership]:
    found = Membership.objects.active().filter(organisation__kind=kind, role=role)
    yield from found.select_related("user").order_by("pk")
