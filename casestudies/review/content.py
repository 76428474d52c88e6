"""What of a version is reviewed: what readers will see of it, however often it is saved again."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

# What Wagtail keeps with a version that is no part of what is read.
BOOKKEEPING = frozenset(
    {
        *("pk", "id", "page", "sort_order", "path", "depth", "numchild", "url_path", "slug"),
        *("content_type", "owner", "locale", "translation_key", "alias_of", "draft_title"),
        *("live", "live_revision", "latest_revision", "has_unpublished_changes", "reference"),
        *("first_published_at", "last_published_at", "latest_revision_created_at"),
        *("go_live_at", "expire_at", "expired", "show_in_menus"),
        *("locked", "locked_at", "locked_by", "wagtail_admin_comments", "comments"),
    }
)
CONTACT = ("contact_name", "contact_role", "contact_email")
# Asked apart from the text: see `contact_of`.
ASKED_APART = frozenset({*CONTACT, "contact_consent"})
# What the editor writes on each paragraph to follow it.
BLOCK_KEY = re.compile(r'\s*data-block-key="[^"]*"')


def reviewed(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return, of the content of a version, what its readers will see, the contact left out.

    Two versions that read the same give the same value: saved again, autosaved, with other
    identifiers of rows and blocks, with a field that is empty or was not there yet.
    """
    kept = {name: value for name, value in content.items() if name not in ASKED_APART}
    values: dict[str, Any] = _plain(kept)
    return values


def fingerprint(content: Mapping[str, Any]) -> str:
    """Return, in 64 characters, what tells two versions apart when they do not read the same."""
    text = json.dumps(reviewed(content), sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def contact_of(content: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the name, role and address of the contact that a version gives; empty without one."""
    values = tuple(content.get(name) or "" for name in CONTACT)
    return values if any(values) else ()


def _plain(value: Any) -> Any:
    """Return a value without bookkeeping nor anything empty, at every depth."""
    if isinstance(value, Mapping):
        plain = {name: _plain(item) for name, item in value.items() if name not in BOOKKEEPING}
        return {name: item for name, item in plain.items() if not _is_empty(item)}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        return _plain_text(value)
    return value


def _plain_text(text: str) -> Any:
    if text.startswith("["):  # a stream is kept as text
        try:
            return _plain(json.loads(text))
        except ValueError:
            return text
    return BLOCK_KEY.sub("", text)


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})
