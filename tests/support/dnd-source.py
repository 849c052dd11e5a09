#!/usr/bin/python3
"""Drags files out of a window of its own, a GTK 3 program like many file managers, and drops them on another window:
the real protocol, with real pointer events.

usage: dnd-source.py --to TITLE [--at X,Y] [--text TEXT | --raw TYPE=DATA] [--shot FILE.png] [--cancel] FILE...

  --to TITLE     pattern for the title of the window to drop on
  --at X,Y       where in that window (default: its middle)
  --text TEXT    drag plain text instead of files
  --raw T=DATA   drag DATA as type T, for example text/uri-list=https://example.org/a.zip
  --shot FILE    take a picture while hovering
  --cancel       press Escape instead of letting go

Ends with 0 when the other side took the drop, with 1 when it refused or the drag was cancelled.
"""

import argparse
import subprocess
import sys
import threading
import time

import gi
gi.require_version('Gtk', '3.0')
gi.require_version('Gdk', '3.0')
from gi.repository import Gdk, Gio, GLib, Gtk

parser = argparse.ArgumentParser()
parser.add_argument('--to', required=True)
parser.add_argument('--at')
parser.add_argument('--text')
parser.add_argument('--raw')
parser.add_argument('--shot')
parser.add_argument('--cancel', action='store_true')
parser.add_argument('files', nargs='*')
options = parser.parse_args()


def xdo(*words):
    return subprocess.run(['xdotool', *map(str, words)], capture_output=True, text=True, check=False).stdout


def numbers(text):
    return {key: int(value) for key, value in (line.split('=') for line in text.splitlines())}


found = xdo('search', '--onlyvisible', '--name', options.to).split()
if not found:
    sys.exit(f'dnd-source: no window titled {options.to!r}')
target = found[-1]
size = numbers(xdo('getwindowgeometry', '--shell', target))
width, height = size['WIDTH'], size['HEIGHT']
# By the pointer: what xdotool tells of the position of a decorated window is wrong.
xdo('mousemove', '--window', target, 0, 0)
place = numbers(xdo('getmouselocation', '--shell'))
left, top = place['X'], place['Y']
at_x, at_y = map(int, options.at.split(',')) if options.at else (width // 2, height // 2)

# Override-redirect, so that no window manager moves it or takes the press; in a corner that the target leaves free.
window = Gtk.Window(type=Gtk.WindowType.POPUP)
window.set_default_size(60, 40)
handle = Gtk.EventBox()
handle.add(Gtk.Label(label='drag'))
window.add(handle)
screen_width, screen_height = map(int, xdo('getdisplaygeometry').split())
corners = [(0, 0), (screen_width - 60, 0), (0, screen_height - 40), (screen_width - 60, screen_height - 40)]
free = [(x, y) for x, y in corners if not (left < x + 60 and x < left + width and top < y + 40 and y < top + height)]
from_x, from_y = (free or corners)[0]
window.move(from_x, from_y)

raw_type = raw_data = None
if options.raw:
    raw_type, raw_data = options.raw.split('=', 1)
    types = [Gtk.TargetEntry.new(raw_type, 0, 0)]
elif options.text is not None:
    types = [Gtk.TargetEntry.new(name, 0, 0) for name in ('text/plain;charset=utf-8', 'text/plain', 'UTF8_STRING')]
else:
    types = [Gtk.TargetEntry.new('text/uri-list', 0, 0)]
handle.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, types, Gdk.DragAction.COPY)
if not raw_type and options.text is None:
    # where there is a document portal, also as what a sandbox can open
    handle.drag_source_add_uri_targets()
outcome = {'sent': 0, 'failed': None}


def give(_widget, _context, selection, _info, _time):
    outcome['sent'] += 1
    if raw_type:
        selection.set(Gdk.Atom.intern(raw_type, False), 8, (raw_data + '\r\n').encode())
    elif options.text is not None:
        selection.set_text(options.text, -1)
    else:
        selection.set_uris([Gio.File.new_for_commandline_arg(name).get_uri() for name in options.files])


def failed(_widget, _context, result):
    outcome['failed'] = result.value_nick
    return True     # nothing flies back


def expired():
    outcome['failed'] = 'timeout'
    Gtk.main_quit()


def drag():
    time.sleep(0.3)
    xdo('mousemove', '--sync', from_x + 30, from_y + 20, 'mousedown', 1)
    for i in range(1, 6):           # past the threshold where a press becomes a drag
        xdo('mousemove', from_x + 30 + 4 * i, from_y + 20 + 3 * i)
        time.sleep(0.03)
    steps = 12
    for i in range(1, steps + 1):   # a person's path and no jump
        xdo('mousemove', from_x + 30 + (left + at_x - from_x - 30) * i // steps,
            from_y + 20 + (top + at_y - from_y - 20) * i // steps)
        time.sleep(0.03)
    xdo('mousemove', left + at_x + 1, top + at_y + 1)
    time.sleep(0.3)
    xdo('mousemove', left + at_x, top + at_y)
    time.sleep(0.1)
    if options.shot:
        subprocess.run(['import', '-silent', '-window', 'root', options.shot], check=False)
    if options.cancel:
        xdo('key', 'Escape')
        time.sleep(0.1)
    xdo('mouseup', 1)


handle.connect('drag-data-get', give)
handle.connect('drag-failed', failed)
handle.connect('drag-end', lambda *_: GLib.timeout_add(100, Gtk.main_quit))
window.show_all()
threading.Thread(target=drag, daemon=True).start()
GLib.timeout_add_seconds(20, expired)
Gtk.main()
taken = outcome['failed'] is None and outcome['sent'] > 0
print(f"dnd-source: {'taken' if taken else 'not taken'} ({outcome['failed'] or 'no failure'})", file=sys.stderr)
sys.exit(0 if taken else 1)
