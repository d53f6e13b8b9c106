"""An officer of a commune sees its people whom the unit follows, and nothing else of the unit."""

import pytest
from django.db import IntegrityError, transaction

from nhipcau.employers.models import Employer
from nhipcau.events.models import Event
from nhipcau.organisations import rules as unit_rules
from nhipcau.organisations.errors import AlreadyMember
from nhipcau.organisations.models import Invitation, Membership, Role
from nhipcau.organisations.use_cases import accept_invitation, add_member, invite
from nhipcau.people.details import PersonDetails
from nhipcau.people.followed import followed_by_units_of
from nhipcau.people.models import Consent, ConsentChannel, Guardian, Purpose, YoungPerson
from nhipcau.people.rules import may_merge, may_open_record, may_see_people
from nhipcau.people.use_cases import enter_person
from nhipcau.programmes.models import PlanLine
from nhipcau.referrals.models import Referral
from nhipcau.referrals.rules import may_begin, sees_referrals
from nhipcau.rights.use_cases import withdraw
from nhipcau.seekers.models import JobWish, SpecialNeeds
from nhipcau.seekers.use_cases import tell_needs, tell_wish
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import InvalidValue, NotAllowed
from nhipcau.shared.row_security import acting
from nhipcau.soldiers.details import SoldierDetails
from nhipcau.soldiers.models import MilitaryService
from nhipcau.soldiers.use_cases import (
    enter_from_paper,
    enter_service,
    record_home_check,
    remove_service,
)
from nhipcau.soldiers.use_cases.asking import HomeAnswer
from tests.factories import (
    NOON,
    CommuneFactory,
    EventFactory,
    JobWishFactory,
    MembershipFactory,
    MilitaryServiceFactory,
    OrganisationFactory,
    PlanLineFactory,
    ReferralFactory,
    RegistrationFactory,
    SessionFactory,
    UserFactory,
    YoungPersonFactory,
    agree,
    guardian_of,
    officer_of,
    staff_of,
)

FIRST = {"title": "May", "market": "HOME", "wage_from": 7_000_000, "ready": "NOW"}


def seen_by(actor):
    return set(YoungPerson.objects.visible_to(actor))


def test_only_people_of_the_own_commune_whom_the_unit_follows(officer, palace, commune, person):
    other_unit = OrganisationFactory(kind="EMPLOYMENT_CENTRE")
    YoungPersonFactory(followed_by=[palace], commune=CommuneFactory())
    YoungPersonFactory(followed_by=[palace], commune=None)
    YoungPersonFactory(followed_by=[other_unit], commune=commune)
    YoungPersonFactory(commune=commune)

    assert seen_by(officer) == {person}
    assert set(YoungPerson.objects.followed_by_units_of(officer)) == {person}
    assert seen_by(officer_of(palace, CommuneFactory())) == set()
    assert seen_by(officer_of(other_unit, person.commune)).isdisjoint({person})


def test_a_commune_of_one_unit_does_not_open_the_same_commune_of_another(palace, commune, person):
    """Two roles are two pairs: unit and commune are never crossed."""
    centre = OrganisationFactory(kind="EMPLOYMENT_CENTRE")
    elsewhere = CommuneFactory()
    both = officer_of(palace, elsewhere)
    MembershipFactory(user=both, organisation=centre, role=Role.COMMUNE_OFFICER, commune=commune)
    own = YoungPersonFactory(followed_by=[palace], commune=elsewhere)
    of_centre = YoungPersonFactory(followed_by=[centre], commune=commune)

    assert seen_by(both) == {own, of_centre}


def test_the_record_that_is_kept_says_where_somebody_lives(officer, palace, commune):
    elsewhere = CommuneFactory()
    kept = YoungPersonFactory(commune=commune)
    merged = YoungPersonFactory(followed_by=[palace], commune=elsewhere, merged_into=kept)
    moved = YoungPersonFactory(followed_by=[palace], commune=elsewhere)
    YoungPersonFactory(followed_by=[palace], commune=commune, merged_into=moved)

    assert seen_by(officer) == {kept, merged}


def test_whoever_has_both_roles_sees_both(palace, commune, person):
    both = officer_of(palace, commune)
    other = YoungPersonFactory(followed_by=[palace], commune=CommuneFactory())
    MembershipFactory(user=both, organisation=palace, role=Role.COUNSELLOR)

    assert seen_by(both) == {person, other}


