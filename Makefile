# tiepnhan: build, run, test.  GNU make; nothing to configure.
#
#   make            build/tiepnhan           make run     open the demonstration
#   make check      every test               make bench   measure
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
ROOMS ?= base vietnamese calendar form procedure staff case store door

PREFIX ?= /usr/local
B ?= build$(if $(SAN),/san)$(if $(filter clang%,$(notdir $(CC))),/clang)

CORE_PKGS := yaml-0.1 jansson libutf8proc libsodium sqlite3
TUI_PKGS := ncursesw

WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wformat=2 -Wvla -Wwrite-strings -Wundef -Wpointer-arith -Werror
STD := -std=c17 -D_XOPEN_SOURCE=700
HARDEN := -fstack-protector-strong -fPIE
CFLAGS ?= -O2 -g
ifdef SAN
CFLAGS := -O1 -g -fno-omit-frame-pointer
SANFLAGS := -fsanitize=address,undefined -fno-sanitize-recover=all
else
HARDEN += -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
endif

ALL_CFLAGS = $(STD) $(WARN) $(HARDEN) $(CFLAGS) $(SANFLAGS) -I. -I$(B)/gen \
	$(shell pkg-config --cflags $(CORE_PKGS)) \
	-DTN_VERSION='"$(VERSION)"' $(EXTRA_CFLAGS)
CORE_LIBS = $(shell pkg-config --libs $(CORE_PKGS)) -lm
TUI_LIBS = $(shell pkg-config --libs $(TUI_PKGS))
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now $(SANFLAGS) $(LDFLAGS)

CORE_SRC := $(wildcard $(foreach r,$(ROOMS),core/$(r)/*.c))
TUI_SRC := $(wildcard tui/*.c tui/screen/*.c tui/widget/*.c tui/command/*.c)
UNIT_SRC := $(wildcard $(foreach r,$(ROOMS),tests/unit/$(r)_*.c))
CORE_OBJ := $(CORE_SRC:%.c=$(B)/%.o)
TUI_OBJ := $(TUI_SRC:%.c=$(B)/%.o)
UNIT_BIN := $(UNIT_SRC:%.c=$(B)/%)

all: $(B)/tiepnhan

$(B)/%.o: %.c
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

clean:
	rm -rf build

-include $(CORE_OBJ:.o=.d) $(TUI_OBJ:.o=.d) $(UNIT_BIN:=.d)

.PHONY: all unit clean
.SECONDARY:
