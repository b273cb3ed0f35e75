"""Search: the sharded index that a reader's browser asks, from file:// as from http.

Posts in, (path, bytes) out.

``words`` says what is found by what; ``themes/default/static/search.js`` says the same in the
browser, and a test holds the two together. ``postings`` and ``blocks`` make the parts of one bucket
of posts, ``shards`` joins the buckets' postings into the files that are asked, ``root`` says where
everything lies. docs/search.md describes the files.
"""
