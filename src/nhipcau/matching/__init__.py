"""Which vacancies fit whom, kept right as wishes and vacancies change; and what was said to it.

Owns: MatchingWeights, Suggestion, Refusal, Change, ListState, ExposureMeasure, GradingRound,
GradingPair, Grade. Reads: seekers, vacancies, people. The rules themselves are
``nhipcau.algorithms.matching``.
"""
