"""The engines of bbPress: the plugin of WordPress, and the program that stood alone."""

from site_gen.engines.bbpress.pages import OLD, PLUGIN

ENGINES = (PLUGIN, OLD)
