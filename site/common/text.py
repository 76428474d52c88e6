"""Plain text out of rich content, for the search and for metadata."""

from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText, get_text_for_indexing


def plain_text(*contents: str | RichText | StreamValue | None) -> str:
    """Return the words of rich texts and streams, one piece a line, without markup."""
    lines: list[str] = []
    for content in contents:
        if isinstance(content, StreamValue):
            lines += map(str, content.stream_block.get_searchable_content(content))
        elif content:
            lines.append(get_text_for_indexing(str(content)))
    return "\n".join(line.strip() for line in lines if line.strip())
