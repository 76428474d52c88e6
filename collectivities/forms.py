"""The form by which editors add what the reference data lack."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from .kinds import EDITABLE
from .models import Collectivity


class CollectivityForm(WagtailAdminModelForm):
    """Adds or changes an editor's row: of a kind that the reference data do not cover."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", "---------"), *((kind.value, kind.label) for kind in EDITABLE)],
        help_text=_("Other: a State body, a group of collectivités. Abroad: outside France."),
    )

    class Meta:
        model = Collectivity
        fields = [
            "kind",
            "name",
            "official_name",
            "location",
            "country",
            "siren",
            "population",
            "population_year",
            "population_source",
            "department_codes",
            "region_codes",
            "latitude",
            "longitude",
            "position_is_approximate",
            "valid_until",
        ]

    def clean(self) -> Any:
        cleaned = super().clean()
        for field, kind in (("department_codes", "departement"), ("region_codes", "region")):
            codes = set(self.cleaned_data.get(field) or ())
            known = Collectivity.objects.filter(kind__in=(kind, "autre"), is_loaded=True)
            if unknown := codes - set(known.filter(code__in=codes).values_list("code", flat=True)):
                message = _("Unknown codes: %(codes)s.")
                self.add_error(field, message % {"codes": ", ".join(sorted(unknown))})
        return cleaned
