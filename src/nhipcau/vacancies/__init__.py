"""Occupations and vacancies: at home, in other provinces and abroad under contract.

Owns: Occupation, Vacancy, OverseasTerms. Reads: employers, organisations.
"""
