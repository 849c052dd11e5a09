#!/bin/bash
# Makes a small certificate world in a folder, fresh each time, with the openssl command line only.
#
# usage: make-pki.sh FOLDER
#
#   root.crt root.key            the root authority, self-signed
#   region.crt region.key        the region authority, signed by the root: it signs servers
#   authorities.pem              both, as a connection needs them
#   server.crt server.key        good: DNS:localhost, DNS:db.verifull.test; signed by the region authority
#   chain.crt                    the same with the region authority behind it, as some servers send it
#   other-name.crt               same key, DNS:pgm-test.pg.rds.verifull.test only
#   expired.crt                  same key and names as server.crt, over since 2021
#   self-signed.crt              same key and names, signed by itself
#   unknown-authority.crt        same key and names, signed by other.crt
#   other.crt other.key          an authority that has nothing to do with the server
#   old.crt                      an authority that ended in 2021
#   renewed.crt renewed.key      what follows server.crt: the same names and authority, a new key
#   successor.crt successor.key  an authority that follows the region authority
#   moved.crt moved.key          what follows after that: the same names, signed by the successor, a new key
#   renewed.zip                  authorities.pem with the successor, as the cloud gives it a year later
#   client.crt client.key        the client certificate of the user carol, signed by the root
#   ApsaraDB-CA-Chain.zip        laid out as that cloud does: flat, the same authorities as .pem, .p7b and .jks
#                                (passphrase "apsaradb")
#   dws_ssl_cert.zip             laid out as GaussDB(DWS) does: a folder sslcert with the root, carol's certificate, her key
#                                encrypted (PEM and DER), the two files that are its passphrase, and two scripts
set -eu
umask 077
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$1"

# Nothing of the machine's own configuration may decide what ends up in these certificates.
cat > openssl.cnf <<'CONF'
[req]
distinguished_name = dn
prompt = no
[dn]
CN = unused
[ca]
default_ca = here
[here]
database = index.txt
serial = serial.txt
new_certs_dir = .
default_md = sha256
policy = any
unique_subject = no
rand_serial = yes
[any]
organizationName = optional
organizationalUnitName = optional
commonName = supplied
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost, DNS:db.verifull.test
[other_name]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:pgm-test.pg.rds.verifull.test
[client]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
CONF
export OPENSSL_CONF=$PWD/openssl.cnf
: > index.txt

key () # NAME
{
  openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2>/dev/null ||
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2>/dev/null
}

