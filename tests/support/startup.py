"""Start-up time and memory of an X11 program, seen from outside.

The clock starts just before the process does and stops at the first frame: something that covers at least a quarter
of the program's window has been drawn into it. Memory is the proportional set size (PSS) of the process and all that
it has started, some time after that."""

import os
import select
import signal
import subprocess
import time

from Xlib import X, display, error
from Xlib.ext import damage


def descendants(pid):
    parents = {}
    for name in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{name}/stat', encoding='utf-8', errors='replace') as file:
                parents.setdefault(int(file.read().rsplit(')', 1)[1].split()[1]), []).append(int(name))
        except OSError:
            pass
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        todo += parents.get(one, [])
    return found


def proportional_kib(pids):
    total = 0
    for pid in pids:
        try:
            with open(f'/proc/{pid}/smaps_rollup', encoding='utf-8') as file:
                total += sum(int(line.split()[1]) for line in file if line.startswith('Pss:'))
        except OSError:
            pass
    return total


class Watcher:
    def __init__(self):
        self.display = display.Display()
        self.root = self.display.screen().root
        self.display.damage_query_version()
        self.root.change_attributes(event_mask=X.SubstructureNotifyMask)

    def measure(self, argv, settle=1.5, env=None):
        """(seconds to the first frame, KiB of memory)"""
        self.display.sync()
        while self.display.pending_events():
            self.display.next_event()
        began = time.monotonic()
        process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
                                   env=dict(os.environ, **(env or {})))
        try:
            frame = self._first_frame(began)
            time.sleep(settle)
            memory = proportional_kib(descendants(process.pid))
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        time.sleep(0.2)
        return frame - began, memory

    def _first_frame(self, began):
        window, area = None, 0
        while time.monotonic() - began < 60:
            if not self.display.pending_events():
                select.select([self.display.fileno()], [], [], 0.5)
            while self.display.pending_events():
                event = self.display.next_event()
                now = time.monotonic()
                if event.type == X.CreateNotify and window is None and not event.override \
                        and event.width >= 100 and event.height >= 100:
                    self._watch(event.window)
                elif event.type == X.MapNotify and window is None and not event.override:
                    try:
                        geometry = event.window.get_geometry()
                    except error.BadDrawable:
                        continue
                    if geometry.width >= 100 and geometry.height >= 100:
                        window, area = event.window.id, geometry.width * geometry.height
                        self._watch(event.window)
                elif event.type == self.display.extension_event.DamageNotify and event.drawable.id == window \
                        and event.area.width * event.area.height * 4 >= area:
                    return now
        raise RuntimeError('no window was drawn')

    def _watch(self, window):
        try:
            window.damage_create(damage.DamageReportRawRectangles)
            self.display.sync()
        except error.XError:
            pass
