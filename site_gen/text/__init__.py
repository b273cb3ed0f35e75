"""Text: hashes, cut texts, subjects of answers, CLDR's names, time zones."""
