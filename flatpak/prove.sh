#!/bin/bash
# Builds the Flatpak from its manifest as it stands, and the commit that is checked out; installs it, goes through it as
# a person would, makes verifull.flatpak, installs that in an account that never saw it, and goes through it again.
#
# usage: prove.sh            ./dev flatpak does that
#        prove.sh --packages   the Debian packages that it needs besides those of ./dev test
#
# Flathub is not needed: the runtime is a stand-in (stand-in.sh), and what the manifest fetches is laid where
# flatpak-builder would have put it. Root keeps its rights inside a sandbox, so for root an ordinary user does all this.
# What is kept between two runs lies in $VF_FLATPAK_WORK; what comes out lies in build-flatpak/.
set -euo pipefail

if [ "${1:-}" = --packages ]; then
  echo flatpak flatpak-builder elfutils ostree bubblewrap patch bzip2 xz-utils git \
    xdg-desktop-portal xdg-desktop-portal-gtk fuse3 debian-archive-keyring
  exit
fi

id=io.github.verifull.Verifull branch=51 suite=sid languages='de_DE zh_CN'
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
checkout=$(dirname "$here")
manifest=$here/$id.json
say () { printf '%4d s  %s\n' $SECONDS "$*"; }

# --- as whoever calls --------------------------------------------------------------------------------------------------

# What a "git" or "archive" source of the manifest says: field TYPE FIELD
field ()
{
  /usr/bin/python3 - "$manifest" "$1" "$2" <<'PYTHON'
import json, sys
for module in json.load(open(sys.argv[1]))['modules']:
    for source in module['sources']:
        if source['type'] == sys.argv[2]:
            print(source[sys.argv[3]])
PYTHON
}

# The commit under the tag that the manifest names, where flatpak-builder keeps what it has cloned.
lay_out_commit ()
{
  local name mirror
  name=$(field git url | sed 's|[:/][:/]*|_|g')
  mirror=$work/state/git/$name
  rm -rf "$mirror" "$work/checkout"
  mkdir -p "$work/state/git" "$work/checkout"
  git -c safe.directory='*' clone -q --mirror --no-hardlinks "$checkout" "$mirror"
  git -C "$mirror" tag -f "$(field git tag)" "$(git -c safe.directory='*' -C "$checkout" rev-parse HEAD)" >/dev/null
  git -C "$mirror" archive "$(field git tag)" flatpak tests | tar -x -C "$work/checkout"
  [ -z "$(git -c safe.directory='*' -C "$checkout" status --porcelain)" ] ||
    echo "        what is not committed is left out"
}

lend_account ()
{
  uid=$(id -u nobody) gid=$(id -g nobody)
  work=${VF_FLATPAK_WORK:-/var/tmp/verifull-flatpak}
  mkdir -p "$work" /run/user/$uid
  lay_out_commit
  chmod 755 "$work"
  chmod 700 /run/user/$uid
  chown -R $uid:$gid /run/user/$uid "$work/state/git" "$work/checkout"
  chown $uid:$gid "$work" "$work/state"
}

# Some machines keep /dev/fuse for root, and without it a document portal hands out nothing.
run_as_nobody ()
{
  lend_account
  work=$work uid=$uid gid=$gid unshare --mount --pid --fork --kill-child --propagation private bash -euc '
    mount -t proc proc /proc
    [ -e "$work/fuse" ] || mknod "$work/fuse" c 10 229
    chmod 666 "$work/fuse"
    mount --bind "$work/fuse" /dev/fuse
    cd "$work"
    exec setpriv --reuid "$uid" --regid "$gid" --clear-groups --inh-caps=-all env -i PATH=/usr/local/bin:/usr/bin:/bin \
      LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1 XDG_RUNTIME_DIR="/run/user/$uid" VF_FLATPAK_WORK="$work" \
      "$work/checkout/flatpak/prove.sh" --inside' || return
}

collect ()
{
  mkdir -p "$checkout/build-flatpak"
  cp -r "$work"/out/. "$checkout/build-flatpak/"
}

if [ "${1:-}" != --inside ]; then
  status=0
  if [ "$(id -u)" = 0 ]; then
    run_as_nobody || status=$?
  else
    if mountpoint -q "/run/user/$(id -u)/doc"; then
      echo "prove.sh: this account has a desktop session, whose portals would get in the way; run it as root" >&2
      exit 1
    fi
    work=${VF_FLATPAK_WORK:-$HOME/.cache/verifull-flatpak}
    mkdir -p "$work"
    lay_out_commit
    VF_FLATPAK_WORK=$work XDG_RUNTIME_DIR=/run/user/$(id -u) "$work/checkout/flatpak/prove.sh" --inside || status=$?
  fi
  collect
  exit $status
fi

