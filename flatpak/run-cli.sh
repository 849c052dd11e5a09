#!/bin/bash
# Starts the command line that is in the installed Flatpak.
VF_FLATPAK_PROGRAM=verifull-cli exec "$(dirname "${BASH_SOURCE[0]}")/run.sh" "$@"
