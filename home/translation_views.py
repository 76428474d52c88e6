"""Submits a page for translation without ever making an alias of a parent."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from wagtail_localize.operations import translate_object
from wagtail_localize.views.submit_translations import SubmitPageTranslationView


class SubmitPageTranslation(SubmitPageTranslationView):
    """wagtail-localize would make untranslated parents live aliases: translate them as drafts."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        ancestors = self.object.get_ancestors().filter(depth__gt=1).specific()
        for locale in form.cleaned_data["locales"]:
            for ancestor in ancestors:
                if not ancestor.has_translation(locale):
                    translate_object(ancestor, [locale], user=self.request.user)
        return super().form_valid(form)
