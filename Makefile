# The developer's interface: `make help` lists the targets.
#
# Set-up is remembered by stamp files in .venv, so a second call starts at once. `make run SYSTEM=skip` leaves
# Debian's packages alone; `make run PYTHON=python3.12` chooses the interpreter.

# The packages of Debian, and all that `install` does, are in kiosk/install/. Run with -B, it leaves nothing here
# that belongs to root.
INSTALLER := -B -m kiosk.install
# Whom `bundle` is for: a Raspberry Pi with Debian 12 or 13.
MACHINE := aarch64
PYTHONS := 3.11 3.13

VENV := .venv
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check --quiet
# What is fetched is what is listed, and is compared with the sums in the list (kiosk/install/pins.py).
LIBRARIES := $(PIP) install --require-hashes --no-deps --no-build-isolation
HALTE := $(PIP) install --no-deps --no-build-isolation --editable .
PROJECT := pyproject.toml constraints.txt constraints-dev.txt
# Two tests more than there are cores: many wait for a process, a time-out or the network.
WORKERS = $(shell echo $$((`nproc` + 2)))
# In a sweep the windows are drawn; in the suite only where a test looks (tests/windows.py).
DRAWN := KIVY_GL_BACKEND=sdl2
# A sweep takes as long as it takes, and tells its figures; it draws anew each time, and tells its seed.
SWEEP := HALTE_SEED=$${HALTE_SEED:-new} $(VENV)/bin/python -m pytest -q -s --timeout 0
# The same pins for each Python and system that Halte runs on.
PINNED = $(VENV)/pins/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
  --no-annotate $(if $(NEWEST),--upgrade)
SUITABLE := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

##@ Use
.PHONY: run
run: $(VENV)/stamp-run ## set up what is missing, then the demonstration
	$(VENV)/bin/halte demo

.PHONY: install bundle rollback uninstall
install: ## as root: this version of Halte in /opt/halte, also beside one that is there (see README.md)
	@$(find-python); $$python $(INSTALLER) install

bundle: $(VENV)/stamp-dev ## a folder for a stick, for a van without network: MACHINE=aarch64 PYTHONS="3.11 3.13"
	$(VENV)/bin/python $(INSTALLER) bundle $(MACHINE) $(PYTHONS)

rollback: ## as root: the version before this one again
	@$(find-python); $$python $(INSTALLER) rollback

uninstall: ## as root: take Halte off this machine, but its settings and its log
	@$(find-python); $$python $(INSTALLER) uninstall

##@ Develop
.PHONY: test quick lint types format texts bench bench-page crash-sweep attacker report-sweep attack guards link-sweep walk pictures touches tours sixty soak install-sweep start-sweep fleet-sweep year field pins wheel sbom clean help
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
	$(VENV)/bin/python -m tests.house.catalogues

bench: $(VENV)/stamp-dev ## the measurements of tests/benchmarks, with their tables
	$(SWEEP) tests/benchmarks/bench_*.py

bench-page: $(VENV)/stamp-dev ## docs/bench.md from the last of them
	$(VENV)/bin/python -m tests.benchmarks.page

crash-sweep: $(VENV)/stamp-dev ## the record killed at every system call, none left out, and 2,000 times at random
	HALTE_CRASH_STRIDE=1 HALTE_KILLS=2000 $(SWEEP) tests/faults/test_record_crash.py tests/faults/test_kill.py

attacker: $(VENV)/stamp-dev ## who had which topic? a witness with a watch, on 300 days of each kind
	HALTE_ATTACKER=300 $(SWEEP) tests/privacy/test_attacker.py

report-sweep: $(VENV)/stamp-dev ## the report: 2,000 logs, elimination and intervals on a hundred: nothing small follows
	HALTE_REPORT=1 $(SWEEP) tests/kiosk/report

guards: $(VENV)/stamp-dev ## each guard of tests/mutants/guards.toml switched off: a test must fail
	$(VENV)/bin/python -m tests.mutants

link-sweep: $(VENV)/stamp-dev ## the link: 2,000 commands in a storm, 100,000 hostile messages
	HALTE_STORM=2000 HALTE_FUZZ=100000 $(SWEEP) tests/faults/test_link_storm.py tests/faults/test_link_fuzz.py

walk: $(VENV)/stamp-dev ## every widget of kiosk and console measured, in all sizes, modes and languages
	WHOLE=1 $(DRAWN) $(SWEEP) tests/ui/test_kiosk_walk.py tests/ui/test_console_walk.py
	WHOLE=1 $(SWEEP) tests/ui/test_first_start.py

pictures: $(VENV)/stamp-dev ## the screens of kiosk and console on each size of glass, drawn into build/pictures
	$(VENV)/bin/python -m tests.ui.pictures build/pictures
	$(VENV)/bin/python -m tests.ui.console_pictures build/pictures/console

