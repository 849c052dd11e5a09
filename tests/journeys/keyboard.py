#!/usr/bin/python3
"""J1 with the keyboard alone: from the archive to the saved connection without a pointer, and without the actions that
assistive programs could use instead of it."""

import os
import re
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import journey as J

journey = J.Journey('keyboard')
server = J.server()


def refuse(*_, **__):
    raise AssertionError('this journey has neither pointer nor accessible actions')


def say_no_to_everything_else(app):
    for name in ('click', 'press', 'set_text', 'focus', 'action', 'scroll_to'):
        setattr(app, name, refuse)


@journey.step('Ctrl+O asks for the archive, whose path is typed')
def open_archive():
    # GTK's own file dialog, which no other journey opens, leaks a little, and so many names are made that GLib gives up its
    # first table of them; two frames are too few to tell these leaks from the program's
    app = journey.start(env={'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':fast_unwind_on_malloc=0'})
    say_no_to_everything_else(app)
    journey.page('Start')
    app.key('ctrl+o')
    app.wait(lambda: app.title() == 'Open the Certificates', 'the file dialog')
    time.sleep(0.5)
    app.type_path(server['ARCHIVE'])
    journey.page('Certificates')
    app.wait(lambda: app.sensitive(app.find('button', 'Next')), 'the archive to be read', 20)


@journey.step('Enter goes on, and Escape and Alt+Left go back')
def back_and_forth():
    app = journey.app
    app.key('Return')
    journey.page('Server')
    app.key('alt+Left')
    journey.page('Certificates')
    app.key('Return')
    journey.page('Server')
    app.key('Escape')
    journey.page('Certificates')


@journey.step('Ctrl+V pastes the address, and only the password is left to type')
def paste():
    app = journey.app
    app.paste(None, f"postgresql://{server['USER']}@{server['HOST']}:{server['PORT']}/{server['DATABASE']}")
    journey.page('Server')
    for field, value in (('Host', 'HOST'), ('Port', 'PORT'), ('Database', 'DATABASE'), ('User', 'USER')):
        entry = app.find('entry', field)
        app.wait(lambda entry=entry, value=value: app.text(entry) == server[value], f'{field} to be filled in', 5)
    app.type(server['PASSWORD'])
    password = app.find('entry', 'Password')
    app.wait(lambda: app.length(password) == len(server['PASSWORD']), 'the password to be typed', 5)
    app.key('Return')
    journey.page('Security')
    assert app.checked(app.find('radio', 'Verify-Full, recommended', timeout=20))


@journey.step('Tab reaches the explanation of a word, Space opens it and Escape closes it')
def explain():
    app = journey.app
    app.key('Tab', 'space')
    # libatspi 2.46 may crash when it has to forget what it knows while a popover comes or goes
    app.wait(lambda: app.says('Nobody in between can pretend'), 'the explanation')
    journey.picture('word')
    app.key('Escape')
    app.wait(lambda: not app.says('Nobody in between can pretend'), 'the explanation to go')
    journey.page('Security')


@journey.step('F1 shows the help, which can be searched, and the list of shortcuts comes by its keys, too')
def read():
    app = journey.app
    app.key('F1')
    app.wait(lambda: app.title() == 'Help', 'the help')
    app.page = None
    time.sleep(0.5)
    journey.picture('help')
    app.type('dws_ssl_cert')
    app.wait(lambda: not app.says('Heroku Postgres'), 'the others to be left out')
    app.key('Return')
    app.wait(lambda: app.says('Client Connections'), 'the guide')
    journey.picture('guide')
    app.key('Escape', 'Escape')
    journey.page('Security')
    app.key('ctrl+question')
    app.wait(lambda: app.says('^Do the next thing'), 'the shortcuts')
    time.sleep(0.3)
    journey.picture('shortcuts')
    app.key('Escape')
    journey.page('Security')


@journey.step('arrow keys choose a mode, and Enter checks')
def check():
    app = journey.app
    app.key('shift+Tab', 'Down')
    app.wait(lambda: app.checked(app.find('radio', 'Verify-CA')), 'the next mode to be chosen')
    app.key('Up')
    app.wait(lambda: app.checked(app.find('radio', 'Verify-Full, recommended')), 'the first mode to be chosen again')
    app.key('Return')
    journey.page('Check')
    app.find(None, 'Proven.', timeout=30)
    app.key('F5')
    time.sleep(1)
    app.find(None, 'Proven.', timeout=30)


@journey.step('Enter saves, and Space copies the command')
def save():
    app = journey.app
    name = app.text(app.find('entry', 'Save as'))
    app.key('Return')
    journey.page('Use It')
    app.find(None, f'{name} is ready.')
    app.key('space')
    app.wait(lambda: f'service={name}' in J.clipboard(), 'the command on the clipboard')
    assert J.services()[name]['sslmode'] == 'verify-full'
    assert J.psql(name, server['PASSWORD']) == '1'


@journey.step('Ctrl+Q ends it without a complaint')
def end():
    app = journey.app
    app.key('ctrl+q')
    assert app.process.wait(10) == 0
    journey.quiet()


journey.run()
