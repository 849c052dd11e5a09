#!/bin/bash
# Runs a command in a desktop session of its own, and ends the session with it: X server without a screen, window
# manager, session bus, accessibility bus and keyring, with its own HOME and XDG folders. Nothing of the caller's
# desktop is used or changed, and several can run side by side.
#
# usage: desktop-session.sh [options] [--] COMMAND [ARGUMENT...]
#   --keyring STATE   unlocked (default); locked: there is one, with the password $KEYRING_PASSWORD ("test");
#                     fresh: the service runs and has no keyring yet; none: no such service on the bus
#   --no-prompter     nothing on the bus can ask for a keyring's password
#   --no-wm           no window manager
#   --no-a11y         no accessibility bus
#   --data-dir DIR    look for installed things in DIR first
#   --portals         those of the machine, and Flatpak's own service; XDG_RUNTIME_DIR stays the caller's, because a sandbox
#                     has what they hand out under that path only
#   --size WxH        of the screen (default 1280x1024)
#   --no-pointer      it is put into the corner, where no window is; else it is in the middle
#   --tap             if a program is missing, print a TAP plan that skips all, and succeed
#   --keep            leave the session's folder in place and say where it is
#
# Without --tap a missing program ends with status 77. Otherwise the status is COMMAND's. In COMMAND's environment
# VF_SESSION names the session's folder; VF_SESSION/services is watched for D-Bus service files, VF_SESSION/log has logs.
# VF_TEST_LOCALE, such as zh_CN.UTF-8, sets its language; that locale need not be installed on the machine.
set -u

keyring=unlocked prompter=1 wm=1 a11y=1 pointer=1 portals=0 size=1280x1024 tap=0 keep=0 data=
options=()
while [ $# -gt 0 ]; do
  case $1 in
    --keyring) keyring=$2; options+=("$1" "$2"); shift 2;;
    --data-dir) data=$(realpath "$2"); options+=("$1" "$data"); shift 2;;
    --size) size=$2; options+=("$1" "$2"); shift 2;;
    --no-prompter) prompter=0; options+=("$1"); shift;;
    --no-wm) wm=0; options+=("$1"); shift;;
    --no-a11y) a11y=0; options+=("$1"); shift;;
    --no-pointer) pointer=0; options+=("$1"); shift;;
    --portals) portals=1; options+=("$1"); shift;;
    --tap) tap=1; options+=("$1"); shift;;
    --keep) keep=1; options+=("$1"); shift;;
    --) shift; break;;
    -*) echo "desktop-session.sh: unknown option $1" >&2; exit 2;;
    *) break;;
  esac
done
[ $# -gt 0 ] || { echo "desktop-session.sh: no command" >&2; exit 2; }
case $keyring in unlocked|locked|fresh|none) ;; *) echo "desktop-session.sh: no such keyring: $keyring" >&2; exit 2;; esac

# The kernel tells this script when its parent dies, so that even a killed test leaves nothing behind.
if [ "${VF_SESSION_GUARDED:-}" != $$ ] && command -v setpriv >/dev/null; then
  export VF_SESSION_GUARDED=$$
  exec setpriv --pdeathsig TERM -- "$BASH" "$0" "${options[@]}" -- "$@"
fi
unset VF_SESSION_GUARDED

services=/usr/share/dbus-1/services
missing=
for program in Xvfb dbus-daemon gdbus xdotool; do command -v $program >/dev/null || missing+=" $program"; done
[ $wm = 0 ] || command -v openbox >/dev/null || missing+=" openbox"
[ $a11y = 0 ] || [ -f $services/org.a11y.Bus.service ] || missing+=" at-spi2-core"
[ "$keyring" = none ] || command -v gnome-keyring-daemon >/dev/null || missing+=" gnome-keyring-daemon"
if [ -n "$missing" ]; then
  if [ $tap = 1 ]; then echo "1..0 # SKIP not installed:$missing"; exit 0; fi
  echo "desktop-session.sh: not installed:$missing" >&2
  exit 77
fi

