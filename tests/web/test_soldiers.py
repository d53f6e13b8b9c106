"""Pages about soldiers: sheets, the list, discharge of many, the one-tap answer."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.soldiers import queries, use_cases
from nhipcau.soldiers.models import HomeCheck, MilitaryService
from tests.factories import (
    EventFactory,
    EventKindFactory,
    MilitaryServiceFactory,
    OrganisationFactory,
    PlanLineFactory,
    RegistrationFactory,
    SessionFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    reference_data,
    staff_of,
)
from tests.sign_in import sign_in

SHEET = {
    "evidence": "tập 1, tờ 7",
    "full_name": "Lương Văn Thắng",
    "birth_on": "09/03/2005",
    "phone": "0912 345 111",
    "hope": "TRADE",
}


@pytest.fixture
def centre(db):
    reference_data()
    return OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE)


@pytest.fixture
def person(centre):
    return agree(YoungPersonFactory(followed_by=[centre]), "PARTICIPATION", "JOB_SEARCH")


@pytest.fixture
def counsellor(client, centre):
    return sign_in(client, staff_of(centre, Role.COUNSELLOR))


def at(name, *args):
    return reverse(f"workspace:soldiers:{name}", args=args)


def words(response):
    return response.content.decode()


def soon():
    return (timezone.localdate() + dt.timedelta(days=80)).isoformat()


def home_since(person, days):
    """Came home so many days ago, with the questions of the year."""
    service = MilitaryServiceFactory(young_person=person)
    now, today = timezone.now(), timezone.localdate()
    by = staff_of(person.followed_by.first(), Role.COUNSELLOR)
    home = today - dt.timedelta(days=days)
    use_cases.discharge(by=by, at=now, services=[service], discharged_on=home)
    service.refresh_from_db()
    return service


def test_sheets_are_typed_one_after_the_other(counsellor):
    answer = counsellor.post(at("enter"), {**SHEET, "expected_on": soon()}, follow=True)

    service = MilitaryService.objects.get()
    assert service.young_person.full_name == "Lương Văn Thắng"
    assert "Lương Văn Thắng" in words(answer)
    assert f'value="{soon()}"' in words(answer)


def test_a_sheet_with_a_mistake_keeps_what_was_typed(counsellor):
    answer = counsellor.post(at("enter"), {**SHEET, "phone": "12", "expected_on": "2035-01-01"})

    assert answer.status_code == 422
    assert "Lương Văn Thắng" in words(answer)
    assert not MilitaryService.objects.exists()


def test_the_empty_sheet_is_a_pdf_with_the_words_of_the_consents(counsellor):
    answer = counsellor.get(at("sheet"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_those_who_signed_are_taken_from_the_session(client, centre):
    kind = EventKindFactory(audience="SOLDIERS", hides_host=True)
    session = SessionFactory(event=EventFactory(plan_line=PlanLineFactory(kind=kind)))
    palace = session.event.plan_line.lead
    signed, other = (
        RegistrationFactory(session=session, young_person__followed_by=[palace]).young_person
        for _one in range(2)
    )
    staff = sign_in(client, staff_of(palace))
    assert other.full_name in words(staff.get(at("take-over", session.pk)))

    told = {"expected_on": soon(), "evidence": "tập 1", "who": [signed.pk]}
    answer = staff.post(at("take-over", session.pk), told, follow=True)

    assert MilitaryService.objects.get().young_person == signed
    assert signed.full_name in words(answer)
    assert other.full_name not in words(answer)


def test_many_are_discharged_on_one_day(counsellor, centre):
    services = [
        MilitaryServiceFactory(young_person=YoungPersonFactory(followed_by=[centre]))
        for _one in range(3)
    ]
    foreign = MilitaryServiceFactory()
    who = [one.pk for one in (*services[:2], foreign)]
    page = counsellor.get(at("discharge"), {"who": who})
    assert services[0].young_person.full_name in words(page)
    assert foreign.young_person.full_name not in words(page)

    counsellor.post(
        at("discharge"), {"who": who, "discharged_on": timezone.localdate().isoformat()}
    )

    states = dict(MilitaryService.objects.values_list("pk", "state"))
    assert [states[one.pk] for one in services] == ["DISCHARGED", "DISCHARGED", "SERVING"]
    assert states[foreign.pk] == "SERVING"


def test_nobody_ticked_leads_back_with_a_word(counsellor):
    answer = counsellor.get(at("discharge"), follow=True)
    assert "đánh dấu" in words(answer)


def test_the_list_finds_names_without_marks_and_keeps_others_out(counsellor, person):
    MilitaryServiceFactory(young_person=person)
    hidden = MilitaryServiceFactory().young_person
    found = words(counsellor.get(at("list"), {"q": person.folded_name}))
    assert person.full_name in found
    assert hidden.full_name not in words(counsellor.get(at("list")))
    assert person.full_name not in words(counsellor.get(at("list"), {"q": "khong co"}))


def test_a_call_is_written_down_and_help_is_marked(counsellor, person):
    check = home_since(person, 95).checks.get(month=3)
    told = {"situation": "LOOKING", "card": "WAITING", "wants_help": "on", "how": "CALL"}
    page = counsellor.post(at("record-check", check.pk), told, follow=True)
    assert "cần giúp đỡ" in words(page)

    counsellor.post(at("mark-helped", check.pk))
    assert HomeCheck.objects.get(pk=check.pk).helped_at is not None


def test_a_mistake_needs_its_reason(counsellor, person):
    service = home_since(person, 5)
    assert counsellor.post(at("step", service.pk, "remove"), {"reason": " "}).status_code == 422
    counsellor.post(at("step", service.pk, "remove"), {"reason": "không phải quân nhân"})
    service.refresh_from_db()
    assert service.state == "REMOVED"
    assert counsellor.get(at("step", service.pk, "march")).status_code == 404


def test_the_link_asks_and_thanks_without_an_account(client, person):
    check = home_since(person, 95).checks.get(month=3)
    url = reverse("public:home-check", args=[queries.check_link(check)])
    page = words(client.get(url))
    assert person.full_name not in page

    assert client.post(url, {}).status_code == 422
    answer = client.post(url, {"situation": "WORKING"}, follow=True)
    assert "Cảm ơn" in words(answer)
    assert HomeCheck.objects.get(pk=check.pk).situation == "WORKING"
    assert client.get(reverse("public:home-check", args=["a" * 28])).status_code == 404


def test_the_own_page_asks_what_is_due(client, person):
    home_since(person, 95)
    young = sign_in(client, YouthUserFactory(phone=person.phone), second_factor=False)
    page = words(young.get(reverse("public:my-registrations")))
    assert "Cho biết tình hình của bạn" in page


def test_the_record_of_a_person_leads_to_the_service(counsellor, person):
    counsellor.post(reverse("workspace:people:open", args=[person.pk]))
    url = reverse("workspace:people:detail", args=[person.pk])
    assert at("enter-person", person.pk) in words(counsellor.get(url))

    counsellor.post(at("enter-person", person.pk), {"expected_on": soon(), "hope": "STUDY"})
    service = MilitaryService.objects.get(young_person=person)
    assert at("detail", service.pk) in words(counsellor.get(url))
