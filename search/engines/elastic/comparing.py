"""The formula of `collectivities.comparability` in Elasticsearch's language, for sorting.

The contract suite holds the two together: same order, same scores.
"""

import math
from typing import Any

from collectivities.comparability import (
    DISTANCE_SCALE_KM,
    LOG_SCALE,
    SHARE_SCALE,
    Profile,
    Weights,
    kind_closeness,
)
from collectivities.distance import EARTH_RADIUS_KM
from collectivities.kinds import Kind
from search.engines.base import SCORE_DIGITS

# What lifts every entry that has a score above those that have none.
SCORED = 100

_COMPARE = """
double bell(double difference, double scale) {
  return Math.exp(-Math.log(2) * (difference / scale) * (difference / scale));
}
double haversine(double a, double b, double c, double d) {
  double x = Math.sin(Math.toRadians(c - a) / 2);
  double y = Math.sin(Math.toRadians(d - b) / 2);
  double z = x * x + Math.cos(Math.toRadians(a)) * Math.cos(Math.toRadians(c)) * y * y;
  return Math.asin(Math.sqrt(Math.min(z, 1.0)));
}
boolean known(def doc, String field) { return doc.containsKey(field) && doc[field].size() > 0; }
boolean shares(def values, def wanted) {
  for (def value : values) { if (wanted.contains(value)) return true; }
  return false;
}
double compare(def doc, def params) {
  double sum = 0; double weights = 0;
  if (known(doc, 'leads.kind')) {
    Number same = params.kinds.getOrDefault(doc['leads.kind'].value, 0);
    weights += params.kind_weight;
    sum += params.kind_weight * same.doubleValue();
  }
  if (params.log_population != null && known(doc, 'leads.log_population')) {
    double gap = doc['leads.log_population'].value - params.log_population;
    weights += params.population_weight;
    sum += params.population_weight * bell(gap, params.log_scale);
  }
  double parts = 0; double near = 0;
  if (params.log_members != null && known(doc, 'leads.log_members')) {
    parts += 1;
    near += bell(doc['leads.log_members'].value - params.log_members, params.log_scale);
  }
  if (params.main_town_share != null && known(doc, 'leads.main_town_share')) {
    parts += 1;
    near += bell(doc['leads.main_town_share'].value - params.main_town_share, params.share_scale);
  }
  if (parts > 0) {
    weights += params.structure_weight;
    sum += params.structure_weight * near / parts;
  }
  if (!params.departments.isEmpty() && known(doc, 'leads.departments')) {
    weights += params.department_weight;
    if (shares(doc['leads.departments'], params.departments)) { sum += params.department_weight; }
  }
  if (!params.regions.isEmpty() && known(doc, 'leads.regions')) {
    weights += params.region_weight;
    if (shares(doc['leads.regions'], params.regions)) { sum += params.region_weight; }
  }
  if (params.latitude != null && known(doc, 'leads.latitude')) {
    double arc = haversine(params.latitude, params.longitude,
        doc['leads.latitude'].value, doc['leads.longitude'].value);
    weights += params.distance_weight;
    sum += params.distance_weight * bell(2 * params.radius * arc, params.distance_scale);
  }
  return weights > 0 ? Math.round(sum / weights * params.digits) / params.digits : -1;
}
double near = compare(doc, params);
if (near < 0) return 0;
"""
_ALONE = _COMPARE + "return 1 + near;"
_WITH_WORDS = _COMPARE + "return params.scored + Math.log(near + params.floor);"


def best_lead(profile: Profile, weights: Weights, *, least: float = 0.0) -> dict[str, Any]:
    """Return the query whose score is 1 + comparability of the best lead, 0 when unknown.

    With `least`, only entries with a lead that reaches this comparability are found.
    """
    query: dict[str, Any] = {
        "script_score": {
            "query": {"match_all": {}},
            "script": {"source": _ALONE, "params": _parameters(profile, weights)},
        }
    }
    if least > 0:
        query["script_score"]["min_score"] = 1 + least
    return _nested(query)


def best_lead_times_words(profile: Profile, weights: Weights, floor: float) -> dict[str, Any]:
    """Return the query whose score, added to the logarithm of a text score, orders by product.

    A text score times (comparability + `floor`) has for logarithm the sum of both logarithms.
    """
    parameters = {**_parameters(profile, weights), "floor": floor, "scored": SCORED}
    return _nested(
        {
            "script_score": {
                "query": {"match_all": {}},
                "script": {"source": _WITH_WORDS, "params": parameters},
            }
        }
    )


def _nested(query: dict[str, Any]) -> dict[str, Any]:
    return {"nested": {"path": "leads", "score_mode": "max", "query": query}}


def _parameters(profile: Profile, weights: Weights) -> dict[str, Any]:
    return {
        "kinds": {kind: kind_closeness(profile.kind, kind) for kind in Kind.values},
        "log_population": math.log10(profile.population) if profile.population else None,
        "log_members": math.log10(profile.member_count) if profile.member_count else None,
        "main_town_share": profile.main_town_share,
        "departments": sorted(profile.departments),
        "regions": sorted(profile.regions),
        "latitude": profile.position[0] if profile.position else None,
        "longitude": profile.position[1] if profile.position else None,
        "radius": EARTH_RADIUS_KM,
        "distance_scale": float(DISTANCE_SCALE_KM),
        "distance_weight": float(weights.distance),
        "digits": 10.0**SCORE_DIGITS,
        "log_scale": LOG_SCALE,
        "share_scale": SHARE_SCALE,
        "kind_weight": float(weights.kind),
        "population_weight": float(weights.population),
        "structure_weight": float(weights.structure),
        "department_weight": float(weights.department),
        "region_weight": float(weights.region),
    }
