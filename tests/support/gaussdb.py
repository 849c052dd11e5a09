"""A GaussDB that really logs in: one user, kept as SHA-256, in a thread of the program that imports this.

Only what a client sees of openGauss: the question for TLS, authentication code 10 with GaussDB's payload in its three
versions, the check of the proof by the stored key, version(), and the polite end.
"""

import hashlib
import hmac
import os
import socket
import ssl
import struct
import threading

VERSION = 'PostgreSQL 9.2.4 (GaussDB 8.2.1 build 39137c2d) compiled at 2023-04-01 on x86_64-unknown-linux-gnu'
SECONDS = 20                    # nobody waits longer for a client that does nothing


def keyed(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


class Gone(Exception):
    """The client has closed."""


class GaussDB:
    def __init__(self, certificate, key, user, password, database, iterations=10000, version=VERSION, echoes=False):
        """@echoes: refuses whatever it gets, repeating the proof and the password."""
        self.user, self.password, self.database = user, password, database
        self.iterations, self.version = iterations, version
        self.echoes, self.proofs = echoes, []
        self.startups, self.answers, self.admitted, self.goodbyes = [], 0, 0, 0
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate, key)
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.run, daemon=True).start()

    def close(self):
        self.listener.close()

    def run(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        client.settimeout(SECONDS)
        try:
            if self.read(client, 8) != struct.pack('>II', 8, 80877103):
                return
            client.sendall(b'S')
            with self.context.wrap_socket(client, server_side=True) as channel:
                self.log_in(channel)
        except (OSError, Gone):
            pass
        finally:
            client.close()

    @staticmethod
    def read(channel, length):
        data = b''
        while len(data) < length:
            more = channel.recv(length - len(data))
            if not more:
                raise Gone
            data += more
        return data

    def message(self, channel):
        kind, length = struct.unpack('>cI', self.read(channel, 5))
        return kind, self.read(channel, length - 4)

    @staticmethod
    def say(channel, kind, body=b''):
        channel.sendall(kind + struct.pack('>I', len(body) + 4) + body)

    def keep(self, salt):
        """What the server stores of the password: the key it proves itself by, and the one it checks proofs by."""
        derived = hashlib.pbkdf2_hmac('sha1', self.password.encode(), salt, self.iterations, 32)
        return keyed(derived, b'Sever Key'), hashlib.sha256(keyed(derived, b'Client Key')).digest()

    def log_in(self, channel):
        length, = struct.unpack('>I', self.read(channel, 4))
        startup = self.read(channel, length - 4)
        version, words = startup[:4], startup[4:].split(b'\0')
        fields = dict(zip(words[::2], words[1::2]))
        self.startups.append(version)
        salt, token = os.urandom(32), os.urandom(4)
        server_key, stored_key = self.keep(salt)
        tail = (struct.pack('>I', self.iterations) if version[3] > 50
                else keyed(server_key, token).hex().encode() if version[3] < 50 else b'')
        self.say(channel, b'R', struct.pack('>II', 10, 2) + salt.hex().encode() + token.hex().encode() + tail)
        kind, body = self.message(channel)
        if kind != b'p':
            return
        self.answers += 1
        self.proofs.append(body.rstrip(b'\0').decode())
        if self.echoes:
            text = f'“{self.proofs[-1]}” is no answer from “{self.password}”'
            self.say(channel, b'E', b'SFATAL\0CXX000\0M' + text.encode() + b'\0\0')
        elif fields.get(b'user') != self.user.encode() or not self.proven(body, stored_key, token):
            self.say(channel, b'E', b'SFATAL\0C28P01\0MInvalid username/password,login denied.\0\0')
        elif fields.get(b'database') != self.database.encode():
            self.say(channel, b'E', b'SFATAL\0C3D000\0Mdatabase does not exist\0\0')
        else:
            self.admitted += 1
            self.welcome(channel)

    @staticmethod
    def proven(body, stored_key, token):
        proof = bytes.fromhex(body.rstrip(b'\0').decode())
        client_key = bytes(a ^ b for a, b in zip(proof, keyed(stored_key, token)))
        return len(proof) == 32 and hashlib.sha256(client_key).digest() == stored_key

    def welcome(self, channel):
        self.say(channel, b'R', struct.pack('>I', 0))
        self.say(channel, b'S', b'server_version\x009.2.4\0')
        self.say(channel, b'K', struct.pack('>II', 1, 1))
        self.say(channel, b'Z', b'I')
        kind, _ = self.message(channel)
        while kind == b'Q':
            text = self.version.encode()
            self.say(channel, b'D', struct.pack('>HI', 1, len(text)) + text)
            self.say(channel, b'C', b'SELECT 1\0')
            self.say(channel, b'Z', b'I')
            kind, _ = self.message(channel)
        self.goodbyes += kind == b'X'
