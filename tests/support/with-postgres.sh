#!/bin/bash
# Runs a command beside a throw-away PostgreSQL that speaks TLS on a free loopback port, and ends the server with it.
#
# usage: with-postgres.sh [options] [--] COMMAND [ARGUMENT...]
#   --certificate NAME   what the server shows; a name from make-pki.sh: server (default), chain, other-name, expired,
#                        self-signed, unknown-authority
#   --no-tls             a server without TLS
#   --major N            a server of that major version, fetched if need be, see postgres-package.py
#   --no-client-authority  do not ask for client certificates (then nobody can use certdb)
#   --tap                if the server is missing from this machine, print a TAP plan that skips all, and succeed
#   --keep               leave the folder in place and say where it is
#
# Without --tap a missing server ends with status 77. Otherwise the status is COMMAND's.
#
# COMMAND's environment (everything else that begins with PG is taken out):
#   VF_PG_HOST VF_PG_PORT            localhost, and the port
#   VF_PG_USER VF_PG_PASSWORD        app, and its password (SCRAM)
#   VF_PG_DATABASE                   app
#   VF_PG_MD5_USER                   a user with the same password, stored as MD5
#   VF_PG_CLEAR_USER                 another one, whose password the server asks for in the clear
#   VF_PG_DIR                        the certificates, see make-pki.sh
#   VF_PG_ARCHIVE                    …/ApsaraDB-CA-Chain.zip among them
#   VF_PG_DWS_ARCHIVE                …/dws_ssl_cert.zip among them; the key in it is carol's
#   VF_PG_LOG                        the server's log
#   VF_PG_BINDIR                     its programs; beside another --major those of this machine's PostgreSQL
#   VF_PG_LIBPQ                      only beside another --major: the libpq that came with it
#   VF_PG_SOCKET                     the folder of its socket, where postgres needs no password
# Databases: app (with password), certdb (only for the user carol with her client certificate), closed (no line of
# pg_hba.conf admits anybody). Without TLS nobody is admitted, except to a --no-tls server.
set -u

certificate=server tls=1 client_authority=1 tap=0 keep=0 major=
while [ $# -gt 0 ]; do
  case $1 in
    --certificate) certificate=$2; shift 2;;
    --no-tls) tls=0; shift;;
    --major) major=$2; shift 2;;
    --no-client-authority) client_authority=0; shift;;
    --tap) tap=1; shift;;
    --keep) keep=1; shift;;
    --) shift; break;;
    -*) echo "with-postgres.sh: unknown option $1" >&2; exit 2;;
    *) break;;
  esac
done
[ $# -gt 0 ] || { echo "with-postgres.sh: no command" >&2; exit 2; }

# The kernel tells this script when its parent dies, so that even a killed test leaves no server behind.
if [ "${VF_PG_GUARDED:-}" != $$ ] && command -v setpriv >/dev/null; then
  options=(--certificate "$certificate")
  [ $tls = 1 ] || options+=(--no-tls)
  [ $client_authority = 1 ] || options+=(--no-client-authority)
  [ -z "$major" ] || options+=(--major "$major")
  [ $tap = 0 ] || options+=(--tap)
  [ $keep = 0 ] || options+=(--keep)
  export VF_PG_GUARDED=$$
  exec setpriv --pdeathsig TERM -- "$BASH" "$0" "${options[@]}" -- "$@"
fi
unset VF_PG_GUARDED

missing ()
{
  if [ $tap = 1 ]; then echo "1..0 # SKIP $1"; exit 0; fi
  echo "with-postgres.sh: $1" >&2
  exit 77
}

for name in ${!PG*}; do unset "$name"; done
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n | tail -1)
if [ ! -x "$bin/initdb" ]; then
  bin=$(dirname "$(command -v initdb || echo /nowhere/initdb)")
  [ -x "$bin/initdb" ] || missing "no PostgreSQL server is installed"
fi
command -v openssl >/dev/null || missing "openssl is not installed"
server=$bin package=
if [ -n "$major" ]; then
  package=$("$here/postgres-package.py" "$major" 2>&1) || missing "$package"
  server=$package/bin
fi

# PostgreSQL refuses to run as root, and nothing here needs its rights.
owner= as_owner=()   # an array and no function: in the background a function would be a shell of its own
if [ "$(id -u)" = 0 ]; then
  command -v setpriv >/dev/null || missing "setpriv is not installed, and PostgreSQL does not run as root"
  owner=postgres; id -u postgres >/dev/null 2>&1 || owner=nobody
  as_owner=(setpriv --reuid "$(id -u $owner)" --regid "$(id -g $owner)" --clear-groups --)
fi

