from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CollectivitiesConfig(AppConfig):
    name = "collectivities"
    verbose_name = _("Collectivités")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from common.facets import register_facet_labels

        from .facets import area_labels, band_labels, kind_labels
        from .kinds import Kind
        from .models import Collectivity
        from .permissions import CollectivityPermissionPolicy

        register_facet_labels("territoire", kind_labels)
        register_facet_labels("strate", band_labels)
        register_facet_labels("departement", area_labels(Kind.DEPARTEMENT))
        register_facet_labels("region", area_labels(Kind.REGION))
        # Before the admin asks for one: Wagtail refuses a policy once it has made a default.
        register_permission_policy(Collectivity, CollectivityPermissionPolicy(Collectivity))
