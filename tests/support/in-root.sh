#!/bin/bash
# Runs a command in the root folder of another Debian, with this checkout in it, which it can only read.
#
# usage, as root: in-root.sh ROOT COMMAND [ARGUMENT...]
#
# The checkout is /verifull/checkout there, what lies beside it for the tests is beside it, and the rest of /verifull
# is kept. What the command starts ends with it, and what is mounted is seen by nobody else.
set -eu

root=$(readlink -f "$1"); shift
checkout=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)

inside ()
{
  mount --make-rprivate /
  mkdir -p "$root/verifull/checkout"
  mount --bind "$checkout" "$root/verifull/checkout"
  mount -o remount,bind,ro "$root/verifull/checkout"
  if [ -d "$checkout/../shared" ]; then
    mkdir -p "$root/verifull/shared"
    mount --bind "$checkout/../shared" "$root/verifull/shared"
    mount -o remount,bind,ro "$root/verifull/shared"
  fi
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
    PYTHONDONTWRITEBYTECODE=1 "$@"
}

export root checkout
export -f inside
exec unshare --mount --pid --fork --kill-child bash -euc 'inside "$@"' inside "$@"
