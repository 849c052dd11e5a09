#!/bin/bash
# Starts the installed Flatpak, as its launcher does: files on the command line go in through the document portal.
# VF_FLATPAK_PROGRAM is another program in it.
words=()
for word; do
  if [ -e "$word" ]; then words+=(@@ "$word" @@); else words+=("$word"); fi
done
# a locale that was made for the session is not to be seen in there
exec env -u LOCPATH flatpak run --user ${VF_FLATPAK_PROGRAM:+--command="$VF_FLATPAK_PROGRAM"} --file-forwarding "$VF_FLATPAK" \
  "${words[@]}"
