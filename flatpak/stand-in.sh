#!/bin/bash
# Makes a stand-in for the GNOME runtime out of Debian's packages, so that the manifest can be built, installed and run
# where Flathub cannot be reached.
#
# usage: stand-in.sh FOLDER SUITE BRANCH
#
# FOLDER is kept and used again: FOLDER/repo becomes a repository with org.gnome.Platform and org.gnome.Sdk of BRANCH,
# FOLDER/sources gets the upstream tarball of each Debian source package that SOURCES names. LOCALES are the languages
# to compile in, such as "de_DE zh_CN". Works as any user, and changes nothing outside FOLDER.
#
# What comes out proves the manifest, the permissions, and the program in a sandbox with these versions of the libraries.
# That the real runtime has the same libraries it does not, so these lists name nothing that the real one lacks.
set -euo pipefail
umask 022
export LC_ALL=C.UTF-8

platform='base-files libc-bin locales tzdata netbase ca-certificates bash dash coreutils sed grep gawk findutils diffutils
  tar gzip bzip2 xz-utils zstd util-linux debianutils python3 openssl libarchive13t64 libsecret-1-0 libjson-glib-1.0-0
  libgssapi-krb5-2 libglib2.0-0t64 libglib2.0-bin glib-networking gsettings-desktop-schemas dconf-gsettings-backend
  libgtk-4-1 libgtk-4-bin libadwaita-1-0 librsvg2-common adwaita-icon-theme hicolor-icon-theme gtk-update-icon-cache
  shared-mime-info fontconfig fonts-dejavu-core fonts-adwaita-sans fonts-cantarell xkb-data'
sdk='gcc make binutils libc6-dev patch file m4 perl flex bison pkgconf gettext libxml2-utils meson ninja-build elfutils
  desktop-file-utils appstream appstream-compose libglib2.0-dev libgtk-4-dev libadwaita-1-dev libsecret-1-dev
  libarchive-dev libssl-dev libkrb5-dev libjson-glib-dev zlib1g-dev'
# What makes sense on a machine that boots, but not in a sandbox, and the drivers that are an extension of the real
# runtime, too. apt takes them for installed, so that they stay away with all that only they need.
pretended='debconf init-system-helpers systemd systemd-sysv libpam-systemd procps dbus dbus-user-session
  dbus-system-bus-common bubblewrap iso-codes libpam-modules libpam-modules-bin libpam-runtime user-session-migration
  libicu-dev python3-setuptools mesa-libgallium libgl1-mesa-dri libegl-mesa0 libglx-mesa0'
unwanted=(usr/share/{doc,man,info,lintian,bug,gtk-doc,help,gir-1.0,devhelp,vala,doc-base} usr/lib/systemd var boot dev run
  proc sys tmp)

out=${1:?no folder} suite=$2 branch=$3
mkdir -p "$out"
out=$(cd "$out" && pwd)
script=$(readlink -f "${BASH_SOURCE[0]}")
say () { printf '  %4d s  %s\n' $SECONDS "$*"; }

architecture=$(dpkg --print-architecture)
arch=$(flatpak --default-arch)
libraries=usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo "$(uname -m)-linux-gnu")

# --- an apt of its own: the machine's lists and sources stay as they are ----------------------------------------------

