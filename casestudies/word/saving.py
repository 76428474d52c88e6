"""Saves the images of a document, under the same rules as those uploaded by hand."""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import modelform_factory
from django.utils.translation import gettext as _
from wagtail.images.forms import formfield_for_dbfield
from wagtail.permissions import policy_registry

from common.image_forms import CreditedImageForm
from common.models import CreditedImage

from .placement import Fate, Placement
from .structure import Image


@cache
def _form_class() -> Any:
    """Return Wagtail's own form, which checks the file and the collection, with fewer fields."""
    return modelform_factory(
        CreditedImage,
        form=CreditedImageForm,
        fields=("title", "file", "collection"),
        formfield_callback=formfield_for_dbfield,
    )


@dataclass
class ImageSaver:
    """Saves images in the first collection that its user may add to; says why when it does not."""

    placement: Placement
    user: Any

    def save(self, image: Image, name: str) -> CreditedImage | None:
        """Return the saved image, or the same one when the site has it; None when it is refused.

        Its author and its licence are left for the author of the case to fill.
        """
        known = self._known(image.content)
        if known is not None:
            return known
        policy = policy_registry.get_by_type(CreditedImage)
        collections = policy.collections_user_has_permission_for(self.user, "add")
        collection = collections.order_by("path").first()
        if collection is None:
            self._refuse(image, _("You may not add images: ask an editor to add it."))
            return None
        title = (name or image.alt or image.name)[:255]
        form = _form_class()(
            {"title": title, "collection": collection.pk},
            {"file": SimpleUploadedFile(image.name, image.content)},
            instance=CreditedImage(uploaded_by_user=self.user),
            user=self.user,
        )
        if not form.is_valid():
            self._refuse(
                image, _("The site cannot take this image: save it as PNG or JPEG, and add it.")
            )
            return None
        # The site may have it as it is kept, which is not always as the document has it.
        known = self._known(form.cleaned_data["file"].open().read())
        if known is not None:
            return known
        saved: Any = form.save()
        self.placement.say(
            title, _("Images"), why=_("Give its author and its licence, in the images of the site.")
        )
        return saved if isinstance(saved, CreditedImage) else None

    def _known(self, content: bytes) -> CreditedImage | None:
        # The same fingerprint as Wagtail's.
        digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        policy = policy_registry.get_by_type(CreditedImage)
        allowed = policy.instances_user_has_any_permission_for(
            self.user, ["add", "change", "choose"]
        )
        return CreditedImage.objects.filter(file_hash=digest, pk__in=allowed).first()

    def _refuse(self, image: Image, why: str) -> None:
        self.placement.say(image.alt or image.name, _("Images"), Fate.NOT_KEPT, why)
