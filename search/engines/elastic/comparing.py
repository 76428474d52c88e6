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

# Types are given wherever they are known: the script runs for every lead, half as long with them.
_COMPARE = """
double bell(double difference, double scale) {
  return Math.exp(-0.6931471805599453 * (difference / scale) * (difference / scale));
}
double number(Map doc, String field) {
  ScriptDocValues.Doubles values = doc[field];
  return values.size() > 0 ? values.value : Double.NaN;
}
double gap(Map doc, String field, def ours) {
  return ours == null ? Double.NaN : number(doc, field) - (double) ours;
}
double overlap(Map doc, String field, List ours) {
  ScriptDocValues.Strings theirs = doc[field];
  if (ours.isEmpty() || theirs.size() == 0) { return Double.NaN; }
  for (int place = 0; place < theirs.size(); place++) {
    if (ours.contains(theirs.get(place))) { return 1; }
  }
  return 0;
}
double haversine(double a, double b, double c, double d) {
  double x = Math.sin(Math.toRadians(c - a) / 2);
  double y = Math.sin(Math.toRadians(d - b) / 2);
  double z = x * x + Math.cos(Math.toRadians(a)) * Math.cos(Math.toRadians(c)) * y * y;
  return Math.asin(Math.sqrt(Math.min(z, 1.0)));
}
double compare(Map doc, Map params) {
  double sum = 0; double weights = 0;
  ScriptDocValues.Strings kind = doc['leads.kind'];
  if (kind.size() > 0) {
    double weight = params.kind_weight;
    weights += weight;
    sum += weight * (double) params.kinds.getOrDefault(kind.value, 0.0);
  }
  double population = gap(doc, 'leads.log_population', params.log_population);
  if (!Double.isNaN(population)) {
    double weight = params.population_weight;
    weights += weight;
    sum += weight * bell(population, params.log_scale);
  }
  double parts = 0; double near = 0;
  double members = gap(doc, 'leads.log_members', params.log_members);
  if (!Double.isNaN(members)) { parts += 1; near += bell(members, params.log_scale); }
  double share = gap(doc, 'leads.main_town_share', params.main_town_share);
  if (!Double.isNaN(share)) { parts += 1; near += bell(share, params.share_scale); }
  if (parts > 0) {
    double weight = params.structure_weight;
    weights += weight;
    sum += weight * near / parts;
  }
  double departments = overlap(doc, 'leads.departments', params.departments);
  if (!Double.isNaN(departments)) {
    double weight = params.department_weight;
    weights += weight;
    sum += weight * departments;
  }
  double regions = overlap(doc, 'leads.regions', params.regions);
  if (!Double.isNaN(regions)) {
    double weight = params.region_weight;
    weights += weight;
    sum += weight * regions;
  }
  double latitude = params.latitude == null ? Double.NaN : number(doc, 'leads.latitude');
  if (!Double.isNaN(latitude)) {
    double weight = params.distance_weight; double radius = params.radius;
    double arc = haversine(
        params.latitude, params.longitude, latitude, number(doc, 'leads.longitude'));
    weights += weight;
    sum += weight * bell(2 * radius * arc, params.distance_scale);
  }
  double digits = params.digits;
  return weights > 0 ? Math.round(sum / weights * digits) / digits : -1;
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
