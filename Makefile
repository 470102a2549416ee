# tiepnhan: build, run, test.  GNU make; nothing to configure.
#
#   make            build/tiepnhan           make run     open the demonstration
#   make check      every test               make bench   measure
#   make fuzz       build the fuzzers; make fuzz-run FUZZ=expr SECONDS=600
#   make lint       what a grep can prove    make install DESTDIR=
#   CC=clang, SAN=1 (address and undefined-behaviour sanitizers), V=1 (show commands)

VERSION := 0.1.0

CC ?= cc
ifeq ($(origin CC),default)
CC := gcc
endif
V ?= 0
Q := $(if $(filter 1,$(V)),,@)

# The rooms of core, in the order in which their arrows run (ARCHITECTURE.md).
ROOMS ?= base wall vietnamese calendar form exchange procedure staff case store door serve

PREFIX ?= /usr/local
B ?= build$(if $(SAN),/san)$(if $(filter clang%,$(notdir $(CC))),/clang)

CORE_PKGS := yaml-0.1 jansson libutf8proc libsodium sqlite3 libzip expat \
	libseccomp
TUI_PKGS := ncursesw libqrencode

WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wformat=2 -Wvla -Wwrite-strings -Wundef -Wpointer-arith -Werror
STD := -std=c17 -D_XOPEN_SOURCE=700
# What the compiler and linker can add (security.md S-67); tests/wall looks
# for each of them in what comes out.
HARDEN := -fstack-protector-strong -fstack-clash-protection -fPIE
ifneq ($(filter x86_64%,$(shell $(CC) -dumpmachine)),)
HARDEN += -fcf-protection=full
endif
CFLAGS ?= -O2 -g
ifdef SAN
CFLAGS := -O1 -g -fno-omit-frame-pointer
SANFLAGS := -fsanitize=address,undefined -fno-sanitize-recover=all
else
HARDEN += -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
endif

ALL_CFLAGS = $(STD) $(WARN) $(HARDEN) $(CFLAGS) $(SANFLAGS) -I. -I$(B)/gen \
	$(shell pkg-config --cflags $(CORE_PKGS)) \
	-DTN_VERSION='"$(VERSION)"' -DTN_PREFIX='"$(PREFIX)"' $(EXTRA_CFLAGS)
CORE_LIBS = $(shell pkg-config --libs $(CORE_PKGS)) -lm
TUI_LIBS = $(shell pkg-config --libs $(TUI_PKGS))
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code $(SANFLAGS) $(LDFLAGS)

