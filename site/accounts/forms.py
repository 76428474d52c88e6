"""How people sign in, and ask for another password."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm

from common.limits import allowed, uncount, visitor

# A school shares one address on the network: a class signs in, nobody tries words on an account.
TRIES_OF_ONE, TRIES_FROM_ONE, QUARTER_HOUR = 10, 200, 900
MESSAGES_TO_ONE, HOUR = 3, 3_600


class LoginForm(WagtailLoginForm):
    """Wagtail's own, whose password has a label in English only, and which counts no tries."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = AuthenticationForm.base_fields["password"].label

    def clean(self) -> Any:
        """Check the password, unless too many failed from here, for this account or any."""
        here = visitor(self.request)
        name = str(self.cleaned_data.get("username", "")).strip().casefold()
        limits = (("sign-in", f"{here} {name}", TRIES_OF_ONE), ("sign-ins", here, TRIES_FROM_ONE))
        within = [allowed(*limit, QUARTER_HOUR) for limit in limits]
        if not all(within):
            raise ValidationError(
                _("Too many tries: wait a quarter of an hour, or ask for a new password below.")
            )
        cleaned = super().clean()
        for scope, key, _most in limits:
            uncount(scope, key, QUARTER_HOUR)
        return cleaned


class PasswordResetForm(WagtailPasswordResetForm):
    """Wagtail's own, which would fill somebody's mailbox as often as anybody asks."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Send the message; beyond some an hour, say nothing of it, as for an unknown address."""
        if allowed("new-password", self.cleaned_data["email"].casefold(), MESSAGES_TO_ONE, HOUR):
            super().save(*args, **kwargs)
