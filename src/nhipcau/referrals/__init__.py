"""Introductions of a young person to a vacancy, followed until somebody answered.

Owns: Referral and its log. Reads: seekers, vacancies, employers, people, messaging.
"""
