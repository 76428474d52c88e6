"""How complete the cases of a list are, for those who may write them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import Column
from wagtail.models import Page, Revision

from casestudies.completeness import Completeness, completeness
from casestudies.permissions import page_policy


def completeness_column(user: Any, pages: Iterable[Page]) -> Column:
    """Return the column of these cases, in two queries whatever their number.

    What a draft lacks is only for those who may open it: the others see nothing.
    """
    editable = page_policy().instances_user_has_permission_for(user, "change")
    ids = editable.filter(pk__in=[page.pk for page in pages]).values("latest_revision")
    contents = Revision.objects.filter(pk__in=ids).values_list("object_id", "content")
    texts = {int(pk): _in_words(completeness(content)) for pk, content in contents}
    return Column(
        "completeness", label=_("Completeness"), accessor=lambda page: texts.get(page.pk, "")
    )


def _in_words(found: Completeness) -> str:
    share = _("%(percent)s%%") % {"percent": found.percent}
    count = len(found.essential)
    if not count:
        return str(share)
    text = ngettext("%(count)d part to write", "%(count)d parts to write", count)
    return f"{share}, {text % {'count': count}}"
