"""What a form, a roster or a command tells about a person, before it is a row."""

from dataclasses import dataclass
from datetime import date

from nhipcau.organisations.models import Commune


@dataclass(frozen=True)
class PersonDetails:
    full_name: str
    birth_on: date
    phone: str
    commune: Commune | None = None
    gender: str = ""
    ethnicity: str = ""
    is_union_member: bool | None = None
    email: str = ""


@dataclass(frozen=True)
class GuardianDetails:
    full_name: str
    phone: str
    relation: str
