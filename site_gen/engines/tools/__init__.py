"""What engines ask of a page, where a selector alone cannot say it."""
