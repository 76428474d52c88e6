import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.utils.text import slugify

from accounts.models import User


class Command(BaseCommand):
    help = (
        "Create an account for each role of the editors' side, with a random password kept in "
        "var/sign-ins.txt. An existing account is left as it is."
    )

    def handle(self, **options: Any) -> None:
        groups = Group.objects.filter(permissions__codename="access_admin").order_by("name")
        lines = []
        for group in (None, *groups):
            role = group.name if group else "Administrators"
            email = f"{slugify(role)}@example.org"
            if (password := _create(email, role, group)) is not None:
                lines.append(f"{role}: {email} / {password}")
        if lines:
            _keep(settings.VAR_DIR / "sign-ins.txt", lines)
            self.stdout.write("\n".join(lines))


def _create(email: str, name: str, group: Group | None) -> str | None:
    """Create an account, an administrator's without a group.

    Returns its password, or None when the account was there already.
    """
    if User.objects.filter(email=email).exists():
        return None
    password = secrets.token_urlsafe(12)
    names = {"first_name": "Démonstration", "last_name": name}
    if group is None:
        User.objects.create_superuser(email, password, **names)
    else:
        User.objects.create_user(email, password, **names).groups.add(group)
    return password


def _keep(path: Path, lines: list[str]) -> None:
    """Add the lines to a file that only its owner may read."""
    path.touch(mode=0o600)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
