"""sitegen turns saved forum pages into a clean, searchable, permanent archive.

The flow, one way, each stage a function of the one before (see DESIGN in CONTRIBUTING.md)::

    archive ─► load ─► engines ─► clean ─► assemble ─► link ─► render ─► publish
"""

__version__ = "0.1.0"
