"""The test suite: fast password hashing, files in a folder of its own."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403

DEBUG = False
SECRET_KEY = "test-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Uploads of a test must not mix with a real installation's.
MEDIA_ROOT = Path(tempfile.gettempdir()) / "co-construire-test-media"
