"""Reasons in plain sentences, Vietnamese and English.

Names of places, skills, shifts and certificates are shown as the records have them.
"""

from typing import Any

from nhipcau.algorithms.matching.reasons import Reason

EDUCATION = {
    "vi": (
        *("chưa tốt nghiệp", "trung học cơ sở", "trung học phổ thông", "sơ cấp"),
        *("trung cấp", "cao đẳng", "đại học", "sau đại học"),
    ),
    "en": (
        *("no certificate", "lower secondary", "upper secondary", "elementary vocational"),
        *("intermediate", "college", "university", "postgraduate"),
    ),
}
LANGUAGES = {
    "vi": {
        "en": "tiếng Anh",
        "zh": "tiếng Trung",
        "ko": "tiếng Hàn",
        "ja": "tiếng Nhật",
        "de": "tiếng Đức",
    },
    "en": {"en": "English", "zh": "Chinese", "ko": "Korean", "ja": "Japanese", "de": "German"},
}
# Code: Vietnamese, English.
PHRASES: dict[str, tuple[str, str]] = {
    "place_not_accepted": (
        "Nơi làm việc {place} không nằm trong những nơi đã chọn.",
        "The place {place} is not among the places chosen.",
    ),
    "education_below": (
        "Việc này cần trình độ {needed_education}; hiện có: {has_education}.",
        "This job asks for {needed_education}; there is {has_education}.",
    ),
    "age_below": (
        "Theo luật, việc này dành cho người từ {needed} tuổi; hiện {has} tuổi.",
        "By law this job is for people from {needed} years on; the age is {has}.",
    ),
    "wage_below_floor": (
        "Lương cao nhất {offered_money} thấp hơn mức thấp nhất đã chọn {floor_money}.",
        "The highest wage {offered_money} is below the lowest one chosen, {floor_money}.",
    ),
    "language_below": (
        "Việc này cần {language_name} bậc {needed}; hiện có bậc {has}.",
        "This job asks for {language_name} at level {needed}; there is level {has}.",
    ),
    "certificate_missing": (
        "Việc này cần {certificate}.",
        "This job asks for {certificate}.",
    ),
    "shift_not_accepted": (
        "Ca làm việc “{shift}” không nằm trong những ca đã chọn.",
        "The shift “{shift}” is not among those chosen.",
    ),
    "occupation_wanted": (
        "Đúng nghề mong muốn.",
        "It is an occupation that is wanted.",
    ),
    "occupation_near": (
        "Nghề gần với nghề mong muốn.",
        "It is close to an occupation that is wanted.",
    ),
    "occupation_other": (
        "Nghề khác với nghề mong muốn.",
        "It is another occupation than those wanted.",
    ),
    "skills_shared": (
        "Có {count} trong {asked} kỹ năng cần: {skills_list}.",
        "Has {count} of the {asked} skills asked for: {skills_list}.",
    ),
    "skills_missing": (
        "Chưa có kỹ năng: {skills_list}.",
        "Skills not there yet: {skills_list}.",
    ),
    "text_alike": (
        "Lời giới thiệu và tin tuyển dụng nói về những điều giống nhau.",
        "What the person wrote and the advertisement speak of the same things.",
    ),
    "wage_as_wished": (
        "Lương {wage_range} đạt mức mong muốn {wish_money}.",
        "The wage, {wage_range}, reaches the {wish_money} wished for.",
    ),
    "wage_below_wish": (
        "Lương {wage_range} thấp hơn mức mong muốn {wish_money}.",
        "The wage, {wage_range}, is below the {wish_money} wished for.",
    ),
    "place_home": ("Làm việc ngay tại nơi ở.", "The work is where the person lives."),
    "place_near": ("Làm việc trong tỉnh.", "The work is in the home province."),
    "place_away": ("Làm việc xa nhà: {place}.", "The work is away from home: {place}."),
    "education_fits": (
        "Trình độ đúng như yêu cầu.",
        "The schooling is just what is asked for.",
    ),
    "education_above": (
        "Trình độ {has_education} cao hơn mức cần: {needed_education}.",
        "The schooling, {has_education}, is above what is needed: {needed_education}.",
    ),
    "experience_not_asked": ("Không đòi hỏi kinh nghiệm.", "No experience is asked for."),
    "experience_enough": (
        "Đủ kinh nghiệm: cần {asked} năm, có {has} năm.",
        "Enough experience: years asked {asked}, years there {has}.",
    ),
    "experience_short": (
        "Chưa đủ kinh nghiệm: cần {asked} năm, có {has} năm.",
        "Less experience than asked: years asked {asked}, years there {has}.",
    ),
    "start_in_time": ("Kịp ngày bắt đầu.", "Can begin in time."),
    "start_late": (
        "Chỉ có thể bắt đầu muộn hơn {days} ngày.",
        "Can begin only later than planned, by days: {days}.",
    ),
    "accept_place": (
        "Nếu nhận làm việc tại {place}.",
        "If the place {place} were accepted.",
    ),
    "reach_education": (
        "Nếu đạt trình độ {needed_education}.",
        "With {needed_education} completed.",
    ),
    "reach_language": (
        "Nếu đạt {language_name} bậc {needed}.",
        "With {language_name} at level {needed}.",
    ),
    "get_certificate": ("Nếu có {certificate}.", "With {certificate}."),
    "accept_shift": ("Nếu nhận ca “{shift}”.", "If the shift “{shift}” were accepted."),
    "learn_skill": (
        "Nếu học thêm “{skill}”: thêm {points_shown} điểm.",
        "By learning “{skill}”: {points_shown} points more.",
    ),
    "start_sooner": (
        "Nếu bắt đầu sớm hơn {days} ngày: thêm {points_shown} điểm.",
        "By beginning sooner, by days {days}: {points_shown} points more.",
    ),
    "work_one_year": (
        "Thêm một năm kinh nghiệm: thêm {points_shown} điểm.",
        "With one more year of experience: {points_shown} points more.",
    ),
    "want_occupation": (
        "Nếu chọn thêm nghề này: thêm {points_shown} điểm.",
        "If this occupation were chosen too: {points_shown} points more.",
    ),
}
POINTS_OF_ONE = 1000  # the score is shown from 0 to 100


