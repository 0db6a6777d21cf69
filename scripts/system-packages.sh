#!/usr/bin/env bash
# Installs, from Debian and by name, what reading scans, PDF annexes and the tests need; says so where it may not.
set -euo pipefail
packages=(tesseract-ocr-vie tesseract-ocr-eng fonts-liberation2 fonts-dejavu-core libreoffice-writer-nogui chromium)
missing=()
for package in "${packages[@]}"; do
  dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" -ne 0 ]; then
  echo "These Debian packages are needed and you may not install them here: ${missing[*]}" >&2
  echo "Ask an administrator to run: apt-get install ${missing[*]}" >&2
  exit 1
fi
echo "· installing Debian packages: ${missing[*]}"
apt-get update -qq >/dev/null
DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
