"""The files of images, tidied before they are stored, whatever brings them."""

from typing import Any

from django.core.files.base import File
from wagtail.images.models import WagtailImageFieldFile
from wagtail.utils.file import hash_filelike

from .pictures import TidyFile, tidied


class TidyImageFile(WagtailImageFieldFile):
    """A file of an image, which stores nothing but what went through `tidied`.

    Forms, imports and scripts all end here.
    """

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Store the image. Raises PictureRefused if it cannot be read."""
        tidy = content if isinstance(content, TidyFile) else tidied_file(content)
        super().save(name, tidy, save=False)
        tidy.seek(0)
        self.instance.file_size = tidy.size
        self.instance.file_hash = hash_filelike(tidy)
        if save:
            self.instance.save()


def tidy_pending(sender: type, instance: Any, **kwargs: Any) -> None:
    """Tidy an image that waits for its credit (a receiver of `pre_save` of Wagtail's uploads)."""
    model = instance.for_content_type.model_class()
    is_image = model is not None and model._meta.label == "common.CreditedImage"
    if is_image and instance.pk is None:
        instance.file = tidied_file(instance.file)


def tidied_file(content: File) -> TidyFile:
    """Return the image that a file holds, ready to be kept. Raises PictureRefused."""
    content.seek(0)
    return tidied(content.read(), content.name)
