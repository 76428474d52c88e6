"""How wagtail-localize treats a model's fields: what is translated, what stays one fact."""

from wagtail_localize.fields import SynchronizedField


def facts(*names: str) -> list[SynchronizedField]:
    """Declare fields that hold facts: copied from the source, never overridden by a translation."""
    return [SynchronizedField(name, overridable=False) for name in names]