work=$(mktemp -d /tmp/vf-pg.XXXXXX) || exit 1
server_pid= command_pid=
cleanup ()
{
  trap - EXIT
  trap '' INT TERM HUP
  if [ -n "$command_pid" ]; then kill "$command_pid" 2>/dev/null; fi
  if [ -n "$server_pid" ]; then
    kill -QUIT "$server_pid" 2>/dev/null
    wait "$server_pid" 2>/dev/null
  fi
  if [ $keep = 1 ]; then echo "with-postgres.sh: kept $work" >&2; else rm -rf "$work"; fi
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
give_up () { echo "with-postgres.sh: $1" >&2; cat "$2" >&2; exit 1; }

chmod 711 "$work"
# a checkout may lie where the unprivileged user cannot look
if [ -n "$owner" ] && [ -n "$package" ]; then
  cp -a "$package" "$work/package"
  server=$work/package/bin
fi
mkdir -m 700 "$work/pki" "$work/server"
"$here/make-pki.sh" "$work/pki" >"$work/pki.log" 2>&1 || give_up "no certificates" "$work/pki.log"
[ -f "$work/pki/$certificate.crt" ] || { echo "with-postgres.sh: no certificate is called $certificate" >&2; exit 2; }
cp "$work/pki/$certificate.crt" "$work/server/server.crt"
cp "$work/pki/server.key" "$work/server/server.key"
cp "$work/pki/root.crt" "$work/server/clients.crt"
chmod 600 "$work"/server/*
[ -z "$owner" ] || chown -R "$owner:" "$work/server"

password=$(openssl rand -hex 12)
cd /
"${as_owner[@]}" "$server/initdb" -D "$work/server/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
  >"$work/initdb.log" 2>&1 || give_up "initdb failed" "$work/initdb.log"

"${as_owner[@]}" tee -a "$work/server/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1,::1'
unix_socket_directories = '$work/server'
unix_socket_permissions = 0700
fsync = off
full_page_writes = off
autovacuum = off
shared_buffers = 16MB
max_connections = 30
log_connections = on
log_line_prefix = '%m [%p] %u@%d '
lc_messages = 'C'
CONF
if [ $tls = 1 ]; then
  "${as_owner[@]}" tee -a "$work/server/data/postgresql.conf" >/dev/null <<CONF
ssl = on
ssl_cert_file = '$work/server/server.crt'
ssl_key_file = '$work/server/server.key'
$([ $client_authority = 0 ] || echo "ssl_ca_file = '$work/server/clients.crt'")
CONF
fi
kind=hostssl; [ $tls = 1 ] || kind=host
"${as_owner[@]}" tee "$work/server/data/pg_hba.conf" >/dev/null <<CONF
local  all     postgres          trust
$kind  app     old   127.0.0.1/32  md5
$kind  app     old   ::1/128       md5
$kind  app     clear 127.0.0.1/32  password
$kind  app     clear ::1/128       password
$kind  app     all   127.0.0.1/32  scram-sha-256
$kind  app     all   ::1/128       scram-sha-256
CONF
if [ $tls = 1 ] && [ $client_authority = 1 ]; then
  "${as_owner[@]}" tee -a "$work/server/data/pg_hba.conf" >/dev/null <<CONF
hostssl certdb carol 127.0.0.1/32  cert
hostssl certdb carol ::1/128       cert
CONF
fi

# A port that is free now may be taken a moment later, so the server itself is the judge.
for attempt in 1 2 3 4 5 6 7 8; do
  port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
  : > "$work/server.log"
  "${as_owner[@]}" setpriv --pdeathsig QUIT -- "$server/postgres" -D "$work/server/data" -p $port >"$work/server.log" 2>&1 </dev/null &
  server_pid=$!
  for _ in $(seq 600); do
    "$bin/pg_isready" -q -h 127.0.0.1 -p $port && break
    kill -0 $server_pid 2>/dev/null || break
    sleep 0.05
  done
  if grep -q 'could not bind IPv4' "$work/server.log"; then
    kill -QUIT $server_pid 2>/dev/null
    wait $server_pid 2>/dev/null
    server_pid=
    continue
  fi
  break
done
[ -n "$server_pid" ] && kill -0 "$server_pid" 2>/dev/null || give_up "PostgreSQL did not start" "$work/server.log"

"${as_owner[@]}" "$bin/psql" -X -q -v ON_ERROR_STOP=1 -h "$work/server" -p $port -U postgres -d postgres \
  >"$work/psql.log" 2>&1 <<SQL || give_up "the databases could not be made" "$work/psql.log"
SET password_encryption = 'scram-sha-256';
CREATE ROLE app LOGIN PASSWORD '$password';
CREATE ROLE clear LOGIN PASSWORD '$password';
SET password_encryption = 'md5';
CREATE ROLE old LOGIN PASSWORD '$password';
CREATE ROLE carol LOGIN;
CREATE DATABASE app OWNER app;
CREATE DATABASE certdb OWNER carol;
CREATE DATABASE closed;
SQL

export VF_PG_HOST=localhost VF_PG_PORT=$port VF_PG_USER=app VF_PG_PASSWORD=$password VF_PG_DATABASE=app \
  VF_PG_MD5_USER=old VF_PG_CLEAR_USER=clear VF_PG_DIR=$work/pki VF_PG_ARCHIVE=$work/pki/ApsaraDB-CA-Chain.zip \
  VF_PG_DWS_ARCHIVE=$work/pki/dws_ssl_cert.zip VF_PG_LOG=$work/server.log \
  VF_PG_BINDIR=$bin VF_PG_SOCKET=$work/server
[ -z "$package" ] || export VF_PG_LIBPQ=$package/lib/libpq.so.5
cd "$OLDPWD"

# In the background and waited for, so that a signal to this script is acted on at once.
"$@" <&0 &
command_pid=$!
wait "$command_pid"
status=$?
command_pid=
exit $status
