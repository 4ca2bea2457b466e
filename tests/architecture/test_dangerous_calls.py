"""No code of ours runs what somebody else wrote (security.md R46), and no SQL is put together from text (R44)."""

import ast

from tests.architecture.source import FILES, called, calls, imports, nodes

FORBIDDEN_MODULES = {"pickle", "shelve", "marshal", "dill", "jinja2", "mako", "xml.etree.ElementTree", "ftplib"}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "tempfile.mktemp"}
_LOADERS = ("Loader", "CLoader", "FullLoader", "CFullLoader", "UnsafeLoader", "CUnsafeLoader")
UNSAFE_YAML = {f"yaml.{name}" for name in (*_LOADERS, "full_load", "full_load_all", "unsafe_load", "unsafe_load_all")}
NETWORK = {"socket", "urllib.request", "http.client", "requests", "httpx", "smtplib", "PySide6.QtNetwork"}
# files that open a database, beside the engine, and why
OPENS = {"db/reference.py": "the reference library is a file of its own that can be rebuilt at any time"}
# files that put names of tables or triggers into SQL, and where the names come from
TEXT_SQL = {
    "db/copying.py": "names of triggers and tables that the database itself gave",
    "db/schema.py": "the mark in the file's header",
    "db/sqlite_settings.py": "the settings of R03",
}
RUN_SQL = {"text", "exec_driver_sql", "executescript", "DDL", "literal_column"}


def test_R46_nothing_is_unpickled_evaluated_or_compiled():
    wrong = [f"{name}: {called(call)}" for name in FILES for call in calls(name) if called(call) in FORBIDDEN_CALLS]
    assert wrong == []
    assert [name for name in FILES if not imports(name).isdisjoint(FORBIDDEN_MODULES)] == []


def test_R46_no_shell_runs_anything():
    assert [name for name in FILES for call in calls(name) if any(k.arg == "shell" for k in call.keywords)] == []


def test_R46_YAML_is_only_read_by_a_loader_that_makes_plain_data():
    wrong = []
    for name in FILES:
        reading = [call for call in calls(name) if called(call) in {"yaml.load", "yaml.load_all"}]
        wrong += [name for call in reading if len(call.args) + len(call.keywords) < 2]
        used = {ast.unparse(node) for node in nodes(name) if isinstance(node, ast.Attribute)}
        wrong += [name] if not used.isdisjoint(UNSAFE_YAML) else []
    assert wrong == []


def test_the_program_makes_no_network_connection_of_its_own():
    assert [name for name in FILES if not imports(name).isdisjoint(NETWORK)] == []


def test_R03_only_the_engine_opens_a_database():
    opening = {name for name in FILES for call in calls(name) if called(call) in {"sqlite3.connect", "create_engine"}}
    assert opening == {"db/engine.py", *OPENS}


def test_R44_no_SQL_is_put_together_from_text():
    wrong = []
    for name in FILES.keys() - TEXT_SQL.keys():
        for call in calls(name):
            runs = called(call) if "sqlalchemy.text" in imports(name) or "." in called(call) else ""
            if runs.split(".")[-1] not in RUN_SQL or (runs.endswith(".text") and "sqlalchemy" not in runs):
                continue
            parts = [part for argument in call.args[:1] for part in ast.walk(argument)]
            built = [p for p in parts if isinstance(p, ast.JoinedStr | ast.BinOp)]
            built += [p for p in parts if isinstance(p, ast.Attribute) and p.attr in {"format", "join"}]
            wrong += [f"{name}: {ast.unparse(call)[:80]}"] if built else []
    assert wrong == []


def test_R44_each_exception_is_still_needed():
    for name in TEXT_SQL:
        source = FILES[name].read_text(encoding="utf-8")
        assert 'f"' in source or "f'" in source


def test_R64_no_secret_is_taken_from_a_command_line():
    options = {
        f"{name}: {argument.value}"
        for name in FILES
        for call in calls(name)
        if called(call).endswith(".add_argument")
        for argument in call.args
        if isinstance(argument, ast.Constant) and argument.value in {"--password", "--passphrase", "-p"}
    }
    assert options == set()
