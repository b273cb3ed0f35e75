"""The store: what each saved page said and what the site holds, in one SQLite file."""
