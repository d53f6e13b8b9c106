"""A wrong told without a name: sealed for few, answered by the unit it is not about.

Owns: Concern, Entry, ConcernKey, Recipient, Handover. Reads: counselling (pairs of keys of
colleagues), messaging, programmes, organisations. Read by: coordination, web, ops.
"""
