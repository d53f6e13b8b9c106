from nhipcau.shared.errors import DomainError


class EmployerClosed(DomainError):
    """The record is no longer active."""

    code = "employer_closed"


class TaxCodeTaken(DomainError):
    """Another employer with this tax code is verified."""

    code = "tax_code_taken"


class SamenessOpen(DomainError):
    """Somebody must first say whether two records are one employer."""

    code = "sameness_open"


class NotChecked(DomainError):
    """Two different colleagues have not checked the employer, or too long ago."""

    code = "not_checked"


class LastContact(DomainError):
    """An employer keeps somebody who can be reached."""

    code = "last_contact"


class DeskLinkOver(DomainError):
    """The link is unknown, was used, or is too old."""

    code = "desk_link_over"


class LicenceKnown(DomainError):
    """A licence of this number is on record already."""

    code = "licence_known"
