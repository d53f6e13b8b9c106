from nhipcau.shared.errors import DomainError


class SlotTaken(DomainError):
    """Somebody else was quicker, or the time is not offered any more."""

    code = "slot_taken"


class AlreadyBooked(DomainError):
    """The person has an appointment at that time, or as many ahead as one may have."""

    code = "already_booked"


class TooLate(DomainError):
    code = "too_late"


class TooEarly(DomainError):
    code = "too_early"


class HoldExpired(DomainError):
    code = "hold_expired"


class NobodyFree(DomainError):
    code = "nobody_free"


class HoursOverlap(DomainError):
    code = "hours_overlap"


class LinkOver(DomainError):
    code = "link_over"
