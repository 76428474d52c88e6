"""Who may change which collectivité in the admin: nobody changes what was loaded."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

from .models import Collectivity


class CollectivityPermissionPolicy(ModelPermissionPolicy):
    """The usual permissions, except that loaded rows can only be viewed, by anyone."""

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Collectivity
    ) -> bool:
        if instance.is_loaded and action in {"change", "delete"}:
            return False
        return bool(super().user_has_permission_for_instance(user, action, instance))
