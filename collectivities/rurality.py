"""Rural or urban, derived from size and structure: the reference data hold no density.

It is this project's own reading, not INSEE's density grid:

- a commune is rural under 2,000 inhabitants (INSEE's old threshold of an urban commune), urban from
  10,000 on, and in between otherwise;
- a grouping is rural when its main town has fewer than 10,000 inhabitants and its communes fewer
  than 2,000 on average; urban when they have 5,000 or more on average, or when a main town of
  50,000 or more holds a third of the inhabitants; in between otherwise;
- of anything else it says nothing: a département or a région has both.
"""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from .kinds import GROUPINGS, Kind

if TYPE_CHECKING:
    from .models import Collectivity


class Rurality(models.TextChoices):
    """Where a collectivité lies between country and city."""

    RURAL = "rural", _("rather rural")
    BETWEEN = "entre-deux", _("between town and country")
    URBAN = "urbain", _("rather urban")


def rurality_of(collectivity: "Collectivity") -> Rurality | None:
    """Return what size and structure tell; None when they are unknown or tell nothing."""
    population = collectivity.population
    if not population:
        return None
    if collectivity.kind == Kind.COMMUNE:
        return _of_commune(population)
    count, share = collectivity.member_count, collectivity.main_town_share
    if collectivity.kind in GROUPINGS and count and share is not None:
        return _of_grouping(population / count, population * share, share)
    return None


def _of_commune(population: int) -> Rurality:
    if population < 2_000:
        return Rurality.RURAL
    return Rurality.BETWEEN if population < 10_000 else Rurality.URBAN


def _of_grouping(mean: float, main_town: float, share: float) -> Rurality:
    if mean >= 5_000 or (main_town >= 50_000 and share >= 1 / 3):
        return Rurality.URBAN
    return Rurality.RURAL if main_town < 10_000 and mean < 2_000 else Rurality.BETWEEN
