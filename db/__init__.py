"""The office database: engine, tables, migrations; and the reference library beside it."""
