from nhipcau.employers.models.checking import EmployerCheck, PossibleSameEmployer
from nhipcau.employers.models.desk import DeskLink, DeskSession, Occasion
from nhipcau.employers.models.employers import (
    Branch,
    Employer,
    EmployerContact,
    EmployerKind,
    EmployerQuerySet,
    EmployerStateChange,
    Entered,
    OfEmployerQuerySet,
    Ownership,
    Section,
    Service,
    SizeBand,
)
from nhipcau.employers.models.licences import LicenceCheck, SendingLicence

__all__ = [
    "Branch",
    "DeskLink",
    "DeskSession",
    "Employer",
    "EmployerCheck",
    "EmployerContact",
    "EmployerKind",
    "EmployerQuerySet",
    "EmployerStateChange",
    "Entered",
    "LicenceCheck",
    "Occasion",
    "OfEmployerQuerySet",
    "Ownership",
    "PossibleSameEmployer",
    "Section",
    "SendingLicence",
    "Service",
    "SizeBand",
]
