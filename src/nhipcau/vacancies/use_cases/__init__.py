"""Every write of vacancies, one verb each."""

from nhipcau.vacancies.use_cases.loading import (
    load_money_rules,
    load_occupations,
    load_places,
    load_synonyms,
)
from nhipcau.vacancies.use_cases.many import enter_vacancies, publish_each, send_in_each
from nhipcau.vacancies.use_cases.moving import (
    close,
    confirm_open,
    count_filled,
    freeze,
    give_back,
    give_place_back,
    publish,
    reopen,
    send_in,
    take_place,
    unfreeze,
)
from nhipcau.vacancies.use_cases.saving import save_search, send_digests, stop_search
from nhipcau.vacancies.use_cases.suspecting import decide_report, report_vacancy
from nhipcau.vacancies.use_cases.taking_over import (
    confirm_list,
    correct_row,
    discard_list,
    forget_lists,
    map_columns,
    undo_list,
    upload_list,
)
from nhipcau.vacancies.use_cases.watching import (
    ask_whether_open,
    close_over,
    close_stale,
    freeze_unlicensed,
)
from nhipcau.vacancies.use_cases.writing import change_vacancy, enter_vacancy, tell_terms

__all__ = [
    "ask_whether_open",
    "change_vacancy",
    "close",
    "close_over",
    "close_stale",
    "confirm_list",
    "confirm_open",
    "correct_row",
    "count_filled",
    "decide_report",
    "discard_list",
    "enter_vacancies",
    "enter_vacancy",
    "forget_lists",
    "freeze",
    "freeze_unlicensed",
    "give_back",
    "give_place_back",
    "load_money_rules",
    "load_occupations",
    "load_places",
    "load_synonyms",
    "map_columns",
    "publish",
    "publish_each",
    "reopen",
    "report_vacancy",
    "save_search",
    "send_digests",
    "send_in",
    "send_in_each",
    "stop_search",
    "take_place",
    "tell_terms",
    "undo_list",
    "unfreeze",
    "upload_list",
]
