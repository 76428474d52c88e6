"""A collectivité says that it did it too; an editor accepts it, and the case shows it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casestudies.keeping.forms import ReportForm
from casestudies.keeping.views import REPORTS_ABOUT_A_CASE_IN_A_DAY, SENT_BY_A_VISITOR_IN_AN_HOUR
from casestudies.models import CaseReplication, CaseStudyPage, ReplicationReport
from tests.factories import CaseStudyPageFactory, CollectivityFactory
from tests.search.ui.pages import problems

from .conftest import old_case, parsed, waited

pytestmark = pytest.mark.django_db
NOTE = "Nous avons repris le bus, avec deux arrêts de plus le samedi."


def report_url(case: CaseStudyPage) -> str:
    return f"/etude/{case.reference}/nous-aussi/"


def said(**values: str) -> dict[str, str]:
    typed = {"pour_texte": "", "who": "Le CCAS de Figeac", "date": "03/2025", "note": NOTE,
             "source_url": "https://example.org/figeac", "email": "anne@example.org"}  # fmt: skip
    return {**typed, "nickname": "", "opened": waited(ReportForm), **values}


def test_the_whole_way(client, editor):
    case = old_case()
    figeac = CollectivityFactory(name="Figeac", code="46102", ref="46102")
    [link] = parsed(client.get(case.url)).select(f'a[href="{report_url(case)}"]')
    assert problems(parsed(client.get(link["href"]))) == []
    response = client.post(report_url(case), said(pour="46102", who=""), follow=True)
    assert "Merci" in response.content.decode()
    assert problems(parsed(response)) == []
    report = ReplicationReport.objects.get()
    assert (report.who, report.collectivity, report.date) == ("Figeac", figeac, "2025-03")
    assert NOTE not in client.get(case.url).content.decode()

    client.force_login(editor)
    address = reverse("keeping_report", args=[report.pk])
    assert address in client.get(reverse("keeping_proposals")).content.decode()
    page = client.get(address)
    assert "anne@example.org" in page.content.decode()
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    done = client.post(address, values | {"who": "La ville de Figeac"}, follow=True)
    assert "accepté" in done.content.decode()
    row = case.replications.get()
    assert (row.who, row.collectivity, row.source_url) == (
        "La ville de Figeac", figeac, "https://example.org/figeac",
    )  # fmt: skip
    client.logout()
    shown = client.get(case.url).content.decode()
    assert "La ville de Figeac" in shown
    assert "anne@example.org" not in shown
    report.refresh_from_db()
    assert (report.is_accepted, report.email, report.decided_by) == (True, "", editor)


def test_without_a_script_what_was_typed_comes_back_as_a_choice(client):
    case = old_case()
    CollectivityFactory(name="Saint-Céré", code="46251", ref="46251", population=3_000)
    other = CollectivityFactory(name="Saint-Cirq", code="46256", ref="46256", population=200)
    response = client.post(report_url(case), said(pour_texte="saint c", who=""))
    page = parsed(response)
    assert problems(page) == []
    values = [radio["value"] for radio in page.select("input[type=radio][name=pour]")]
    assert values == ["46251", "46256", "none"]
    assert page.select_one("textarea").get_text() == NOTE
    assert not ReplicationReport.objects.exists()
    client.post(report_url(case), said(pour_texte="saint c", pour="46256", who=""))
    assert ReplicationReport.objects.get().collectivity == other


def test_one_that_is_typed_without_any_doubt_is_chosen(client):
    case = old_case()
    place = CollectivityFactory(name="Gourdon", code="46127", ref="46127")
    assert client.post(report_url(case), said(pour_texte="gourdon", who="")).status_code == 302
    assert ReplicationReport.objects.get().collectivity == place


def test_none_of_them_needs_who_did_it(client):
    case = old_case()
    CollectivityFactory(name="Gourdon", code="46127", ref="46127")
    asked = said(pour_texte="gourdon", pour="none", who="")
    assert client.post(report_url(case), asked).status_code == 200
    assert client.post(report_url(case), asked | {"who": "Une asso"}).status_code == 302
    assert ReplicationReport.objects.get().collectivity is None


@pytest.mark.parametrize(
    "values",
    [
        {"who": ""},
        {"who": "", "pour": "99999"},
        {"who": "w" * 151},
        {"note": ""},
        {"note": "Court."},
        {"note": "n" * 601},
        {"date": "hier"},
        {"source_url": "javascript:alert(1)"},
        {"source_url": "ftp://example.org/"},
        {"source_url": "pas une adresse"},
        {"email": "anne"},
        {"email": "anne@example.org\nBcc: all@example.org"},
        {"note": NOTE + " http://a.example www.b.example https://c.example"},
        {"nickname": "x"},
        {"opened": ""},
    ],
)
def test_what_is_refused_is_said_and_kept_in_the_form(client, values):
    case = old_case()
    response = client.post(report_url(case), said(**values))
    assert response.status_code == 200
    page = parsed(response)
    assert page.select_one("[role=alert]").get_text(strip=True)
    assert problems(page) == []
    assert not ReplicationReport.objects.exists()
    if "note" not in values:
        assert page.select_one("textarea").get_text() == NOTE


def test_hidden_fields_change_nothing(client):
    case, other = old_case(), old_case()
    forged = {"case": str(other.pk), "is_accepted": "1", "closed_at": "2020-01-01", "id": "1"}
    client.post(report_url(case), said(**forged))
    report = ReplicationReport.objects.get()
    assert (report.case, report.is_accepted, report.closed_at) == (case, None, None)


def test_markup_is_shown_as_text(client, editor):
    case = old_case()
    client.post(report_url(case), said(who="<script>x()</script>", note=f"<b>{NOTE}</b>"))
    client.force_login(editor)
    address = reverse("keeping_report", args=[ReplicationReport.objects.get().pk])
    assert "<script>x()" not in client.get(address).content.decode()
    form = client.get(address).context["form"]
    client.post(address, {name: form[name].value() for name in form.fields})
    shown = client.get(case.url).content.decode()
    assert "<script>x()" not in shown
    assert "<b>Nous" not in shown


def test_hidden_cases_have_no_form(client):
    draft = CaseStudyPageFactory(live=False)
    assert client.get(report_url(draft)).status_code == 404
    assert client.post(report_url(draft), said()).status_code == 404


def test_it_is_limited(client):
    case = old_case()
    for n in range(SENT_BY_A_VISITOR_IN_AN_HOUR):
        assert client.post(report_url(case), said(who=f"N {n}")).status_code == 302
    refused = client.post(report_url(case), said(who="Encore"))
    assert refused.status_code == 429
    assert parsed(refused).select_one("textarea").get_text() == NOTE
    for n in range(SENT_BY_A_VISITOR_IN_AN_HOUR, REPORTS_ABOUT_A_CASE_IN_A_DAY + 5):
        client.post(report_url(case), said(who=f"N {n}"), REMOTE_ADDR=f"192.0.2.{n}")
    assert ReplicationReport.objects.count() == REPORTS_ABOUT_A_CASE_IN_A_DAY


def test_a_double_click_says_it_once(client):
    case = old_case()
    client.post(report_url(case), said())
    client.post(report_url(case), said())
    assert ReplicationReport.objects.count() == 1


def test_a_case_that_lacks_something_by_now_says_so_and_what_was_mended_is_kept(client, editor):
    case = old_case()
    case.sources.get().delete()
    client.post(report_url(case), said())
    report = ReplicationReport.objects.get()
    client.force_login(editor)
    values = {"who": "Le CCAS", "date": "2025-03", "note": "Bien mieux dit.", "source_url": ""}
    page = client.post(reverse("keeping_report", args=[report.pk]), values)
    assert page.status_code == 200
    text = page.content.decode()
    assert case.title in text
    assert "au moins une source" in text
    assert "Bien mieux dit." in text
    report.refresh_from_db()
    assert (report.closed_at, report.email) == (None, "anne@example.org")
    assert not case.replications.exists()


def test_a_refused_report_leaves_the_case_and_no_address(client, editor):
    case = old_case()
    client.post(report_url(case), said())
    report = ReplicationReport.objects.get()
    client.force_login(editor)
    client.post(reverse("keeping_report", args=[report.pk]), {"refuse": "1"})
    report.refresh_from_db()
    assert (report.is_accepted, report.email) == (False, "")
    assert not case.replications.exists()


def test_only_those_who_publish_decide(client, django_user_model):
    from accounts.models import Role
    from accounts.roles import CONTRIBUTOR, TUTOR

    case = old_case()
    client.post(report_url(case), said())
    report = ReplicationReport.objects.get()
    address = reverse("keeping_report", args=[report.pk])
    for key in (CONTRIBUTOR, TUTOR):
        user = django_user_model.objects.create_user(f"{key}@example.org", "x")
        user.groups.add(Role.objects.get(key=key).group)
        client.force_login(user)
        for url in (reverse("keeping_proposals"), address):
            assert client.get(url).status_code == 302
        client.post(address, {"refuse": "1"})
        client.post(address, said())
    report.refresh_from_db()
    assert report.closed_at is None


def test_the_case_of_a_replication_is_shown_once_it_is_published(client):
    origin = old_case()
    own = CaseStudyPageFactory(title="Le bus de Figeac", live=False)
    origin.replications.add(CaseReplication(who="Figeac", case=own, locale=origin.locale))
    origin.save_revision().publish()
    assert "Le bus de Figeac" not in client.get(origin.url).content.decode()
    own.get_latest_revision().publish()
    own.refresh_from_db()
    page = parsed(client.get(origin.url))
    assert [link.get_text() for link in page.select(f'a[href="{own.url}"]')]
    own.view_restrictions.create(restriction_type="login")
    assert "Le bus de Figeac" not in client.get(origin.url).content.decode()
    own.delete()
    assert client.get(origin.url).status_code == 200


def test_a_case_shows_many_replications_in_as_many_queries(client):
    def count(size: int) -> int:
        case = old_case()
        for _ in range(size):
            other = CaseStudyPageFactory()
            case.replications.add(CaseReplication(who="X", case=other, locale=case.locale))
        case.save_revision().publish()
        client.get(case.url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(case.url).status_code == 200
        return len(queries)

    few = count(1)
    assert count(6) == few <= 24