sign () # NAME KEY SUBJECT EXTENSIONS SIGNER [START END]: `ca` and not `x509`, because only it can date things in the past
{
  local signer=(-selfsign -keyfile "$2.key") dates=(-days 400)
  [ "$4" = authority ] && dates=(-days 3650)
  [ "$5" = self ] || signer=(-cert "$5.crt" -keyfile "$5.key")
  [ $# -gt 5 ] && dates=(-startdate "$6" -enddate "$7")
  openssl req -new -key "$2.key" -subj "$3" -out "$1.csr"
  openssl ca -batch -notext -in "$1.csr" -out "$1.crt" -extensions "$4" "${signer[@]}" "${dates[@]}" 2>ca.log ||
    { cat ca.log >&2; exit 1; }
}

for name in root region other old server client renewed successor moved; do key $name; done
sign root root '/O=Verifull Test/OU=Database/CN=ApsaraDB Test Root CA' authority self
sign region region '/O=Verifull Test/OU=Database/CN=ApsaraDB cn-test region CA' authority root
sign other other '/O=Verifull Test/OU=Database/CN=ApsaraDB xx-elsewhere region CA' authority self
sign old old '/O=Verifull Test/OU=Database/CN=ApsaraDB cn-retired region CA' authority self 20110101000000Z 20210101000000Z
sign server server '/O=Verifull Test/CN=localhost' server region
sign other-name server '/O=Verifull Test/CN=pgm-test.pg.rds.verifull.test' other_name region
sign expired server '/O=Verifull Test/CN=localhost' server region 20200101000000Z 20210101000000Z
sign self-signed server '/O=Verifull Test/CN=localhost' server self
sign unknown-authority server '/O=Verifull Test/CN=localhost' server other
sign client client '/O=Verifull Test/CN=carol' client root
sign renewed renewed '/O=Verifull Test/CN=localhost' server region
sign successor successor '/O=Verifull Test/OU=Database/CN=ApsaraDB cn-test region CA G2' authority self
sign moved moved '/O=Verifull Test/CN=localhost' server successor
cat server.crt region.crt > chain.crt
cat region.crt root.crt > authorities.pem
cat successor.crt region.crt root.crt > renewed.pem
/usr/bin/python3 -m zipfile -c renewed.zip renewed.pem
rm renewed.pem

mkdir archive
cat other.crt old.crt region.crt root.crt > archive/ApsaraDB-CA-Chain.pem
openssl crl2pkcs7 -nocrl -certfile archive/ApsaraDB-CA-Chain.pem -out archive/ApsaraDB-CA-Chain.p7b
"$here/make-jks.py" archive/ApsaraDB-CA-Chain.jks apsaradb archive/ApsaraDB-CA-Chain.pem
(cd archive && /usr/bin/python3 -m zipfile -c ../ApsaraDB-CA-Chain.zip ApsaraDB-CA-Chain.{pem,p7b,jks})

# The passphrase files, as they are decoded by src/core/import/key-cipher.c.
cat > gaussdb.py <<'PYTHON'
import hashlib, os, subprocess, sys
def crc (data):
    value = 0xFFFFFFFF
    for byte in data:
        row = (value >> 24) ^ byte
        for _ in range (8):
            row = (row >> 1) ^ (0xEDB88320 if row & 1 else 0)
        value = row ^ ((value << 8) & 0xFFFFFFFF)
    return (value ^ 0xFFFFFFFF).to_bytes (4, 'little')
word, stem = sys.argv[1].encode (), sys.argv[2]
secret, salt, iv = os.urandom (16), os.urandom (16), os.urandom (16)
key = hashlib.pbkdf2_hmac ('sha256', secret, salt, 10000, 16)
block = (word + b'\x80').ljust (16, b'\0')
done = subprocess.run (['openssl', 'enc', '-aes-128-cbc', '-nopad', '-K', key.hex (), '-iv', iv.hex ()], input=block,
                       stdout=subprocess.PIPE, check=True).stdout
cipher = done + os.urandom (1) + salt + os.urandom (1) + iv + os.urandom (2)
rand = secret + os.urandom (4)
open (stem + '.cipher', 'wb').write (cipher + crc (cipher))
open (stem + '.rand', 'wb').write (rand + crc (rand))
PYTHON
mkdir sslcert
word=$(openssl rand -hex 6)A@
cp root.crt sslcert/cacert.pem
cp client.crt sslcert/client.crt
openssl ec -in client.key -aes-256-cbc -passout "pass:$word" -out sslcert/client.key 2>/dev/null
openssl pkcs8 -topk8 -in client.key -outform DER -v2 aes-256-cbc -passout "pass:$word" -out sslcert/client.key.pk8
/usr/bin/python3 gaussdb.py "$word" sslcert/client.key
printf '#!/bin/bash\nexport PGSSLCERT=$PWD/client.crt\nexport PGSSLKEY=$PWD/client.key\n' > sslcert/sslcert_env.sh
printf '@echo off\r\nset PGSSLCERT=%%cd%%\\client.crt\r\n' > sslcert/sslcert_env.bat
/usr/bin/python3 -m zipfile -c dws_ssl_cert.zip sslcert
rm -rf archive sslcert gaussdb.py ./*.csr index.txt* serial.txt* ca.log openssl.cnf ./[0-9A-F]*.pem