# --- as an ordinary user -----------------------------------------------------------------------------------------------

work=$VF_FLATPAK_WORK
export HOME=$work/home FLATPAK_USER_DIR=$work/installed
out=$work/out
rm -rf "$out"
mkdir -p "$HOME" "$out"

# On a machine without a system bus nobody answers when Flatpak asks for parental controls; on this one nobody does either.
flatpak_install () # ARGUMENT...
{
  dbus-run-session -- sh -c 'DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS exec flatpak --user install -y \
    --noninteractive "$@"' sh "$@" >>"$out/install.log" 2>&1 || { tail -n 20 "$out/install.log" >&2; return 1; }
}

lay_out_tarballs ()
{
  local file sum url
  for file in "$work"/runtime/sources/*.orig.tar.*; do
    sum=$(sha256sum < "$file" | cut -c1-64)
    url=$(field archive url)
    [ "$sum" = "$(field archive sha256)" ] || continue
    mkdir -p "$work/state/downloads/$sum"
    cp "$file" "$work/state/downloads/$sum/${url##*/}"
    say "$(basename "$file") is the very file that the manifest names"
    return
  done
  echo "prove.sh: Debian's source package has another release than the manifest names" >&2
  return 1
}

install_runtime ()
{
  flatpak --user remote-add --no-gpg-verify --if-not-exists stand-in "$work/runtime/repo"
  flatpak_install --or-update stand-in org.gnome.Platform//$branch "$@"
}

build ()
{
  flatpak-builder --user --disable-download --disable-rofiles-fuse --force-clean --rebuild-on-sdk-change \
    --state-dir="$work/state" --repo="$work/repo" "$work/app" "$manifest" >"$out/build.log" 2>&1 ||
    { tail -n 40 "$out/build.log" >&2; return 1; }
  grep -E '^(Ok|Expected Fail|Fail|Skipped|Timeout): ' "$out/build.log" | tr -s ' ' | paste -sd, | sed 's/^/        tests at build: /'
}

# The journeys, in a session with portals; the program is what Flatpak starts.
journey () # NAME OF PICTURES, KEYRING, JOURNEY, ARGUMENT...
{
  local pictures=$1 keyring=$2; shift 2
  local tap=$out/$pictures-${1%.py}${2:+-$2}.tap
  VF_PICTURES=$out/$pictures VF_VERIFULL=$work/checkout/flatpak/run.sh VF_VERIFULL_CLI=/nowhere VF_FLATPAK=$id \
    "$work/checkout/tests/support/desktop-session.sh" --portals --keyring "$keyring" -- \
    "$work/checkout/tests/support/with-postgres.sh" -- \
    /usr/bin/python3 "$work/checkout/tests/journeys/$@" >"$tap" 2>&1 || { grep -E '^(not ok|#)' "$tap" | head -n 40 >&2; failed=1; }
  say "$* ($pictures): $(grep '^ok' "$tap" | grep -vc ' # SKIP ' || true) steps passed, $(grep -c '^not ok' "$tap" || true) failed"
}

describe ()
{
  echo "permissions:"
  flatpak info --show-permissions $id | sed 's/^/        /'
  flatpak info $id | sed -n 's/^ *Installed[^:]*: /        installed size: /p'
  echo "        bundle: $(stat -c %s "$out/verifull.flatpak") bytes"
}

# Nothing may miss a library: the runtime is a smaller tree than the one that it was built in.
check_libraries ()
{
  ! flatpak run --user --command=sh $id -c 'for file in /app/bin/* /app/lib/*.so*; do ldd "$file"; done' 2>&1 | grep 'not found'
}

failed=0
SOURCES=postgresql-18 LOCALES=$languages "$here/stand-in.sh" "$work/runtime" $suite $branch
install_runtime org.gnome.Sdk//$branch
say "the runtime is installed"
lay_out_tarballs
build
say "built"
flatpak --user remote-add --no-gpg-verify --if-not-exists built "$work/repo"
flatpak_install --or-update built $id
check_libraries || failed=1
journey installed unlocked first-connection.py
journey installed none keyring.py absent
journey installed locked keyring.py locked
VF_TEST_LOCALE=zh_CN.UTF-8 journey chinese unlocked flatpak-language.py
flatpak build-bundle "$work/repo" "$out/verifull.flatpak" $id
say "the bundle is made"
export HOME=$work/clean-home FLATPAK_USER_DIR=$work/clean
rm -rf "$HOME" "$FLATPAK_USER_DIR"
mkdir -p "$HOME"
flatpak --user remote-add --no-gpg-verify stand-in "$work/runtime/repo"
flatpak_install "$out/verifull.flatpak"
say "the bundle is installed in a clean account"
journey bundle unlocked first-connection.py
describe
say "done"
exit $failed
