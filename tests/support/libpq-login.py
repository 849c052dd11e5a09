#!/usr/bin/python3
"""Logs in with one particular libpq, and with nothing but what it is told.

usage: libpq-login.py LIBPQ.so.5 CONNINFO

Prints the version of the library, and ends with 1 and what it says on standard error where it does not get in. The
service file and the password are taken from the environment, as libpq does. What the library needs itself lies beside
it, so LD_LIBRARY_PATH has to name its folder.
"""

import ctypes
import sys

CONNECTION_OK = 0


def main():
    libpq = ctypes.CDLL(sys.argv[1])
    libpq.PQconnectdb.restype = ctypes.c_void_p
    libpq.PQerrorMessage.restype = ctypes.c_char_p
    libpq.PQstatus.argtypes = libpq.PQerrorMessage.argtypes = [ctypes.c_void_p]
    connection = libpq.PQconnectdb(sys.argv[2].encode())
    print(libpq.PQlibVersion())
    if libpq.PQstatus(connection) != CONNECTION_OK:
        sys.exit(libpq.PQerrorMessage(connection).decode(errors='replace'))


main()
