from nhipcau.shared.errors import DomainError


class PairingCodeUnknown(DomainError):
    code = "pairing_code_unknown"


class DeviceRevoked(DomainError):
    code = "device_revoked"


class EventHasNoGates(DomainError):
    code = "event_has_no_gates"


class GateNameTaken(DomainError):
    code = "gate_name_taken"


class NoDoubleAdmission(DomainError):
    code = "no_double_admission"
