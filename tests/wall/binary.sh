#!/bin/sh
# What the compiler and linker have added, read from what came out (S-67).
# Prints TAP.
#
#	tests/wall/binary.sh PROGRAM OBJECTS
set -u
program=$1 objects=$2
n=0 bad=0

# has NAME TEXT PATTERN: the text has the pattern.
has() {
	n=$((n + 1))
	if printf '%s\n' "$2" | grep -qE -e "$3"; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		bad=1
	fi
}
hasnt() {
	n=$((n + 1))
	if printf '%s\n' "$2" | grep -qE -e "$3"; then
		echo "not ok $n - $1"
		printf '%s\n' "$2" | grep -E -e "$3" | head -5 | sed 's/^/# /'
		bad=1
	else
		echo "ok $n - $1"
	fi
}
skip() {
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}

head=$(readelf -hW "$program") segments=$(readelf -lW "$program")
dynamic=$(readelf -dW "$program") symbols=$(readelf -sW --dyn-syms "$program")
has "at a random address (PIE)" "$head" 'Type: +DYN'
has "and no shared library" "$dynamic" 'Flags: .*PIE'
has "relocations are read-only" "$segments" 'GNU_RELRO'
has "all of them, before main()" "$dynamic" 'Flags: .*NOW'
hasnt "no lazy relocation is left" "$segments" 'PLTRELSZ.*LAZY'
has "the stack cannot be run" "$segments" 'GNU_STACK .* RW +0x'
hasnt "nothing can be written and run" "$segments" 'LOAD .* RWE '
has "code lies in pages of its own" "$segments" 'LOAD .* R E '
hasnt "no library is looked for beside it" "$dynamic" 'R(UN)?PATH'
hasnt "no relocation in code" "$dynamic" 'TEXTREL'
has "stacks are guarded" "$symbols" '__stack_chk_fail'
has "bounds are checked" "$symbols" '__(memcpy|snprintf|vsnprintf|read|fdelt)_chk'
has "as far as it goes (FORTIFY 3)" \
	"$("$program" walls --json --lang en 2>/dev/null)" '"fortify":3'

case $(readelf -hW "$program" | sed -n 's/.*Machine: *//p') in
*X86-64*)
	bare=$(find "$objects/core" "$objects/tui" -name '*.o' | while read -r o
	do
		readelf -nW "$o" 2>/dev/null | grep -q 'IBT, SHSTK' || echo "$o"
	done)
	hasnt "every object of ours is made for CET" "$bare" .
	if readelf -nW "$program" | grep -q 'IBT, SHSTK'; then
		has "and so is the program" yes yes
	else
		skip "and so is the program" \
			"this system's crt1.o is not; our code alone is"
	fi ;;
*)	skip "made for CET" "not this processor" ;;
esac
echo "1..$n"
exit $bad
