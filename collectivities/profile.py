"""Population bands: the strata that French statistics and statutes use, fit for a filter."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PopulationBand(models.TextChoices):
    """A range of population, its lower bound included and its upper bound excluded."""

    UNDER_2K = "moins-de-2000", _("under 2,000 inhabitants")
    FROM_2K = "2000-10000", _("2,000 to 10,000 inhabitants")
    FROM_10K = "10000-20000", _("10,000 to 20,000 inhabitants")
    FROM_20K = "20000-50000", _("20,000 to 50,000 inhabitants")
    FROM_50K = "50000-100000", _("50,000 to 100,000 inhabitants")
    FROM_100K = "100000-200000", _("100,000 to 200,000 inhabitants")
    FROM_200K = "200000-500000", _("200,000 to 500,000 inhabitants")
    FROM_500K = "plus-de-500000", _("500,000 inhabitants or more")


_LOWER_BOUNDS = {
    PopulationBand.FROM_500K: 500_000,
    PopulationBand.FROM_200K: 200_000,
    PopulationBand.FROM_100K: 100_000,
    PopulationBand.FROM_50K: 50_000,
    PopulationBand.FROM_20K: 20_000,
    PopulationBand.FROM_10K: 10_000,
    PopulationBand.FROM_2K: 2_000,
    PopulationBand.UNDER_2K: 0,
}


def band_of(population: int) -> PopulationBand:
    """Return the band that a population (0 or more) falls in. Raises ValueError below zero."""
    for band, lower in _LOWER_BOUNDS.items():
        if population >= lower:
            return band
    raise ValueError(population)
