import datetime as dt

import pytest

from nhipcau.accounts.models import User
from nhipcau.organisations import use_cases
from nhipcau.organisations.errors import (
    AlreadyMember,
    InvitationExpired,
    InvitationUsed,
    LastAdministrator,
)
from nhipcau.organisations.models import Invitation, Membership, Role
from nhipcau.organisations.queries import holiday_within
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import NotAllowed
from tests.factories import NOON, MembershipFactory, OrganisationFactory, UserFactory, staff_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return OrganisationFactory()


def invite(unit, token="t" * 40, **changes):
    told = {
        "by": staff_of(unit, Role.ADMINISTRATOR),
        "at": NOON,
        "organisation": unit,
        "role": Role.COUNSELLOR,
        "full_name": "Đàm Thị Xuân",
        "email": " Xuan@Example.vn ",
        "token": token,
    }
    return use_cases.invite(**{**told, **changes})


def test_an_invitation_becomes_a_user_with_that_role_once(unit):
    invite(unit)

    user = use_cases.accept_invitation(by=PUBLIC, at=NOON, token="t" * 40)

    assert user.email == "xuan@example.vn"
    assert not user.has_usable_password() or not user.password
    assert Membership.objects.active().get(user=user).role == Role.COUNSELLOR
    with pytest.raises(InvitationUsed):
        use_cases.accept_invitation(by=PUBLIC, at=NOON, token="t" * 40)


def test_the_token_itself_is_not_kept(unit):
    invite(unit)

    assert "t" * 40 not in str(Invitation.objects.values().get())


def test_an_invitation_ends_after_seven_days(unit):
    invite(unit)

    with pytest.raises(InvitationExpired):
        use_cases.accept_invitation(by=PUBLIC, at=NOON + dt.timedelta(days=7), token="t" * 40)
    assert not User.objects.filter(email="xuan@example.vn").exists()


def test_an_unknown_or_withdrawn_link_opens_nothing(unit):
    invitation = invite(unit)
    use_cases.withdraw_invitation(
        by=staff_of(unit, Role.ADMINISTRATOR), at=NOON, invitation=invitation
    )

    with pytest.raises(NotAllowed):
        use_cases.accept_invitation(by=PUBLIC, at=NOON, token="guess")
    with pytest.raises(InvitationUsed):
        use_cases.accept_invitation(by=PUBLIC, at=NOON, token="t" * 40)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_the_units_administrator_invites(unit, role):
    with pytest.raises(NotAllowed):
        invite(unit, by=staff_of(unit, role))
    with pytest.raises(NotAllowed):
        invite(unit, by=staff_of(OrganisationFactory(), Role.ADMINISTRATOR))


def test_a_unit_keeps_one_administrator(unit):
    only = MembershipFactory(organisation=unit, role=Role.ADMINISTRATOR)

    with pytest.raises(LastAdministrator):
        use_cases.end_membership(by=only.user, at=NOON, membership=only)
    MembershipFactory(organisation=unit, role=Role.ADMINISTRATOR)
    use_cases.end_membership(by=only.user, at=NOON, membership=only)

    only.refresh_from_db()
    assert only.ended_at == NOON


def test_a_role_is_given_once(unit):
    administrator, colleague = staff_of(unit, Role.ADMINISTRATOR), UserFactory()
    told = {"by": administrator, "at": NOON, "organisation": unit, "user": colleague}
    use_cases.add_member(**told, role=Role.LEADER)

    with pytest.raises(AlreadyMember):
        use_cases.add_member(**told, role=Role.LEADER)
    with pytest.raises(NotAllowed):
        use_cases.add_member(**{**told, "by": colleague}, role=Role.COUNSELLOR)


def test_an_event_on_a_public_holiday_is_known():
    use_cases.load_holidays(
        by=SYSTEM,
        at=NOON,
        holidays=[
            {
                "on": dt.date(2026, 9, 2),
                "name_vi": "Quốc khánh",
                "name_en": "National Day",
                "source": "test",
                "evidence": "S",
            }
        ],
    )

    assert holiday_within(dt.date(2026, 9, 1), dt.date(2026, 9, 3)).name_vi == "Quốc khánh"
    assert holiday_within(dt.date(2026, 9, 3), dt.date(2026, 9, 3)) is None
    with pytest.raises(NotAllowed):
        use_cases.load_holidays(by=PUBLIC, at=NOON, holidays=[])
