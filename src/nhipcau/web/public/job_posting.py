"""A vacancy in the words of schema.org, for search engines: a block of data in the page."""

import json

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import mark_safe

from nhipcau.vacancies.codes import Experience, Market, WageKind

UNITS = {"MONTH": "MONTH", "DAY": "DAY", "HOUR": "HOUR"}
EMPLOYMENT = {"FULL": "FULL_TIME", "PART": "PART_TIME"}
MONTHS = {"UNDER_1": 1, "FROM_1": 12, "FROM_2": 24, "OVER_5": 60}
EDUCATION = {
    "VOCATIONAL_SEC": "high school",
    "UPPER_SECONDARY": "high school",
    "ELEMENTARY": "professional certificate",
    "INTERMEDIATE": "professional certificate",
    "COLLEGE": "associate degree",
    "UNIVERSITY": "bachelor degree",
    "MASTER": "postgraduate degree",
    "DOCTOR": "postgraduate degree",
}
# What would end the block, or open another one.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def job_posting(vacancy, *, place, url):
    """JSON-LD, safe inside a script element."""
    told = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": vacancy.title,
        "description": _paragraphs(vacancy.description or vacancy.title),
        "identifier": {
            "@type": "PropertyValue",
            "name": "Nhịp Cầu",
            "value": str(vacancy.pk),
        },
        "datePosted": timezone.localdate(vacancy.published_at).isoformat(),
        "validThrough": f"{vacancy.closes_on.isoformat()}T23:59:59+07:00",
        "hiringOrganization": {"@type": "Organization", "name": vacancy.employer.name},
        "jobLocation": {"@type": "Place", "address": _address(vacancy, place)},
        "totalJobOpenings": vacancy.places_left,
        "directApply": False,
        "url": url,
    }
    if vacancy.working_time in EMPLOYMENT:
        told["employmentType"] = EMPLOYMENT[vacancy.working_time]
    if vacancy.occupation:
        told["occupationalCategory"] = (
            f"VSCO {vacancy.occupation.code} {vacancy.occupation.name_vi}"
        )
    if vacancy.wage_kind != WageKind.AGREED and vacancy.wage_from is not None:
        told["baseSalary"] = _salary(vacancy)
    if needed := EDUCATION.get(vacancy.training) or EDUCATION.get(vacancy.education):
        told["educationRequirements"] = {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": needed,
        }
    if vacancy.experience in MONTHS:
        told["experienceRequirements"] = {
            "@type": "OccupationalExperienceRequirements",
            "monthsOfExperience": MONTHS[vacancy.experience],
        }
    elif vacancy.experience == Experience.NONE:
        told["experienceRequirements"] = "no requirements"
    return mark_safe(json.dumps(told, ensure_ascii=False).translate(_ESCAPES))


def _paragraphs(text):
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())


def _address(vacancy, place):
    address = {"@type": "PostalAddress"}
    if vacancy.address:
        address["streetAddress"] = vacancy.address
    if vacancy.market == Market.OVERSEAS:
        return {**address, "addressCountry": vacancy.country_code}
    if vacancy.market == Market.OTHER_PROVINCE:
        return {**address, "addressRegion": place, "addressCountry": "VN"}
    locality = {"addressLocality": place} if place else {}
    return {**address, **locality, "addressRegion": "Lạng Sơn", "addressCountry": "VN"}


def _salary(vacancy):
    value = {"@type": "QuantitativeValue", "unitText": UNITS[vacancy.wage_period]}
    if vacancy.wage_to is None or vacancy.wage_to == vacancy.wage_from:
        value["value"] = vacancy.wage_from
    else:
        value |= {"minValue": vacancy.wage_from, "maxValue": vacancy.wage_to}
    return {"@type": "MonetaryAmount", "currency": vacancy.wage_currency, "value": value}