session=$(mktemp -d /tmp/vf-session.XXXXXX) || exit 1
mkdir "$session"/{log,services,home,data,config,cache,state}
mkdir -m 700 "$session/run"
pids=()
cleanup ()
{
  trap - EXIT
  trap '' INT TERM HUP
  local i process left
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do kill "${pids[i]}" 2>/dev/null; done
  # What the bus has started carries the session's folder in its environment: that is ended, and nothing else.
  for i in 1 2 3 4 5 6; do
    left=()
    for process in /proc/[0-9]*; do
      [ "${process#/proc/}" != $$ ] && grep -qzxF "VF_SESSION=$session" "$process/environ" 2>/dev/null &&
        left+=("${process#/proc/}")
    done
    [ ${#left[@]} -gt 0 ] || break
    if [ $i -le 3 ]; then kill "${left[@]}" 2>/dev/null; else kill -9 "${left[@]}" 2>/dev/null; fi
    sleep 0.1
  done
  if [ $keep = 1 ]; then echo "desktop-session.sh: kept $session" >&2; else rm -rf "$session"; fi
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
give_up () { echo "desktop-session.sh: $1" >&2; cat "$2" >&2; exit 1; }

# --- environment -----------------------------------------------------------------------------------------------

unset WAYLAND_DISPLAY XAUTHORITY DESKTOP_SESSION XDG_CURRENT_DESKTOP XDG_SESSION_TYPE SESSION_MANAGER SSH_AUTH_SOCK \
  AT_SPI_BUS_ADDRESS GNOME_KEYRING_CONTROL DBUS_STARTER_ADDRESS DBUS_STARTER_BUS_TYPE NO_AT_BRIDGE G_MESSAGES_DEBUG
[ $portals = 1 ] || export XDG_RUNTIME_DIR=$session/run
export VF_SESSION=$session HOME=$session/home XDG_DATA_HOME=$session/data
export XDG_CONFIG_HOME=$session/config XDG_CACHE_HOME=$session/cache XDG_STATE_HOME=$session/state
export XDG_DATA_DIRS=${data:+$data:}/usr/local/share:/usr/share
locale=${VF_TEST_LOCALE:-C.UTF-8}
unset LANGUAGE
if ! locale -a 2>/dev/null | grep -qix "${locale/UTF-8/utf-\\?8}"; then
  export LOCPATH=${VF_BUILD_DIR:-$session}/locales
  if [ ! -d "$LOCPATH/$locale" ]; then
    # made beside, because another session may want it at the same time; a mere warning is status 1
    mkdir -p "$LOCPATH" "$session/new-locale"
    localedef --no-archive -c -i "${locale%.*}" -f UTF-8 "$session/new-locale/$locale" >"$session/log/localedef" 2>&1
    [ -f "$session/new-locale/$locale/LC_CTYPE" ] || give_up "no locale $locale" "$session/log/localedef"
    mv -T "$session/new-locale/$locale" "$LOCPATH/$locale" 2>/dev/null
  fi
fi
# this shell itself does not see the folder that it has just named
export LC_ALL=$locale TZ=UTC 2>/dev/null
export GDK_BACKEND=x11 GSK_RENDERER=cairo
if [ $portals = 1 ]; then export XDG_CURRENT_DESKTOP=GNOME; else export ADW_DISABLE_PORTAL=1 GTK_USE_PORTAL=0; fi
# Even with the cairo renderer GDK opens EGL at start: 90 ms and 30 MiB. Which word turns it off depends on the version.
gtk=$(readlink -f "$(ldconfig -p 2>/dev/null | awk '/libgtk-4.so.1 /{print $NF; exit}')" 2>/dev/null)
gtk=${gtk##*.so.1.}
if [ "${gtk%%.*}" -ge 1600 ] 2>/dev/null; then export GDK_DISABLE=gl,vulkan; else export GDK_DEBUG=gl-disable; fi
# No gvfs and no dconf: no daemons that stay behind; settings last as long as the session.
export GIO_USE_VFS=local GIO_USE_VOLUME_MONITOR=unix GSETTINGS_BACKEND=keyfile
if [ $a11y = 1 ]; then export GTK_A11Y=atspi; else export GTK_A11Y=none NO_AT_BRIDGE=1; fi

# Steady pictures: nothing fades, nothing blinks, one font.
for version in 3 4; do
  mkdir -p "$XDG_CONFIG_HOME/gtk-$version.0"
  cat > "$XDG_CONFIG_HOME/gtk-$version.0/settings.ini" <<'CONF'
[Settings]
gtk-enable-animations=0
gtk-cursor-blink=0
gtk-font-name=Cantarell 11
gtk-icon-theme-name=Adwaita
CONF
done
# The file chooser would begin in "Recent", which is always empty here.
mkdir -p "$XDG_CONFIG_HOME/glib-2.0/settings"
printf "[org/gtk/gtk4/settings/file-chooser]\nstartup-mode='cwd'\n" > "$XDG_CONFIG_HOME/glib-2.0/settings/keyfile"

# --- display ---------------------------------------------------------------------------------------------------

mkfifo "$session/display"
Xvfb -displayfd 3 -screen 0 "${size}x24" -nolisten tcp -noreset -dpi 96 3>"$session/display" >"$session/log/xvfb" 2>&1 &
pids+=($!)
read -r -t 30 number < "$session/display" || give_up "Xvfb did not start" "$session/log/xvfb"
export DISPLAY=:$number

# --- session bus, with only the services that are named here: the machine's portals and the rest stay out ---------

[ $a11y = 0 ] || cp $services/org.a11y.Bus.service "$session/services/"
if [ "$keyring" != none ] && [ $prompter = 1 ]; then
  cp $services/org.gnome.keyring.{System,Private}Prompter.service "$session/services/" 2>/dev/null
fi
if [ $portals = 1 ]; then
  cp $services/org.freedesktop.{portal.{Desktop,Documents,Flatpak},impl.portal.{PermissionStore,desktop.gtk},Flatpak}.service \
    "$session/services/" || exit 1
  # the bus does not tell them where the display is, and some are told to ask systemd
  sed -i '/^SystemdService=/d' "$session"/services/*.service
fi
cat > "$session/bus.conf" <<CONF
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:dir=$session/run</listen>
  <auth>EXTERNAL</auth>
  <servicedir>$session/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
CONF
mkfifo "$session/address"
dbus-daemon --nofork --nopidfile --config-file="$session/bus.conf" --print-address=3 3>"$session/address" \
  >"$session/log/dbus" 2>&1 &
pids+=($!)
read -r -t 30 DBUS_SESSION_BUS_ADDRESS < "$session/address" || give_up "dbus-daemon did not start" "$session/log/dbus"
export DBUS_SESSION_BUS_ADDRESS

# In the middle of the screen the pointer would light up a button, or fetch a tooltip, wherever a window comes to be.
if [ $pointer = 0 ]; then xdotool mousemove "${size%x*}" "${size#*x}" >"$session/log/pointer" 2>&1; fi

# A window manager gives windows the focus, without which keys reach nothing after a dialog has closed.
if [ $wm = 1 ]; then
  openbox --sm-disable >"$session/log/openbox" 2>&1 &
  pids+=($!)
  for _ in $(seq 200); do xdotool get_num_desktops >/dev/null 2>&1 && break; sleep 0.05; done
fi
# Started now, so that it is no part of any program's start.
if [ $a11y = 1 ]; then
  gdbus call -e -d org.a11y.Bus -o /org/a11y/bus -m org.a11y.Bus.GetAddress >"$session/log/a11y" 2>&1 ||
    give_up "no accessibility bus" "$session/log/a11y"
fi

# --- keyring ---------------------------------------------------------------------------------------------------

# <&0, because a background job would read from /dev/null.
start_keyring ()
{
  gnome-keyring-daemon --foreground --components=secrets "$@" <&0 >>"$session/log/keyring" 2>&1 &
  pids+=($!)
  for _ in $(seq 200); do
    gdbus call -e -d org.freedesktop.DBus -o / -m org.freedesktop.DBus.NameHasOwner org.freedesktop.secrets |
      grep -q true && return
    sleep 0.05
  done
  give_up "gnome-keyring-daemon did not start" "$session/log/keyring"
}
case $keyring in
  fresh) start_keyring </dev/null;;
  unlocked|locked)
    # the password is what comes before the end of the file: no newline
    start_keyring --unlock < <(printf %s "${KEYRING_PASSWORD:-test}")
    for _ in $(seq 200); do [ -s "$XDG_DATA_HOME/keyrings/login.keyring" ] && break; sleep 0.05; done;;
esac
if [ "$keyring" = locked ]; then
  gdbus call -e -d org.freedesktop.secrets -o /org/freedesktop/secrets -m org.freedesktop.Secret.Service.Lock \
    "['/org/freedesktop/secrets/collection/login']" >>"$session/log/keyring" 2>&1
fi

# In the background and waited for, so that a signal to this script is acted on at once.
"$@" <&0 &
command_pid=$!
pids+=($command_pid)
wait $command_pid
