# The developer's interface: `make help` lists the targets.
#
# Set-up is remembered by stamp files in .venv, so a second call starts at once. `make run SYSTEM=skip` leaves
# Debian's packages alone; `make run PYTHON=python3.12` chooses the interpreter.

# What Halte needs from Debian or Raspberry Pi OS beside python3, git and make: drawing without a graphics card
# or an X server, touchscreens, printers on USB, speech, and virtual environments.
DEBIAN := python3-venv libgl1 libegl1 libgl1-mesa-dri libmtdev1 libusb-1.0-0 espeak-ng
# What some tests need besides; without one of them those tests are skipped and say so.
DEBIAN_TEST := avahi-daemon avahi-utils dbus iproute2 speech-dispatcher-espeak-ng strace x11-utils xvfb

# What a kiosk that starts with the machine needs besides: one window on the whole screen, without a desktop.
DEBIAN_KIOSK := cage seatd xwayland

PREFIX := /opt/halte
VENV := .venv
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install --constraint constraints.txt
PROJECT := pyproject.toml constraints.txt
# Two tests more than there are cores: many wait for a process, a time-out or the network.
WORKERS = $(shell echo $$((`nproc` + 2)))
# In a sweep the windows are drawn; in the suite only where a test looks (tests/windows.py).
DRAWN := KIVY_GL_BACKEND=sdl2
# A sweep takes as long as it takes, and tells its seeds and figures.
SWEEP := $(VENV)/bin/python -m pytest -q -s --timeout 0
SUITABLE := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

##@ Use
.PHONY: run
run: $(VENV)/stamp-run ## set up what is missing, then the demonstration
	$(VENV)/bin/halte demo

.PHONY: install uninstall
install: | run-packages ## as root: Halte in $(PREFIX), its account, settings and service (see README.md)
	@[ "`id -u`" = 0 ] || { echo "Installing needs root. Run: sudo make install" >&2; exit 1; }
	@$(call debian,$(DEBIAN_KIOSK),The service needs,exit 1)
	@$(find-python); $$python -m venv --clear $(PREFIX)
	$(PREFIX)/bin/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt setuptools
	$(PREFIX)/bin/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt --no-build-isolation .
	getent passwd halte >/dev/null || useradd --system --home-dir /var/lib/halte --shell /usr/sbin/nologin halte
	install -D -m 644 assets/systemd/halte@.service /etc/systemd/system/halte@.service
	install -d -m 755 -o halte -g halte /etc/halte
	[ -e /etc/halte/halte.toml ] || $(PREFIX)/bin/halte --config /etc/halte/halte.toml config init

uninstall: ## as root: take Halte off this machine, but its settings and its log
	rm -rf $(PREFIX) /etc/systemd/system/halte@.service

##@ Develop
.PHONY: test quick lint types format texts bench crash-sweep attacker link-sweep walk touches soak pins wheel clean help
test: $(VENV)/stamp-dev ## set up what is missing, then the whole test suite
	$(VENV)/bin/python -m pytest --numprocesses $(WORKERS)

quick: $(VENV)/stamp-dev ## the pure tests alone: no window, process, network or waiting (tests/quick.py)
	$(VENV)/bin/python -m pytest -q -m quick --numprocesses `nproc`

lint: $(VENV)/stamp-dev ## style, formatting and known mistakes (ruff)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(VENV)/stamp-dev ## types (mypy, strict)
	$(VENV)/bin/mypy

format: $(VENV)/stamp-dev ## put every file in the one format
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

texts: $(VENV)/stamp-dev ## bring the catalogues in assets/locale up to date with the code
	$(VENV)/bin/python -m assets.catalogues

bench: $(VENV)/stamp-dev ## the measurements of tests/benchmarks, with their tables
	$(SWEEP) tests/benchmarks/bench_*.py

crash-sweep: $(VENV)/stamp-dev ## the record killed at every system call, none left out, and 2,000 times at random
	HALTE_CRASH_STRIDE=1 HALTE_KILLS=2000 $(SWEEP) tests/faults/test_record_crash.py tests/faults/test_kill.py

attacker: $(VENV)/stamp-dev ## who had which topic? a witness with a watch, on 300 days of each kind
	HALTE_ATTACKER=300 $(SWEEP) tests/privacy/test_attacker.py

