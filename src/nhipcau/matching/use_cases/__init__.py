from nhipcau.matching.use_cases.grading import prepare_round, take_grades
from nhipcau.matching.use_cases.refusing import put_aside, take_back
from nhipcau.matching.use_cases.updating import forget_changes, measure_exposure, update_lists
from nhipcau.matching.use_cases.weighing import keep_first_weights, set_weights

__all__ = [
    "forget_changes",
    "keep_first_weights",
    "measure_exposure",
    "prepare_round",
    "put_aside",
    "set_weights",
    "take_back",
    "take_grades",
    "update_lists",
]
