#!/usr/bin/env bash
# run.sh PYTHON [pytest arguments]: the whole suite beside a throw-away PostgreSQL server, which is removed afterwards.
# As root the server runs as the user postgres. It opens no TCP port, so it cannot collide with another server.
set -euo pipefail
python=$1
shift
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
folder=$(mktemp -d /tmp/casement-postgresql.XXXXXX)
as_server() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
chmod 755 "$folder"
stop() {
  as_server "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT
(cd / && as_server "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync) >/dev/null
(cd / && as_server "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/data/log" \
  -o "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off -c synchronous_commit=off -c full_page_writes=off" \
  start) >/dev/null
export TEST_POSTGRES_URL="postgresql://postgres@/postgres?host=$folder"
export QT_QPA_PLATFORM=offscreen
"$python" -m pytest -q -n auto "$@"
