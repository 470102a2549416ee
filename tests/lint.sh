#!/bin/sh
# What a grep can prove about the house (ARCHITECTURE.md).  Prints TAP.
#	tests/lint.sh LIBRARY PROGRAM
set -u
library=$1
program=$2
n=0 bad=0

# check NAME LINES: passes when LINES is empty.
check() {
	n=$((n + 1))
	if [ -z "$2" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		printf '%s\n' "$2" | head -n 20 | sed 's/^/# /'
		bad=1
	fi
}
sources() { find core tui tests -name '*.c' -o -name '*.h' | sort; }

check "only core/wall knows what a kernel forbids" \
	"$(grep -rlE '#include <(seccomp\.h|linux/landlock\.h|sys/prctl\.h)>' core tui | grep -v '^core/wall/')"
check "walls know only base" \
	"$(grep -rnE '#include "core/' core/wall | grep -vE '"core/(base|wall)/')"
check "curses only in tui/term_draw.c" \
	"$(grep -rlE '#include <n?curses' core tui tests | grep -v '^tui/term_draw\.c$')"
check "libqrencode only in tui/qr.c" \
	"$(grep -rl '#include <qrencode' core tui | grep -v '^tui/qr\.c$')"
check "SQLite only in core/store" \
	"$(grep -rl '#include <sqlite3' core tui | grep -v '^core/store/')"
check "libyaml only in core/base/yaml.c" \
	"$(grep -rl '#include <yaml\.h>' core tui | grep -v '^core/base/yaml\.c$')"
check "libsodium only in core/staff/seal.c" \
	"$(grep -rl '#include <sodium' core tui | grep -v '^core/staff/seal\.c$')"
check "libzip and expat only in core/exchange" \
	"$(grep -rlE '#include <(zip|expat)\.h>' core tui | grep -v '^core/exchange/')"
check "the exchange of forms knows only base and form" \
	"$(grep -rnE '#include "core/(calendar|procedure|staff|store|case|door)/' core/exchange)"
check "core never includes tui" \
	"$(grep -rn '#include "tui/' core)"
check "screens never reach behind the door" \
	"$(grep -rnE '#include "core/(store|case|door|staff)/' tui/*.[ch] tui/screen tui/widget)"
check "the domain knows neither SQL nor YAML" \
	"$(grep -rnE '#include "core/(store/|base/yaml)' core/case core/procedure/rights.c)"
check "base knows no other room" \
	"$(grep -rnE '#include "core/(wall|calendar|form|exchange|procedure|staff|store|case|door|serve)/' core/base/*.[ch])"
check "only the door knows the wire, and only the wire knows sockets" \
	"$(grep -rlE '#include (<sys/(socket|un)\.h>|"core/serve/(wire|peer|server|hasher)\.h")' core tui | grep -vE '^core/serve/|^core/wall/calls\.c$|^tui/command/(serve|walls_try)\.c$')"
check "core prints nothing" \
	"$(grep -rnE '(^|[^a-z_])(printf|puts|putchar|perror)[(]' core --include='*.c')"
check "sharp functions are not used" \
	"$(grep -nE '(^|[^a-z_])(strcpy|strcat|sprintf|vsprintf|strtok|gets|atoi|atol|system|popen|localtime|gmtime|ctime)[(]' $(sources))"
check "SQL is a literal: nothing is formatted into it" \
	"$(grep -rnE '(printf|str_add)[^;]*(SELECT|INSERT|UPDATE|DELETE FROM|PRAGMA) ' core/store)"
check "SQL reaches SQLite only as a literal of the macros" \
	"$(grep -rnE 'sqlite3_(prepare|exec|mprintf|vmprintf|snprintf|str_append)|db_(get|run)_literal' core/store | grep -vE '^core/store/db(_guard)?\.[ch]:')"
check "one thread: nothing can race (S-69)" \
	"$(grep -rnE '#include <(pthread|threads|stdatomic)\.h>|pthread_create|thrd_create' core tui)"
check "what proves each row of the security checklist is there" \
	"$(sh tests/checklist.sh)"
check "no file is longer than 600 lines" \
	"$(sources | xargs wc -l | awk '$2 != "total" && $1 > 600')"
check "no two contexts share a bit" \
	"$(sed -n 's/^#define CTX_.* CTX(\([0-9]*\)).*/\1/p' tui/commands.h | sort | uniq -d)"
check "every screen says what it is for" \
	"$(grep -rho '\.name = "[a-z_-]*"' tui/screen tui/widget | sed 's/.*= //' |
	    while read -r name; do
		grep -q "ABOUT($name," tui/about.def || echo "$name"
	    done)"
check "each entry of a table stands in it once" \
	"$(find core tui tests -name '*.def' | sort | while read -r f; do
		sed -nE 's/^([A-Z_]+\(("[^"]*"|[A-Za-z_0-9]+)).*/\1/p' "$f" |
		    sort | uniq -d | sed "s|^|$f: |"
	    done)"
check "each code of an error is of one error" \
	"$(sed -nE 's/^ERR\([A-Z_0-9]+, "([^"]*)".*/\1/p' core/errors.def core/*/errors.def | sort | uniq -d)"
check "no // comments" \
	"$(grep -nE '(^|[[:space:];{}])//' $(sources) | grep -v '"[^"]*//[^"]*"')"
check "no trailing blanks" \
	"$(grep -nE '[[:space:]]+$' $(sources))"
check "functions stay within 80 lines" \
	"$(for f in $(find core tui -name '*.c'); do awk -v f="$f" '
		/^\{$/ { start = NR }
		/^\}$/ { if (start && NR - start > 80) print f ":" start ": " NR - start " lines"; start = 0 }
		' "$f"; done)"
check "the library links without ncurses" \
	"$(nm "$library" 2>/dev/null | grep -E ' U (initscr|wrefresh|doupdate|getch)$')"
check "the manual page is what the tables say (make man)" \
	"$("$program" --manual | diff - tui/tiepnhan.1)"
check "past the door: only subcommands that must work without keys" \
	"$(grep -rlE '#include "core/(store|case|door|staff|procedure)/' tui/command | grep -vE '/(check|compare|init|verify|place|stage|secret|account_key)\.[ch]$')"
echo "1..$n"
exit $bad
