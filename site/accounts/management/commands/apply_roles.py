from typing import Any

from django.core.management.base import BaseCommand

from accounts.granting import apply_roles
from accounts.roles import role_table


class Command(BaseCommand):
    help = (
        "Give the group of each role what docs/roles.md says, and print what changed. "
        "People stay in their groups; other groups are left alone."
    )

    def handle(self, **options: Any) -> None:
        changes = apply_roles(role_table())
        self.stdout.write("\n".join(changes) or "Nothing to change.")