prepare_apt ()
{
  local mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  mirror=$(apt-get indextargets --format '$(SITE)|$(LABEL)|$(COMPONENT)' 'Created-By: Packages' 2>/dev/null |
    awk -F'|' '$2 == "Debian" && $3 == "main" { print $1; exit }')
  [ -n "$mirror" ] || { echo "stand-in.sh: apt knows no mirror of Debian; run apt-get update" >&2; exit 1; }
  mkdir -p "$out"/apt/{lists/partial,cache,etc/preferences.d,none} "$out/debs"
  {
    # how this machine reaches its mirror, it is reached here
    apt-config dump | grep -E '^Acquire::(http|https|Retries)' || true
    cat <<CONF
Dir::State "$out/apt";
Dir::State::lists "$out/apt/lists";
Dir::State::status "$out/apt/status";
Dir::Cache "$out/apt/cache";
Dir::Etc "$out/apt/etc";
Dir::Etc::sourceparts "$out/apt/none";
Dir::Etc::parts "$out/apt/none";
Acquire::Languages "none";
// a mirror that stands still is older than it says it may be; its signature counts all the same
Acquire::Check-Valid-Until "false";
APT::Architecture "$architecture";
APT::Architectures { "$architecture"; };
APT::Install-Recommends "false";
APT::Sandbox::User "$(id -un)";
CONF
  } > "$out/apt/apt.conf"
  printf '%s [signed-by=%s] %s %s main\n' deb $keyring "$mirror" "$suite" deb-src $keyring "$mirror" "$suite" \
    > "$out/apt/etc/sources.list"
  : > "$out/apt/status"
  export APT_CONFIG=$out/apt/apt.conf
}

pretend ()
{
  # shellcheck disable=SC2086
  apt-cache show --no-all-versions $pretended 2>/dev/null | awk -v architecture="$architecture" '
    /^Package:/ { name = $2 } /^Version:/ { version = $2 } /^Multi-Arch:/ { multi = "Multi-Arch: " $2 "\n" }
    /^$/ { tell() } END { tell() }
    function tell () {
      if (name)
        printf "Package: %s\nStatus: hold ok installed\nVersion: %s\nArchitecture: %s\n%sMaintainer: nobody\n" \
          "Description: not in a sandbox\n\n", name, version, architecture, multi
      name = multi = ""
    }' > "$out/apt/pretended"
  mv "$out/apt/pretended" "$out/apt/status"
}

# Of the suite's packages: names differ a little from one suite to the next.
resolve ()
{
  local name
  for name; do ! grep -qxF -- "$name" "$out/apt/names" || echo "$name"; done |
    xargs apt-get install -qq --yes --print-uris | awk '{ print $2 }' | sort
}

# Into debs/ comes only what apt has compared with the signed lists.
fetch_packages ()
{
  comm -13 <(find "$out/debs" -maxdepth 1 -name '*.deb' -printf '%f\n' | sort) "$out/sdk.packages" > "$out/missing"
  say "fetching $(wc -l < "$out/missing") of $(wc -l < "$out/sdk.packages") packages"
  [ -s "$out/missing" ] || return 0
  rm -rf "$out/debs/new"
  mkdir "$out/debs/new"
  (cd "$out/debs/new" && sed -E 's/%3a/:/; s/^([^_]+)_([^_]+)_([^_]+)\.deb$/\1=\2/' "$out/missing" |
    xargs apt-get download -qq)
  mv "$out"/debs/new/*.deb "$out/debs/"
  rmdir "$out/debs/new"
}

# --- the trees: unpacked only, and what the packages' scripts would have done is done here -----------------------------

inside () # TREE COMMAND...
{
  local tree=$1; shift
  bwrap --unshare-all --die-with-parent --bind "$tree" / --dev /dev --proc /proc --tmpfs /tmp \
    --setenv PATH /usr/sbin:/usr/bin --setenv LC_ALL C.UTF-8 --setenv HOME /tmp -- "$@"
}

unpack () # TREE LIST
{
  local tree=$1 list=$2 folder excludes=("${unwanted[@]/#/--exclude=./}")
  rm -rf "$tree"
  mkdir -p "$tree"/{usr/{bin,sbin,lib,lib64},etc,var,tmp,dev,proc,run,app}
  for folder in bin sbin lib lib64; do ln -s usr/$folder "$tree/$folder"; done
  export tree out excludes_text="${excludes[*]}"
  xargs -a "$list" -P "$(nproc)" -I{} bash -c 'set -eo pipefail
    dpkg-deb --fsys-tarfile "$out/debs/{}" | tar -x -C "$tree" --no-same-owner --keep-directory-symlink \
      --delay-directory-restore $excludes_text'
  find "$tree/usr" "$tree/etc" -perm /6000 -exec chmod ug-s {} +
  chmod -R u+rwX,go+rX "$tree/usr" "$tree/etc"
}

choose_alternatives () # TREE
{
  local programs=$1/usr/bin
  [ -e "$programs/awk" ] || ln -s gawk "$programs/awk"
  [ -e "$programs/sh" ] || ln -s dash "$programs/sh"
  # Flatpak calls it there
  ln -sf ../sbin/ldconfig "$programs/ldconfig"
  [ -e "$programs/gcc" ] || return 0
  ln -sf gcc "$programs/cc"
  [ -e "$programs/yacc" ] || ln -s bison.yacc "$programs/yacc"
  [ -e "$programs/appstream-compose" ] || write_compose "$programs/appstream-compose"
}

# flatpak-builder before 1.4 calls a program that is gone, for what appstreamcli does today; and it has renamed the
# metainfo to a name that appstreamcli does not look for.
write_compose () # FILE
{
  cat > "$1" <<'COMPOSE'
#!/bin/sh
set -e
prefix=/app out= name=
for word; do
  case $word in
    --prefix=*) prefix=${word#*=};;
    --output-dir=*) out=${word#*=};;
    --basename=*) name=${word#*=};;
    -*) ;;
    *) id=$word;;
  esac
done
: "${out:=$prefix/share/app-info/xmls}" "${name:=$id}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/root/share/metainfo" "$out"
for file in "$prefix"/share/appdata/*.xml "$prefix"/share/metainfo/*.xml; do
  [ -f "$file" ] || continue
  plain=${file##*/} plain=${plain%.xml} plain=${plain%.appdata} plain=${plain%.metainfo}
  cp "$file" "$work/root/share/metainfo/$plain.metainfo.xml"
