from nhipcau.shared.errors import DomainError


class EventNotChangeable(DomainError):
    code = "event_not_changeable"


class EventIncomplete(DomainError):
    code = "event_incomplete"


class RegistrationClosed(DomainError):
    code = "registration_closed"


class SessionFull(DomainError):
    code = "session_full"


class AlreadyRegistered(DomainError):
    code = "already_registered"


class CapacityTaken(DomainError):
    code = "capacity_taken"


class TooEarly(DomainError):
    code = "too_early"


class AttendanceRecorded(DomainError):
    code = "attendance_recorded"


class OfferExpired(DomainError):
    code = "offer_expired"


class TicketForged(DomainError):
    code = "ticket_forged"


class TicketExpired(DomainError):
    code = "ticket_expired"
