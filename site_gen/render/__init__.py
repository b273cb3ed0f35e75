"""Render: views in, the bytes of pages out. Nothing here reads the archive or writes the site."""

from site_gen.render.renderer import Renderer
from site_gen.render.theme import Theme

__all__ = ["Renderer", "Theme"]
