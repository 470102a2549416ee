# Screen tests over the fake door.  From the top:
#
#	make -f tests/tui/tui.mk B=/some/dir tui-check     (and SAN=1)
#	make -f tests/tui/tui.mk B=/some/dir tui-accept    show and take changes
ROOMS := base vietnamese form

include Makefile

FAKE_SRC := $(filter-out tui/main.c,$(wildcard tui/*.c tui/screen/*.c \
	tui/widget/*.c)) tests/tui/fake_door.c tests/tui/fake_queue.c tests/tui/fake_accounts.c tests/tui/fake_main.c
FAKE_OBJ := $(FAKE_SRC:%.c=$(B)/%.o)

$(B)/tests/tui/fake: $(FAKE_OBJ) $(B)/libtiepnhan.a
	@echo "  LD    $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(CORE_LIBS) $(TUI_LIBS)

# Each a program of its own over a real pseudo-terminal; those of REAL_NAMES
# are for the real program and a store, and are told where they are.
PTY_NAMES := pty pty_text pty_choose pty_table pty_link pty_scan
REAL_NAMES := pty_real pty_ends pty_two hostile storm replay keys
PTY := $(PTY_NAMES:%=$(B)/tests/tui/%) $(REAL_NAMES:%=$(B)/tests/tui/%)

$(PTY): $(B)/tests/tui/%: $(B)/tests/tui/%.o $(B)/tests/tui/seen.o \
		$(B)/libtiepnhan.a
	@echo "  LD    $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(CORE_LIBS) -lvterm

$(B)/tests/tui/parts: $(B)/tests/tui/parts.o $(filter-out \
		%/fake_main.o,$(FAKE_OBJ)) $(B)/libtiepnhan.a
	@echo "  LD    $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(CORE_LIBS) $(TUI_LIBS)

$(B)/tests/tui/terms: $(B)/tests/tui/terms.o $(B)/tests/tui/seen.o \
		$(filter-out %/fake_main.o,$(FAKE_OBJ)) $(B)/libtiepnhan.a
	@echo "  LD    $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(CORE_LIBS) $(TUI_LIBS) -lvterm

tui-check: $(B)/tests/tui/fake tui-pty $(B)/tests/tui/parts
	$(Q)$(B)/tests/tui/parts
	$(Q)tests/tui/run $(B)/tests/tui/fake $(B)/tui-out
	$(Q)for t in $(PTY_NAMES) terms; do \
	    $(B)/tests/tui/$$t $(B)/tests/tui/fake || exit 1; done

tui-pty: $(PTY) $(B)/tests/tui/terms

tui-accept: $(B)/tests/tui/fake
	$(Q)ACCEPT=1 tests/tui/run $(B)/tests/tui/fake $(B)/tui-out

-include $(FAKE_OBJ:.o=.d) $(wildcard $(B)/tests/tui/*.d)
.PHONY: tui-check tui-pty tui-accept
