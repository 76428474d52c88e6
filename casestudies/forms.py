"""The editor's form of a case study: gaps are fine in a draft, not on the way to publication."""

from itertools import chain, count
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from .publication import PublicationError, publication_errors
from .references import refuse_hidden

LONGEST_SLUG = 255


class CaseStudyForm(WagtailAdminPageForm):
    """Shows what publication still needs beside each field, on submission and publication."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            # A script fills it from the title, once it is loaded: what is typed before is saved too.
            self.fields["slug"].required = False

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

    def save(self, commit: bool = True) -> Any:
        page = super().save(commit=commit)
        if page.pk is None:
            credit_beginner(page, self.for_user)
        return page

    def clean_slug(self) -> str:
        """Number the address of an unpublished case that another page has.

        The form writes it from the title: two cases of one title would stop being saved.
        """
        slug: str = self.cleaned_data["slug"] or slugify(self.cleaned_data.get("title", ""))
        if not slug or self.parent_page is None or self.instance.first_published_at:
            return slug
        others = self.parent_page.get_children().exclude(pk=self.instance.pk)
        start = slug[: LONGEST_SLUG - len("-999")]
        taken = set(others.filter(slug__startswith=start).values_list("slug", flat=True))
        wanted = chain([slug], (f"{start}-{number}" for number in count(2)))
        return next(free for free in wanted if free not in taken)

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """Return what the open form must be told of what was saved: its address may be another."""
        updates: list[tuple[str, str]] = super().get_field_updates_for_resave()
        if self.data.get("slug") != self.instance.slug:
            updates.append(("slug", self.instance.slug))
        return updates

    def _show(self, error: PublicationError) -> None:
        if error.field in self.formsets:
            self.formsets[error.field].non_form_errors().append(error.message)
        elif error.block is not None:
            position, name = error.block
            in_block = StructBlockValidationError(block_errors={name: _as_error(error)})
            self.add_error(error.field, StreamBlockValidationError({position: in_block}))
        else:
            self.add_error(error.field, _as_error(error))


def credit_beginner(page: Any, user: Any) -> None:
    """Name who begins a case as its author, a contributor with an account, unless it has one."""
    contributor = getattr(user, "contributor", None)
    if contributor is not None and not page.authors.all():
        page.authors.add(page.authors.model(contributor=contributor))


def _as_error(error: PublicationError) -> ValidationError:
    return ValidationError(error.message, code="publication")
