"""The form that takes a Word document, and refuses what is not one before reading it."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from .package import MAX_SIZE, WordRefused
from .reading import read_document
from .structure import WordDocument


class WordImportForm(forms.Form):
    """A document; once cleaned, `document` is what it says and `file_name` its name."""

    document = forms.FileField(
        label=_("Word document"),
        help_text=_("A “.docx” file of 20 MB at most, without macros, password or linked files."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def clean_document(self) -> WordDocument:
        uploaded: UploadedFile = self.cleaned_data["document"]
        self.cleaned_data["file_name"] = uploaded.name or ""
        try:
            # One byte too many is enough to be refused.
            return read_document(uploaded.read(MAX_SIZE + 1))
        except WordRefused as refusal:
            raise ValidationError(refusal.reason, code="refused") from refusal
