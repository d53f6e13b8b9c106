"""What a form tells about an employer, before it is a row. Field names are those of the rows."""

from dataclasses import dataclass
from datetime import date

from nhipcau.organisations.models import Commune


@dataclass(frozen=True)
class EmployerDetails:
    """Form 03 without its contact."""

    name: str
    kind: str = "ENTERPRISE"
    tax_code: str = ""
    representative: str = ""
    ownership: str = ""
    commune: Commune | None = None
    province_code: str = ""
    address: str = ""
    industrial_zone: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    bank_name: str = ""
    bank_account: str = ""
    sections: tuple[str, ...] = ()
    products: str = ""
    size_band: str = ""
    wanted_count: int | None = None
    services: tuple[str, ...] = ()
    other_service: str = ""


@dataclass(frozen=True)
class ContactDetails:
    full_name: str
    position: str = ""
    phone: str = ""
    email: str = ""
    other_way: str = ""
    is_main: bool = False


@dataclass(frozen=True)
class BranchDetails:
    name: str
    address: str
    tax_code: str = ""
    commune: Commune | None = None
    province_code: str = ""
    phone: str = ""


@dataclass(frozen=True)
class CheckDetails:
    """What one colleague found out."""

    register: str
    looked_up: str
    finding: str
    evidence: str
    checked_on: date
    note: str = ""
