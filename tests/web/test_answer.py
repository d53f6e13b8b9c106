"""The employer's page: three taps without an account, and nothing for those who only look."""

import datetime as dt

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from nhipcau.people.models import Purpose
from nhipcau.people.use_cases import withdraw_consent
from nhipcau.referrals import links
from nhipcau.referrals.clock import working_days_after
from nhipcau.referrals.models import Referral, ReferralStep
from nhipcau.referrals.states import ReferralState
from nhipcau.web.employers.answering import BUDGET
from tests.referrals.conftest import an_office, token_of
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    made = an_office()
    made.vacancy.closes_on = timezone.localdate() + dt.timedelta(days=30)
    made.vacancy.save()
    return made


@pytest.fixture
def referral(office):
    return office.introduce(at=timezone.now())


def page_of(referral):
    return reverse("answer:answer", args=[token_of(referral)])


def after(count):
    return working_days_after(timezone.localdate(), count).isoformat()


def test_the_address_of_the_page_is_the_one_that_is_sent(referral):
    assert links.path_of(links.live_link(referral)) == page_of(referral)
    assert settings.SITE_URL


def test_the_page_shows_the_agreed_fields_and_nothing_else(client, office, referral):
    person = office.person
    person.gender, person.ethnicity, person.email = "FEMALE", "NUNG", "bi-mat@example.vn"
    person.save()

    page = client.get(page_of(referral)).content.decode()

    assert person.full_name in page
    assert str(person.birth_on.year) in page
    for hidden in ("bi-mat@example.vn", "Nùng", "nữ", f"{person.birth_on:%d/%m/%Y}"):
        assert hidden not in page


def test_looking_changes_nothing(client, referral):
    """A scanner of mails asks with HEAD and GET, and follows every link of the page."""
    before = Referral.objects.values().get()
    for query in ("", "?answer=hire", "?answer=not_hired", "?answer=wrong_contact", "?said=1"):
        assert client.get(page_of(referral) + query).status_code == 200
        assert client.head(page_of(referral) + query).status_code == 200

    assert Referral.objects.values().get() == before
    assert ReferralStep.objects.count() == 1


def test_an_invitation_in_three_taps(client, referral):
    told = {"answer": "invite", "day": after(3), "time": "08:00", "place": "Lô B2"}

    answer = client.post(page_of(referral), told)

    assert (answer.status_code, answer["Location"]) == (303, page_of(referral) + "?said=1")
    referral.refresh_from_db()
    assert referral.state == ReferralState.INTERVIEW
    page = client.get(answer["Location"]).content.decode()
    assert "câu trả lời đã đến" in page


def test_what_is_missing_is_said_and_what_was_typed_stays(client, referral):
    told = {"answer": "not_hired", "why": "other", "words": ""}
    refused = client.post(page_of(referral), told)
    assert refused.status_code == 422
    assert "Xin ghi lý do trong vài chữ." in refused.content.decode()

    told = {"answer": "invite", "day": "other", "time": "25:99", "place": "Cổng số 2"}
    refused = client.post(page_of(referral), told)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Cổng số 2" in page
    assert "Bạn hãy chọn ngày." in page
    assert ReferralStep.objects.count() == 1


def test_a_day_that_cannot_be_is_refused_in_place(client, referral):
    far = timezone.localdate() + dt.timedelta(days=400)
    told = {"answer": "hire", "day": "other", "other_day": far.isoformat()}

    refused = client.post(page_of(referral), told)

    assert refused.status_code == 422
    assert "Xin kiểm tra lại ngày làm đầu tiên." in refused.content.decode()


def test_sent_twice_it_is_one_answer(client, referral):
    told = {"answer": "hire", "day": after(3)}

    first, second = (client.post(page_of(referral), told) for _time in range(2))

    assert first.status_code == second.status_code == 303
    assert list(ReferralStep.objects.values_list("name", flat=True)) == ["introduce", "hire"]


@pytest.mark.parametrize("token", ["khong-co", "A" * 24, "thanks-"])
def test_a_made_up_link_tells_nothing(client, referral, token):
    answer = client.get(reverse("answer:answer", args=[token]))

    assert answer.status_code == 404
    assert referral.vacancy.title not in answer.content.decode()


def test_the_wrong_contact_ends_at_thanks_and_the_link_is_dead(client, referral):
    address = page_of(referral)

    answer = client.post(address, {"answer": "wrong_contact"})

    assert answer["Location"] == reverse("answer:thanks")
    assert client.get(answer["Location"]).status_code == 200
    assert client.get(address).status_code == 404


def test_a_closed_introduction_shows_no_person_any_more(client, office, referral):
    address = page_of(referral)
    client.post(address, {"answer": "not_hired", "why": "full"})

    page = client.get(address).content.decode()

    assert "Có thể đổi lại đến" in page
    assert office.person.full_name not in page
    assert office.person.phone[3:] not in page.replace(" ", "")


def test_a_withdrawn_consent_closes_the_page_at_once(client, office, referral):
    withdraw_consent(
        by=office.youth,
        at=timezone.now(),
        young_person=office.person,
        purpose=Purpose.INTRODUCTION,
    )

    assert client.get(page_of(referral)).status_code == 404


def test_the_page_stays_with_its_owner(client, referral):
    answer = client.get(page_of(referral))

    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_too_many_tries_are_told_to_wait(client, referral):
    told = {"answer": "hire", "day": "other", "other_day": "2099-01-01"}
    for _time in range(BUDGET.limit):
        assert client.post(page_of(referral), told).status_code == 422

    answer = client.post(page_of(referral), told)

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_staff_who_open_the_link_answer_as_its_holder_and_not_as_staff(client, office, referral):
    sign_in(client, office.proposer)

    client.post(page_of(referral), {"answer": "hire", "day": after(3)})

    assert referral.steps.last().actor_kind == "public"
