"""The writers of a case are those whom its latest version names, draft or not."""

from importlib import import_module

import pytest
from django.apps import apps

from casestudies.models import CaseAuthor, CaseWriter, Contributor
from tests.factories import CaseStudyPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return [Contributor.objects.create(name=name) for name in ("Camille", "Dominique", "Sacha")]


def writers(case):
    return [row.contributor.name for row in case.writers.order_by("contributor__name")]


def names(case, *people):
    case.authors.set([CaseAuthor(contributor=person) for person in people])
    return case.save_revision()


@pytest.mark.parametrize("live", [True, False])
def test_a_draft_names_its_writers(people, live):
    case = CaseStudyPageFactory(authors=[CaseAuthor(contributor=people[0])], live=live)
    assert writers(case) == ["Camille"]
    names(case, people[1], people[2])
    # The published row still names the first one.
    assert case.__class__.objects.get(pk=case.pk).authors.get().contributor == people[0]
    assert writers(case) == ["Dominique", "Sacha"]
    names(case)
    assert writers(case) == []


def test_an_older_version_saved_again_changes_nothing(people):
    case = CaseStudyPageFactory()
    older = names(case, people[0])
    names(case, people[1])
    older.save()
    assert writers(case) == ["Dominique"]


def test_an_author_who_is_gone_is_left_out(people):
    case = CaseStudyPageFactory(live=False)
    revision = names(case, *people)
    people[0].delete()
    revision.save()
    assert writers(case) == ["Dominique", "Sacha"]


def test_other_pages_have_none():
    StandardPageFactory()
    assert not CaseWriter.objects.exists()


def test_an_unchanged_version_changes_nothing(people):
    case = CaseStudyPageFactory(authors=[CaseAuthor(contributor=people[0])])
    before = list(CaseWriter.objects.values())
    names(case, people[0])
    assert list(CaseWriter.objects.values()) == before


def test_the_migration_finds_the_writers_of_the_cases_there_are(people):
    draft = CaseStudyPageFactory(live=False)
    names(draft, people[1])
    bare = CaseStudyPageFactory(authors=[CaseAuthor(contributor=people[2])])
    type(bare).objects.filter(pk=bare.pk).update(latest_revision=None)
    CaseWriter.objects.all().delete()
    import_module("casestudies.migrations.0002_accounts_and_tutors").fill_writers(apps, None)
    assert (writers(draft), writers(bare)) == (["Dominique"], ["Sacha"])
