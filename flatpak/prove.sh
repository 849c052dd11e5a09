#!/bin/bash
# Builds the Flatpak from its manifest as it stands, and the commit that is checked out; installs it, goes through it as
# a person would, puts it over an older one, takes it away, makes verifull.flatpak, installs that in an account that never
# saw it, and goes through it again.
#
# usage: prove.sh            ./dev flatpak does that
#        prove.sh --packages   the Debian packages that it needs besides those of ./dev test
#
# Flathub is not needed: the runtime is a stand-in (stand-in.sh), and what the manifest fetches is laid where
# flatpak-builder would have put it. Root keeps its rights inside a sandbox, so for root an ordinary user does all this;
# where the machine does not let one, root is asked to lend one by sudo.
# What is kept between two runs lies in $VF_FLATPAK_WORK; what comes out lies in build-flatpak/.
set -euo pipefail

if [ "${1:-}" = --packages ]; then
  echo flatpak flatpak-builder elfutils ostree bubblewrap patch bzip2 xz-utils git \
    xdg-desktop-portal xdg-desktop-portal-gtk fuse3 debian-archive-keyring
  exit
fi

id=io.github.verifull.Verifull branch=51 suite=sid languages='de_DE zh_CN' older_version=0.0.1
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

# Where flatpak-builder keeps what it has cloned.
mirror ()
{
  echo "$work/state/git/$(field git url | sed 's|[:/][:/]*|_|g')"
}

# The manifest names a tag: what is built is what lies under it.
put_under_tag () # COMMIT
{
  git -C "$(mirror)" tag -f "$(field git tag)" "$1" >/dev/null
}

# The commit that is checked out, and beside it the same as an older version, for a person to have installed before.
lay_out_commit ()
{
  local mirror commit
  mirror=$(mirror)
  commit=$(git -c safe.directory='*' -C "$checkout" rev-parse HEAD)
  rm -rf "$mirror" "$work/checkout" "$work/older"
  mkdir -p "$work/state/git" "$work/checkout"
  git -c safe.directory='*' clone -q --mirror --no-hardlinks "$checkout" "$mirror"
  put_under_tag "$commit"
  git -C "$mirror" tag -f built "$commit" >/dev/null
  git clone -q --branch built "$mirror" "$work/older" 2>/dev/null
  sed -i "s/^  version: '.*'/  version: '$older_version'/" "$work/older/meson.build"
  git -C "$work/older" -c user.name=Verifull -c user.email=verifull@localhost commit -qam "An older version"
  git -C "$work/older" push -q origin HEAD:refs/tags/older
  rm -rf "$work/older"
  git -C "$mirror" archive "$commit" flatpak tests | tar -x -C "$work/checkout"
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
  [ "$(id -u)" != 0 ] || chown -R --no-dereference --reference="$checkout" "$checkout/build-flatpak"
}

# What keeps this account from doing it by itself; nothing if it can.
hindrance ()
{
  local runtime
  runtime=/run/user/$(id -u)
  if mountpoint -q "$runtime/doc"; then
    echo "this account has a desktop session, whose portals would get in the way"
  elif [ ! -O "$runtime" ]; then
    echo "this account has no $runtime, as it has after a login"
  elif [ ! -r /dev/fuse ] || [ ! -w /dev/fuse ]; then
    echo "this machine keeps /dev/fuse for root, and the document portal needs it"
  fi
}

if [ "${1:-}" != --inside ]; then
  status=0
  if [ "$(id -u)" = 0 ]; then
    run_as_nobody || status=$?
  else
    reason=$(hindrance)
    if [ -n "$reason" ]; then
      command -v sudo >/dev/null || { echo "prove.sh: $reason; run it as root" >&2; exit 1; }
      echo "Another ordinary user does this, lent by sudo: $reason."
      exec sudo env ${VF_FLATPAK_WORK:+"VF_FLATPAK_WORK=$VF_FLATPAK_WORK"} "$here/prove.sh"
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

build () # COMMIT, LOG, ARGUMENT...
{
  local log=$out/$2
  put_under_tag "$1"
  shift 2
  flatpak-builder --user --disable-download --disable-rofiles-fuse --force-clean --rebuild-on-sdk-change \
    --state-dir="$work/state" --repo="$work/repo" "$@" "$work/app" "$manifest" >"$log" 2>&1 ||
    { tail -n 40 "$log" >&2; return 1; }
}

count_build_tests ()
{
  grep -E '^(Ok|Expected Fail|Fail|Skipped|Timeout): ' "$out/build.log" | tr -s ' ' | paste -sd, | sed 's/^/        tests at build: /'
}

# The journeys, in a session with portals; the program is what Flatpak starts.
journey () # NAME OF PICTURES, KEYRING, JOURNEY, ARGUMENT...
{
  local pictures=$1 keyring=$2; shift 2
  local tap=$out/$pictures-${1%.py}${2:+-$2}.tap
  VF_PICTURES=$out/$pictures VF_VERIFULL=$work/checkout/flatpak/run.sh VF_VERIFULL_CLI=$work/checkout/flatpak/run-cli.sh VF_FLATPAK=$id \
    "$work/checkout/tests/support/desktop-session.sh" --portals --keyring "$keyring" -- \
    "$work/checkout/tests/support/with-postgres.sh" -- \
    /usr/bin/python3 "$work/checkout/tests/journeys/$@" >"$tap" 2>&1 || { grep -E '^(not ok|#)' "$tap" | head -n 40 >&2; failed=1; }
  say "$* ($pictures): $(grep '^ok' "$tap" | grep -vc ' # SKIP ' || true) steps passed, $(grep -c '^not ok' "$tap" || true) failed"
}

# The manifest as it is handed in: with the commit besides the tag, which what is committed cannot name.
name_commit ()
{
  /usr/bin/python3 - "$manifest" "$out/$id.json" "$(git -C "$(mirror)" rev-parse built)" <<'PYTHON'
import json, sys
manifest = json.load(open(sys.argv[1]))
for module in manifest['modules']:
    for source in module['sources']:
        if source['type'] == 'git':
            source['commit'] = sys.argv[3]
with open(sys.argv[2], 'w') as file:
    file.write(json.dumps(manifest, indent=4) + '\n')
PYTHON
  (cd "$work" && flatpak-builder --show-manifest "$out/$id.json") | grep -q '"commit"'
  say "$id.json names that commit, too"
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
build older older.log --disable-tests
VF_FLATPAK_OLDER=$(ostree --repo="$work/repo" rev-parse "app/$id/$(flatpak --default-arch)/master")
export VF_FLATPAK_OLDER
say "built as an older version"
build built build.log
say "built"
count_build_tests
name_commit
flatpak --user remote-add --no-gpg-verify --if-not-exists built "$work/repo"
flatpak_install --or-update built $id
check_libraries || failed=1
journey installed unlocked first-connection.py
journey installed none keyring.py absent
journey installed locked keyring.py locked
VF_TEST_LOCALE=zh_CN.UTF-8 journey chinese unlocked flatpak-language.py
journey installed unlocked flatpak-export.py
journey installed unlocked flatpak-upgrade.py "$older_version"
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
