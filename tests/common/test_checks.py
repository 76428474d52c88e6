"""Each convention has a model that breaks it."""

import pytest
from django.db import models
from django.test.utils import isolate_apps
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import TranslatableMixin

from casestudies.models import CaseStudyPage
from common import checks
from common.translation import facts
from vocabulary.models import Theme


def ids(*broken):
    return [message.id for message in checks.check_models(broken)]


def test_the_project_keeps_its_own_conventions():
    assert checks.check_conventions(None) == []


@isolate_apps("common", attr_name="apps")
def test_a_many_to_many_field_is_refused():
    class Broken(TranslatableMixin):
        themes = models.ManyToManyField(Theme)

        class Meta(TranslatableMixin.Meta):
            app_label = "common"

    assert ids(Broken) == ["common.E002"]


@pytest.mark.parametrize(("rules", "expected"), [([], ["common.E003"]), (facts("case"), [])])
@isolate_apps("common")
def test_a_link_to_a_page_stays_one_fact(rules, expected):
    class Linked(TranslatableMixin):
        case = models.ForeignKey(CaseStudyPage, on_delete=models.CASCADE)
        override_translatable_fields = rules

        class Meta(TranslatableMixin.Meta):
            app_label = "common"

    assert ids(Linked) == expected


@isolate_apps("common")
def test_a_child_must_be_translatable():
    class Child(models.Model):  # noqa: DJ008
        page = ParentalKey(CaseStudyPage, on_delete=models.CASCADE)

        class Meta:
            app_label = "common"

    assert ids(Child) == ["common.E004"]


def block(**values):
    return blocks.ListBlock(
        blocks.CharBlock(), **{"icon": "tag", "description": "Une liste", **values}
    )


@pytest.mark.parametrize(
    ("bare", "expected"),
    [
        (blocks.CharBlock(), ["common.E005"]),
        (block(), ["common.E005"]),
        (block(preview_value=[]), ["common.E005"]),
        (block(preview_value=[{"caption": ""}]), ["common.E005"]),
        (block(preview_value=["Un"]), []),
        (block(preview_value=lambda: ["Un"]), []),
        (block(preview_value=["Un"], description=""), ["common.E005"]),
    ],
)
@isolate_apps("common")
def test_a_block_is_chosen_with_the_eyes(bare, expected):
    class Streamed(models.Model):  # noqa: DJ008
        body = StreamField([("bare", bare)])

        class Meta:
            app_label = "common"

    assert ids(Streamed) == expected


def test_the_page_model_is_wagtails(settings):
    settings.WAGTAIL_PAGE_MODEL = "home.HomePage"
    assert [message.id for message in checks.check_page_model()] == ["common.E001"]
