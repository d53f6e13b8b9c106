import datetime as dt

import pytest

from nhipcau.accounts import use_cases
from nhipcau.accounts.errors import LinkOver
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import InvalidValue, NotAllowed, TooManyAttempts
from nhipcau.shared.models import AuditEvent
from tests.factories import NOON, UserFactory, YouthUserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def make_link(**more):
    values = {"by": SYSTEM, "at": NOON, "token": "d" * 32, "user": None, **more}
    return use_cases.make_sign_in_link(**values)


def test_a_demo_link_signs_in_once(demo):
    user = UserFactory()
    make_link(user=user)

    assert use_cases.use_sign_in_link(by=PUBLIC, at=NOON, token="d" * 32) == user
    with pytest.raises(LinkOver):
        use_cases.use_sign_in_link(by=PUBLIC, at=NOON, token="d" * 32)


def test_a_demo_link_is_good_for_twelve_hours(demo):
    make_link(user=UserFactory())

    with pytest.raises(LinkOver):
        use_cases.use_sign_in_link(by=PUBLIC, at=NOON + dt.timedelta(hours=12), token="d" * 32)


def test_a_demo_link_keeps_its_token_as_a_hash(demo):
    assert "ddd" not in make_link(phone="+84912345678").token_hash


def test_demo_links_do_not_exist_outside_the_demonstration(settings):
    settings.DEMO = True
    make_link(user=UserFactory())
    settings.DEMO = False

    with pytest.raises(NotAllowed):
        make_link(user=UserFactory(), token="e" * 32)
    with pytest.raises(NotAllowed):
        use_cases.use_sign_in_link(by=PUBLIC, at=NOON, token="d" * 32)


def test_only_the_installation_makes_demo_links(demo):
    with pytest.raises(NotAllowed):
        make_link(by=UserFactory(), user=UserFactory())


def test_signing_out_begins_a_new_epoch():
    user = YouthUserFactory()
    before = user.get_session_auth_hash()

    use_cases.sign_out(by=user, at=NOON)

    user.refresh_from_db()
    assert user.get_session_auth_hash() != before


@pytest.mark.parametrize(
    "use_case",
    [
        use_cases.sign_out,
        use_cases.record_sign_in,
        use_cases.record_password_change,
        lambda **who: use_cases.choose_language(language="en", **who),
        lambda **who: use_cases.record_factor_change(factor=None, is_added=True, **who),
    ],
)
def test_only_an_open_account_is_changed(use_case):
    with pytest.raises(NotAllowed):
        use_case(by=UserFactory(is_active=False), at=NOON)


def test_a_language_that_we_do_not_have_is_refused():
    with pytest.raises(InvalidValue):
        use_cases.choose_language(by=UserFactory(), at=NOON, language="fr")


def test_failed_sign_ins_are_counted_without_a_name():
    use_cases.record_failed_sign_in(by=PUBLIC, at=NOON)

    event = AuditEvent.objects.get()
    assert (event.action, event.about_id, event.by_id) == ("user.sign_in_failed", None, None)


@pytest.mark.parametrize(("same", "limit"), [("email", 20), ("address", 100)])
def test_attempts_of_staff_have_a_budget_by_account_and_by_address(same, limit):
    def attempt(number):
        values = {"email": f"a{number}@example.vn", "address": f"10.0.{number // 250}.{number}"}
        values[same] = "same@example.vn" if same == "email" else "10.9.9.9"
        use_cases.count_staff_attempt(by=PUBLIC, at=NOON, **values)

    for number in range(limit):
        attempt(number)

    with pytest.raises(TooManyAttempts):
        attempt(limit)


@pytest.mark.parametrize(
    "use_case",
    [
        use_cases.record_failed_sign_in,
        lambda **who: use_cases.count_staff_attempt(email="a", address="b", **who),
    ],
)
def test_the_installation_itself_does_not_sign_in(use_case):
    with pytest.raises(NotAllowed):
        use_case(by=SYSTEM, at=NOON)
