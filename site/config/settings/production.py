"""A public site: values come from the environment, and nothing starts without those it needs."""

import logging

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import SEARCH_ENGINE, VAR_DIR, env
from .values import address, origin

if SEARCH_ENGINE not in {"database", "elasticsearch"}:
    raise ImproperlyConfigured(
        f"SEARCH_ENGINE must be database or elasticsearch, not {SEARCH_ENGINE!r}"
    )
_needed = ["SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL"]
if SEARCH_ENGINE == "elasticsearch":
    _needed.append("ELASTICSEARCH_URL")
if _missing := [name for name in _needed if not env(name, default="").strip(" ,")]:
    raise ImproperlyConfigured(
        f"Set {', '.join(_missing)} in the environment (see the table in README.md)."
    )

DEBUG = False
SECRET_KEY = env("SECRET_KEY").strip()
ALLOWED_HOSTS = [name.strip() for name in env.list("ALLOWED_HOSTS") if name.strip()]

BASE_URL = origin("BASE_URL", env("BASE_URL").strip())
WAGTAILADMIN_BASE_URL = BASE_URL
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# Signing in must also work over plain http on one's own machine: the base address decides.
_https = BASE_URL.startswith("https:")
SECURE_SSL_REDIRECT = _https
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
LANGUAGE_COOKIE_SECURE = _https
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000) if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
# Load balancers and monitors ask for it from inside, over plain http.
SECURE_REDIRECT_EXEMPT = [r"^healthz/$", r"^readyz/$"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# Wagtail shows its previews in a frame of the same site.
X_FRAME_OPTIONS = "SAMEORIGIN"
# The frames above; and whether to include subdomains or tell browsers' lists is not ours to decide.
SILENCED_SYSTEM_CHECKS = ["security.W019", "security.W005", "security.W021"]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STATIC_ROOT = env("STATIC_ROOT", default=str(VAR_DIR / "static"))
MEDIA_ROOT = env("MEDIA_ROOT", default=str(VAR_DIR / "media"))
# A larger installation lets its web server send the images.
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=False)

CACHES = {
    "default": address(
        "CACHE_URL", env.cache_url, "locmemcache://?max_entries=10000", "dbcache://cache"
    )
}

vars().update(
    address("EMAIL_URL", env.email_url, "consolemail://", "smtp+tls://user:password@host:587")
)
# A reader waits while the message leaves.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("FROM_EMAIL", default="webmaster@localhost")

_level = env("LOG_LEVEL", default="WARNING").upper()
if _level not in logging.getLevelNamesMapping():
    raise ImproperlyConfigured(f"LOG_LEVEL must be one such as WARNING or INFO, not {_level!r}")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.logs.LineFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "null": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": _level},
    "loggers": {
        # Django would send its errors by mail to nobody.
        "django": {"handlers": [], "propagate": True},
        # A visitor's wrong address or host name is no fault of ours.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"handlers": ["null"], "propagate": False},
    },
}
