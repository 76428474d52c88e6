"""The forms of invitations: an editor's list of people, and an invited person's name and password."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from casestudies.models import Promotion
from casestudies.models.invitations import InvitedRole

from .addresses import MOST_PEOPLE, Person, WrongLine, read_people

LONGEST_LIST = 60_000
NAME_LENGTH = 75


class InvitationForm(forms.Form):
    """Whom to invite, as what, in which promotion; one wrong line and nothing is sent."""

    promotion = forms.ModelChoiceField(
        label=_("Promotion"),
        queryset=Promotion.objects.filter(locale__language_code=settings.LANGUAGE_CODE),
    )
    role = forms.ChoiceField(label=_("Role"), choices=InvitedRole.choices)
    people = forms.CharField(
        label=_("People to invite"),
        help_text=_("One a line: an address, or a name and an address in angle brackets."),
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    wrong_lines: Sequence[WrongLine] = ()

    def clean_people(self) -> list[Person]:
        """Return the people of the list; the lines that are wrong are left in `wrong_lines`.

        Raises ValidationError when there are some, or too many people.
        """
        people, self.wrong_lines = read_people(self.cleaned_data["people"])
        if count := len(self.wrong_lines):
            nobody = ngettext(
                "Nobody was invited: %(count)s line is wrong.",
                "Nobody was invited: %(count)s lines are wrong.",
                count,
            )
            raise ValidationError(nobody, params={"count": count})
        if len(people) > MOST_PEOPLE:
            most = _("Invite at most %(count)s people at a time.")
            raise ValidationError(most, params={"count": MOST_PEOPLE})
        return people


class AcceptanceForm(forms.Form):
    """Who one is, and the password one chooses."""

    first_name = forms.CharField(max_length=NAME_LENGTH)
    last_name = forms.CharField(max_length=NAME_LENGTH)
    password = forms.CharField(strip=False, max_length=1000)
    confirmation = forms.CharField(strip=False, max_length=1000)

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        password = data.get("password")
        if password is None:
            return data
        if "confirmation" in data and data["confirmation"] != password:
            self.add_error("confirmation", _("The two passwords are not the same."))
        names = {name: data.get(name, "") for name in ("first_name", "last_name")}
        try:
            validate_password(password, User(email=self.email, **names))
        except ValidationError as error:
            self.add_error("password", error)
        return data
