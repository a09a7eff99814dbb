#!/bin/sh
# Halte from this folder, without a network:    sudo sh install.sh
# The version before it again:                  sudo sh install.sh rollback
set -eu
cd "$(dirname "$0")"
python=${PYTHON:-python3}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    found=$("$python" -V 2>&1 | head -n 1) || true
    echo "Halte demande Python 3.11 à 3.13, et il y a ici : ${found:-rien}. Prenez Raspberry Pi OS 12 ou 13 (64 bits)." >&2
    exit 1
fi
# The program that installs is in this folder too: it is looked at before it runs.
if ! sha256sum --check --strict --quiet SHA256SUMS; then
    echo "Le lot n’est pas entier ; rien n’a changé : copiez-le de nouveau sur la clé." >&2
    exit 1
fi
for wheel in wheels/halte-*.whl; do
    PYTHONPATH=$PWD/$wheel exec "$python" -B -m kiosk.install "${1:-carried}"
done
