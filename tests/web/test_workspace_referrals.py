"""Introductions through the pages of the workspace."""

import datetime as dt
import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from nhipcau.people.models import Consent, Purpose
from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import ReferralState
from tests.factories import ReferralFactory, VacancyFactory, YoungPersonFactory, agree
from tests.referrals.conftest import an_office
from tests.web.workspace_pages import at_work, page

pytestmark = pytest.mark.django_db
W = "workspace:referrals:"


@pytest.fixture
def office(db):
    made = an_office()
    made.vacancy.closes_on = timezone.localdate() + dt.timedelta(days=30)
    made.vacancy.save()
    return made


@pytest.fixture
def referral(office):
    return office.introduce(at=timezone.now())


def seen(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_from_the_record_to_the_slip(client, office):
    person = agree(
        YoungPersonFactory(followed_by=[office.centre, office.palace]), Purpose.PARTICIPATION
    )
    at_work(client, office.counsellor)
    client.post(page("people:open", person.pk))
    assert page("referrals:choose", person.pk) in seen(client, page("people:detail", person.pk))
    listed = seen(client, page("referrals:choose", person.pk))
    begin = page("referrals:begin", person.pk, office.vacancy.pk)
    assert begin in listed

    refused = client.post(begin, {"comment": "ghi chú", "idempotency_key": "k1"})
    assert refused.status_code == 422
    assert "ghi chú" in refused.content.decode()
    told = {"agrees": "on", "evidence": "tập 12, phiếu 31", "comment": "", "idempotency_key": "k1"}
    answer = client.post(begin, told)

    made = Referral.objects.get()
    assert answer["Location"] == page("referrals:detail", made.pk)
    consent = Consent.objects.get(text__purpose=Purpose.INTRODUCTION, young_person=person)
    assert consent.evidence == "tập 12, phiếu 31"
    assert "Công nhân may" in seen(client, answer["Location"])


def test_a_refused_introduction_keeps_what_was_typed_and_writes_nothing(client, office):
    person = office.another_person(birth_on=dt.date(2012, 11, 30))
    Consent.objects.filter(young_person=person, text__purpose=Purpose.INTRODUCTION).delete()
    at_work(client, office.counsellor)
    told = {"agrees": "on", "evidence": "tập 12", "comment": "rất muốn đi làm"}

    answer = client.post(page("referrals:begin", person.pk, office.vacancy.pk), told)

    assert answer.status_code == 422
    assert "rất muốn đi làm" in answer.content.decode()
    assert not Referral.objects.exists()
    assert not Consent.objects.filter(text__purpose=Purpose.INTRODUCTION, young_person=person)


def test_the_palace_proposes_and_the_centre_takes_it_up(client, office):
    at_work(client, office.proposer)
    begin = page("referrals:begin", office.person.pk, office.vacancy.pk)
    client.post(begin, {"comment": "", "idempotency_key": "k1"})
    made = Referral.objects.get()
    assert made.state == ReferralState.PROPOSED
    detail = seen(client, page("referrals:detail", made.pk))
    assert page("referrals:take-step", made.pk, "take_back_proposal") in detail
    assert page("referrals:take-step", made.pk, "take_up") not in detail
    assert client.get(page("referrals:take-step", made.pk, "take_up")).status_code == 404

    at_work(client, office.counsellor)
    assert office.person.full_name in seen(client, page("referrals:inbox"))
    client.post(page("referrals:take-step", made.pk, "take_up"), {"comment": ""})
    made.refresh_from_db()
    assert made.state == ReferralState.ISSUED


def test_a_call_is_written_down_and_taken_back(client, office, referral):
    at_work(client, office.caller)
    address = page("referrals:take-step", referral.pk, "not_hired")
    form = seen(client, address)
    assert "Bạn đã nói chuyện với ai?" in form
    today = timezone.localdate().isoformat()
    told = {"reason": "", "spoken_with": "", "spoken_on": today, "spoken_time": "09:15"}
    refused = client.post(address, told)
    assert refused.status_code == 422
    assert "Xin ghi bạn đã nói chuyện với ai." in refused.content.decode()

    told |= {"reason": "đã đủ người", "spoken_with": "chị Hoa", "comment": ""}
    client.post(address, told)
    referral.refresh_from_db()
    assert referral.outcome == "NOT_HIRED"
    detail = seen(client, page("referrals:detail", referral.pk))
    assert "chị Hoa" in detail
    assert page("referrals:undo", referral.pk) in detail

    client.post(page("referrals:undo", referral.pk))
    referral.refresh_from_db()
    assert referral.state == ReferralState.ISSUED
    assert "Đã rút lại" in seen(client, page("referrals:detail", referral.pk))


def test_the_buttons_are_the_rows_of_the_table(client, office, referral):
    def buttons(user):
        at_work(client, user)
        detail = seen(client, page("referrals:detail", referral.pk))
        start = page("referrals:take-step", referral.pk, "x")[:-2]
        return {part.split("/")[0] for part in detail.split(f'href="{start}')[1:]}

    called = {"invite", "offer", "hire", "not_hired", "more_time", "wrong_contact"}
    assert buttons(office.caller) == called
    assert buttons(office.counsellor) == called | {"ask_again", "withdraw", "freeze"}
    assert buttons(office.proposer) == set()


def test_overdue_stands_first_and_a_search_needs_no_marks(client, office):
    today = timezone.localdate()
    late, soon = (
        ReferralFactory(
            young_person=office.another_person(full_name=name, folded_name=folded),
            waits_for="CENTRE",
            due_on=today + dt.timedelta(days=days),
        )
        for name, folded, days in (
            ("Hoàng Thị Muộn", "hoang thi muon", -3),
            ("Lý Văn Sớm", "ly van som", 3),
        )
    )
    at_work(client, office.counsellor)

    listed = seen(client, page("referrals:inbox"))
    assert listed.index("Hoàng Thị Muộn") < listed.index("Lý Văn Sớm")
    assert "đã qua 3 ngày" in listed
    found = seen(client, page("referrals:inbox") + "?q=ly+van")
    assert "Lý Văn Sớm" in found
    assert "Hoàng Thị Muộn" not in found
    assert late.pk != soon.pk


def test_the_count_stands_beside_the_entry_on_the_desk(client, office):
    for _number in range(3):
        ReferralFactory(
            young_person=office.another_person(),
            waits_for="CENTRE",
            due_on=timezone.localdate() - dt.timedelta(days=1),
        )
    at_work(client, office.counsellor)

    desk = seen(client, page("desk"))

    assert '<span class="badge tone-blossom">3</span>' in desk
    assert "3 lần giới thiệu quá hạn" in desk


def test_papers_are_for_counsellors_of_the_centre(client, office, referral):
    for name in ("slip-pdf", "slip-docx", "notice-pdf"):
        at_work(client, office.counsellor)
        answer = client.get(reverse(W + name, args=[referral.pk]))
        assert answer.status_code == 200
        assert answer.content[:4] in (b"%PDF", b"PK\x03\x04")
        at_work(client, office.proposer)
        assert client.get(reverse(W + name, args=[referral.pk])).status_code == 404


def test_the_word_slip_holds_what_was_told_as_text(client, office):
    office.vacancy.title = "May <b>& cắt</b> {{ 7 }}"
    office.vacancy.save()
    referral = office.introduce(at=timezone.now())
    at_work(client, office.counsellor)

    answer = client.get(reverse(W + "slip-docx", args=[referral.pk]))

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        text = archive.read("word/document.xml").decode()
        assert any(name.startswith("word/media/") for name in archive.namelist())
    assert "May &lt;b&gt;&amp; cắt&lt;/b&gt; {{ 7 }}" in text
    assert office.person.full_name in text


def test_all_slips_of_a_day_in_one_file(client, office, referral):
    office.introduce(at=timezone.now(), young_person=office.another_person())
    at_work(client, office.counsellor)

    answer = client.get(reverse(W + "slips-pdf"))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.count(b"/Type /Page\n") + answer.content.count(b"/Type /Page ") in (0, 2)
    empty = client.get(reverse(W + "slips-pdf") + "?day=2020-01-01")
    assert empty["Location"] == reverse(W + "inbox")


def test_the_employers_rate_stands_where_a_vacancy_is_chosen(client, office):
    asked_at = timezone.now() - dt.timedelta(days=20)
    for _number in range(2):
        ReferralFactory(
            vacancy=office.vacancy,
            issued_at=asked_at,
            answer_due_on=(asked_at + dt.timedelta(days=3)).date(),
        )
    at_work(client, office.counsellor)

    assert "chưa trả lời lần nào, đã hỏi 2 lần" in seen(
        client, page("referrals:choose", office.person.pk)
    )


def test_withdrawing_the_consent_at_the_desk_ends_what_is_open(client, office, referral):
    at_work(client, office.counsellor)
    client.post(page("people:open", office.person.pk))

    client.post(page("people:withdraw-consent", office.person.pk, "introduction"))

    referral.refresh_from_db()
    assert (referral.state, referral.outcome) == (ReferralState.CLOSED, "WITHDRAWN")


def test_a_person_whom_another_unit_follows_is_not_there(client, office):
    foreign = ReferralFactory(vacancy=VacancyFactory())
    at_work(client, office.counsellor)

    assert client.get(page("referrals:detail", foreign.pk)).status_code == 404
    assert client.get(page("referrals:choose", foreign.young_person_id)).status_code == 404
