"""Records that may be one employer: found with the reasons, decided, remembered."""

import pytest

from nhipcau.employers import likeness, use_cases
from nhipcau.employers.errors import EmployerClosed, SamenessOpen
from nhipcau.employers.models import Employer, PossibleSameEmployer
from nhipcau.employers.states import EmployerState
from nhipcau.employers.values import evidence_domains
from nhipcau.shared.actors import PUBLIC, AtTheDesk
from nhipcau.shared.errors import NotAllowed
from tests.employers import told
from tests.factories import NOON, OrganisationFactory, staff_of, tax_code

ONE = {
    "tax_code": tax_code(1),
    "phone": "0205 3812 001",
    "email": "a@mot.example",
    "website": "mot.example",
    "bank_account": "111 000 222",
}
OTHER = {
    "tax_code": tax_code(2),
    "phone": "0205 3812 002",
    "email": "b@hai.example",
    "website": "hai.example",
    "bank_account": "333 000 444",
}


def register(centre, *, contact=None, **more):
    number = Employer.objects.count()
    return use_cases.register_employer(
        by=PUBLIC,
        at=NOON,
        centre=centre,
        details=told.employer(**more),
        contact=contact or told.contact(phone=f"0912 34{number:04}", email=""),
    )


def reasons():
    return [tuple(code) for pair in PossibleSameEmployer.objects.all() for code in pair.reasons]


@pytest.mark.parametrize(
    ("shared", "code"),
    [
        ({"tax_code": ONE["tax_code"]}, likeness.TAX_CODE),
        ({"tax_code": f"{ONE['tax_code']}-001"}, likeness.TAX_ROOT),
        ({"phone": "+84 205 3812 001"}, likeness.PHONE),
        ({"email": "A@mot.example"}, likeness.EMAIL),
        ({"website": "https://www.mot.example/tuyen-dung"}, likeness.DOMAIN),
        ({"bank_account": "111000222"}, likeness.ACCOUNT),
    ],
)
def test_what_two_records_share_is_found_and_told(centre, shared, code):
    register(centre, **ONE)
    register(centre, **OTHER | shared)

    assert [found for found, _what in reasons()] == [code]


def test_two_records_that_share_nothing_are_no_pair(centre):
    register(centre, **ONE)
    register(centre, **OTHER)

    assert reasons() == []


@pytest.mark.parametrize("domain", ["gmail.com", "yahoo.com.vn", "facebook.com"])
def test_a_domain_that_anybody_may_have_is_no_evidence(centre, domain):
    register(centre, **ONE | {"email": f"mot@{domain}", "website": f"{domain}/mot"})
    register(centre, **OTHER | {"email": f"hai@{domain}", "website": f"{domain}/hai"})

    assert reasons() == []


def test_domains_are_compared_without_what_stands_before_them():
    assert evidence_domains("a@mail.congty.com.vn", "www.congty.com.vn") == ["congty.com.vn"]
    assert evidence_domains("a@congty.vn", "tuyendung.congty.vn/x") == ["congty.vn"]
    assert evidence_domains("a@gmail.com", "") == []


def test_the_phone_of_a_contact_counts(centre):
    register(centre, **ONE, contact=told.contact(phone="0912 000 111", email=""))
    register(centre, **OTHER | {"phone": "0912 000 111"})

    assert (likeness.PHONE, "+84912000111") in reasons()


def test_an_undecided_pair_is_decided_before_anybody_is_verified(centre, first, second):
    register(centre, **ONE)
    employer = register(centre, **OTHER | {"phone": ONE["phone"]})
    pair = PossibleSameEmployer.objects.get()
    for user, where in ((first, "BUSINESS"), (second, "TAX")):
        check = {"by": user, "at": NOON, "employer": employer, "check": told.check(where)}
        if where == "TAX":
            with pytest.raises(SamenessOpen):
                use_cases.check_employer(**check)
            use_cases.decide_different(by=first, at=NOON, pair=pair)
        use_cases.check_employer(**check)

    employer.refresh_from_db()
    assert employer.state == EmployerState.VERIFIED


def test_two_employers_are_not_asked_again_until_there_is_a_new_reason(centre, first):
    register(centre, **ONE)
    other = register(centre, **OTHER | {"phone": ONE["phone"]})
    pair = PossibleSameEmployer.objects.get()
    use_cases.decide_different(by=first, at=NOON, pair=pair)
    again = OTHER | {"phone": ONE["phone"], "address": "Nơi mới"}
    change = {"by": first, "at": NOON, "employer": other}

    use_cases.change_employer(**change, details=told.employer(**again))
    pair.refresh_from_db()
    assert pair.decision == "DIFFERENT"

    use_cases.change_employer(
        **change, details=told.employer(**again | {"bank_account": "111000222"})
    )
    pair.refresh_from_db()
    assert pair.decision == ""


def test_a_reason_that_is_gone_takes_the_question_away(centre, first):
    register(centre, **ONE)
    other = register(centre, **OTHER | {"phone": ONE["phone"]})

    use_cases.change_employer(by=first, at=NOON, employer=other, details=told.employer(**OTHER))

    assert not PossibleSameEmployer.objects.exists()


def test_the_same_employer_keeps_one_record_and_the_other_points_to_it(centre, first):
    kept = register(centre, **ONE)
    other = register(centre, **ONE)
    pair = PossibleSameEmployer.objects.get()

    use_cases.decide_same(by=first, at=NOON, pair=pair, kept=kept)

    other.refresh_from_db()
    assert (other.state, other.same_as) == (EmployerState.CLOSED, kept)
    assert not PossibleSameEmployer.objects.undecided().exists()
    with pytest.raises(EmployerClosed):
        use_cases.decide_same(by=first, at=NOON, pair=pair, kept=other)


def test_reopening_takes_the_decision_back(centre, first):
    kept, other = register(centre, **ONE), register(centre, **ONE)
    pair = PossibleSameEmployer.objects.get()
    use_cases.decide_same(by=first, at=NOON, pair=pair, kept=kept)

    use_cases.reopen_employer(by=first, at=NOON, employer=other, reason="hai công ty")

    other.refresh_from_db()
    assert (other.state, other.same_as) == (EmployerState.REGISTERED, None)
    assert PossibleSameEmployer.objects.undecided().get() == pair


def test_only_those_who_keep_employers_decide(centre):
    one, _other = register(centre, **ONE), register(centre, **ONE)
    pair = PossibleSameEmployer.objects.get()
    desk = AtTheDesk(employer_id=one.pk, contact_id=one.contacts.get().pk)
    for user in (staff_of(OrganisationFactory()), desk, PUBLIC):
        with pytest.raises(NotAllowed):
            use_cases.decide_different(by=user, at=NOON, pair=pair)
    assert not PossibleSameEmployer.objects.visible_to(desk).exists()
