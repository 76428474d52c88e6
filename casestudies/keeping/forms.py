"""The forms of readers and contacts: an answer, a letter, a report; those by which editors decide."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from casestudies.choices import FollowUpStatus
from casestudies.models import CaseFollowUp, CaseReplication, ReplicationReport
from collectivities.lookup import find, get_by_ref
from collectivities.models import Collectivity
from common.dates import PartialDateField
from common.quiet_forms import PLAIN_ADDRESS, QuietForm

ADDRESS = {"invalid": _("Type a whole address, such as name@example.org.")}


class AnswerForm(forms.Form):
    """What became of a case, as the holder of a link says it."""

    status = forms.ChoiceField(
        choices=FollowUpStatus.choices, error_messages={"required": _("Choose one of the three.")}
    )
    note = forms.CharField(required=False, max_length=600)


class LetterForm(QuietForm):
    """A letter to the contact of a case. Its name is in the text alone: no header holds it."""

    name = forms.CharField(max_length=100)
    address = forms.EmailField(max_length=254, validators=[PLAIN_ADDRESS], error_messages=ADDRESS)
    text = forms.CharField(min_length=20, max_length=4000)
    texts = ("name", "text")


class ReportForm(QuietForm):
    """A collectivité did it too. What is typed of its name comes back as a choice, if need be.

    Attributes:
        candidates: The collectivités that what was typed may mean.
        collectivity: The one that was chosen, or that there is no doubt about.
    """

    pour = forms.CharField(required=False, max_length=80)
    pour_texte = forms.CharField(required=False, max_length=100)
    who = forms.CharField(required=False, max_length=150)
    date = forms.CharField(required=False, max_length=20)
    note = forms.CharField(min_length=20, max_length=600)
    source_url = forms.URLField(
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )
    email = forms.EmailField(
        required=False, max_length=254, validators=[PLAIN_ADDRESS], error_messages=ADDRESS
    )
    texts = ("who", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates: list[Collectivity] = []
        self.collectivity: Collectivity | None = None

    def clean_date(self) -> str:
        """Return a year or a month as it is stored."""
        return str(PartialDateField().to_python(self.cleaned_data["date"]))

    def clean(self) -> dict[str, Any]:
        # Before anything is refused: the form that is shown again keeps what was chosen.
        self._find(self.cleaned_data.get("pour", ""), self.cleaned_data.get("pour_texte", ""))
        data = super().clean()
        if self.candidates and self.collectivity is None:
            raise ValidationError({"pour_texte": _("Choose which one it is, then send it again.")})
        if self.collectivity is None and not data.get("who"):
            raise ValidationError(
                _("Name your collectivité in its list, or write who did it just below.")
            )
        return data

    def _find(self, ref: str, typed: str) -> None:
        if ref == "none":
            return
        self.collectivity = get_by_ref(ref) if ref else None
        if self.collectivity is None and typed.strip():
            self.candidates = find(typed)
            if len(self.candidates) == 1:
                # No doubt about it: as good as chosen.
                self.collectivity = self.candidates[0]

    @property
    def choices(self) -> list[Collectivity]:
        """The collectivités to choose from when the form is shown again."""
        return self.candidates or ([self.collectivity] if self.collectivity else [])

    def report(self) -> ReplicationReport:
        """Return what is said, unsaved and without its case."""
        data = self.cleaned_data
        name = self.collectivity.name if self.collectivity else ""
        return ReplicationReport(
            who=data["who"] or name[:150],
            collectivity=self.collectivity,
            date=data["date"],
            note=data["note"],
            source_url=data["source_url"],
            email=data["email"],
        )


class FollowUpForm(forms.ModelForm):
    """What is published of an answer, as an editor leaves it."""

    class Meta:
        model = CaseFollowUp
        fields = ["date", "status", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}


class ReplicationForm(forms.ModelForm):
    """What is published of a report, as an editor leaves it."""

    source_url = forms.URLField(
        label=_("source address"), required=False, max_length=500, assume_scheme="https"
    )

    class Meta:
        model = CaseReplication
        fields = ["who", "date", "note", "source_url"]
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}