def test_who_no_longer_holds_the_role_sees_nobody(officer, person):
    Membership.objects.filter(user=officer).update(ended_at=NOON)

    assert seen_by(officer) == set()


def test_a_list_that_does_not_ask_for_officers_stays_closed(officer, person):
    assert not YoungPerson.objects.filter(followed_by_units_of(officer)).exists()


def test_for_other_roles_the_statement_is_what_it_was(counsellor):
    told = str(YoungPerson.objects.filter(followed_by_units_of(counsellor, communes=True)).query)

    assert told == str(YoungPerson.objects.filter(followed_by_units_of(counsellor)).query)
    assert "commune" not in told.split("WHERE")[1]


def test_an_officer_is_no_office_staff(officer, palace):
    event = EventFactory()
    MembershipFactory(user=officer, organisation=event.plan_line.lead, role=Role.COMMUNE_OFFICER)
    unit_rules.forget_memberships(officer)

    assert not unit_rules.is_office_staff(officer)
    assert not unit_rules.is_partner_staff(officer)
    assert not unit_rules.partner_units_of(officer)
    assert unit_rules.partner_units_of(officer, Role.COMMUNE_OFFICER)
    for model in (Event, PlanLine, Employer):
        assert not model.objects.visible_to(officer).exists(), model
    assert PlanLine.objects.exists()


def test_nothing_of_introductions_and_merges(officer, person):
    ReferralFactory(young_person=person)

    assert not Referral.objects.visible_to(officer).exists()
    assert not sees_referrals(officer)
    assert not any(may_begin(officer, name, person) for name in ("introduce", "propose"))
    assert not may_see_people(officer)
    assert not may_merge(officer, person)
    assert may_open_record(officer, person)


def test_the_record_shows_consents_guardians_and_open_events(officer, person):
    agree(person, "PARTICIPATION")
    guardian_of(person)
    known = RegistrationFactory(young_person=person)
    army = PlanLineFactory(kind__hides_host=True, kind__takes_public_registration=False)
    hidden = RegistrationFactory(
        young_person=person, session=SessionFactory(event=EventFactory(plan_line=army))
    )
    seen = type(known).objects.visible_to(officer)

    assert Consent.objects.visible_to(officer).count() == 1
    with acting(officer, at=NOON):
        assert Guardian.objects.visible_to(officer).count() == 1
    assert known in seen
    assert hidden not in seen


def test_a_wish_is_written_what_is_sensitive_is_not(officer, person):
    agree(person, "JOB_SEARCH", "SUPPORT")
    wish = tell_wish(by=officer, at=NOON, young_person=person, told=FIRST)
    SpecialNeeds.objects.create(wish=wish, health="x", told_at=NOON)

    assert JobWish.objects.visible_to(officer).get() == wish
    assert not SpecialNeeds.objects.visible_to(officer).exists()
    with pytest.raises(NotAllowed):
        tell_needs(by=officer, at=NOON, young_person=person, told={"health": "y"})


def test_a_wish_of_another_commune_is_foreign(palace, person):
    agree(person, "JOB_SEARCH")
    JobWishFactory(young_person=person)
    other = officer_of(palace, CommuneFactory())

    assert not JobWish.objects.visible_to(other).exists()
    with pytest.raises(NotAllowed):
        tell_wish(by=other, at=NOON, young_person=person, told=FIRST)


def sheet(commune, **changes):
    told = {"full_name": "Nông Văn Tài", "birth_on": NOON.date().replace(year=2004)}
    told |= {"phone": "0912345678", "commune": commune} | changes
    return SoldierDetails(
        PersonDetails(**told), expected_on=NOON.date().replace(year=2027), sheet="12"
    )


def test_a_sheet_is_typed_for_the_own_commune_alone(officer, palace, commune):
    service = enter_from_paper(by=officer, at=NOON, told=sheet(commune))

    assert service.young_person.followings.get().organisation == palace
    assert MilitaryService.objects.visible_to(officer).get() == service
    with pytest.raises(InvalidValue) as error, transaction.atomic():
        enter_from_paper(by=officer, at=NOON, told=sheet(CommuneFactory(), phone="0912345679"))
    assert error.value.field == "commune"


