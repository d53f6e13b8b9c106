"""What is typed about an employer, judged and brought into the form in which it is kept."""

from dataclasses import replace

from django.utils.translation import gettext as _

from nhipcau.employers.details import BranchDetails, ContactDetails, EmployerDetails
from nhipcau.employers.models import (
    EmployerKind,
    Ownership,
    Section,
    Service,
    SizeBand,
)
from nhipcau.employers.regions import HOME_CODE, PROVINCES
from nhipcau.employers.tax_codes import clean_tax_code
from nhipcau.employers.values import (
    clean_account,
    clean_email,
    clean_line,
    clean_phone,
    clean_website,
)
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.fields import clean_name

MOST_WANTED = 50_000


def checked_employer(told: EmployerDetails) -> EmployerDetails:
    """The details as they are kept.

    Raises:
        InvalidValue: the first answer that cannot be right, with its field and what to do.
    """
    kind = _one_of(told.kind, EmployerKind.values, "kind")
    tax_code = clean_tax_code(told.tax_code) if told.tax_code.strip() else ""
    name = clean_line(
        told.name, longest=200, field="name", missing=_("Please write the name of the employer.")
    )
    if kind == EmployerKind.ENTERPRISE and not tax_code:
        raise InvalidValue(_("An enterprise has a tax code. Please write it."), field="tax_code")
    address = clean_line(
        told.address, longest=200, field="address", missing=_("Please write the address.")
    )
    province, commune = _place(told.province_code, told.commune)
    if not told.sections:
        raise InvalidValue(_("Please tick at least one branch of activity."), field="sections")
    if told.wanted_count is not None and not 0 <= told.wanted_count <= MOST_WANTED:
        raise InvalidValue(_("Please check how many workers are wanted."), field="wanted_count")
    other_service = clean_line(told.other_service, longest=200, field="other_service")
    if Service.OTHER in told.services and not other_service:
        raise InvalidValue(_("Please write which other service you want."), field="other_service")
    representative = told.representative.strip()
    return replace(
        told,
        kind=kind,
        name=name,
        tax_code=tax_code,
        representative=(
            clean_name(representative, field="representative") if representative else ""
        ),
        ownership=_one_of(told.ownership, ["", *Ownership.values], "ownership"),
        province_code=province,
        commune=commune,
        address=address,
        industrial_zone=clean_line(told.industrial_zone, longest=100, field="industrial_zone"),
        phone=clean_phone(told.phone),
        email=clean_email(told.email),
        website=clean_website(told.website),
        bank_name=clean_line(told.bank_name, longest=100, field="bank_name"),
        bank_account=clean_account(told.bank_account),
        sections=_some_of(told.sections, Section.values, "sections"),
        products=clean_line(told.products, longest=200, field="products"),
        size_band=_one_of(told.size_band, ["", *SizeBand.values], "size_band"),
        services=_some_of(told.services, Service.values, "services"),
        other_service=other_service if Service.OTHER in told.services else "",
    )


def checked_contact(told: ContactDetails) -> ContactDetails:
    """A person who can be reached in at least one way.

    Raises:
        InvalidValue: the first answer that cannot be right.
    """
    contact = replace(
        told,
        full_name=clean_name(told.full_name),
        position=clean_line(told.position, longest=100, field="position"),
        phone=clean_phone(told.phone),
        email=clean_email(told.email),
        other_way=clean_line(told.other_way, longest=100, field="other_way"),
    )
    if not (contact.phone or contact.email):
        raise InvalidValue(
            _("Please write a phone number or an e-mail address, best both."), field="phone"
        )
    return contact


def checked_branch(told: BranchDetails) -> BranchDetails:
    """
    Raises:
        InvalidValue: the first answer that cannot be right.
    """
    province, commune = _place(told.province_code, told.commune)
    return replace(
        told,
        name=clean_line(
            told.name, longest=200, field="name", missing=_("Please write the name of the branch.")
        ),
        address=clean_line(
            told.address, longest=200, field="address", missing=_("Please write the address.")
        ),
        tax_code=clean_tax_code(told.tax_code) if told.tax_code.strip() else "",
        province_code=province,
        commune=commune,
        phone=clean_phone(told.phone),
    )


def _place(province_code, commune):
    if commune is not None and province_code not in ("", HOME_CODE):
        raise InvalidValue(
            _("This commune lies in our province. Please choose the province or the commune."),
            field="commune",
        )
    if commune is not None:
        return HOME_CODE, commune
    if province_code not in PROVINCES:
        raise InvalidValue(_("Please choose the province."), field="province_code")
    return province_code, None


def _one_of(value, known, field):
    if value not in known:
        raise InvalidValue(_("Please choose one of the list."), field=field)
    return value


def _some_of(values, known, field):
    if set(values) - set(known):
        raise InvalidValue(_("Please choose one of the list."), field=field)
    return tuple(one for one in known if one in values)
