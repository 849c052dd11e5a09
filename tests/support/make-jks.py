#!/usr/bin/python3
"""Packs certificates into a Java trust store (JKS), as "keytool -importcert" would.

usage: make-jks.py OUTPUT PASSWORD CERTIFICATES.pem

Every certificate becomes a trusted entry; no private keys. Only the standard library is used, because a machine that
builds Verifull need not have Java.
"""
import hashlib
import re
import ssl
import struct
import sys

MARK = 0xFEEDFEED
VERSION = 2
TRUSTED_CERTIFICATE = 2
DATE_MS = 1_700_000_000_000
BLOCK = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.S)


def text(value):
    data = value.encode()
    return struct.pack(">H", len(data)) + data


def entry(alias, der):
    return (struct.pack(">I", TRUSTED_CERTIFICATE) + text(alias) + struct.pack(">Q", DATE_MS) + text("X.509")
            + struct.pack(">I", len(der)) + der)


def store(certificates, password):
    entries = [entry(f"authority-{i:03}", der) for i, der in enumerate(certificates)]
    data = struct.pack(">III", MARK, VERSION, len(entries)) + b"".join(entries)
    return data + hashlib.sha1(password.encode("utf-16-be") + b"Mighty Aphrodite" + data).digest()


def main():
    output, password, source = sys.argv[1:]
    with open(source, encoding="ascii") as file:
        certificates = [ssl.PEM_cert_to_DER_cert(block) for block in BLOCK.findall(file.read())]
    with open(output, "wb") as file:
        file.write(store(certificates, password))


if __name__ == "__main__":
    main()
