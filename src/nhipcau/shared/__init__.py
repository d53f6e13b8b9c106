"""What every app needs and no domain word: errors, rules, transitions, audit, idempotency, throttling.

Owns: AuditEvent, IdempotencyKey, RateWindow, ReferenceValue. Reads: nothing. Read by: every app.
"""