touches: $(VENV)/stamp-dev ## 20,000 touches nobody meant: no crash, no ticket, memory stays flat
	WHOLE=1 $(DRAWN) $(SWEEP) tests/ui/test_kiosk_storm.py

tours: $(VENV)/stamp-dev ## ten tours of the demonstration beside a load of two
	$(VENV)/bin/python -m tests.faults.tours

sixty: $(VENV)/stamp-dev ## 60 visitors through two consoles, board and kiosk, over a good network and a bad one
	$(VENV)/bin/python -m tests.faults.sixty

soak: $(VENV)/stamp-dev ## 10,000 tickets and 1,000 faults of the printer: nothing leaks, nothing is printed twice
	$(VENV)/bin/python -m tests.faults.printer_soak --tickets 10000 --faults 1000

attack: $(VENV)/stamp-dev ## as root: every door attacked from network namespaces, a line each with its figure
	$(VENV)/bin/python -m tests.faults.attack; doors=$$?; $(VENV)/bin/python -m tests.faults.attack_touch && exit $$doors

install-sweep: $(VENV)/stamp-dev ## an installation whose power is cut at every call that changes a file
	WHOLE=1 $(SWEEP) tests/kiosk/install/test_install.py tests/kiosk/install/test_nothing_changes.py

start-sweep: $(VENV)/stamp-dev ## whatever keeps a kiosk, board or display from starting: it says why, and starts once it can
	WHOLE=1 $(SWEEP) tests/faults/test_cannot_start.py

fleet-sweep: $(VENV)/stamp-dev ## 2,800 vans, a year each, pushed twice into a PostgreSQL: they count once
	WHOLE=1 $(SWEEP) tests/kiosk/fleet/test_postgres.py -k pushed_twice

year: $(VENV)/stamp-dev ## as root: the van's year, played fast, with faults of every part: nothing is lost, or grows
	$(VENV)/bin/python -m tests.faults.year_soak --days 250 --people 616
	$(VENV)/bin/python -m tests.faults.year_soak --days 250 --people 6000
	$(VENV)/bin/python -m tests.faults.year_soak --days 20 --people 60 --window

field: $(VENV)/stamp-dev ## as root: Halte installed and used on booted Debian systems; writes docs/field.md
	$(VENV)/bin/python -m tests.field --write

pins: $(VENV)/stamp-dev ## pin what pyproject.toml newly asks for, with hashes; with NEWEST=1 everything anew
	$(VENV)/bin/python -m venv --clear $(VENV)/pins
	$(VENV)/pins/bin/python -m pip install --quiet uv
	$(PINNED) pyproject.toml --output-file constraints.txt
	$(PINNED) pyproject.toml --all-extras --constraints constraints.txt --output-file constraints-dev.txt \
	  `sed -n 's/^\([a-z0-9-]*\)==.*/--no-emit-package \1/p' constraints.txt`
	rm -r $(VENV)/pins

wheel: $(VENV)/stamp-dev ## build dist/*.whl
	$(VENV)/bin/python $(INSTALLER) wheel

sbom: $(VENV)/stamp-dev ## what a kiosk is made of, as a bill of materials: dist/*.cdx.json (CycloneDX)
	$(VENV)/bin/python $(INSTALLER) sbom

clean: ## remove what was built and set up
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis halte-demo

help: ## this list
	@awk -F ':.*## ' '/^##@/ { print "\n" substr($$0, 5) } /^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

# --- Set-up ----------------------------------------------------------------------------------------

$(VENV)/stamp-run: $(PROJECT) | $(VENV)/bin/python
	$(LIBRARIES) --requirement constraints.txt
	$(HALTE)
	@touch $@

$(VENV)/stamp-dev: $(PROJECT) | $(VENV)/bin/python test-packages
	$(LIBRARIES) --requirement constraints.txt
	$(LIBRARIES) --requirement constraints-dev.txt
	$(HALTE)
	@touch $@ $(VENV)/stamp-run

$(VENV)/bin/python: | run-packages
	@$(find-python); \
	if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "This Python cannot make virtual environments. Run: sudo apt-get install python3-venv" >&2; \
	  exit 1; \
	fi; \
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
fi
endef

# Debian's packages: installed as root, named otherwise; nothing is asked where all are there.
.PHONY: run-packages test-packages
run-packages:
	@$(find-python); [ "$(SYSTEM)" = skip ] || $$python $(INSTALLER) packages run

# Without them some tests are skipped, and say so.
test-packages: run-packages
	@$(find-python); [ "$(SYSTEM)" = skip ] || $$python $(INSTALLER) packages test || true
