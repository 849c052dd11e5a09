"""Uses a GTK 4 program as a person would, inside desktop-session.sh.

Looking goes through the accessibility tree, so what a test finds is what a screen reader says. Acting goes through
pointer and keys: a test that presses a button which no pointer can reach proves nothing, and GTK's accessibility
interface offers no action for rows and check buttons anyway.

    app = App(['build/src/ui/verifull'])
    app.click(app.find('button', 'Next'))
    app.enter(app.find('entry', 'Host'), 'db.example.org')
    app.wait(lambda: app.has('label', 'Proven'), 'the verdict')

GTK 4.8 tells where widgets are and leaves hidden pages in the tree; later versions do neither.
"""

import functools
import os
import re
import signal
import subprocess
import sys
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib

Atspi.init()
Atspi.set_timeout(5000, 15000)      # a program that hangs must not hang the test

# what different GTK versions call the same thing
ROLES = {
    'button': {'push button', 'button', 'toggle button'},
    'entry': {'text', 'entry', 'password text'},
    'radio': {'radio button', 'check box'},
    'switch': {'switch', 'check box', 'toggle button'},
    'window': {'frame', 'dialog', 'window', 'alert'},
}


def counted(kind):
    """An act of the person's, however many keys it takes to imitate it; what it is made of does not count."""
    def wrap(method):
        @functools.wraps(method)
        def act(self, *arguments, **options):
            if not self.acting:
                self.acts.append(kind)
            self.acting += 1
            try:
                return method(self, *arguments, **options)
            finally:
                self.acting -= 1
        return act
    return wrap


def clean(name):
    """GTK 4.8 says '_Next Next' and 'Host Host' where a label and what it labels meet."""
    text = (name or '').replace('_', '')
    half = (len(text) - 1) // 2
    if len(text) % 2 == 1 and text[half:half + 1] == ' ' and text[:half] == text[half + 1:]:
        return text[:half]
    return text


def called(thing):
    """Its name; of a status, which later versions of GTK leave without one, the text."""
    name = thing.get_name()
    if not name and thing.get_role_name() == 'status bar' and thing.get_text_iface():
        name = Atspi.Text.get_text(thing, 0, Atspi.Text.get_character_count(thing))
    return clean(name)


def run(*words):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)


def xdo(*words):
    return run('xdotool', *words).stdout.strip()


