"""The demonstration's files, as tests copy and spoil them."""

from collectivities.models import Collectivity, Kind

REFS = {
    "200023737", "75056", "68224", "245900428", "200093201", "246700488", "67482", "200039865",
    "38185", "35238", "243800984", "246301097", "200071983", "reg-76", "reg-53", "reg-21",
    "reg-52", "dep-46", "dep-94", "dep-63", "31555",
}  # fmt: skip


def make_collectivities():
    """Create the reference rows that the content names, without the 36,000 others."""
    for ref in REFS:
        Collectivity(kind=Kind.COMMUNE, code=ref, ref=ref, name=f"Territoire {ref}").save()


def spoil(folder, name, old, new):
    """Replace a text of a file, which must be there."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