def test_somebody_known_under_another_commune_is_not_taken_over(officer, palace, commune):
    known = enter_person(
        by=PUBLIC,
        at=NOON,
        details=sheet(CommuneFactory()).person,
        followed_by=[],
        purposes=frozenset({"PARTICIPATION"}),
    )
    with pytest.raises(InvalidValue), transaction.atomic():
        enter_from_paper(by=officer, at=NOON, told=sheet(commune))

    assert not known.followings.exists()
    assert not MilitaryService.objects.exists()


def test_home_checks_are_written_and_the_list_is_not_changed(officer, person, palace):
    agree(person, "JOB_SEARCH")
    service = MilitaryServiceFactory(
        young_person=person,
        state="DISCHARGED",
        discharged_on=NOON.date(),
        card_until=NOON.date().replace(year=2027),
    )
    check = service.checks.create(month=3, due_on=NOON.date())
    told = {"at": NOON, "check": check, "answer": HomeAnswer("WORKING")}
    with pytest.raises(NotAllowed):
        record_home_check(by=officer_of(palace, CommuneFactory()), **told)

    assert record_home_check(by=officer, **told).answered_by == officer
    with pytest.raises(NotAllowed):
        remove_service(by=officer, at=NOON, service=service, reason="x")
    with pytest.raises(NotAllowed):
        enter_service(by=officer, at=NOON, young_person=person, expected_on=NOON.date(), hope="")


def test_a_consent_is_withdrawn_when_the_person_says_so(officer, person, palace):
    agree(person, "PARTICIPATION")
    told = {"at": NOON, "young_person": person, "purpose": Purpose.PARTICIPATION}
    with pytest.raises(NotAllowed):
        withdraw(by=officer_of(palace, CommuneFactory()), **told)

    withdraw(by=officer, **told)

    assert not Consent.objects.in_force().exists()


# --- the role itself ---


@pytest.mark.parametrize("role", list(Role))
def test_this_role_and_no_other_has_a_commune(palace, role):
    administrator = staff_of(palace, Role.ADMINISTRATOR)
    is_officer = role == Role.COMMUNE_OFFICER
    told = {"by": administrator, "at": NOON, "organisation": palace, "role": role}
    wrong = None if is_officer else CommuneFactory()
    with pytest.raises(InvalidValue):
        add_member(**told, user=UserFactory(), commune=wrong)
    with pytest.raises(InvalidValue):
        invite(**told, full_name="Nông Thị Lan", email="a@example.vn", token="t", commune=wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            user=administrator, organisation=palace, role=role, commune=wrong, started_at=NOON
        )

    right = CommuneFactory() if is_officer else None
    assert add_member(**told, user=UserFactory(), commune=right).commune == right


def test_an_invitation_brings_the_commune_along(palace, commune):
    administrator = staff_of(palace, Role.ADMINISTRATOR)
    told = {"organisation": palace, "role": Role.COMMUNE_OFFICER, "commune": commune}
    invite(
        by=administrator,
        at=NOON,
        full_name="Nông Thị Lan",
        email="lan@example.vn",
        token="t",
        **told,
    )

    user = accept_invitation(by=PUBLIC, at=NOON, token="t")

    assert Invitation.objects.get().commune == commune
    assert unit_rules.communes_of(user) == [(palace.pk, commune.pk)]


def test_one_officer_may_have_two_communes_and_each_once(palace, commune):
    administrator = staff_of(palace, Role.ADMINISTRATOR)
    told = {"by": administrator, "at": NOON, "organisation": palace}
    told |= {"user": UserFactory(), "role": Role.COMMUNE_OFFICER}
    add_member(**told, commune=commune)
    add_member(**told, commune=CommuneFactory())
    with pytest.raises(AlreadyMember):
        add_member(**told, commune=commune)

    assert len(unit_rules.communes_of(told["user"])) == 2


def test_a_person_entered_by_an_officer_lives_in_the_own_commune(officer, palace, commune):
    told = {
        "by": officer,
        "at": NOON,
        "followed_by": [palace],
        "purposes": frozenset({"PARTICIPATION"}),
        "channel": ConsentChannel.PAPER,
        "evidence": "12",
    }
    with pytest.raises(InvalidValue), transaction.atomic():
        enter_person(**told, details=sheet(None).person)

    assert enter_person(**told, details=sheet(commune).person) in seen_by(officer)
