"""What every app needs, without a domain word: errors, rules, transitions, audit, keys, budgets.

Owns: AuditEvent, IdempotencyKey, RateWindow, ReferenceValue. Reads: nothing. Read by: every app.
"""
