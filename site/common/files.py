"""Who may change an image or a document: whoever added it, until readers see it."""

from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import register_permission_policy


class FilePermissionPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's policy, but that what a published page shows is not for its owner to change.

    Replacing or deleting the file would change the page, which its owner may not.
    """

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Collection[str], instance: Any
    ) -> bool:
        if not super().user_has_any_permission_for_instance(user, actions, instance):
            return False
        may_change_all = self._check_perm(user, {"change"}, collection=instance.collection)
        if may_change_all or not set(actions) <= {"change", "delete"}:
            return True
        return not is_published(instance)


def is_published(file: Any) -> bool:
    """Tell whether a published page shows a file, or leads to it."""
    uses = ReferenceIndex.get_references_to(file).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    ids = [int(pk) for pk in uses.values_list("object_id", flat=True)]
    return Page.objects.filter(pk__in=ids, live=True).exists()


def register() -> None:
    """Put the policy before Wagtail's, which its apps register for subclasses too, when ready."""
    for model, auth_model in (
        (get_image_model(), "wagtailimages.Image"),
        (get_document_model(), "wagtaildocs.Document"),
    ):
        policy = FilePermissionPolicy(
            model, auth_model=auth_model, owner_field_name="uploaded_by_user"
        )
        register_permission_policy(model, policy, exact_class=True)
