"""The signed agreement, its year plans and the rhythm it promises.

Owns: Programme, Party, ProgrammeContent, CadenceRule, CadenceExplanation, FocalPoint, EventKind,
YearPlan, PlanVersion, PlanApproval, PlanLine. Reads: organisations. Read by: events, reporting.
"""