done
for folder in applications icons; do
  [ ! -d "$prefix/share/$folder" ] || cp -a "$prefix/share/$folder" "$work/root/share/"
done
appstreamcli compose --image-format=png --no-color --no-net --prefix=/ --origin=flatpak --result-root="$work/result" \
  --data-dir="$work/data" --hints-dir="$work/hints" --icons-dir="${out%/*}/icons/flatpak" --components="$id" \
  --print-report=full "$work/root"
mv "$work"/data/*.xml.gz "$out/$name.xml.gz"
COMPOSE
  chmod 755 "$1"
}

make_caches () # TREE
{
  local tree=$1 language folder
  mkdir -p "$tree/etc/ssl/certs" "$tree/usr/lib/locale"
  cat "$tree"/usr/share/ca-certificates/mozilla/*.crt > "$tree/etc/ssl/certs/ca-certificates.crt"
  ln -sf /usr/share/fontconfig/conf.avail/10-hinting-slight.conf "$tree/etc/fonts/conf.d/"
  # The machine's fonts, as the real runtime finds them. Not what Flatpak says of the machine's caches: those stand for
  # the same path as the runtime's own fonts, which would be gone.
  cat > "$tree/etc/fonts/conf.d/50-flatpak.conf" <<'FONTS'
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>/app/share/fonts</dir>
  <dir>/run/host/fonts</dir>
  <dir>/run/host/local-fonts</dir>
  <dir>/run/host/user-fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
FONTS
  inside "$tree" sh -ec '
    "/$1/glib-2.0/glib-compile-schemas" /usr/share/glib-2.0/schemas 2>/dev/null
    "/$1/glib-2.0/gio-querymodules" "/$1/gio/modules"
    if [ -x "/$1/gdk-pixbuf-2.0/gdk-pixbuf-query-loaders" ]; then
      "/$1/gdk-pixbuf-2.0/gdk-pixbuf-query-loaders" --update-cache
    fi
    update-mime-database /usr/share/mime 2>/dev/null
    for theme in /usr/share/icons/*/index.theme; do gtk-update-icon-cache -q -f -t "${theme%/*}"; done' sh "$libraries"
  for language in ${LOCALES:-}; do inside "$tree" localedef -i "$language" -f UTF-8 "$language.UTF-8"; done
  for folder in "$tree"/usr/share/locale/*/; do
    folder=${folder%/}
    language=${folder##*/}
    case " ${LOCALES:-} " in *" $language "*|*" ${language}_"*) ;; *) rm -rf "$folder";; esac
  done
  rm -rf "$tree/usr/share/i18n"
  find "$tree/usr" -name __pycache__ -prune -exec rm -rf {} +
  rm -rf "$tree/etc/ld.so.conf.d"
  printf '%s\n' 'include /run/flatpak/ld.so.conf.d/app-*.conf' 'include /app/etc/ld.so.conf' /app/lib64 /app/lib \
    'include /run/flatpak/ld.so.conf.d/runtime-*.conf' "/$libraries" > "$tree/etc/ld.so.conf"
  inside "$tree" ldconfig -X
}

