#!/usr/bin/python3
"""The clipboard as another program sees it.

usage: clipboard.py           prints the text on it
       clipboard.py TEXT      owns it with TEXT until ended; prints "ready" once TEXT can be pasted
"""

import sys

import gi
gi.require_version('Gtk', '3.0')
gi.require_version('Gdk', '3.0')
from gi.repository import Gdk, GLib, Gtk

clipboard = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)
if len(sys.argv) == 1:
    print(clipboard.wait_for_text() or '')
    sys.exit(0)
clipboard.set_text(sys.argv[1], -1)
GLib.idle_add(lambda: print('ready', flush=True))
GLib.timeout_add_seconds(60, Gtk.main_quit)
Gtk.main()
