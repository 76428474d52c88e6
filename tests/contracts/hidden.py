"""Who may be found: live, public pages of the language, and nothing through those that are not."""

from wagtail.models import Page, PageViewRestriction

from casestudies.models import CaseStudyIndexPage
from collectivities.models import Kind
from home.models import StudyCase
from tests import factories
from tests.factories import CollectivityFactory

from .engine import EngineContract, case, method, plain_page


class HiddenContract(EngineContract):
    """Nothing hidden is found, counted or proposed."""

    def test_drafts_are_not_found(self) -> None:
        plain_page(title="Brouillon", live=False)
        assert self.search("brouillon").total == 0

    def test_draft_changes_are_not_found_until_published(self) -> None:
        page = plain_page(title="Avant")
        page.title = "Après"
        revision = page.save_revision()
        assert (self.search("avant").total, self.search("après").total) == (1, 0)
        revision.publish()
        assert (self.search("avant").total, self.search("après").total) == (0, 1)

    def test_unpublished_pages_are_not_found(self) -> None:
        page = plain_page(title="Retirée")
        page.unpublish()
        assert self.search("retirée").total == 0
        assert self.counts("type") == {}

    def test_deleted_pages_are_not_found(self) -> None:
        parent = plain_page(title="Dossier")
        plain_page(title="Chapitre", parent=parent)
        Page.objects.get(pk=parent.pk).delete()
        assert self.search().total == 0
        assert self.counts("type") == {}

    def test_restricted_pages_and_their_descendants_are_not_found(self) -> None:
        parent = plain_page(title="Dossier")
        plain_page(title="Chapitre", parent=parent)
        restriction = PageViewRestriction.objects.create(page=parent, restriction_type="login")
        assert self.search().total == 0
        assert self.counts("type") == {}
        restriction.delete()
        assert self.search().total == 2

    def test_pages_published_under_a_restriction_are_not_found(self) -> None:
        parent = plain_page(title="Dossier")
        PageViewRestriction.objects.create(page=parent, restriction_type="password", password="x")
        plain_page(title="Chapitre", parent=parent)
        assert self.search().total == 0

    def test_moving_in_and_out_of_a_restricted_section(self) -> None:
        private = plain_page(title="Privé")
        public = plain_page(title="Dossier")
        plain_page(title="Chapitre", parent=public)
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        Page.objects.get(pk=public.pk).move(Page.objects.get(pk=private.pk), pos="last-child")
        assert self.search().total == 0
        Page.objects.get(pk=public.pk).move(factories.home(), pos="last-child")
        assert sorted(self.titles()) == ["Chapitre", "Dossier"]

    def test_deleting_a_restricted_page_brings_nothing_back(self) -> None:
        parent = plain_page(title="Dossier")
        plain_page(title="Chapitre", parent=parent)
        PageViewRestriction.objects.create(page=parent, restriction_type="login")
        Page.objects.get(pk=parent.pk).delete()
        assert self.search().total == 0

    def test_nothing_of_a_hidden_page_is_found_through_those_that_name_it(self) -> None:
        secret = method(title="Méthode xylophage", reference="xylophage")
        told = case(title="Cas", with_methods=[secret])
        parent = plain_page(title="Dossier")
        assert self.search("xylophage").total == 2
        restriction = PageViewRestriction.objects.create(page=secret, restriction_type="login")
        assert self.search("xylophage").total == 0
        assert self.counts("methode") == {}
        restriction.delete()
        assert self.search("xylophage").total == 2
        secret.unpublish()
        assert self.search("xylophage").total == 0
        assert self.search("xylophagee").correction is None
        secret.save_revision().publish()
        assert {hit.page.pk for hit in self.search("xylophage").hits} == {secret.pk, told.pk}
        PageViewRestriction.objects.create(page=parent, restriction_type="login")
        index = secret.get_parent()
        index.move(Page.objects.get(pk=parent.pk), pos="last-child")
        assert self.search("xylophage").total == 0

    def test_a_deleted_case_is_no_longer_named_by_its_study(self) -> None:
        gone = case(title="Cas xylophage")
        factories.StudyPageFactory(title="Étude", cases=[StudyCase(case=gone)])
        assert self.search("xylophage").total == 2
        Page.objects.get(pk=gone.pk).delete()
        assert self.search("xylophage").total == 0

    def test_places_are_found_by_what_they_lie_in(self) -> None:
        CollectivityFactory(kind=Kind.REGION, code="76", name="Occitanie", ref="reg-76")
        case(title="Cas", leads=[CollectivityFactory(location="Lot")])
        assert self.titles("occitanie") == self.titles("lot") == ["Cas"]

    def test_a_language_finds_its_own_pages(self) -> None:
        plain_page(title="Innovation")
        plain_page(title="Innovation", parent=factories.home("en"))
        french, english = self.search("innovation"), self.search("innovation", locale="en")
        assert [hit.page.locale.language_code for hit in french.hits] == ["fr"]
        assert [hit.page.locale.language_code for hit in english.hits] == ["en"]
        assert self.counts("type") == {"page": 1}
        assert self.search("innovation", locale="xx").total == 0

    def test_index_pages_are_not_found(self) -> None:
        factories.index(CaseStudyIndexPage, "Études de cas")
        assert self.search().total == 0
