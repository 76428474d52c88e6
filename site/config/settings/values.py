"""Values read from the environment; what is wrong with one is said with its name."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured


class Values(environ.Env):
    """The environment, and the file that stands in for it."""

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        """Return a value. Raises ImproperlyConfigured, with its name, when it is of another kind."""
        try:
            return super().get_value(var, *args, **kwargs)
        except ValueError as error:
            raise ImproperlyConfigured(f"{var} is wrong: {error}") from None


def read_file(path: str) -> None:
    """Add the values of a file to the environment, which wins over it.

    Raises ImproperlyConfigured when the file cannot be read.
    """
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 - the name is the user's
            environ.Env.read_env(file)
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"ENV_FILE names {path}, which cannot be read: {error}"
        ) from None


def address(
    name: str, read: Callable[..., dict[str, Any]], default: str, example: str
) -> dict[str, Any]:
    """Return the settings that an address stands for. Raises ImproperlyConfigured when it is not one.

    The message leaves the value out: it may hold a password.
    """
    try:
        return read(name, default=default)
    except (ImproperlyConfigured, ValueError):
        raise ImproperlyConfigured(f"{name} must be an address such as {example}") from None


def database(read: Callable[..., dict[str, Any]], default: str) -> dict[str, Any]:
    """Return Django's settings of the database. Raises ImproperlyConfigured when it is not ours."""
    example = "postgres://user:password@host:5432/name or sqlite:////folder/file"
    found = address("DATABASE_URL", read, default, example)
    engine = found.get("ENGINE", "").rpartition(".")[2]
    if engine not in {"postgresql", "sqlite3"} or not found.get("NAME"):
        raise ImproperlyConfigured(f"DATABASE_URL must be an address such as {example}")
    return found


def origin(name: str, value: str) -> str:
    """Return the address of a whole site, without the slash at its end.

    Raises ImproperlyConfigured for anything else, a folder of a site included.
    """
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in {"http", "https"}:
        raise ImproperlyConfigured(f"{name} must be a whole address, as https://www.example.org")
    if parts.username is not None or parts.path.strip("/") or parts.query or parts.fragment:
        raise ImproperlyConfigured(
            f"{name} must be the address of a whole site, as https://www.example.org: "
            "nothing after the name and its port"
        )
    return f"{parts.scheme}://{parts.netloc}"
