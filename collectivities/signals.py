"""What happens to collectivités in bulk, for those who keep something made from them."""

from django.dispatch import Signal

# Sent by `load_collectivities` once its rows are written, inside its transaction, with
# `pks`: set of the collectivités that changed or ceased to exist (none when nothing did).
collectivities_changed = Signal()
