"""Young people, their guardians and what they agreed to.

Owns: YoungPerson, Following, PersonMerge, PossibleDuplicate, Guardian, ConsentText, Consent.
Reads: organisations.
Read by: events, reporting.
"""
