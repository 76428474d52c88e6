"""Pages with everything on them, and pages with nearly nothing."""

from decimal import Decimal
from types import SimpleNamespace

from casestudies.models import (
    CaseAudience,
    CaseAuthor,
    CaseCollectivity,
    CaseFollowUp,
    CaseFunding,
    CaseMethodUse,
    CasePartner,
    CaseReplication,
    CaseResult,
    CaseSkill,
    CaseSource,
    CaseStudyPage,
    CaseTheme,
    Contributor,
    Promotion,
)
from collectivities.models import Kind
from home.models import StudyAuthor, StudyCase, StudySource
from methods.models import MethodPage, MethodSource, NextMethod
from tests.factories import (
    SOURCE,
    AudienceFactory,
    CaseStudyPageFactory,
    CollectivityFactory,
    GlossaryTermFactory,
    MethodPageFactory,
    OrganisationFactory,
    SkillFactory,
    StandardPageFactory,
    StudyPageFactory,
    ThemeFactory,
    glossary,
    home,
)

STORY = [
    ("text", "<h3>Loin des guichets</h3><p>Les habitants ne viennent plus [1]. Encore [1].</p>"),
    ("callout", {"title": "À retenir", "text": "<p>Aller vers les gens [2].</p>"}),
    ("quotation", {"text": "On nous écoute.", "attribution": "Une agente", "source_url": SOURCE}),
    ("footnote", {"label": "1", "text": "Selon la préfecture.", "source_url": SOURCE}),
    ("footnote", {"label": "3", "text": "Une note que rien n’appelle."}),
    ("key_figure", {"value": "508", "label": "usagers", "source_url": SOURCE}),
    ("key_figure", {"value": "12", "label": "communes", "source_url": SOURCE}),
    ("timeline_step", {"date": "février 2018", "title": "Une journée", "text": "À cinquante."}),
    ("timeline_step", {"date": "mars 2018", "title": "Une autre"}),
    ("video", {"title": "Le car", "url": SOURCE, "transcript": "<p>Bonjour.</p>"}),
]  # fmt: skip


def rich_case() -> CaseStudyPage:
    """Return a case with every part filled."""
    lead = CollectivityFactory(kind=Kind.CA, name="Grand Cahors", population=42_094)
    promotion = Promotion.objects.create(name="Simone Veil", year=2019, locale=home().locale)
    author = Contributor.objects.create(name="Camille Durand", promotion=promotion)
    original = CaseStudyPageFactory(title="Le premier bus")
    method = full_method()
    case: CaseStudyPage = CaseStudyPageFactory(
        title="Un guichet dans un bus & ailleurs",
        started_on="2017-12",
        ended_on="2019",
        cost_band="50k_200k",
        cost_amount=168_000,
        cost_covers="Le véhicule",
        agent_days=1200,
        duration_months=18,
        problem=STORY,
        approach=[("text", "<p>Écouter d’abord.</p>")],
        limits="<p>Peu de visiteurs au début [1].</p>",
        conditions="<ul><li>Du temps</li></ul>",
        obstacles="<p>La distance.</p>",
        legal_competence="Aucune.",
        adapted_from=original,
        contact_name="Dominique Martin",
        contact_role="chargée de projet",
        contact_email="secret@example.org",
        contact_consent=True,
        collectivities=[
            CaseCollectivity(collectivity=lead),
            CaseCollectivity(collectivity=CollectivityFactory(name="Le Lot"), role="partner"),
        ],
        themes=[CaseTheme(theme=ThemeFactory(name="Accès aux droits", slug="acces-aux-droits"))],
        audiences=[CaseAudience(audience=AudienceFactory())],
        skills=[CaseSkill(skill=SkillFactory(), note="Elle écoute.")],
        partners=[CasePartner(organisation=OrganisationFactory(url=SOURCE), role="finance")],
        funding=[
            CaseFunding(funder="L’État", amount=100_000, note="Une fois", source_url=SOURCE),
            CaseFunding(funder="Le Département", share_percent=Decimal("12.5")),
        ],
        method_uses=[CaseMethodUse(method=method, phase="understand", how="Six semaines.")],
        results=[
            CaseResult(
                statement="508 usagers", evidence="counted", claimed_by="la DITP", source_url=SOURCE
            )
        ],
        follow_ups=[CaseFollowUp(date="2023-10", status="running", note="Il roule toujours.")],
        replications=[CaseReplication(who="Trois territoires", collectivity=lead, date="2020")],
        authors=[CaseAuthor(contributor=author)],
        sources=[CaseSource(title="Un an après", publisher="La préfecture", url=SOURCE)],
    )
    return case


def full_method() -> MethodPage:
    """Return a method with every part filled."""
    method: MethodPage = MethodPageFactory(
        title="Immersion",
        difficulty="easy",
        duration="Trois semaines",
        participants="Une équipe",
        purpose="<p>Comprendre de l’intérieur.</p>",
        materials="<ul><li>un carnet</li></ul>",
        steps=[("step", {"title": "S’installer", "text": "<p>Là où le service se rend.</p>"})],
        cautions="<p>Rester discret.</p>",
        variants="<p>Une journée.</p>",
        next_methods=[NextMethod(method=MethodPageFactory(title="Persona"))],
        sources=[MethodSource(title="Un guide", url=SOURCE)],
    )
    return method


def site() -> SimpleNamespace:
    """Return one page of each type, filled, and one case with nearly nothing."""
    case = rich_case()
    front = home()
    front.hero_title = "Apprendre des autres"
    front.hero_text = "Des expériences racontées."
    front.highlights = [("highlight", {"title": "Comparable", "text": "Et l’on dit pourquoi."})]
    front.featured_cases.create(case=case, locale=front.locale)
    front.featured_methods.create(method=case.method_uses.first().method, locale=front.locale)
    front.save_revision().publish()
    GlossaryTermFactory(name="Écoute", slug="ecoute", source_url=SOURCE)
    GlossaryTermFactory(name="Aller-vers", slug="aller-vers")
    study = StudyPageFactory(
        collection="Cahiers",
        number="22",
        publisher="La MNT",
        institutions="L’INET",
        extent="100 pages",
        question="<p>Comment associer les usagers ?</p>",
        method="<p>Des entretiens.</p>",
        findings="<p>Cela prend du temps.</p>",
        recommendations=[("recommendation", {"title": "Décloisonner", "text": "<p>Oui.</p>"})],
        authors=[StudyAuthor(name="Linda C."), StudyAuthor(name="Claire L.")],
        cases=[StudyCase(case=case, note="La transversalité.")],
        sources=[StudySource(title="L’étude", publisher="La MNT", url=SOURCE)],
    )
    return SimpleNamespace(
        home=front,
        case=case,
        bare_case=CaseStudyPageFactory(title="Presque rien", stage=""),
        case_index=case.get_parent(),
        method=case.method_uses.first().method,
        method_index=case.method_uses.first().method.get_parent(),
        study=study,
        study_index=study.get_parent(),
        glossary=glossary(),
        plain=StandardPageFactory(
            title="À propos",
            body=[
                ("text", "<h2>Qui</h2><p>Nous.</p>"),
                ("callout", {"title": "Bon à savoir", "text": "<p>Oui.</p>"}),
            ],
        ),
    )
