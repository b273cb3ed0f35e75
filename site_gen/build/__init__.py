"""Build: scan, read, join, render and publish, in one process or several."""
