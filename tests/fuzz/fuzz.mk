# Long fuzzing with coverage.  From the top:
#
#	make fuzz					builds all harnesses
#	make fuzz-run FUZZ=expr SECONDS=600 [SEED=1]	runs one
#
# Without clang's libFuzzer the same harnesses run under tests/fuzz/driver.c.
HAS_LIBFUZZER := $(shell printf \
	'int LLVMFuzzerTestOneInput(const void *d, unsigned long n);\nint LLVMFuzzerTestOneInput(const void *d, unsigned long n) { (void)d; return n > 9; }' \
	| clang -x c -fsanitize=fuzzer - -o /dev/null 2>/dev/null && echo yes)

SAN := 1
B := build/fuzz
ifeq ($(HAS_LIBFUZZER),yes)
CC := clang
EXTRA_CFLAGS := -fsanitize=fuzzer-no-link
endif

include Makefile

FUZZ ?= expr
SECONDS ?= 600
SEED ?= 1
D := $(B)/corpus/$(FUZZ)
# It keeps a store open from one input to the next; check looks for its leaks.
FUZZ_FLAGS_wire := -detect_leaks=0

# libFuzzer in place of driver.o; the driver still writes the seeds.
$(B)/long_%: $(B)/tests/fuzz/fuzz_%.o $(B)/tests/fuzz/libfuzzer.o \
	$(B)/libtiepnhan.a
	@echo "  LD    $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(CORE_LIBS)

ifeq ($(HAS_LIBFUZZER),yes)
LONG := $(FUZZ_NAMES:%=$(B)/long_%)
endif

fuzz-build: $(FUZZ_BIN) $(LONG)

fuzz-long: fuzz-build
	$(Q)mkdir -p $(D)
ifeq ($(HAS_LIBFUZZER),yes)
	$(Q)$(B)/tests/fuzz/fuzz_$(FUZZ) --write $(D)
	$(Q)mv $(D)/dict $(D).dict
	$(Q)$(B)/long_$(FUZZ) -seed=$(SEED) -max_total_time=$(SECONDS) \
	    -max_len=8192 -timeout=20 -rss_limit_mb=1024 -dict=$(D).dict \
	    -artifact_prefix=$(D)- -print_final_stats=1 $(FUZZ_FLAGS_$(FUZZ)) $(D)
else
	$(Q)$(B)/tests/fuzz/fuzz_$(FUZZ) --seed $(SEED) --seconds $(SECONDS)
endif

.PHONY: fuzz-build fuzz-long
