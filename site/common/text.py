"""Plain text out of rich content, for the search and for metadata."""

import re

from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText, get_text_for_indexing

# The editor writes no line between them: a heading would run into what follows it.
_BLOCK_END = re.compile(r"</(?:p|h\d|li|blockquote)>")


def plain_text(*contents: str | RichText | StreamValue | None) -> str:
    """Return the words of rich texts and streams, one piece a line, without markup."""
    lines: list[str] = []
    for content in contents:
        if isinstance(content, StreamValue):
            lines += map(str, content.stream_block.get_searchable_content(content))
        elif content:
            lines.append(rich_text(str(content)))
    return "\n".join(line.strip() for line in lines if line.strip())


def rich_text(html: str) -> str:
    """Return the words of a rich text, one paragraph, heading or item a line, without markup."""
    lines = get_text_for_indexing(_BLOCK_END.sub("\\g<0>\n", html)).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())
