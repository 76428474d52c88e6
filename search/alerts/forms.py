"""The form that asks for an alert."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

# Django accepts "a b, c"@example.org, which mail servers read in their own ways.
PLAIN = RegexValidator(r'^[^\s"]+\Z')


class AlertForm(forms.Form):
    """The address to write to; the search is in the form's own address."""

    address = forms.EmailField(
        max_length=254,
        validators=[PLAIN],
        error_messages={"invalid": _("Type a whole address, such as name@example.org.")},
    )

    def clean_address(self) -> str:
        """Return the address in lower case, so that it is one address however it is typed."""
        return str(self.cleaned_data["address"]).lower()
