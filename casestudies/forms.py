"""The editor's form of a case study: gaps are fine in a draft, not on the way to publication."""

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from .publication import PublicationError, publication_errors
from .references import refuse_hidden


class CaseStudyForm(WagtailAdminPageForm):
    """Shows what publication still needs beside each field, on submission and publication."""

    def is_valid(self) -> bool:
        is_valid = super().is_valid()
        if self.is_bound:
            refuse_hidden(self)
        if not is_valid:
            return False
        if self.is_deferred_validation:
            return True
        page = self.save(commit=False)
        # On the way to publication, the collectivité's review asks the contact.
        is_published = "action-publish" in self.data
        errors = [
            error
            for error in publication_errors(page)
            if is_published or error.field != "contact_consent"
        ]
        for error in errors:
            self._show(error)
        return not errors

    def _show(self, error: PublicationError) -> None:
        if error.field in self.formsets:
            self.formsets[error.field].non_form_errors().append(error.message)
        elif error.block is not None:
            position, name = error.block
            in_block = StructBlockValidationError(block_errors={name: _as_error(error)})
            self.add_error(error.field, StreamBlockValidationError({position: in_block}))
        else:
            self.add_error(error.field, _as_error(error))


def _as_error(error: PublicationError) -> ValidationError:
    return ValidationError(error.message, code="publication")
