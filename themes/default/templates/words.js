window.sitegenWords = {
  language: {{ language|tojson }},
  {% for name, words in [
    ("reading", _("Reading settings")), ("keys", _("Keyboard")), ("close", _("Close")), ("copy", _("Copy")),
    ("copied", _("Copied")), ("scheme", _("Light")), ("auto", _("as the system")), ("light", _("light")), ("dark", _("dark")),
    ("size", _("Letters")), ("small", _("small")), ("normal", _("normal")), ("large", _("large")), ("huge", _("very large")),
    ("width", _("Lines")), ("narrow", _("short")), ("wide", _("long")), ("shortcuts", _("Keyboard shortcuts")),
    ("on", _("on")), ("off", _("off")), ("next", _("Next post")), ("previous", _("Previous post")), ("search", _("Search")),
    ("help", _("This help")), ("goto", _("Go to a post")), ("number", _("Number of the post")), ("go", _("Go")),
    ("picture", _("Picture")), ("earlier", _("Previous picture")), ("later", _("Next picture")),
  ] %}
  {{ name }}: {{ words|tojson }},
  {% endfor %}
};
