"""An employer with a small phone and no account: the link, three taps, done."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from nhipcau.organisations.models import Organisation, Role
from nhipcau.people.details import PersonDetails
from nhipcau.people.models import Purpose
from nhipcau.people.queries import REQUIRED_PURPOSES
from nhipcau.people.use_cases import enter_person
from nhipcau.referrals.links import live_link, path_of
from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import ReferralState
from nhipcau.referrals.use_cases import introduce
from nhipcau.shared.actors import SYSTEM
from tests.factories import EmployerFactory, VacancyFactory, moment
from tests.journeys.visitor import CENTRE, PALACE, colleague

pytestmark = pytest.mark.browser
SMALL_PHONE = {"width": 360, "height": 740}
MOST_TAPS = 3


class Taps:
    """A finger that counts; nothing is typed."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def on(self, found):
        found.tap()
        self.count += 1


@pytest.fixture
def introduced(site):
    at = timezone.now()
    centre = Organisation.objects.get(code=CENTRE)
    young_person = enter_person(
        by=SYSTEM,
        at=at,
        details=PersonDetails("Hoàng Thị Mẫu", moment("2006-03-09").date(), "0990600001"),
        followed_by=[centre, Organisation.objects.get(code=PALACE)],
        purposes=REQUIRED_PURPOSES | {Purpose.INTRODUCTION},
    )
    vacancy = VacancyFactory(
        employer=EmployerFactory(centre=centre, phone="0990345678"),
        address="Lô B2, khu công nghiệp Đồng Đăng",
    )
    counsellor = colleague(CENTRE, Role.COUNSELLOR)
    return introduce(by=counsellor, at=at, young_person=young_person, vacancy=vacancy)


@pytest.mark.parametrize(
    ("answer", "choice", "state"),
    [
        ("Mời phỏng vấn", r"^Thứ Năm 26/11/2026$", ReferralState.INTERVIEW),
        ("Nhận vào làm, đã thống nhất ngày đầu tiên", r"^Thứ Ba 01/12/2026$", "HIRED"),
        ("Lần này chưa nhận", r"^đã tuyển đủ người$", ReferralState.CLOSED),
        ("Tôi cần thêm thời gian", r"^Thứ Ba 01/12/2026$", ReferralState.ISSUED),
        ("Tôi không phải người phụ trách", "", ReferralState.ISSUED),
    ],
)
def test_an_answer_takes_three_taps_at_most(site, introduced, answer, choice, state):
    employer = site.visitor(viewport=SMALL_PHONE, has_touch=True, is_mobile=True)
    employer.page.goto(path_of(live_link(introduced)))
    assert "Hoàng Thị Mẫu" in employer.reads()
    taps = Taps(employer.page)

    taps.on(employer.link(answer))
    if choice:
        taps.on(employer.page.locator("label.choice", has_text=re.compile(choice)))
    taps.on(employer.button("Gửi câu trả lời"))

    thanks = re.compile("cảm ơn|câu trả lời đã đến", re.IGNORECASE)
    expect(employer.page.locator("main")).to_contain_text(thanks)
    assert taps.count <= MOST_TAPS
    assert Referral.objects.get(pk=introduced.pk).state == state
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert employer.page.evaluate(wide) <= 0
