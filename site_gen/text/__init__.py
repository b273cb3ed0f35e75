"""Text: hashes, cut texts, subjects of answers, CLDR's names. Nothing here knows of forums' pages."""
