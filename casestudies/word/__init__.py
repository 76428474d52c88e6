"""Case studies from and to Word: a document becomes a draft, a case becomes a document."""
