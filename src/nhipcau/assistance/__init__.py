"""Assisted mode: somebody of the staff fills in together with a young person.

Owns: AssistedTalk. Calls: people, seekers, events, which write; a talk says on whose behalf.
"""
