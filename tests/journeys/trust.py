#!/usr/bin/python3
"""A server that nobody vouches for: the wizard shows the certificate and its fingerprint, and trusts it only when the
person says to have compared it. A mistyped password is then typed anew where the check failed."""

import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import journey as J

journey = J.Journey('trust')
server = J.server()


def fingerprint():
    done = subprocess.run(['openssl', 'x509', '-in', os.path.join(server['DIR'], 'self-signed.crt'), '-noout',
                           '-fingerprint', '-sha256'], capture_output=True, text=True, check=True)
    return done.stdout.strip().split('=')[1]


@journey.step('an archive that does not vouch for the server, and a password with a slip')
def type_all():
    app = journey.start(server['ARCHIVE'])
    journey.page('Certificates')
    app.wait(lambda: app.sensitive(app.find('button', 'Next')), 'the archive to be read', 20)
    journey.next('Server')
    for field, value in (('Host', server['HOST']), ('Port', server['PORT']), ('Database', server['DATABASE']),
                         ('User', server['USER']), ('Password', server['PASSWORD'] + 'x')):
        app.enter(app.find('entry', field), value)


@journey.step('Verify-Full would fail, and stays chosen: nothing weaker is recommended')
def insist():
    journey.next('Security')
    app = journey.app
    app.wait(lambda: app.says('Works here, but who the server is'), 'the server to be looked at', 20)
    assert app.checked(app.find('radio', 'Verify-Full')), app.texts()
    assert not app.has('radio', re.compile('recommended')), app.texts()
    journey.picture('would-fail')
    journey.next('Check')
    app.wait(lambda: app.says('The server vouches only for itself'), 'the cause', 30)
    journey.picture('failed')


@journey.step('the weaker way out says what an attacker could do')
def cost():
    weaker = journey.app.find('button', re.compile('Use Require'))
    assert 'pretend' in weaker.get_description(), weaker.get_description()


@journey.step('trusting shows the fingerprint, and waits until it was compared')
def compare():
    app = journey.app
    app.click(app.find('button', re.compile('Compare…')))
    app.wait(lambda: fingerprint() in app.texts(), 'the fingerprint', 10)
    trust = app.find('button', re.compile('Trust It and Check Again'))
    assert not app.sensitive(trust), 'it can be trusted without comparing'
    tick = app.find('check box', re.compile('I have compared it'))
    app.click(tick)
    app.wait(lambda: app.sensitive(trust), 'the button to be ready')
    journey.picture('compared')
    app.click(trust)


@journey.step('the certificate is accepted now, and the wrong password is the next thing')
def wrong_password():
    app = journey.app
    app.wait(lambda: app.says('The password is not right'), 'the next cause', 30)
    journey.picture('wrong-password')
    app.enter(app.find('entry', 'Password'), server['PASSWORD'])
    app.click(app.find('button', 'Try Again'))
    app.find(None, 'Proven.', timeout=30)
    journey.picture('proven')


@journey.step('what is saved is trusted by psql, too, and by its name')
def save():
    app = journey.app
    app.enter(app.find('entry', 'Save as'), 'trusted')
    app.click(app.find('button', 'Save'))
    journey.page('Use It')
    section = J.services()['trusted']
    assert section['sslmode'] == 'verify-full', section
    assert J.psql('trusted', server['PASSWORD']) == '1'


@journey.step('it ends without a complaint')
def end():
    assert journey.app.close() == 0
    journey.quiet()


journey.run()
