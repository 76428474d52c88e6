"""Forms that anybody may post, kept from the programs that post everywhere without a riddle.

A field that nobody sees has to stay empty, the form has to be a few seconds old, and texts hold few
addresses. Whoever is refused is told why, finds all that they typed, and may send it again at once:
nothing depends on seeing, hearing, speed or a script.
"""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

# Django accepts "a b, c"@example.org, which mail servers read in their own ways.
PLAIN_ADDRESS = RegexValidator(r'^[^\s"]+\Z')
SOONEST = timedelta(seconds=3)
"""A program posts within the second; a hand that finds its fields filled by its browser does not."""
LATEST = timedelta(days=7)
MOST_LINKS = 2
_LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)


class QuietForm(forms.Form):
    """A form with the two hidden fields of `components/quiet_fields.html`.

    Attributes:
        texts: The names of the fields whose addresses are counted together.
    """

    opened = forms.CharField(required=False, max_length=200, strip=True)
    nickname = forms.CharField(required=False, max_length=200)
    texts: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opened_at = self._signer().sign("form")

    def clean(self) -> dict[str, Any]:
        """Refuse what a program posted.

        The form that is shown again keeps when it was opened, so that it may be sent at once.
        """
        data: dict[str, Any] = super().clean() or {}
        self._check_age(str(data.get("opened", "")))
        if data.get("nickname"):
            raise ValidationError(
                _("A hidden field was filled, by your browser perhaps: send the form again.")
            )
        count = sum(len(_LINK.findall(str(data.get(name, "")))) for name in self.texts)
        if count > MOST_LINKS:
            most = _("Keep at most %(count)s addresses in your text.")
            raise ValidationError(most, params={"count": MOST_LINKS})
        return data

    def _check_age(self, opened: str) -> None:
        signer = self._signer()
        try:
            signer.unsign(opened, max_age=LATEST)
        except BadSignature as error:
            old = _("This form was open for too long: send it again, nothing is lost.")
            raise ValidationError(old) from error
        self.opened_at = opened
        try:
            signer.unsign(opened, max_age=SOONEST)
        except BadSignature:
            return
        raise ValidationError(_("That was very fast! Read it over, and send it again."))

    def _signer(self) -> TimestampSigner:
        return TimestampSigner(salt=f"quiet.{type(self).__name__}")
