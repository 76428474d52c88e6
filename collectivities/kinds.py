"""The kinds of collectivité, and the countries an editor may add one from."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a collectivité is in law. Labels are lower case: they are read inside sentences."""

    COMMUNE = "commune", _("commune")
    CC = "communaute-de-communes", _("community of communes")
    CA = "communaute-d-agglomeration", _("agglomeration community")
    CU = "communaute-urbaine", _("urban community")
    METROPOLE = "metropole", _("metropolis")
    EPT = "ept", _("territorial public establishment")
    DEPARTEMENT = "departement", _("département")
    REGION = "region", _("région")
    OTHER = "autre", pgettext_lazy("kind of collectivity", "other")
    ABROAD = "etranger", pgettext_lazy("kind of collectivity", "abroad")


# Groupings with their own members, between which a reader can compare structures.
GROUPINGS = frozenset({Kind.CC, Kind.CA, Kind.CU, Kind.METROPOLE, Kind.EPT})

# What editors add themselves; every other kind comes from the reference data.
EDITABLE = (Kind.OTHER, Kind.ABROAD)


class Country(models.TextChoices):
    """Countries offered for a collectivité abroad, by ISO 3166 code. Add one here when needed."""

    AUSTRIA = "AT", _("Austria")
    BELGIUM = "BE", _("Belgium")
    BRAZIL = "BR", _("Brazil")
    CANADA = "CA", _("Canada")
    COLOMBIA = "CO", _("Colombia")
    CROATIA = "HR", _("Croatia")
    CZECHIA = "CZ", _("Czechia")
    DENMARK = "DK", _("Denmark")
    ESTONIA = "EE", _("Estonia")
    FINLAND = "FI", _("Finland")
    GERMANY = "DE", _("Germany")
    GREECE = "GR", _("Greece")
    HUNGARY = "HU", _("Hungary")
    ICELAND = "IS", _("Iceland")
    IRELAND = "IE", _("Ireland")
    ITALY = "IT", _("Italy")
    JAPAN = "JP", _("Japan")
    LUXEMBOURG = "LU", _("Luxembourg")
    MEXICO = "MX", _("Mexico")
    MOROCCO = "MA", _("Morocco")
    NETHERLANDS = "NL", _("Netherlands")
    NORWAY = "NO", _("Norway")
    POLAND = "PL", _("Poland")
    PORTUGAL = "PT", _("Portugal")
    ROMANIA = "RO", _("Romania")
    SENEGAL = "SN", _("Senegal")
    SLOVAKIA = "SK", _("Slovakia")
    SLOVENIA = "SI", _("Slovenia")
    SOUTH_KOREA = "KR", _("South Korea")
    SPAIN = "ES", _("Spain")
    SWEDEN = "SE", _("Sweden")
    SWITZERLAND = "CH", _("Switzerland")
    TUNISIA = "TN", _("Tunisia")
    UNITED_KINGDOM = "GB", _("United Kingdom")
    UNITED_STATES = "US", _("United States")
