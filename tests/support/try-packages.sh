#!/bin/bash
# Installs the Debian packages as people install them, in a root folder where nothing else is: they bring what they need,
# the command line works without a desktop, the wizard goes from an archive to a proven connection in it, and a purge
# leaves no trace.
#
# usage, as root: try-packages.sh ROOT FOLDER
#
# ROOT is a bare Debian with apt, of which a copy is made beside it. FOLDER has the packages, and gets the pictures of the
# wizard. The machine's own system is left alone.
set -eu -o pipefail

base=$(readlink -f "$1") folder=$(readlink -f "$2")
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
root=$base.trial
log=$folder/trial.log
# what the journey is driven and looked at with, and the server
tools=(adwaita-icon-theme at-spi2-core dbus-daemon fonts-cantarell fonts-dejavu-core gir1.2-atspi-2.0 gir1.2-gtk-3.0
  gnome-keyring imagemagick libsecret-tools openbox openssl postgresql postgresql-client procps python3 python3-gi
  python3-xlib util-linux xdotool xvfb zip)

say () { echo "$*"; echo "== $*" >> "$log"; }
fail () { tail -n 30 "$log" >&2; echo "try-packages.sh: $1" >&2; exit 1; }
inside () { "$here/in-root.sh" "$root" "$@"; }
quietly () { inside "$@" >>"$log" 2>&1 </dev/null || fail "this failed: $*"; }
install () { quietly env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"; }
purge () { quietly env DEBIAN_FRONTEND=noninteractive apt-get purge -y -q "$@"; }

make_trial ()
{
  rm -rf "$root"
  cp -a --reflink=auto "$base" "$root"
  cp -L /etc/resolv.conf "$root/etc/resolv.conf"
  [ -s "$root/etc/hosts" ] || printf '127.0.0.1 localhost\n::1 localhost\n' > "$root/etc/hosts"
  # nothing that is installed is started
  printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
  mkdir -p "$root/packages" "$root/support"
  cp "$folder"/verifull_*.deb "$root/packages/verifull.deb"
  cp "$folder"/verifull-cli_*.deb "$root/packages/verifull-cli.deb"
  cp -r "$here/." "$root/support/"
  chmod -R go+rX "$root/support" "$root/packages"
  quietly apt-get update -q
  quietly useradd --create-home person
}

# What the packages draw in, by name, so that it can be there before them.
dependencies ()
{
  inside sh -c 'apt-get install -s -y --no-install-recommends /packages/verifull.deb /packages/verifull-cli.deb' 2>>"$log" |
    awk '/^Inst/ && $2 !~ /^verifull/ { print $2 }'
}

# Every file with its contents, without what apt, dpkg and caches keep of any package.
list_files () # FILE
{
  ( cd "$root" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./dev -o -path ./run -o -path ./tmp -o -path ./verifull \
      -o -path ./var/lib/apt -o -path ./var/cache -o -path ./var/log -o -path ./var/lib/dpkg \) -prune -o -printf '%p %y %m %l\n' |
      LC_ALL=C sort
    find usr/share etc -type f -exec sha256sum {} + | LC_ALL=C sort -k 2 ) > "$1"
}

check_no_trace () # FILE: what was there before
{
  local left
  list_files "$folder/after.list"
  if ! diff "$1" "$folder/after.list" > "$folder/trace"; then
    cat "$folder/trace" >&2
    fail "the purge has left something, or taken something away"
  fi
  left=$(find "$root/usr" "$root/etc" "$root/var" "$root/home" -iname '*verifull*' \
    -not -path "$root/var/lib/apt/*" -not -path "$root/var/cache/*" -not -path "$root/var/log/*")
  [ -z "$left" ] || fail "the purge has left $left"
  rm -f "$folder"/*.list "$folder/trace"
}

try_command ()
{
  local text
  install /packages/verifull-cli.deb
  inside sh -c 'dpkg-query -W -f "\${Package}\n" | grep -E "^(libgtk-|libadwaita-|libx11-6)"' >>"$log" 2>&1 &&
    fail "the command line brings a desktop"
  text=$(inside verifull-cli --version) || fail "verifull-cli does not start"
  say "${text%%$'\n'*}"
  inside verifull-cli inspect /support/pki/ApsaraDB-CA-Chain.zip >> "$log" 2>&1 || fail "verifull-cli cannot read an archive"
  text=$(inside env LANGUAGE=de verifull-cli --help) || fail "verifull-cli --help"
  grep -q Aufruf <<<"$text" || fail "verifull-cli speaks no German"
}

try_window ()
{
  local program
  install /packages/verifull.deb /packages/verifull-cli.deb
  inside verifull --version || fail "verifull does not start"
  for program in verifull verifull-cli; do
    inside ldd /usr/bin/$program | grep 'not found' && fail "libraries of $program are missing"
    [ -e "$root/usr/share/man/man1/$program.1.gz" ] || grep -qs 'path-exclude.*man' "$root"/etc/dpkg/dpkg.cfg.d/* ||
      fail "$program has no manual page"
  done
  return 0
}

as_person () # COMMAND...: with the programs that are installed
{
  inside setpriv --reuid person --regid person --init-groups env -i HOME=/home/person PATH=/usr/bin:/bin LC_ALL=C.UTF-8 \
    PYTHONDONTWRITEBYTECODE=1 VF_BUILD_DIR=/tmp VF_PICTURES=/tmp/pictures VF_VERIFULL=/usr/bin/verifull \
    VF_VERIFULL_CLI=/usr/bin/verifull-cli "$@" 2>>"$log"
}

drive_window ()
{
  local session=/support/desktop-session.sh python=/usr/bin/python3
  as_person mkdir /tmp/pictures
  as_person $session -- /support/with-postgres.sh -- $python /support/demo.py | sed '/png$/d; /^Pictures/d' ||
    fail "the wizard, installed, does not get to a proven connection"
  as_person $session -- $python /support/installed.py || fail "the desktop does not know the wizard"
  rm -rf "$folder/pictures"
  cp -r "$root/tmp/pictures" "$folder/pictures"
}

: > "$log"
make_trial
mkdir "$root/support/pki"
"$here/make-pki.sh" "$root/support/pki" >>"$log" 2>&1 || fail "no certificates"
chmod -R go+rX "$root/support/pki"

say "In a bare Debian $(cat "$root/etc/debian_version"):"
try_command
purge verifull-cli
say "verifull-cli needs no desktop, and can be removed."
mapfile -t needed < <(dependencies)
[ ${#needed[@]} -gt 0 ] || fail "the packages need nothing"
install "${needed[@]}"
list_files "$folder/before.list"
try_window
purge verifull verifull-cli
check_no_trace "$folder/before.list"
say "Both install with ${#needed[@]} packages that they need, and a purge leaves no trace."
install "${tools[@]}"
list_files "$folder/before.list"
install /packages/verifull.deb /packages/verifull-cli.deb
drive_window
purge verifull verifull-cli
check_no_trace "$folder/before.list"
say "After a proven connection, too."
rm -rf "$root"
