"""Everything that is counted, in one list. To add a figure, add a ``Measure`` to the module of its
subject, or a module to ``_SUBJECTS``: reports, drill-down, closing and exports know it by then.
"""

from nhipcau.reporting.measures import activities, counselling, jobs, others
from nhipcau.reporting.measures.base import Measure, Scope, scope_of

# Here belong, each as a module with a tuple ``MEASURES``: difficulties and exchanges of the two
# units (coordination), career days and feedback, class reports.
_SUBJECTS = (activities, counselling, jobs, others)

MEASURES: tuple[Measure, ...] = tuple(one for subject in _SUBJECTS for one in subject.MEASURES)
BY_CODE = {one.code: one for one in MEASURES}

__all__ = ["BY_CODE", "MEASURES", "Measure", "Scope", "scope_of"]