CORE_SRC := $(wildcard $(foreach r,$(ROOMS),core/$(r)/*.c))
TUI_SRC := $(wildcard tui/*.c tui/screen/*.c tui/widget/*.c tui/command/*.c)
UNIT_SRC := $(wildcard $(foreach r,$(ROOMS),tests/unit/$(r)_*.c))
CORE_OBJ := $(CORE_SRC:%.c=$(B)/%.o)
TUI_OBJ := $(TUI_SRC:%.c=$(B)/%.o)
UNIT_BIN := $(UNIT_SRC:%.c=$(B)/%)
# One harness a file; tests/fuzz/fuzz.h says what it is made of.
FUZZ_NAMES := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_BIN := $(FUZZ_NAMES:%=$(B)/tests/fuzz/fuzz_%)
FUZZ_RUNS ?= 3000

all: $(B)/tiepnhan

# Other flags make other code: what was made before them is made anew.
$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	@$(if $(Q),echo "  CC    $<",:)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/libtiepnhan.a: $(CORE_OBJ)
	@$(if $(Q),echo "  AR    $@",:)
	$(Q)rm -f $@ && ar rcsP $@ $(CORE_OBJ)

$(B)/tiepnhan: $(TUI_OBJ) $(B)/libtiepnhan.a
	@$(if $(Q),echo "  LD    $@",:)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(CORE_LIBS) $(TUI_LIBS)

$(B)/tests/%: $(B)/tests/%.o $(B)/libtiepnhan.a
	@$(if $(Q),echo "  LD    $@",:)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(CORE_LIBS)

# Unit tests alone: make unit ROOMS="base calendar" builds and runs just those.
unit: $(UNIT_BIN)
	$(Q)for t in $(UNIT_BIN); do echo "# $$t"; $$t || bad=1; done; test -z "$$bad"

run: $(B)/tiepnhan
	$(Q)$(B)/tiepnhan --demo-dir $(B)/demo

# ---- tests: the second command of README.md comes in here ----

# Unit tests, the command line and scenarios run under the sanitizers; crash
# tests and the terminal run the program as it is shipped.
S := build/san
T := build/tui
CRASH := $(B)/tests/crash/crash $(B)/tests/crash/worker
ROUNDS ?= 200
KEYS ?= 10000000

check: all $(CRASH) $(B)/tests/path/kill $(B)/tests/mutate/mutate \
	$(B)/tests/scenario/leak $(B)/tests/serve/hostile $(B)/tests/serve/line \
	$(B)/tests/rights/rights $(B)/tests/rights/served \
	$(B)/tests/wall/wall $(B)/tests/wall/alone \
	$(B)/tests/wall/memory $(B)/clock.so $(B)/tests/ssh/line \
	$(B)/tests/serve/idle check-oracle
	$(Q)$(MAKE) --no-print-directory SAN=1 B=$(S) check-build
	$(Q)$(MAKE) --no-print-directory -f tests/tui/tui.mk SAN=1 B=$(T) \
	    $(T)/tests/tui/fake $(T)/tests/tui/parts tui-pty
	$(Q){ for t in $(UNIT_SRC:%.c=$(S)/%); do echo $$t; done; \
	echo "sh tests/oracle/run.sh $(ORACLE)"; \
	echo "sh tests/lint.sh $(B)/libtiepnhan.a $(B)/tiepnhan"; \
	echo "$(B)/tests/wall/wall"; \
	echo "$(B)/tests/wall/alone"; \
	echo "$(B)/tests/wall/memory $(B)/tiepnhan $(B)/memory $$PWD/$(B)/clock.so"; \
	echo "sh tests/ssh/run.sh $(B)/tiepnhan $(B)/tests/ssh/line"; \
	echo "sh tests/ssh/two.sh $(B)/tiepnhan $(B)/tests/ssh/line"; \
	echo "sh tests/wall/binary.sh $(B)/tiepnhan $(B)"; \
	echo "sh tests/wall/trace.sh $(B)/tiepnhan $(B)/trace"; \
	echo "sh tests/wall/unit.sh $(B)/tiepnhan $(B)/unit"; \
	echo "$(T)/tests/tui/parts"; \
	echo "tests/tui/run $(T)/tests/tui/fake $(T)/out"; \
	for t in pty pty_text pty_choose pty_table pty_link pty_scan terms; do \
	    echo "$(T)/tests/tui/$$t $(T)/tests/tui/fake"; done; \
	for t in pty_real pty_ends pty_two hostile storm replay keys; do \
	    echo "$(T)/tests/tui/$$t $(B)/tiepnhan $(B)/$$t"; done; \
	echo "$(B)/tests/rights/rights forms"; \
	echo "$(B)/tests/rights/served"; \
	echo "sh tests/rights/branches.sh '$(CC)' $(B)/libtiepnhan.a $(B)/branches"; \
	echo "sh tests/analyze.sh '$(CC)'"; \
	echo "tests/cli/run.sh $(S)/tiepnhan"; \
	echo "$(S)/tests/cli/pty $(S)/tiepnhan"; \
	echo "tests/scenario/run.sh $(S)/tiepnhan $(B)/tests/scenario/leak $(B)/tiepnhan"; \
	echo "$(S)/tests/walk/walk 4000"; \
	echo "$(B)/tests/mutate/mutate 25"; \
	for f in $(FUZZ_NAMES); do \
	    echo "$(S)/tests/fuzz/fuzz_$$f --runs $(FUZZ_RUNS)"; done; \
	echo "sh tests/path/run.sh $(S)/tiepnhan $(S)/path"; \
	echo "$(S)/tests/serve/line"; \
	echo "$(B)/tests/serve/line many"; \
	echo "$(S)/tests/serve/account"; \
	echo "$(B)/tests/serve/idle"; \
	echo "$(B)/tests/serve/hostile"; \
	echo "sh tests/serve/both.sh $(B)/tiepnhan $(S)/tests/unit $(B)/both 12"; \
	echo "$(B)/tests/path/kill $(B)/tiepnhan $(B)/kill"; \
	echo "$(CRASH) $(ROUNDS)"; \
	} | sh tests/tap.sh $(B)/logs

check-oracle: $(if $(shell pkg-config --exists m17n-shell && echo yes),$(B)/tests/oracle/telex_m17n)

# What `check` wants built with the sanitizers.
check-build: $(UNIT_BIN) $(B)/tiepnhan $(B)/tests/cli/pty \
	$(B)/tests/walk/walk $(B)/tests/serve/line \
	$(B)/tests/serve/account $(FUZZ_BIN)

check-long: check $(B)/tests/walk/walk $(B)/tests/mutate/mutate
	$(Q){ echo "$(CRASH) 2000"; echo "sh tests/crash/mutants.sh"; \
	echo "$(B)/tests/walk/walk 100000"; \
	echo "$(B)/tests/serve/hostile 250"; \
	echo "$(S)/tests/unit/store_swap 100000"; \
	echo "$(T)/tests/tui/keys $(B)/tiepnhan $(B)/keys 0 $(KEYS) 1"; \
	echo "sh tests/serve/both.sh $(B)/tiepnhan $(S)/tests/unit $(B)/both 1"; \
	echo "sh tests/reproduce.sh $(B)/twice"; \
	echo "$(B)/tests/mutate/mutate"; \
	} | sh tests/tap.sh $(B)/logs-long

lint: all
	$(Q)sh tests/lint.sh $(B)/libtiepnhan.a $(B)/tiepnhan

man: all
	$(Q)$(B)/tiepnhan --manual > tui/tiepnhan.1

$(B)/tests/ssh/line $(B)/tests/wall/memory: %: %.o $(B)/tests/tui/seen.o \
		$(B)/libtiepnhan.a
	@$(if $(Q),echo "  LD    $@",:)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(CORE_LIBS) -lvterm

WALK_SRC := $(wildcard tests/walk/*.c)
$(B)/tests/walk/walk: $(WALK_SRC:%.c=$(B)/%.o) $(B)/libtiepnhan.a
	@$(if $(Q),echo "  LD    $@",:)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(CORE_LIBS)

MUTATE_SRC := $(wildcard tests/mutate/*.c)
$(B)/tests/mutate/mutate: $(MUTATE_SRC:%.c=$(B)/%.o) $(B)/libtiepnhan.a
	@$(if $(Q),echo "  LD    $@",:)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(CORE_LIBS)

$(B)/tests/fuzz/fuzz_%: $(B)/tests/fuzz/fuzz_%.o $(B)/tests/fuzz/driver.o \
	$(B)/libtiepnhan.a
	@echo "  LD    $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(CORE_LIBS)

fuzz:
	$(Q)$(MAKE) --no-print-directory -f tests/fuzz/fuzz.mk fuzz-build

fuzz-run:
	$(Q)$(MAKE) --no-print-directory -f tests/fuzz/fuzz.mk fuzz-long

# A second Telex engine, where libm17n-dev is installed; never a dependency.
ORACLE := $(B)/tests/oracle/telex_m17n
$(ORACLE): $(ORACLE).o $(B)/libtiepnhan.a
	@echo "  LD    $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(CORE_LIBS) \
	    $(shell pkg-config --libs m17n-shell)

BENCH_SRC := $(wildcard tests/bench/*.c)
$(B)/bench: $(BENCH_SRC:%.c=$(B)/%.o) $(B)/libtiepnhan.a
	@$(if $(Q),echo "  LD    $@",:)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(CORE_LIBS)

$(B)/clock.so: tests/wall/clock/clock.c
	$(Q)mkdir -p $(@D) && $(CC) $(STD) $(WARN) -O2 -fPIC -shared -o $@ $<

$(B)/slowsync.so: tests/bench/slow/slowsync.c
	$(Q)mkdir -p $(@D) && $(CC) $(STD) $(WARN) -O2 -fPIC -shared -o $@ $<

bench: all $(B)/bench $(B)/slowsync.so
	$(Q)$(B)/bench

# A slow line to try by hand: build/relay --delay 400 --baud 9600 build/tiepnhan
relay: $(B)/relay
$(B)/relay: $(B)/tests/bench/feel/relay.o
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^

format:
	clang-format -i $$(git ls-files '*.c' '*.h')

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/tiepnhan \
	    $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 755 $(B)/tiepnhan $(DESTDIR)$(PREFIX)/bin/tiepnhan
	install -m 644 config.yaml tui/command/tiepnhan-serve.service \
	    tui/command/sshd_config.example \
	    $(DESTDIR)$(PREFIX)/share/tiepnhan/
	install -m 644 tui/tiepnhan.1 $(DESTDIR)$(PREFIX)/share/man/man1/
	cd forms && find . -type f -exec install -Dm 644 {} \
	    $(DESTDIR)$(PREFIX)/share/tiepnhan/forms/{} \;

clean:
	rm -rf build

-include $(wildcard $(B)/core/*/*.d $(B)/tui/*.d $(B)/tui/*/*.d $(B)/tests/*/*.d)


.PHONY: all unit run check check-build check-oracle check-long lint man fuzz fuzz-run bench relay format install clean
.SECONDARY:
