"""Threads: the pages of a thread become one thread with its gaps, its pictures and its links."""
