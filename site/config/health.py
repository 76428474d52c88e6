"""What monitors ask: is the site up, and which engine answers readers' searches?"""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from search.health import look


@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Answer "ok" once the database has answered; a database failure is a 500."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Name the engine that answers readers. Well while any does, whatever became of the other."""
    state = look()
    return JsonResponse(
        {
            "search": state.answering,
            "is_degraded": state.answering != state.chosen,
            "pending": state.pending,
        }
    )
