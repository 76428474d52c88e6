import stat

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group
from django.core.management import call_command

from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_ins(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "sign-ins.txt"


def test_each_role_gets_an_account_that_signs_in(sign_ins, capsys):
    Group.objects.create(name="Nobody may enter")
    call_command("create_demo_accounts")
    lines = sign_ins.read_text("utf-8").splitlines()
    assert [line.split(":")[0] for line in lines] == [
        *("Élèves", "Tuteurs", "Éditeurs", "Traducteurs (English)", "Administrateurs")
    ]
    assert lines == capsys.readouterr().out.splitlines()
    for line in lines:
        email, _, password = line.partition(": ")[2].partition(" / ")
        user = authenticate(username=email, password=password)
        assert user is not None
        assert user.has_perm("wagtailadmin.access_admin")
        assert line.startswith(user.groups.get().name)
    assert User.objects.filter(is_superuser=True).count() == 1


def test_only_the_owner_reads_the_passwords(sign_ins):
    call_command("create_demo_accounts", verbosity=0)
    assert stat.S_IMODE(sign_ins.stat().st_mode) == 0o600


def test_a_second_time_changes_nothing(sign_ins):
    call_command("create_demo_accounts")
    User.objects.filter(email="editeurs@example.org").update(first_name="Jeanne")
    before = sign_ins.read_text("utf-8"), list(User.objects.order_by("pk").values())
    call_command("create_demo_accounts")
    assert before == (sign_ins.read_text("utf-8"), list(User.objects.order_by("pk").values()))
