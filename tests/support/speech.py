"""What a screen reader has to say of a program: page by page, and of what happens by itself."""

import re
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib   # noqa: E402

from uidriver import called   # noqa: E402

# what only holds other things, and is not read out
SILENT = {'panel', 'filler', 'scroll bar', 'application', 'frame', 'image', 'separator', 'table', 'table cell', 'generic',
          'grouping', 'section', 'viewport', 'static', 'unknown', 'redundant object'}
# what somebody can do something with
CONTROLS = {'push button', 'button', 'toggle button', 'check box', 'radio button', 'switch', 'text', 'entry',
            'password text', 'list item', 'link', 'menu item', 'combo box', 'label', 'alert'}
# what has a state of its own, also where the row around it has the same name
TICKS = {'check box', 'radio button', 'switch'}
# of a control it would be said in any case
DULL = {'visible', 'sensitive', 'enabled', 'focusable', 'showing', 'selectable', 'vertical', 'horizontal', 'active',
        'single line', 'multi line', 'expandable', 'checkable', 'opaque'}
EVENTS = ('object:property-change:accessible-name', 'object:property-change:accessible-description', 'object:announcement', 'object:state-changed:focused')


def is_nameless(name):
    """GTK 4.8 tells the class for want of a name."""
    return not name or bool(re.fullmatch(r'(Gtk|Adw|Vf)[A-Za-z]+', name))


class Speech:
    def __init__(self, app):
        self.app = app
        self.said = []
        self.focus = None
        self.listener = Atspi.EventListener.new(self._on_event)
        for kind in EVENTS:
            self.listener.register(kind)

    def _on_event(self, event):
        try:
            if event.type.startswith('object:announcement'):
                self.said.append(event.any_data)
            elif event.type.startswith('object:state-changed:focused'):
                if event.detail1:
                    self.focus = event.source
                    about = event.source.get_description()
                    self.said.append(', '.join(filter(None, (called(event.source), event.source.get_role_name(), about))))
            elif event.source == self.focus:
                # what it was called then; by now it may be called otherwise
                self.said.append(event.any_data if isinstance(event.any_data, str) else called(event.source))
        except GLib.Error:      # it went away meanwhile
            pass

    def settle(self, seconds=0.4):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            while GLib.MainContext.default().iteration(False):
                pass
            time.sleep(0.01)

    def heard(self):
        """All that was said by itself since the last call."""
        self.settle()
        said, self.said = self.said, []
        return said

    def _path(self, thing):
        """Where it stands, for a complaint."""
        path = []
        while thing and len(path) < 6:
            path.append(f'{thing.get_role_name()} {called(thing)!r}')
            thing = thing.get_parent()
        return ' < '.join(path)

    def _is_theirs(self, thing):
        """The button that closes a toast, what a list that drops down is made of, and the list of one row in a row that
        opens are libadwaita's own."""
        try:
            parent = thing.get_parent()
            return (bool(parent) and any(called(child) == 'Undo' for child in self.app.children(parent))
                    or 'AdwToastWidget' in self._path(parent) or 'combo box' in self._path(parent)
                    or self._path(thing).startswith("panel '' < panel '' < list item "))
        except GLib.Error:      # it went away meanwhile
            return True

    def read(self, top=None):
        """([line], [complaint]): all of the page in the order of the tree, and what of it would not be understood."""
        self.settle()
        lines, wrong = [], []
        for thing in self.app.walk(top):
            try:
                role, name, states = thing.get_role_name(), called(thing), self.app.states(thing)
                about = thing.get_description() or ''
            except GLib.Error:
                continue
            if {'focusable', 'sensitive'} <= states and role != 'scroll pane' and not self._is_theirs(thing):
                if is_nameless(name) and role != 'list':
                    wrong.append(f'a {role} has no name ({about}) {self._path(thing)}')
                if role not in CONTROLS and role not in ('list', 'document text'):
                    wrong.append(f'{name!r} can have the focus and is a {role}')
            if 'focused' in states and is_nameless(name):
                wrong.append(f'the focus is on a {role} without a name')
            if role in SILENT or is_nameless(name) or (lines and lines[-1].startswith(name + ', ') and role not in TICKS):
                continue
            told = [name, '' if role == 'label' else role, *sorted(states - DULL),
                    '' if about == name else about, '' if 'sensitive' in states else 'unavailable']
            lines.append(', '.join(word for word in told if word))
        return lines, wrong

    def listen(self, *expected, within=None):
        """Reads the page out, or what is within something, and looks for what has to be said on it."""
        lines, wrong = self.read(within)
        print(f'# --- {self.app.title()}', flush=True)
        for line in lines:
            print('#   ' + line.replace('\n', '\n#     '), flush=True)
        assert not wrong, '\n'.join(wrong)
        for pattern in expected:
            assert any(re.search(pattern, line) for line in lines), f'{pattern!r} is not said'

    @staticmethod
    def _find_untold(said, expected):
        rest = iter(said)
        return next((pattern for pattern in expected if not any(re.search(pattern, text) for text in rest)), None)

    def told(self, *expected, timeout=5):
        """Looks for what is said by itself, in this order, and has been since the last look or is now. Returns it."""
        end = time.monotonic() + timeout
        said = self.heard()
        while self._find_untold(said, expected) and time.monotonic() < end:
            said += self.heard()
        print(f'# told: {said}', flush=True)
        untold = self._find_untold(said, expected)
        assert not untold, f'{untold!r} is not told: {said}'
        return said