link-sweep: $(VENV)/stamp-dev ## the link: 2,000 commands in a storm, 100,000 hostile messages
	HALTE_STORM=2000 HALTE_FUZZ=100000 $(SWEEP) tests/faults/test_link_storm.py tests/faults/test_link_fuzz.py

walk: $(VENV)/stamp-dev ## every widget of the kiosk measured, in all sizes, modes and languages
	WHOLE=1 $(DRAWN) $(SWEEP) tests/ui/test_kiosk_walk.py

touches: $(VENV)/stamp-dev ## 20,000 touches nobody meant: no crash, no ticket, memory stays flat
	WHOLE=1 $(DRAWN) $(SWEEP) tests/ui/test_kiosk_storm.py

soak: $(VENV)/stamp-dev ## 10,000 tickets and 1,000 faults of the printer: nothing leaks, nothing is printed twice
	$(VENV)/bin/python -m tests.faults.printer_soak --tickets 10000 --faults 1000

pins: $(VENV)/stamp-dev ## write constraints.txt anew from the newest releases that the bounds allow
	$(VENV)/bin/python -m venv --clear $(VENV)/pins
	$(VENV)/pins/bin/python -m pip install --quiet --upgrade setuptools '.[dev]'
	$(VENV)/pins/bin/python -m pip freeze --all --exclude pip --exclude halte > constraints.txt
	rm -r $(VENV)/pins

wheel: $(VENV)/stamp-dev ## build dist/*.whl
	$(VENV)/bin/python -m build --wheel --no-isolation

clean: ## remove what was built and set up
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis halte-demo

help: ## this list
	@awk -F ':.*## ' '/^##@/ { print "\n" substr($$0, 5) } /^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

# --- Set-up ----------------------------------------------------------------------------------------

$(VENV)/stamp-run: $(PROJECT) | $(VENV)/bin/python
	$(INSTALL) setuptools
	$(INSTALL) --no-build-isolation --editable .
	@touch $@

$(VENV)/stamp-dev: $(PROJECT) | $(VENV)/bin/python test-packages
	$(INSTALL) setuptools
	$(INSTALL) --no-build-isolation --editable '.[dev]'
	@touch $@ $(VENV)/stamp-run

$(VENV)/bin/python: | run-packages
	@$(find-python); \
	echo "Setting up $(VENV) with `$$python -V` (once; some minutes on a Raspberry Pi)"; \
	$$python -m venv --clear $(VENV)

# Sets $python to a suitable python3, or else to the newest interpreter that is.
define find-python
for python in $(or $(PYTHON),python3 python3.13 python3.12 python3.11); do \
  if $$python -c '$(SUITABLE)' 2>/dev/null; then break; else python=; fi; \
done; \
if [ -z "$$python" ]; then \
  found=`$(or $(PYTHON),python3) -V 2>&1 | head -n 1`; \
  echo "Halte needs Python 3.11, 3.12 or 3.13; $(or $(PYTHON),python3) is: $${found:-missing}. Name one that fits: make run PYTHON=/path/to/python3.13" >&2; \
  exit 1; \
fi; \
if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
  echo "This Python cannot make virtual environments. Run: sudo apt-get install python3-venv" >&2; \
  exit 1; \
fi
endef

# Debian's packages: installed as root, named otherwise; nothing is asked where all are there.
.PHONY: run-packages test-packages
run-packages:
	@$(call debian,$(DEBIAN),Halte needs,exit 1)

test-packages: run-packages
	@$(call debian,$(DEBIAN_TEST),Some tests need,true)

# $(1) packages, $(2) "who needs", $(3) what to do where they lack and we are not root
define debian
if [ "$(SYSTEM)" = skip ] || ! command -v dpkg-query >/dev/null; then exit 0; fi; \
lacking=; \
for package in $(1); do \
  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || lacking="$$lacking $$package"; \
done; \
if [ -z "$$lacking" ]; then exit 0; fi; \
if [ "`id -u`" = 0 ]; then \
  echo "Installing from Debian:$$lacking"; \
  export DEBIAN_FRONTEND=noninteractive; \
  apt-get -qq update && \
  apt-get -qq -o DPkg::Lock::Timeout=300 install -y --no-install-recommends $$lacking >/dev/null; \
else \
  echo "$(2) packages of Debian. Run: sudo apt-get update && sudo apt-get install$$lacking" >&2; \
  $(3); \
fi
endef
