import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.text import slugify

from accounts.models import Role, User
from accounts.roles import ADMINISTRATOR, role_table


class Command(BaseCommand):
    help = (
        "Create an account for each role, the administrator's with every right, and keep their "
        "random passwords in var/sign-ins.txt. An existing account is left as it is."
    )

    def handle(self, **options: Any) -> None:
        lines = []
        for role in Role.objects.filter(key__in=_keys()).select_related("group").order_by("pk"):
            email = f"{slugify(role.group.name)}@example.org"
            if (password := _create(email, role)) is not None:
                lines.append(f"{role.group.name}: {email} / {password}")
        if lines:
            _keep(settings.VAR_DIR / "sign-ins.txt", lines)
            self.stdout.write("\n".join(lines))


def _keys() -> list[str]:
    return [rights.key for rights in role_table()]


def _create(email: str, role: Role) -> str | None:
    """Create the account of a role.

    Returns its password, or None when the account was there already.
    """
    if User.objects.filter(email=email).exists():
        return None
    password = secrets.token_urlsafe(12)
    create = User.objects.create_user
    if role.key == ADMINISTRATOR:
        create = User.objects.create_superuser
    user = create(email, password, first_name="Démonstration", last_name=role.group.name)
    user.groups.add(role.group)
    return password


def _keep(path: Path, lines: list[str]) -> None:
    """Add the lines to a file that only its owner may read."""
    path.touch(mode=0o600)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
