"""What the logs say, and never to whom."""

import logging
import re

ADDRESS = re.compile(r"""[^\s<>"'(),;:=/]+@[^\s<>"'(),;:=/]+""")


class LineFormatter(logging.Formatter):
    """Django's and Wagtail's messages, and the errors of mail servers, name whom they failed."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the whole text of a record, its traceback too, without e-mail addresses."""
        return ADDRESS.sub("[address]", super().format(record))
