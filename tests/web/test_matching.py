"""Suggestions on the pages of both sides."""

from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nhipcau.matching import use_cases
from nhipcau.matching.models import Grade, GradingPair, GradingRound, MatchingWeights, Refusal
from nhipcau.matching.sheets import HEAD_ROWS
from nhipcau.people.use_cases import open_record
from nhipcau.shared.actors import SYSTEM
from tests.factories import NOON
from tests.matching.conftest import (  # noqa: F401 -- fixtures
    _nothing_is_held,
    centre,
    counsellor,
    employer,
    leader,
    person,
    vacancy_of,
    wish,
    youth,
)
from tests.vacancies.made import occupation

FAR = "2036-12-31"


@pytest.fixture
def vacancy(employer):  # noqa: F811
    return vacancy_of(employer, closes_on=FAR, title="Công nhân may mẫu")


@pytest.fixture
def listed(wish, vacancy):  # noqa: F811
    use_cases.update_lists(by=SYSTEM, at=NOON)
    return wish


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def with_open_record(user, person):  # noqa: F811
    client = signed_in(user)
    client.post(reverse("workspace:people:open", args=[person.pk]))
    return client


def test_a_youth_puts_a_job_aside_and_takes_it_back(listed, person, vacancy, youth):  # noqa: F811
    client = signed_in(youth)
    page = client.get(reverse("public:my-jobs", args=[person.pk]))
    assert "Công nhân may mẫu" in page.content.decode()

    address = reverse("public:not-for-me", args=[person.pk, vacancy.pk])
    assert client.post(address, {"because": ""}).status_code == 422
    client.post(address, {"because": "PLACE", "word": ""})
    refusal = Refusal.objects.get()
    assert (refusal.is_own, refusal.because) == (True, "PLACE")
    body = client.get(reverse("public:my-jobs", args=[person.pk])).content.decode()
    assert reverse("public:not-for-me", args=[person.pk, vacancy.pk]) not in body
    client.post(reverse("public:take-back-not-for-me", args=[refusal.pk]))
    refusal.refresh_from_db()
    assert refusal.undone_at


def test_a_youth_chooses_the_occupation(listed, person, youth):  # noqa: F811
    occupation("8153", "Thợ vận hành máy may", "công nhân may")
    client = signed_in(youth)
    address = reverse("public:my-occupation", args=[person.pk])
    code = client.get(address).context["form"].fields["occupation"].choices[0][0]
    assert code
    client.post(address, {"occupation": code})
    listed.refresh_from_db()
    assert listed.occupation.code == code
    first = reverse("public:wish-step", args=[person.pk, "first"])
    told = {"title": "Thợ hàn", "market": "HOME", "wage_from": "", "ready": "NOW", "commune": ""}
    client.post(first, told)
    listed.refresh_from_db()
    assert (listed.title, listed.occupation) == ("Thợ hàn", None)


def test_a_counsellor_reads_reasons_and_goes_on_to_introduce(
    listed,
    person,  # noqa: F811
    vacancy,
    counsellor,  # noqa: F811
):
    client = with_open_record(counsellor, person)
    body = client.get(reverse("workspace:matching:person", args=[person.pk])).content.decode()
    assert reverse("workspace:referrals:begin", args=[person.pk, vacancy.pk]) in body
    aside = reverse("workspace:matching:put-aside", args=[person.pk, vacancy.pk])
    client.post(aside, {"because": "TALKED", "word": "tuần trước"})
    body = client.get(reverse("workspace:matching:person", args=[person.pk])).content.decode()
    assert "tuần trước" in body
    client.post(reverse("workspace:matching:take-back", args=[Refusal.objects.get().pk]))
    assert not Refusal.objects.in_force().exists()


def test_a_list_is_behind_the_open_record(listed, person, counsellor):  # noqa: F811
    client = signed_in(counsellor)
    answer = client.get(reverse("workspace:matching:person", args=[person.pk]))
    assert answer.url == reverse("workspace:people:detail", args=[person.pk])
    open_record(by=counsellor, at=NOON, young_person=person)


def test_who_fits_a_vacancy_is_for_staff(listed, person, vacancy, counsellor, youth):  # noqa: F811
    address = reverse("workspace:matching:vacancy", args=[vacancy.pk])
    assert person.full_name in signed_in(counsellor).get(address).content.decode()
    assert signed_in(youth).get(address).status_code in (302, 403, 404)


def test_leaders_change_the_rules(centre, leader):  # noqa: F811
    use_cases.keep_first_weights(by=SYSTEM, at=NOON)
    client = signed_in(leader)
    told = {"occupation": 40, "skills": 20, "text": 10, "wage": 10, "place": 8, "education": 5}
    told |= {"experience": 5, "start": 2, "exposure_cap": "3", "reason": "họp tháng 11"}
    address = reverse("workspace:matching:change-rules")
    assert client.post(address, {**told, "start": 3}).status_code == 422
    client.post(address, told)
    assert MatchingWeights.objects.first().exposure_cap == 3
    assert client.get(reverse("workspace:matching:overview")).status_code == 200


def filled(grading_round, value):
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(HEAD_ROWS):
            sheet.write(row, 0, "x")
        places = GradingPair.objects.filter(round=grading_round).values_list("place", flat=True)
        for row, place in enumerate(places, start=HEAD_ROWS):
            sheet.write(row, 0, place)
            sheet.write(row, 4, value)
    return SimpleUploadedFile("phieu.xlsx", made.getvalue())


def test_a_sheet_goes_out_and_comes_back(listed, counsellor):  # noqa: F811
    client = signed_in(counsellor)
    client.post(reverse("workspace:matching:prepare-round"))
    grading_round = GradingRound.objects.get()
    sheet = client.get(reverse("workspace:matching:sheet", args=[grading_round.pk]))
    assert sheet.content[:2] == b"PK"
    address = reverse("workspace:matching:grade", args=[grading_round.pk])
    assert client.post(address, {"file": filled(grading_round, 9)}).status_code == 422
    client.post(address, {"file": filled(grading_round, 3)})
    assert set(Grade.objects.values_list("value", flat=True)) == {3}
    page = client.get(reverse("workspace:matching:round", args=[grading_round.pk]))
    assert counsellor.full_name in page.content.decode()
