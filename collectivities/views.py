"""The collectivité box as data, for the page's script and for other sites."""

from django.http import HttpRequest, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import cache_control

from common.limits import limited, without_results

from .lookup import find
from .models import Collectivity

# The reference data change once a year; an editor's new row may wait this long.
MAX_AGE = 3600
# Five a second: a whole town hall, or a class, may share one address.
LIMIT = 300


@method_decorator(
    [
        limited("lookup", limit=LIMIT, seconds=60, answer=without_results),
        cache_control(public=True, max_age=MAX_AGE),
    ],
    name="dispatch",
)
class CollectivityLookupView(View):
    """Answers `?q=` with at most eight collectivités, the likeliest first; any text is accepted."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> JsonResponse:
        rows = find(request.GET.get("q", ""))
        response = JsonResponse({"results": [_as_data(row) for row in rows]})
        response["X-Robots-Tag"] = "noindex"
        return response


def _as_data(row: Collectivity) -> dict[str, str | int | None]:
    return {
        "ref": row.ref,
        "name": row.name,
        "label": row.label,
        "kind": row.kind,
        "kind_label": row.kind_label,
        "department": row.location,
        "population": row.population,
        "url": row.get_absolute_url(),
    }
