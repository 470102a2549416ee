#!/bin/sh
# The way in over SSH, with a real sshd on loopback and the very block of
# tui/command/sshd_config.example: no shell, no file, no forwarding, nothing of
# the client's environment; a broken line keeps the draft.  Each attack is
# tried on an open sshd first, where it must succeed.  Prints TAP.
#
#	tests/ssh/run.sh PROGRAM LINE
set -u
case $1 in
/*) program=$1 ;;
*) program=$PWD/$1 ;;
esac
case $2 in
/*) line=$2 ;;
*) line=$PWD/$2 ;;
esac
cd "$(dirname "$0")/../.." || exit 1
top=$PWD
me=$(id -un) group=$(id -gn)
n=0 bad=0
pids=

say() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		[ -z "${3:-}" ] || tail -n 12 "$3" | cut -c 1-200 | sed 's/^/# /'
		bad=1
	fi
}
not() { ! "$@"; }
skip_all() {
	echo "ok 1 - the way in over SSH # SKIP $1"
	echo "1..1"
	exit 0
}

sshd=$(command -v sshd || echo /usr/sbin/sshd)
[ -x "$sshd" ] && command -v ssh >/dev/null && command -v ssh-keygen >/dev/null ||
	skip_all "openssh-server or openssh-client is not installed"
d=$(mktemp -d /tmp/tiepnhan-ssh-XXXXXX) || exit 1
chmod 700 "$d"
trap 'for p in $pids; do kill "$p" 2>/dev/null; done; wait; rm -rf "$d"' EXIT
trap 'exit 1' INT TERM
if [ "$(id -u)" = 0 ] && [ ! -d /run/sshd ]; then
	mkdir -m 755 /run/sshd || skip_all "/run/sshd cannot be made"
fi

# ---- a store process ----
HOME=$d/home TIEPNHAN_SECRET="tiep nhan minh hoa"
export HOME TIEPNHAN_SECRET
mkdir -m 700 "$HOME" "$d/keys"
printf 'store: %s\nsocket: %s\nforms: %s\n' "$d/demo/demo.db" "$d/socket" \
	"$top/forms" >"$d/serve.yaml"
printf 'socket: %s\nforms: %s\n' "$d/socket" "$top/forms" >"$d/session.yaml"
"$program" --config "$d/serve.yaml" init --demo "$d/demo" >"$d/log" 2>&1
say $? "a demonstration store" "$d/log"
"$program" --config "$d/serve.yaml" serve >"$d/serve.log" 2>&1 &
pids="$pids $!"
i=0
while [ ! -S "$d/socket" ] && [ $i -lt 100 ]; do
	i=$((i + 1))
	sleep 0.1
done
[ -S "$d/socket" ]
say $? "a store process" "$d/serve.log"

# ---- two sshds: ours and an open one ----
ssh-keygen -q -t ed25519 -N '' -f "$d/host" && ssh-keygen -q -t ed25519 -N '' \
	-f "$d/id" && cp "$d/id.pub" "$d/keys/$me"
common() {
	cat <<C
ListenAddress 127.0.0.1
Port $1
HostKey $d/host
PidFile none
UsePAM no
StrictModes no
C
}
# What Debian's own sshd_config allows before our block is read.
debian() {
	echo "X11Forwarding yes"
	echo "XAuthLocation $d/xauth"
	echo "Subsystem sftp internal-sftp"
	echo "LogLevel DEBUG2"
}
# Both ends ask it for the key of a display; there is none to ask.
cat >"$d/xauth" <<C
#!/bin/sh
case "\$*" in
*list*) echo "host/unix:77  MIT-MAGIC-COOKIE-1  00112233445566778899aabbccddeeff" ;;
esac
exit 0
C
chmod 755 "$d/xauth"
ours=$("$line" free) open=$("$line" free)
{
	common "$ours"
	debian
	sed -e "s|tiepnhan-officers|$group|" -e "s|/etc/tiepnhan/keys|$d/keys|" \
		-e "s|/usr/local/bin/tiepnhan|$program|" \
		-e "s|/etc/tiepnhan/session.yaml|$d/session.yaml|" \
		tui/command/sshd_config.example
} >"$d/ours.conf"
{
	common "$open"
	debian
	echo "AuthorizedKeysFile $d/keys/%u"
	echo "AcceptEnv *"
	echo "PermitRootLogin yes"
} >"$d/open.conf"
"$sshd" -t -f "$d/ours.conf" 2>"$d/log"
say $? "the block is one that sshd takes" "$d/log"
for which in ours open; do
	"$sshd" -D -e -f "$d/$which.conf" 2>"$d/$which.log" &
	pids="$pids $!"
done
cat >"$d/client" <<C
StrictHostKeyChecking no
UserKnownHostsFile $d/known
IdentityFile $d/id
IdentitiesOnly yes
LogLevel ERROR
ConnectTimeout 10
BatchMode yes
User $me
Host ours
	HostName 127.0.0.1
	Port $ours
Host open
	HostName 127.0.0.1
	Port $open
C
"$line" dial "$ours" >/dev/null && "$line" dial "$open" >"$d/log"
go() { timeout 20 ssh -F "$d/client" "$@" </dev/null >"$d/got" 2>"$d/err"; }
if ! go open 'echo in'; then
	cat "$d/err" "$d/open.log" | sed 's/^/# /'
	skip_all "this account cannot come in over SSH: $(tail -n 1 "$d/err")"
fi

# ---- what sshd itself says of the block ----
"$sshd" -T -f "$d/ours.conf" -C "user=$me,host=h,addr=127.0.0.1" \
	>"$d/effective" 2>"$d/log"
for want in "disableforwarding yes" "permittunnel no" "permituserrc no" \
	"permituserenvironment no" "passwordauthentication no" \
	"kbdinteractiveauthentication no" "maxsessions 2" \
	"clientaliveinterval 15" "authenticationmethods publickey"; do
	grep -qix "$want" "$d/effective"
	say $? "for an officer: $want" "$d/effective"
done
not grep -qi '^acceptenv' "$d/effective"
say $? "for an officer: no variable is accepted" "$d/effective"

# ---- attacks: each prints "through" when it has worked on host $1 ----
echo planted >"$d/planted"
shell() { go "$1" 'sh -i -c "echo thr""ough"' && grep -q through "$d/got"; }
bare() { echo 'echo thr""ough' | timeout 20 ssh -F "$d/client" -T "$1" \
	>"$d/got" 2>"$d/err"; grep -q through "$d/got"; }
reading() { go "$1" "cat $d/planted"; grep -q planted "$d/got"; }
put() {
	rm -f "$d/put"
	timeout 20 scp $2 -q -F "$d/client" "$d/planted" "$1:$d/put" \
		</dev/null >"$d/got" 2>"$d/err"
	[ -s "$d/put" ]
}
fetch() {
	rm -f "$d/fetched"
	timeout 20 scp $2 -q -F "$d/client" "$1:$d/planted" "$d/fetched" \
		</dev/null >"$d/got" 2>"$d/err"
	[ -s "$d/fetched" ]
}
sftp_() {
	echo "ls $d" >"$d/batch"
	timeout 20 sftp -q -F "$d/client" -b "$d/batch" "$1" >"$d/got" 2>"$d/err"
	grep -q planted "$d/got"
}
stdio() { go -W "127.0.0.1:$open" "$1"; grep -q 'SSH-2.0' "$d/got"; }
# A forwarding that stays open beside the test: -N asks for no session.
beside() {
	timeout 20 ssh -F "$d/client" -N "$@" </dev/null >/dev/null 2>"$d/err" &
	beside=$!
}
local_() {
	p=$("$line" free)
	beside -L "$p:127.0.0.1:$open" "$1"
	"$line" dial "$p" >"$d/got"
	kill $beside 2>/dev/null; wait $beside 2>/dev/null
	grep -q 'SSH-2.0' "$d/got"
}
dynamic() {
	p=$("$line" free)
	beside -D "$p" "$1"
	"$line" dial "$p" "$open" >"$d/got"
	kill $beside 2>/dev/null; wait $beside 2>/dev/null
	grep -aq 'SSH-2.0' "$d/got"
}
remote() {
	p=$("$line" free)
	beside -o ExitOnForwardFailure=yes -R "$p:127.0.0.1:$open" "$1"
	"$line" dial "$p" >"$d/got"
	kill $beside 2>/dev/null; wait $beside 2>/dev/null
	grep -q 'SSH-2.0' "$d/got"
}
agent() {
	eval "$(ssh-agent -s)" >/dev/null
	go -A "$1" 'test -S "$SSH_AUTH_SOCK" && echo thr""ough'
	kill "$SSH_AGENT_PID"
	unset SSH_AUTH_SOCK SSH_AGENT_PID
	grep -q through "$d/got"
}
variable() {
	go -o SetEnv=FOO=thr0ugh "$1" 'echo $FOO'
	grep -q thr0ugh "$d/got"
}
# A session that shows the display it was given: $2 is -X or -Y.  Ours shows
# nothing anyway, so that a port of sshd for displays counts as well.
display() {
	p=$(sed -n "s/^Port //p" "$d/$1.conf")
	DISPLAY=127.0.0.1:77 timeout 20 ssh -F "$d/client" -v $2 \
		-o XAuthLocation="$d/xauth" "$1" 'echo thr""ough $DISPLAY' \
		</dev/null >"$d/got" 2>"$d/err"
	grep -q 'through .*:' "$d/got" ||
		! grep -qi 'X11 forwarding request failed' "$d/err"
}
# Through the host to a second one behind it.
jump() {
	go -J "$1" open 'echo thr""ough'
	grep -q through "$d/got"
}
# To a socket of the host that only its own accounts reach.
socket_() {
	p=$("$line" free)
	"$line" say "$d/greets" &
	greets=$!
	beside -L "$p:$d/greets" "$1"
	"$line" dial "$p" >"$d/got"
	kill $beside $greets 2>/dev/null; wait $beside $greets 2>/dev/null
	rm -f "$d/greets"
	grep -q greetings "$d/got"
}
attack() {
	name=$1
	shift
	"$1" open "${2:-}"
	say $? "it works on an open server: $name" "$d/err"
	not "$1" ours "${2:-}"
	say $? "it does not on ours: $name" "$d/got"
}
attack "a command of one's own" shell
attack "a shell without a terminal" bare
attack "reading a file" reading
attack "scp to the server" put
attack "scp from the server" fetch
attack "old scp to the server" put -O
attack "old scp from the server" fetch -O
attack "sftp" sftp_
attack "-W" stdio
attack "-L" local_
attack "-D" dynamic
attack "-R" remote
attack "-L to a socket" socket_
attack "-J" jump
attack "-A" agent
attack "-X" display -X
attack "-Y" display -Y
attack "SetEnv" variable
# What a session shows is one thing, what sshd made for it another.
for made in "agent forwarding disabled" "X11 forwarding disabled" \
	"[Ii]gnoring env request FOO"; do
	grep -q "$made" "$d/ours.log"
	say $? "sshd says so itself: $made" "$d/ours.log"
	not grep -q "$made" "$d/open.log"
	say $? "and not on an open server" "$d/open.log"
done
go ours 'sh -i'
[ $? != 0 ] && grep -q 'cần một màn hình' "$d/err"
say $? "who has no terminal is told so, and nothing else" "$d/err"

# ---- the session itself ----
sign_in="Đăng nhập"
"$line" shows "$sign_in" ssh -F "$d/client" -tt ours >"$d/log" 2>&1
say $? "a terminal gets the workstation" "$d/log"
"$line" shows "$sign_in" ssh -F "$d/client" -tt ours 'sh -i' >"$d/log" 2>&1
say $? "with a command of its own as well" "$d/log"
for term in '../../../tmp/x/evil' '' 'xterm;sh' "$(printf 'a\033]0;x')" \
	'vt100/../../x' "$(printf '%01000d' 7)" 'linux' 'tmux-256color'; do
	TERM=$term "$line" shows "$sign_in" ssh -F "$d/client" -tt ours \
		>"$d/log" 2>&1
	say $? "TERM of $(printf '%s' "$term" | cut -c 1-20 | tr -cd 'a-z0-9./;-')" \
		"$d/log"
done

# What a session was begun with, as strace and its own account see it.
if strace -o /dev/null true 2>/dev/null; then
	env -i TERM=../../../tmp/x/evil TERMINFO=/tmp/x TERMINFO_DIRS=/tmp/x \
		TERMCAP=/tmp/x TERMPATH=/tmp/x LINES=9 COLUMNS=9 ESCDELAY=1 \
		NCURSES_NO_UTF8_ACS=1 NCURSES_TRACE=1 NCURSES_GPM_TERMS=x \
		LOCPATH=/tmp/x LANG=vi_VN LANGUAGE=vi LC_ALL=vi_VN NLSPATH=/tmp/x \
		GCONV_PATH=/tmp/x OUTPUT_CHARSET=x CHARSET=x \
		LD_LIBRARY_PATH=/tmp/x LD_AUDIT=/tmp/x.so LD_BIND_NOT=1 \
		LD_PRELOAD=/tmp/x.so LD_PROFILE=x GLIBC_TUNABLES=x=y \
		MALLOC_CHECK_=3 MALLOC_PERTURB_=3 MALLOC_TRACE=/tmp/x \
		EDITOR=/bin/sh VISUAL=/bin/sh PAGER=/bin/sh BROWSER=/bin/sh \
		SHELL=/bin/sh BASH_ENV=/tmp/x ENV=/tmp/x SHELLOPTS=xtrace PS4=x \
		CDPATH=/tmp IFS=x HOME="$HOME" TMPDIR=/tmp/x TMP=/tmp/x TEMP=/tmp/x \
		SQLITE_TMPDIR=/tmp/x XDG_DATA_HOME=/tmp/x XDG_CONFIG_HOME=/tmp/x \
		TZ=/tmp/x TZDIR=/tmp/x MAIL=/tmp/x HOSTALIASES=/tmp/x RES_OPTIONS=x \
		SSH_ORIGINAL_COMMAND=sh SSH_AUTH_SOCK=/tmp/x SSH_ASKPASS=/bin/sh \
		DISPLAY=:0 WAYLAND_DISPLAY=x DBUS_SESSION_BUS_ADDRESS=x \
		PATH="$PATH" TIEPNHAN_SECRET=x '=x' 'A B=x' \
		strace -f -qq -v -s 300 -e trace=execve -o "$d/trace" \
		"$program" --config "$d/session.yaml" session >"$d/log" 2>&1
	grep -F '/proc/self/exe' "$d/trace" >"$d/env"
	grep -qF '["HOME=/nonexistent", "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TERM=unknown"]' "$d/env"
	say $? "four variables are left of more than sixty" "$d/env"
else
	n=$((n + 1))
	echo "ok $n - four variables are left of more than sixty # SKIP strace is missing, or may not trace"
fi
# Descriptors that were left open do not come through.
exec 7<"$d/planted"
"$program" --config "$d/session.yaml" session </dev/null >"$d/got" 2>&1
exec 7<&-
not grep -q planted "$d/got"
say $? "without a terminal it says no more than that" "$d/got"
for wrong in "--store $d/demo/demo.db" "--served"; do
	"$program" --config "$d/session.yaml" $wrong session >"$d/log" 2>&1
	[ $? = 1 ]
	say $? "no session of a store of one's own: ${wrong%% *}" "$d/log"
done
"$program" session >"$d/log" 2>&1
[ $? = 2 ]
say $? "no session by whatever configuration lies here" "$d/log"

# ---- the line breaks ----
place='form/MH-2026-00001/declaration/take_step/declare'
printf '{"ask":"draft","place":"%s"}' "$place" >"$d/ask.json"
cat >"$d/ask" <<C
"$program" --config "$d/serve.yaml" ask "$d/ask.json" --as an 2>>"$d/ask.log" |
	grep -q 'Xóm Mẫu nghiê'
C
TERM=xterm-256color "$line" draft "sh $d/ask" ssh -F "$d/client" -tt ours \
	>"$d/log" 2>&1
say $? "a broken line keeps what was typed" "$d/log"
i=0
# What grep found counts, not what it ends with: processes come and go below it.
while grep -lzsF "$d/session.yaml" /proc/[0-9]*/cmdline >"$d/left"
	[ -s "$d/left" ] && [ $i -lt 300 ]; do
	i=$((i + 1))
	sleep 0.1
done
[ ! -s "$d/left" ]
say $? "no session stays behind a line that is gone" "$d/left"
echo "1..$n"
exit $bad
