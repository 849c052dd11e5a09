#!/bin/bash
# Takes a picture of one window once it has stopped changing, at most 3 s later.
#
# usage: shot.sh FILE.png [TITLE | root]     default: the active window; root: the whole screen
set -u
file=$1 what=${2:-active}
case $what in
  root) window=root;;
  active) window=$(xdotool getactivewindow);;
  *) window=$(xdotool search --onlyvisible --name "$what" | tail -n 1);;
esac
[ -n "$window" ] || { echo "shot.sh: no window '$what'" >&2; exit 1; }
mkdir -p "$(dirname "$file")"
former=
for _ in $(seq 15); do
  import -silent -window "$window" "$file" || exit 1
  now=$(identify -format '%#' "$file")
  [ "$now" = "$former" ] && exit 0
  former=$now
  sleep 0.2
done
