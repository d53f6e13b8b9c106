import pytest
from allauth.mfa.models import Authenticator

from nhipcau.organisations import use_cases
from nhipcau.organisations.errors import LastAdministrator
from nhipcau.organisations.models import Role
from nhipcau.organisations.rules import forget_memberships
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import NotAllowed
from tests.factories import NOON, MembershipFactory, OrganisationFactory, staff_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return OrganisationFactory()


@pytest.fixture
def administrator(unit):
    return staff_of(unit, Role.ADMINISTRATOR)


def test_who_leaves_the_only_unit_can_no_longer_sign_in(unit, administrator):
    colleague = staff_of(unit)
    before = colleague.get_session_auth_hash()

    left = use_cases.deactivate_member(by=administrator, at=NOON, user=colleague)

    assert not left.is_active
    assert left.get_session_auth_hash() != before
    assert not left.memberships.filter(ended_at=None).exists()


def test_who_works_for_another_unit_too_keeps_that_and_signs_in_anew(unit, administrator):
    colleague = staff_of(unit)
    MembershipFactory(user=colleague)

    left = use_cases.deactivate_member(by=administrator, at=NOON, user=colleague)

    assert left.is_active
    assert left.session_epoch == 1
    assert left.memberships.filter(ended_at=None).count() == 1


def test_an_administrator_of_another_unit_may_not_let_a_colleague_go(unit):
    stranger = staff_of(OrganisationFactory(), Role.ADMINISTRATOR)

    with pytest.raises(NotAllowed):
        use_cases.deactivate_member(by=stranger, at=NOON, user=staff_of(unit))


def test_nobody_deactivates_oneself(administrator):
    with pytest.raises(NotAllowed):
        use_cases.deactivate_member(by=administrator, at=NOON, user=administrator)


def test_the_unit_keeps_an_administrator(unit, administrator):
    other = staff_of(unit, Role.ADMINISTRATOR)
    use_cases.deactivate_member(by=administrator, at=NOON, user=other)

    forget_memberships(administrator)
    with pytest.raises(LastAdministrator):
        use_cases.end_membership(by=SYSTEM, at=NOON, membership=administrator.memberships.get())


def test_a_reset_takes_password_factors_and_sessions(unit, administrator):
    colleague = staff_of(unit)
    colleague.set_password("bốn từ không liên quan")
    colleague.save()
    Authenticator.objects.create(user=colleague, type="totp", data={"secret": "x"})

    use_cases.reset_sign_in(by=administrator, at=NOON, user=colleague)

    colleague.refresh_from_db()
    assert not colleague.has_usable_password()
    assert not Authenticator.objects.filter(user=colleague).exists()
    assert colleague.session_epoch == 1


def test_only_the_own_administrator_resets_a_sign_in(unit):
    with pytest.raises(NotAllowed):
        use_cases.reset_sign_in(by=staff_of(unit), at=NOON, user=staff_of(unit))
