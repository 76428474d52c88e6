"""The test suite: fast password hashing, files in a folder of its own."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403

DEBUG = False
SECRET_KEY = "test-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SERVE_MEDIA = True
# Whatever a developer's shell says; the tests of Elasticsearch ask for it.
SEARCH_ENGINE = "database"
# The files of a test must not mix with a real installation's.
_folder = Path(tempfile.gettempdir()) / "co-construire-tests"
MEDIA_ROOT = _folder / "media"
STATIC_ROOT = _folder / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
