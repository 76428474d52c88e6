"""The form of an image, in all of Wagtail's places: its author and its licence are asked for."""

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .images import tidied_file
from .pictures import FAILURES, PictureRefused, TidyFile

CREDIT = {
    "author": _("Who took or drew it: a person, a service, a company."),
    "licence": _("What its author allows: “CC BY 4.0”, “Licence Ouverte 2.0”, “with permission”."),
}
DAMAGED = _("This image is damaged: save it again as JPEG or PNG, then try again.")


class TidyImageField(WagtailImageField):
    """Wagtail's field, whose value is tidied; it refuses what can only be read in part."""

    def to_python(self, data: Any) -> TidyFile | None:
        try:
            uploaded = super().to_python(data)
            return None if uploaded is None else tidied_file(uploaded)
        except (PictureRefused, *FAILURES) as failure:
            raise ValidationError(DAMAGED, code="damaged") from failure


class CreditedImageForm(BaseImageForm):
    """Wagtail's form, with what this site wants of an image: it requires what it asks for."""

    class Meta(BaseImageForm.Meta):
        # An address without its scheme is read as Django 6 will.
        field_classes = {"source_url": partial(forms.URLField, assume_scheme="https")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in CREDIT.keys() & self.fields.keys():
            self.fields[name].required = True
            self.fields[name].help_text = CREDIT[name]
        if "description" in self.fields:
            self.fields["description"].help_text = _(
                "What one sees, offered as the alternative text wherever the image is used."
            )
        if file := self.fields.get("file"):
            self.fields["file"] = TidyImageField(
                label=file.label, required=file.required, widget=file.widget
            )
