"""``sitegen schema``."""

from __future__ import annotations

import click


@click.command("schema", short_help="Print the JSON Schema of the record.")
def command() -> None:
    """Print the JSON Schema (2020-12) of one line of ``sitegen extract``.

    \b
    Example:
      sitegen schema > sitegen.schema.json
    """
    import json

    import msgspec

    from site_gen.models import Thread

    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **msgspec.json.schema(Thread),
    }
    click.echo(json.dumps(schema, ensure_ascii=False, indent=2))