# /etc is /usr/etc in a runtime, without what Flatpak itself puts there.
finish_tree () # TREE
{
  local tree=$1 name
  for name in passwd group shadow gshadow machine-id resolv.conf hosts host.conf hostname localtime timezone mtab fstab \
    motd issue issue.net skel init.d cron.daily default pam.d security systemd logrotate.d apt alternatives dpkg kernel; do
    rm -rf "$tree/etc/$name"
  done
  rm -rf "$tree"/etc/rc?.d "$tree/usr/etc"
  mv "$tree/etc" "$tree/usr/etc"
}

commit_tree () # TREE NAME
{
  local place=$out/trees/$2
  rm -rf "$place"
  mkdir -p "$place/files"
  mv "$1/usr" "$place/usr"
  rm -rf "$1"
  cat > "$place/metadata" <<META
[Runtime]
name=$2
runtime=org.gnome.Platform/$arch/$branch
sdk=org.gnome.Sdk/$arch/$branch

[Environment]
GI_TYPELIB_PATH=/app/lib/girepository-1.0
XDG_DATA_DIRS=/app/share:/usr/share:/usr/share/runtime/share:/run/host/user-share:/run/host/share
META
  flatpak build-export --runtime --disable-sandbox --no-update-summary --timestamp=1970-01-01T00:00:01Z \
    --subject="$2 from Debian $suite" "$out/repo" "$place" "$branch" >/dev/null
  rm -rf "$place"
}

# ---------------------------------------------------------------------------------------------------------------------

prepare_apt
say "the package lists of $suite"
if ! apt-get -qq update; then
  [ -e "$out/stamp" ] || exit 1
  say "the archive cannot be reached; what is there is used"
  exit 0
fi
pretend
if [ -n "${SOURCES:-}" ]; then
  mkdir -p "$out/sources"
  # shellcheck disable=SC2086
  (cd "$out/sources" && apt-get source -qq --download-only $SOURCES >/dev/null)
fi
apt-cache --no-all-names pkgnames > "$out/apt/names"
# shellcheck disable=SC2086
resolve $platform > "$out/platform.packages"
# shellcheck disable=SC2086
resolve $platform $sdk > "$out/sdk.packages"
stamp=$({ cat "$script" "$out"/*.packages; echo "$branch ${LOCALES:-}"; } | sha256sum | cut -c1-64)
if [ -e "$out/repo/summary" ] && [ "$(cat "$out/stamp" 2>/dev/null)" = "$stamp" ]; then
  say "nothing has changed"
  exit 0
fi
rm -f "$out/stamp"
fetch_packages
unset APT_CONFIG
# plain files: committing and installing are a matter of seconds
[ -d "$out/repo/objects" ] || ostree init --mode=bare-user-only --repo="$out/repo"
mkdir -p "$out/trees"
for name in Platform Sdk; do
  say "org.gnome.$name"
  unpack "$out/trees/tree" "$out/${name,,}.packages"
  choose_alternatives "$out/trees/tree"
  make_caches "$out/trees/tree"
  finish_tree "$out/trees/tree"
  commit_tree "$out/trees/tree" org.gnome.$name
done
flatpak build-update-repo --prune --prune-depth=0 "$out/repo" >/dev/null
echo "$stamp" > "$out/stamp"
say "$(du -sm "$out/repo" | cut -f1) MB in $out/repo"
