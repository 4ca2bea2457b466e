"""Alembic's entry point: migrates the connection it is handed, in one transaction."""

from alembic import context

from db.tables import metadata


def _is_ours(name: str | None, kind: str, *_rest: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith("case_search"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=False,
    compare_type=True,
    include_name=lambda name, kind, _parents: _is_ours(name, kind),
)
context.run_migrations()
