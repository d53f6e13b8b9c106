"""Work for everybody: one search over home, other provinces and abroad; one vacancy; the map."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from nhipcau.organisations.queries import commune_list
from nhipcau.shared import wording
from nhipcau.shared.reference_values import reference_value
from nhipcau.vacancies import queries
from nhipcau.vacancies.codes import (
    CONDITIONS,
    Benefit,
    CostKind,
    Education,
    Market,
    SoftSkill,
    Way,
)
from nhipcau.vacancies.fees import ceilings, in_words
from nhipcau.vacancies.guessing import occupations_found
from nhipcau.vacancies.listing import ages_in_words
from nhipcau.vacancies.models import Vacancy
from nhipcau.vacancies.searching import JobFilter, found
from nhipcau.vacancies.wording import wage_in_words
from nhipcau.web.charts import commune_cartogram
from nhipcau.web.public.job_posting import job_posting

ON_A_PAGE = 20
WAGES = (5, 8, 10, 12, 15, 20, 30)


# What a card shows; of an advertisement most is long text.
SHOWN = (
    *("title", "market", "province_code", "country_code", "closes_on", "is_sample"),
    *("headcount", "filled_count"),
    *("wage_kind", "wage_from", "wage_to", "wage_period", "wage_currency"),
    *("employer__name", "commune__name", "commune__kind"),
)


@dataclass(frozen=True)
class JobCard:
    """One vacancy in a list."""

    vacancy: Vacancy
    wage: str
    place: str
    market: str
    places: str
    until: str


def cards_of(vacancies, names):
    """``names``: of provinces and countries. Put into words here: a template takes longer."""
    markets = {value: str(label) for value, label in Market.choices}
    return [
        JobCard(
            one,
            wage_in_words(one),
            names.of(one),
            markets[one.market],
            ngettext("%(counter)s place", "%(counter)s places", one.places_left)
            % {"counter": one.places_left},
            _("until %(day)s") % {"day": wording.day(one.closes_on)},
        )
        for one in vacancies
    ]


class CountedPaginator(Paginator):
    """The count is known already from the chips above the list."""

    def __init__(self, *args, count, **options):
        super().__init__(*args, **options)
        self.known = count

    @property
    def count(self):
        return self.known


@require_safe
@login_not_required
def jobs(request):
    on = timezone.localdate()
    wanted = JobFilter.read(request.GET)
    names = queries.places()
    counts = queries.market_counts(wanted, on=on)
    count = counts.get(wanted.market, 0) if wanted.market else sum(counts.values())
    rows = found(wanted, on=on).select_related("employer", "commune").only(*SHOWN)
    page = CountedPaginator(rows, ON_A_PAGE, count=count).get_page(request.GET.get("page"))
    context = {
        "wanted": wanted,
        "markets": _market_chips(wanted, counts),
        "page": page,
        "cards": cards_of(page.object_list, names),
        "count": count,
        "communes": [(one.code, str(one)) for one in commune_list()],
        "provinces": names.provinces.items(),
        "countries": names.countries.items(),
        "groups": _groups(wanted),
        "educations": [(value, capfirst(label)) for value, label in Education.choices],
        "wages": WAGES,
        "save_address": reverse("public:save-search") + wanted.address(),
        "map_address": reverse("public:job-map"),
    }
    return render(request, "public/jobs/list.html", context)


def _market_chips(wanted, counts):
    address = reverse("public:jobs")
    chips = [
        {
            "url": address + wanted.address(market=""),
            "label": _("all"),
            "current": not wanted.market,
            "count": sum(counts.values()),
        }
    ]
    # The place of one market means nothing in another.
    for market in Market:
        kept = {"commune": "", "province": "", "country": ""}
        kept[_PLACE_OF[market]] = getattr(wanted, _PLACE_OF[market])
        chips.append(
            {
                "url": address + wanted.address(market=market.value, **kept),
                "label": market.label,
                "current": wanted.market == market,
                "count": counts.get(market.value, 0),
            }
        )
    return chips


_PLACE_OF = {
    Market.HOME: "commune",
    Market.OTHER_PROVINCE: "province",
    Market.OVERSEAS: "country",
}


def _groups(wanted):
    """The groups of the first level; and what was chosen on the page of occupations."""
    groups = [(one.code, str(one)) for one in queries.occupation_groups()]
    if wanted.occupation and wanted.occupation not in dict(groups):
        chosen = queries.occupation_with(wanted.occupation)
        if chosen:
            groups.insert(0, (chosen.code, str(chosen)))
    return groups


@require_safe
@login_not_required
def job(request, pk):
    on = timezone.localdate()
    vacancy = queries.public_vacancy(pk, on=on)
    if vacancy is None:
        raise Http404
    names = queries.places()
    terms = getattr(vacancy, "overseas", None) if vacancy.market == Market.OVERSEAS else None
    costs = list(terms.costs.all()) if terms else []
    context = {
        "vacancy": vacancy,
        "wage": wage_in_words(vacancy),
        "place": names.of(vacancy),
        "is_abroad": vacancy.market == Market.OVERSEAS,
        "terms": terms,
        "licence": queries.licence_of(vacancy, on=on) if terms else None,
        "costs": [_cost(one) for one in costs],
        "ceilings": [_ceiling(one) for one in ceilings(vacancy, terms, costs, on=on)]
        if terms
        else [],
        "least_age": reference_value("overseas_age_min", on=on) if terms else "",
        "ages": ages_in_words(vacancy),
        "benefits": labels(Benefit, vacancy.benefits),
        "soft_skills": labels(SoftSkill, vacancy.soft_skills),
        "ways": labels(Way, vacancy.ways),
        "conditions": conditions_of(vacancy),
        "posting": job_posting(vacancy, place=names.of(vacancy), url=request.build_absolute_uri()),
    }
    return render(request, "public/jobs/job.html", context)


def labels(choices, codes):
    return [choices(code).label for code in codes if code in choices.values]


def conditions_of(vacancy):
    """Pairs of what and how."""
    return [
        (label, choices(vacancy.conditions[name]).label)
        for name, (label, choices) in CONDITIONS.items()
        if vacancy.conditions.get(name) in choices.values
    ]


def _cost(line):
    return {
        "kind": CostKind(line.kind).label,
        "what": line.what,
        "payer": line.get_payer_display(),
        "due": line.due,
        "amount": in_words(line.amount, line.currency),
    }


def _ceiling(one):
    return {
        "kind": CostKind(one.kind).label,
        "told": in_words(one.told, one.currency),
        "most": in_words(one.most, one.currency),
        "rule": str(one.rule) if one.rule else one.why,
        "source": one.rule.source if one.rule else "",
    }


@require_safe
@login_not_required
def job_map(request):
    """Tiles for the communes and for the provinces, each with a table that says the same."""
    on = timezone.localdate()
    by_commune = queries.places_open_by_commune(on)
    by_province = queries.places_open_by_province(on)
    by_country = queries.places_open_by_country(on)
    home = reference_value("home_province_code", on=on)
    by_province = {**by_province, home: sum(by_commune.values())}
    unit = _("places open now")
    context = {
        "communes": _tiles(commune_list(), by_commune, _("Places open in the province"), unit),
        "commune_rows": _rows(commune_list(), by_commune, Market.HOME, "commune"),
        "provinces": commune_cartogram(
            _tile_list(queries.provinces(), by_province),
            title=_("Places open in the provinces"),
            unit=unit,
            name="provinces",
        ),
        "province_rows": _rows(
            [one for one in queries.provinces() if one.code != home],
            by_province,
            Market.OTHER_PROVINCE,
            "province",
        ),
        "country_rows": _rows(queries.countries(), by_country, Market.OVERSEAS, "country"),
        "home_count": by_province[home],
    }
    return render(request, "public/jobs/map.html", context)


def _tiles(places, counts, title, unit):
    return commune_cartogram(_tile_list(places, counts), title=title, unit=unit)


def _tile_list(places, counts):
    return [
        {
            "code": one.code,
            "name": _short(one.name),
            "row": one.tile_row,
            "column": one.tile_column,
            "value": counts.get(one.code, 0),
            "label": str(counts.get(one.code, 0)),
        }
        for one in places
    ]


def _short(name):
    """What fits a tile: ``TP Hồ Chí Minh`` → ``TP HCM``."""
    first, *others = name.split()
    return name if len(others) < 3 else f"{first} {''.join(word[0] for word in others)}"


def _rows(places, counts, market, name):
    """Where there is something: name, places, the address of the search. Most first."""
    address = reverse("public:jobs")
    rows = [
        (str(one), counts[one.code], f"{address}?market={market.value}&{name}={one.code}")
        for one in places
        if counts.get(one.code)
    ]
    return sorted(rows, key=lambda row: -row[1])


@require_safe
@login_not_required
def occupations(request):
    """Find what a kind of work is called in the national list, and the open work of it."""
    typed = " ".join(request.GET.get("q", "").replace("\0", "").split())[:80]
    context = {
        "q": typed,
        "found": occupations_found(typed) if typed else [],
        "groups": queries.occupation_groups(),
    }
    return render(request, "public/jobs/occupations.html", context)
