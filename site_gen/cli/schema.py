"""``sitegen schema``."""

from __future__ import annotations

import click

RECORD, REPORT = "record", "report"


@click.command("schema", short_help="Print the JSON Schema of the record, or of the report.")
@click.argument("what", type=click.Choice([RECORD, REPORT]), default=RECORD)
def command(what: str) -> None:
    """Print the JSON Schema (2020-12) of one line of ``sitegen extract``, or of report.json.

    \b
    Examples:
      sitegen schema > sitegen.schema.json
      sitegen schema report
    """
    import json

    import msgspec

    from site_gen.exports.report import Report
    from site_gen.models import Thread

    described = {RECORD: Thread, REPORT: Report}[what]
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **msgspec.json.schema(described),
    }
    click.echo(json.dumps(schema, ensure_ascii=False, indent=2))
