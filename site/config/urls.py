"""Addresses: the admin and files once, readers' pages in each language (French unprefixed)."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from common.serving import serve
from config.health import health, ready
from config.media import media
from config.redirects import unprefixed
from home.sitemaps import CreditSitemap, PageSitemap

handler500 = "config.errors.server_error"

urlpatterns = [
    path(settings.ADMIN_PATH, include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("healthz/", health),
    path("readyz/", ready, name="ready"),
    path(
        "sitemap.xml",
        sitemap,
        {"sitemaps": {"pages": PageSitemap, "credits": CreditSitemap}},
        name="sitemap",
    ),
    path("fr/", unprefixed),
    path("fr/<path:rest>", unprefixed),
]

if settings.SERVE_MEDIA:
    urlpatterns += [path("media/<path:path>", media)]

urlpatterns += i18n_patterns(
    # Before the search, whose <ref> would take the box for a collectivité.
    path("", include("collectivities.urls")),
    path("", include("casestudies.urls")),
    path("", include("search.urls")),
    # The last of Wagtail's own serves the pages too, with more queries.
    path("", include(wagtail_urls.urlpatterns[:-1])),
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
    prefix_default_language=False,
)
