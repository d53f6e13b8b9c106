"""Employers: who they are, who checked them, whom to reach, and whether they may send abroad.

Owns: Employer, EmployerCheck, Branch, EmployerContact, PossibleSameEmployer, SendingLicence,
LicenceCheck, DeskLink, DeskSession. Reads: organisations, programmes.
"""
