/*
 * The file `signin_key`: 32 bytes in hexadecimal, of the account that keeps
 * the store and readable for nobody else.  With it and the store, whoever has
 * both opens what the officers open who sign in by their account.
 */
#include "tui/command/account_key.h"

#include "core/staff/keyring.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT_SIZE (2 * SEAL_KEY_SIZE + 1)	/* with its end of line */

static bool
fault(struct cli *cli, const char *path, const char *why)
{
	return cli_say(cli, W_SIGNIN_KEY, path, why, NULL);
}

/* Nobody else has it: a link, another owner, other readers are refused. */
static bool
is_ours(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_uid == getuid() && (st.st_mode & 077) == 0 &&
	    st.st_nlink == 1 && st.st_size == TEXT_SIZE;
}

static bool
read_key(int fd, struct secret *key)
{
	char text[TEXT_SIZE];
	bool ok = read(fd, text, sizeof(text)) == (ssize_t)sizeof(text) &&
	    text[TEXT_SIZE - 1] == '\n' && secret_new(key, SEAL_KEY_SIZE);

	text[TEXT_SIZE - 1] = '\0';
	ok = ok && hex_to(text, key->bytes, SEAL_KEY_SIZE);
	seal_wipe(text, sizeof(text));
	if (!ok)
		secret_free(key);
	return ok;
}

static bool
write_key(int fd)
{
	unsigned char key[SEAL_KEY_SIZE];
	char text[TEXT_SIZE + 1];
	bool ok;

	seal_random(NULL, key, sizeof(key));
	hex_from(key, sizeof(key), text);
	text[TEXT_SIZE - 1] = '\n';
	ok = write(fd, text, TEXT_SIZE) == TEXT_SIZE && fsync(fd) == 0;
	seal_wipe(text, sizeof(text));
	seal_wipe(key, sizeof(key));
	return ok;
}

/* Made when it is not there; what opened by an older one does not any more. */
static bool
make(struct cli *cli, const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0600);
	bool ok = fd >= 0 && write_key(fd);
	int why = errno;

	if (fd >= 0 && close(fd) != 0)
		ok = false;
	if (!ok) {
		if (fd >= 0)
			unlink(path);
		return fault(cli, path, strerror(why));
	}
	cli_say(cli, W_SIGNIN_KEY_MADE, path, NULL);
	return true;
}

bool
account_key_read(struct cli *cli, const char *path, struct secret *key)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	bool ok;

	if (fd < 0 && errno == ENOENT) {
		if (!make(cli, path))
			return false;
		fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	}
	if (fd < 0)
		return fault(cli, path, strerror(errno));
	ok = is_ours(fd) && read_key(fd, key);
	close(fd);
	return ok || cli_say(cli, W_SIGNIN_KEY_UNFIT, path, NULL);
}