def words(reason: Reason, language: str) -> str:
    """One plain sentence. ``language``: ``vi`` or ``en``.

    Raises:
        KeyError: the code or the language is not known.
    """
    place = {"vi": 0, "en": 1}[language]
    return PHRASES[reason.code][place].format(**_told(reason.values, language))


def _told(values: dict[str, Any], language: str) -> dict[str, Any]:
    told = dict(values)
    for name in ("needed", "has"):
        if name in values and values[name] < len(EDUCATION[language]):
            told[f"{name}_education"] = EDUCATION[language][values[name]]
    for name in ("offered", "floor", "wish"):
        if name in values:
            told[f"{name}_money"] = money(values[name], language)
    if "from" in values:
        least, most = money(values["from"], language), money(values["to"], language)
        told["wage_range"] = f"{least} – {most}"
    if "language" in values:
        known = LANGUAGES[language]
        told["language_name"] = known.get(values["language"], str(values["language"]))
    if "skills" in values:
        told["skills_list"] = ", ".join(values["skills"])
    if "points" in values:
        shown = f"{values['points'] / POINTS_OF_ONE:.1f}"
        told["points_shown"] = shown.replace(".", ",") if language == "vi" else shown
    return told


def money(thousands: int, language: str) -> str:
    """Thousand đồng as money: ``7.500.000 đồng``, ``7,500,000 đồng``."""
    shown = f"{thousands * 1000:,} đồng"
    return shown.replace(",", ".") if language == "vi" else shown
