"""The forms of the review: a collectivité's answer; sending, and deciding without it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casestudies.models.review import Section, Verdict

from .rounds import Answer

ROWS, MOST_ROWS = 2, 30
LONGEST_PASSAGE, LONGEST_TEXT = 3_000, 10_000
TOO_LONG = _("Shorten this text: it has %(show_value)d characters, %(limit_value)d are possible.")


class LongText(forms.CharField):
    """A text of several lines. The browser is not told its limit: it would cut what is pasted."""

    def __init__(self, longest: int = LONGEST_TEXT, **kwargs: Any) -> None:
        super().__init__(max_length=longest, required=False, widget=forms.Textarea, **kwargs)
        self.error_messages["max_length"] = TOO_LONG

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"rows": 3}


class RemarkForm(forms.Form):
    """What one says of one passage."""

    section = forms.ChoiceField(label=_("Part"), choices=Section.choices, required=False)
    passage = LongText(LONGEST_PASSAGE, label=_("Passage (copy it here, if you like)"))
    comment = LongText(label=_("Your comment"))
    correction = LongText(label=_("The text that you propose instead"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        has_place = data.get("passage") or data.get("section")
        says_nothing = not (data.get("comment") or data.get("correction"))
        if has_place and says_nothing and not self.errors:
            self.add_error("comment", _("Say what you think of this passage, or propose a text."))
        return data

    def row(self) -> dict[str, str]:
        """Return the remark, empty when nothing is said."""
        data = self.cleaned_data
        return dict(data) if data.get("comment") or data.get("correction") else {}


class AnswerForm(forms.Form):
    """What a collectivité answers, without its remarks."""

    verdict = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            (Verdict.APPROVE, _("I agree to the publication of this text")),
            (Verdict.CORRECT, _("I ask for corrections first")),
            (Verdict.OBJECT, _("I object to the publication")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three answers.")},
    )
    comment = LongText(label=_("Anything else to say"))
    contact_consent = forms.BooleanField(required=False)
    answered_by = forms.CharField(
        label=_("Your name and position"),
        help_text=_("Known to the authors and the editors; readers do not see it."),
        max_length=200,
        error_messages={"required": _("Say who you are: your answer is kept with it.")},
    )


class WholeAnswer:
    """The form of the answer with the rows of its remarks, shown again as they were posted."""

    def __init__(self, data: Mapping[str, str] | None, *, asks_contact: bool) -> None:
        self.asks_contact = asks_contact
        self.is_growing = data is not None and "more" in data
        rows = _count(data) + (ROWS if self.is_growing else 0)
        # Room is asked for before the end: what was written so far is not judged yet.
        kept: dict[str, Any] = {"initial": data} if self.is_growing else {"data": data}
        self.form = AnswerForm(**kept)
        self.remarks = [
            RemarkForm(**_of_row(kept, number), prefix=f"remark-{number}")
            for number in range(min(rows, MOST_ROWS))
        ]

    @property
    def can_grow(self) -> bool:
        """Whether one may ask for more rows."""
        return len(self.remarks) < MOST_ROWS

    def is_valid(self) -> bool:
        """Check everything; asking for corrections needs to say at least one thing."""
        is_valid = all([self.form.is_valid(), *(row.is_valid() for row in self.remarks)])
        if not is_valid:
            return False
        says_something = self.form.cleaned_data["comment"] or any(r.row() for r in self.remarks)
        if self.form.cleaned_data["verdict"] == Verdict.CORRECT and not says_something:
            error = ValidationError(_("Say what is to be corrected, here or about a passage."))
            self.form.add_error("comment", error)
            return False
        return True

    def answer(self) -> Answer:
        """Return what a valid form says."""
        data = self.form.cleaned_data
        return Answer(
            verdict=Verdict(data["verdict"]),
            answered_by=data["answered_by"],
            comment=data["comment"],
            contact_consent=self.asks_contact and data["contact_consent"],
            remarks=[row for remark in self.remarks if (row := remark.row())],
        )


class SendForm(forms.Form):
    """To whom a case is sent."""

    email = forms.EmailField(
        label=_("E-mail address of the collectivité's contact"), max_length=254
    )


class DecisionForm(forms.Form):
    """Why an editor does without the collectivité's agreement, for the text they had before them."""

    text = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Your reason, which is kept with your name"),
        min_length=10,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Mapping[str, str] | None, *, latest: str) -> None:
        super().__init__(data, initial={"text": latest})
        self.latest = latest

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("text") != self.latest:
            # The form that is shown again is about the text of now.
            self.data = {"reason": self.data.get("reason", ""), "text": self.latest}
            raise ValidationError(
                _("The text changed since you opened this screen: read it again, then decide.")
            )
        return data


def _of_row(kept: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return what was posted as the form of a row takes it: initial values have no prefix."""
    if "initial" not in kept:
        return dict(kept)
    start = f"remark-{number}-"
    posted = kept["initial"].items()
    return {"initial": {n.removeprefix(start): v for n, v in posted if n.startswith(start)}}


def _count(data: Mapping[str, str] | None) -> int:
    """Return how many rows were shown, as the form says: at least those one starts with."""
    text = (data or {}).get("rows", "")
    shown = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else ROWS
    return max(ROWS, min(shown, MOST_ROWS))
