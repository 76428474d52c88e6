"""Links that let in whoever holds them: long, random, and kept as digests only.

Whoever reads the database learns no link from it; deleting or replacing a digest ends its link.
"""

import hashlib
import secrets

BYTES = 32


def new_token() -> str:
    """Return what the address of a new link holds: 43 characters, 256 random bits."""
    return secrets.token_urlsafe(BYTES)


def digest_of(token: str) -> str:
    """Return what is kept of a link, in 64 characters: so random, a plain digest is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