class App:
    def __init__(self, argv=None, pid=None, log=None, env=None, timeout=30):
        """Starts argv, or attaches to the process pid, and waits for its window."""
        self.process = None
        self.log = log
        self.acts = []          # what the person did, in words: press, paste, type, drop
        self.acting = 0
        self.page = None        # class of the page in view; the other pages' widgets are left out
        if argv:
            output = open(log, 'ab') if log else None
            self.process = subprocess.Popen(argv, stdout=output, stderr=subprocess.STDOUT if output else None,
                                            stdin=subprocess.DEVNULL, env=dict(os.environ, **(env or {})))
            pid = self.process.pid
        self.pid = pid
        self.root = self.wait(self._attach, 'the program on the accessibility bus', timeout)
        version = re.findall(r'\d+', self.root.get_toolkit_version() or '0')
        self.version = tuple(int(number) for number in version[:2])
        self.wait(self.windows, 'a window', timeout)
        self.wait(lambda: xdo('getactivewindow'), 'an active window', timeout)

    def _attach(self):
        if self.process and self.process.poll() is not None:
            raise AssertionError(f'the program ended with {self.process.returncode}')
        App.catch_up()
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(i)
            try:
                if application and self._is_it(application):
                    return application
            except GLib.Error:
                pass
        return None

    def _is_it(self, application):
        # a proxy speaks for what is in a sandbox, and has a process of its own
        if os.environ.get('VF_FLATPAK'):
            return application.get_name().lower() == 'verifull'
        return application.get_process_id() == self.pid

    # --- looking ---------------------------------------------------------------------------------------------------

    @staticmethod
    def children(thing):
        try:
            return [child for child in (thing.get_child_at_index(i) for i in range(thing.get_child_count())) if child]
        except GLib.Error:      # it went away meanwhile
            return []

    @staticmethod
    def catch_up():
        """Lets the library hear what has changed: it keeps some of what it was told, and only so learns that it is gone.
        Its own way of forgetting, clear_cache(), follows a popover round in a circle until the stack ends."""
        while GLib.MainContext.default().iteration(False):
            pass

    def walk(self, top=None):
        """Everything below top."""
        self.catch_up()
        todo = [top or self.root]
        while todo:
            thing = todo.pop()
            if self._is_hidden(thing):
                continue
            yield thing
            todo += reversed(self.children(thing))

    def _is_hidden(self, thing):
        """GTK 4.8 has the pages of a stack that are not in view in the tree, and tells classes for want of names."""
        if not self.page or self.version >= (4, 10):
            return False
        try:
            name = thing.get_name() or ''
        except GLib.Error:      # it went away meanwhile
            return True
        return bool(re.fullmatch(r'Vf\w+Page', name)) and name != self.page

    def windows(self):
        self.catch_up()
        return self.children(self.root)

    def title(self):
        """The title of the active window, which names the page."""
        return xdo('getactivewindow', 'getwindowname')

    def find_all(self, role=None, name=None, within=None):
        roles = ROLES.get(role, {role})

        def matches(thing):
            try:
                if role and thing.get_role_name() not in roles:
                    return False
                if name is None:
                    return True
                found = called(thing)
                return bool(name.search(found)) if hasattr(name, 'search') else found == name
            except GLib.Error:
                return False

        return [thing for thing in self.walk(within) if matches(thing)]

    def find(self, role=None, name=None, within=None, timeout=10, nth=0):
        """Waits for the nth thing with that role and name; name is a string or a compiled pattern."""
        def enough():
            found = self.find_all(role, name, within)
            return found if len(found) > (nth if nth >= 0 else -nth - 1) else None
        return self.wait(enough, f'{role or "something"} called {name!r}', timeout)[nth]

    def has(self, role=None, name=None, within=None):
        return bool(self.find_all(role, name, within))

    def texts(self, within=None):
        """All that can be read, for looking for a sentence."""
        names = []
        for thing in self.walk(within):
            try:
                names.append(called(thing))
                names.append(thing.get_description() or '')
            except GLib.Error:
                pass
        return [name for name in names if name]

    def says(self, pattern, within=None):
        return any(re.search(pattern, text) for text in self.texts(within))

    @staticmethod
    def wait(condition, what='a condition', timeout=10):
        end = time.monotonic() + timeout
        while True:
            try:
                value = condition()
            except GLib.Error:
                value = None
            if value:
                return value
            if time.monotonic() > end:
                raise AssertionError(f'waited {timeout} s for {what}')
            time.sleep(0.05)

    @staticmethod
    def states(thing):
        return {state.value_nick for state in thing.get_state_set().get_states()}

    def checked(self, thing):
        return 'checked' in self.states(thing)

    def sensitive(self, thing):
        return 'sensitive' in self.states(thing)

    # the interface's functions, because the objects' own get_text() is something else in later versions
    @staticmethod
    def length(thing):
        return Atspi.Text.get_character_count(thing) if thing.get_text_iface() else 0

    def text(self, thing):
        """What an entry holds; of a password nothing or bullets."""
        length = self.length(thing)
        return Atspi.Text.get_text(thing, 0, length) if length else ''

    # --- acting ----------------------------------------------------------------------------------------------------

    def _place(self, thing):
        """(X window, x, y, its height): the middle of thing in its window."""
        window = thing
        while window and window.get_role_name() not in ROLES['window']:
            window = window.get_parent()
        identifiers = xdo('search', '--onlyvisible', '--name', '^' + re.escape(window.get_name()) + '$').split()
        frame = Atspi.Component.get_extents(window, Atspi.CoordType.WINDOW)
        extents = Atspi.Component.get_extents(thing, Atspi.CoordType.WINDOW)
        if extents.width <= 0 or not identifiers:
            raise AssertionError(f'{thing.get_name()!r} is not in view')
        shell = xdo('getwindowgeometry', '--shell', identifiers[-1])
        size = dict(line.split('=') for line in shell.splitlines())
        width, height = int(size['WIDTH']), int(size['HEIGHT'])
        return (identifiers[-1], (width - frame.width) // 2 - frame.x + extents.x + extents.width // 2,
                (height - frame.height) // 2 - frame.y + extents.y + extents.height // 2, height)

    def _settle(self, thing):
        """Where thing is once it stands still, scrolled into view with the wheel like a person would."""
        for _ in range(60):
            place = self._place(thing)
            time.sleep(0.06)
            if place != self._place(thing):
                continue
            window, x, y, height = place
            # between the header bar and the bar with the buttons, which do not scroll
            if y > height - 20 or y < 20:
                xdo('mousemove', '--window', window, x, height // 2)
                xdo('click', 5 if y > height - 20 else 4)
                time.sleep(0.1)
                continue
            return place
        return place

    def scroll_to(self, thing, top=70, bottom=100):
        """Wheels until thing is clear of the bars at the top and the bottom of the window."""
        if self.version >= (4, 10):
            return
        for _ in range(60):
            window, x, y, height = self._place(thing)
            if top <= y <= height - bottom:
                return
            xdo('mousemove', '--window', window, x, height // 2)
            xdo('click', 5 if y > height // 2 else 4)
            if not self._moves(thing, y):
                return

    def _moves(self, thing, y):
        """Whether thing leaves y: a busy program scrolls late, and one that is at its end never."""
        end = time.monotonic() + 1
        while time.monotonic() < end:
            time.sleep(0.04)
            if self._place(thing)[2] != y:
                return True
        return False

    @counted('press')
    def click(self, thing, times=1, scroll=True):
        """Clicks on it; later than GTK 4.8 goes there by Tab and presses Space or Enter, for want of its position."""
        self.wait(lambda: self.sensitive(thing), f'{thing.get_name()!r} to be sensitive')
        if self.version >= (4, 10):
            if thing.get_role_name() == 'radio button':      # Tab stops at the chosen one of a group only
                row = thing
                while row and row.get_role_name() not in ('list item', 'frame'):
                    row = row.get_parent()
                if row and row.get_role_name() == 'list item':
                    thing = row
                else:
                    self._focus_radio(thing)
            self.focus(thing)
            if thing.get_role_name() not in ROLES['entry']:
                # Space only selects the rows of some lists
                self.key('Return' if thing.get_role_name() == 'list item' else 'space')
            return
        if scroll and clean(thing.get_name()) not in ('Next', 'Back', 'Cancel'):
            self.scroll_to(thing)
        window, x, y, _ = self._settle(thing)
        # relative to the window, because xdotool is wrong about where decorated windows are
        xdo('mousemove', '--window', window, x, y)
        xdo('click', '--repeat', times, '--delay', 60, 1)

    @counted('press')
    def press(self, thing):
        """Without the pointer: its first accessible action, which buttons and switches have."""
        self.wait(lambda: self.sensitive(thing), f'{thing.get_name()!r} to be sensitive')
        if not thing.get_action_iface() or not Atspi.Action.get_n_actions(thing):
            raise AssertionError(f'{thing.get_role_name()} {thing.get_name()!r} has no action')
        Atspi.Action.do_action(thing, 0)

    @counted('press')
    def key(self, *combinations):
        for combination in combinations:
            # by the code of the key, F1 to F10 from 67 on: xdotool adds Alt to them where a newer keyboard layout has
            # them with it, too
            combination = re.sub(r'\bF([1-9]|10)$', lambda found: str(66 + int(found[1])), combination)
            xdo('key', '--clearmodifiers', combination)
            time.sleep(0.03)

    @counted('type')
    def type(self, text):
        """Into what has the focus. Letters that the keyboard layout lacks get lost when typed quickly."""
        xdo('type', '--clearmodifiers', '--delay', 12 if text.isascii() else 100, '--', text)

    @counted('type')
    def enter(self, entry, text):
        """Clicks into an entry, replaces what it holds by typing, and looks at the outcome."""
        def same():
            return self.text(entry) == text or self.length(entry) == len(text) and not self.text(entry).strip('•●')
        for last in (False, True):
            self.click(entry)
            time.sleep(0.05)
            self.key('ctrl+a', 'Delete')
            self.type(text)
            try:
                return self.wait(same, f'{entry.get_name()!r} to hold {len(text)} letters', 3)
            except AssertionError:
                if last:
                    raise

    @counted('paste')
    def paste(self, entry, text):
        """Puts text on the clipboard from outside and presses Ctrl+V in entry, or where the keyboard is."""
        owner = subprocess.Popen([sys.executable, os.path.join(os.path.dirname(__file__), 'clipboard.py'), text],
                                 stdout=subprocess.PIPE)
        try:
            owner.stdout.readline()
            if entry:
                self.click(entry)
                time.sleep(0.05)
                self.key('ctrl+a')
            self.key('ctrl+v')
            time.sleep(0.5)
        finally:
            owner.terminate()
            owner.wait()

    @counted('type')
    def type_path(self, path):
        """Into GTK's own file dialog; later than GTK 4.8 its completion races with the keys, so the entry is filled."""
        if self.version < (4, 10):
            self.type(path)
        else:
            self.type('/')
            entry = self.find('entry', within=self.windows()[-1])
            App.set_text(self, entry, path)
        time.sleep(0.3)
        self.key('Return')

    def set_text(self, entry, text):
        """Without keys."""
        if not Atspi.EditableText.set_text_contents(entry, text):
            raise AssertionError(f'{entry.get_name()!r} cannot be edited')

    def focus(self, thing, tabs=60):
        """Presses Tab until thing has the focus. GTK 4.8 never says so of an entry row: click that."""
        for _ in range(tabs):
            if 'focused' in self.states(thing):
                return
            self.key('Tab')
            time.sleep(0.08)
        raise AssertionError(f'Tab does not reach {thing.get_role_name()} {thing.get_name()!r}')

    def _focus_radio(self, thing):
        """Among radio buttons that are in no list, Tab goes to the chosen one and the arrow keys to the others."""
        group = self.find_all('radio button')
        for _ in range(60 + len(group)):
            here = next((i for i, radio in enumerate(group) if 'focused' in self.states(radio)), None)
            if here is not None and group[here] == thing:
                return
            self.key('Tab' if here is None else 'Up' if group.index(thing) < here else 'Down')
            time.sleep(0.08)

    def action(self, app_id, name, argument='[]', window=None):
        """Activates app.NAME, or win.NAME of the nth window, over D-Bus."""
        path = '/' + app_id.replace('.', '/') + (f'/window/{window}' if window else '')
        result = run('gdbus', 'call', '-e', '-d', app_id, '-o', path, '-m', 'org.gtk.Actions.Activate', '--',
                     name, argument, '{}')
        if result.returncode:
            raise AssertionError(result.stderr.strip())

    # --- pictures and the end ----------------------------------------------------------------------------------------

    @staticmethod
    def shot(path, window='active'):
        run(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'shot.sh'), path, window)

    def dump(self, file=sys.stderr):
        """What a screen reader would see."""
        def show(thing, depth):
            try:
                states = sorted(self.states(thing) - {'enabled', 'visible', 'sensitive'})
                about = thing.get_description()
                print('  ' * depth + f'[{thing.get_role_name()}] {thing.get_name()!r}'
                      + (f' ({about})' if about else '') + f' {" ".join(states)}', file=file)
                for child in self.children(thing):
                    show(child, depth + 1)
            except GLib.Error as error:
                print('  ' * depth + str(error), file=file)
        show(self.root, 0)

    def close(self, timeout=10):
        """Ends the program as a person would, by signal if that does not do it. Returns its exit status."""
        if not self.process:
            return None
        if self.process.poll() is None:
            xdo('key', 'alt+F4')
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGTERM)
            return self.process.wait(timeout)
