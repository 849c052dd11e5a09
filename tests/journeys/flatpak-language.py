#!/usr/bin/python3
"""The Flatpak in Chinese, with letters for it: flatpak/prove.sh runs this."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import journey as J

journey = J.Journey('flatpak-language')
server = J.server()


@journey.step('the invitation is in Chinese')
def start():
    app = journey.start()
    app.wait(lambda: app.says('打开|拖'), 'a word in Chinese', 20)
    journey.picture('start')


@journey.step('and so is what an archive that was dropped has in it')
def drop():
    assert journey.drop(server['ARCHIVE']), 'the window did not take the drop'
    app = journey.app
    app.wait(lambda: app.says('证书') and app.says('ApsaraDB-CA-Chain'), 'the archive to be read', 20)
    journey.picture('certificates')


@journey.step('it ends without a complaint')
def end():
    assert journey.app.close() == 0
    journey.quiet()


journey.run()
