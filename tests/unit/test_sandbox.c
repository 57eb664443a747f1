#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backend/config.h"
#include "backend/import_dir.h"
#include "backend/sandbox.h"
#include "backend/secret.h"

/*
 * Each check runs in a child that has entered the sandbox, which cannot be left. It gives back 0 when all is as it must be, else the line
 * of the check that was not.
 */
#define MUST(condition)                                                                                                            \
	do {                                                                                                                       \
		if (!(condition))                                                                                                  \
			return __LINE__;                                                                                           \
	} while (0)

static const char *host = "/var/run/postgresql";

static int status_of(int (*check)(void))
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		struct config c;
		struct err err;
		int line;

		config_init(&c);
		if (!config_set(&c, "host", host, &err) || !sandbox_enter(&c, &err)) {
			fprintf(stderr, "# %s\n", err.sentence);
			_exit(255);
		}
		line = check();
		if (line)
			fprintf(stderr, "# line %d\n", line);
		_exit(line ? 1 : 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void in_sandbox(int (*check)(void))
{
	int status = status_of(check);

	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void need(bool files)
{
	struct sandbox_support s;

	sandbox_support(&s);
	if (!s.built || !s.seccomp || (files && !s.landlock))
		skip();
}

static bool is_refused(long result)
{
	return result < 0 && errno == EPERM;
}

static int no_programs(void)
{
	char *const argv[] = { (char *)(uintptr_t) "true", NULL };

	MUST(is_refused(execve("/bin/true", argv, argv + 1)));
	MUST(is_refused(syscall(SYS_execveat, AT_FDCWD, "/bin/true", argv, argv + 1, 0)));
	MUST(is_refused(fork()));
	MUST(is_refused(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)));
#ifdef SYS_fork
	MUST(is_refused(syscall(SYS_fork)));
	MUST(is_refused(syscall(SYS_vfork)));
#endif
	MUST(syscall(SYS_clone3, NULL, 0) < 0 && errno == ENOSYS);
	return 0;
}

static void test_no_other_program(void **state)
{
	(void)state;
	need(false);
	in_sandbox(no_programs);
}

static int no_meddling(void)
{
	char byte = 'x';

	MUST(is_refused(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL)));
	MUST(is_refused(ptrace(PTRACE_TRACEME, 0, NULL, NULL)));
	MUST(is_refused(syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0)));
	MUST(is_refused(kill(getppid(), SIGCONT)));
	MUST(is_refused(kill(-1, 0)));
	MUST(is_refused(syscall(SYS_tgkill, getppid(), getppid(), 0)));
	MUST(is_refused(syscall(SYS_pidfd_open, getppid(), 0)));
	MUST(kill(getpid(), 0) == 0);
	MUST(is_refused(ioctl(0, TIOCSTI, &byte)));
	MUST(is_refused(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)));
	MUST(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) >= 0);
	MUST(is_refused(syscall(SYS_bpf, 0, NULL, 0)));
	MUST(is_refused(syscall(SYS_io_uring_setup, 1, NULL)));
	MUST(is_refused(syscall(SYS_keyctl, 0, 0)));
	MUST(is_refused(syscall(SYS_userfaultfd, 0)));
	MUST(is_refused(syscall(SYS_unshare, 0)));
	MUST(is_refused(syscall(SYS_mount, "a", "b", "c", 0, NULL)));
	MUST(is_refused(syscall(SYS_setuid, getuid())));
	return 0;
}

static void test_no_meddling_with_others(void **state)
{
	(void)state;
	need(false);
	in_sandbox(no_meddling);
}

/* The flags of open are what seccomp sees, so that this holds without landlock too. */
static int no_writing(void)
{
	static const int flags[] = { O_WRONLY, O_RDWR, O_RDONLY | O_CREAT, O_RDONLY | O_TRUNC, O_WRONLY | O_TMPFILE };

	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
		MUST(is_refused(syscall(SYS_openat, AT_FDCWD, "/tmp", flags[i], 0600)));
#ifdef SYS_open
		MUST(is_refused(syscall(SYS_open, "/tmp/steward-sandbox", flags[i], 0600)));
#endif
	}
	MUST(syscall(SYS_openat2, AT_FDCWD, "/tmp", NULL, 0) < 0 && errno == ENOSYS);
	MUST(is_refused(unlink("/tmp/steward-sandbox")));
	MUST(is_refused(rename("/tmp/a", "/tmp/b")));
	MUST(is_refused(mkdir("/tmp/steward-sandbox", 0700)));
	MUST(is_refused(chmod("/tmp", 0777)));
	MUST(is_refused(symlink("/etc/passwd", "/tmp/steward-sandbox")));
	MUST(is_refused(link("/etc/passwd", "/tmp/steward-sandbox")));
	MUST(is_refused(truncate("/tmp/steward-sandbox", 0)));
	return 0;
}

static void test_no_file_is_changed(void **state)
{
	(void)state;
	need(false);
	in_sandbox(no_writing);
}

static bool readable(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok = fd >= 0 || errno == ENOENT;

	if (fd >= 0)
		close(fd);
	return ok;
}

static bool closed(const char *path)
{
	return open(path, O_RDONLY | O_CLOEXEC) < 0 && errno == EACCES;
}

static int few_files(void)
{
	MUST(closed("/etc/passwd"));
	MUST(closed("/etc/shadow"));
	MUST(closed("/proc/self/mem"));
	MUST(closed("/proc/self/environ"));
	MUST(closed("/tmp"));
	MUST(closed("/root"));
	MUST(closed("/usr/bin/env"));
	MUST(closed("/etc/hosts"));
	MUST(closed("/"));
	MUST(readable("/usr/share/zoneinfo/Europe/Amsterdam"));
	MUST(readable("/usr/share/terminfo/x/xterm"));
	MUST(readable("/lib/terminfo/x/xterm"));
	MUST(readable("/usr/lib"));
	return 0;
}

/* The folder of files to import is held from before: its names can be seen, now and later, and nothing more. */
static int imports;

static int names_alone(void)
{
	struct import_file *files = calloc(IMPORT_FILES_MAX, sizeof *files);
	struct err err;

	MUST(files && import_dir_list(imports, files, &err) == 1 && strcmp(files[0].name, "people.csv") == 0);
	MUST(files[0].bytes == 4 && import_dir_list(imports, files, &err) == 1);
	free(files);
	MUST(openat(imports, "people.csv", O_RDONLY | O_CLOEXEC) < 0 && errno == EACCES);
	MUST(openat(imports, "../", O_RDONLY | O_DIRECTORY | O_CLOEXEC) < 0 && errno == EACCES);
	MUST(openat(imports, "new.csv", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) < 0);
	MUST(unlinkat(imports, "people.csv", 0) < 0);
	return 0;
}

static void test_of_files_to_import_only_the_names_are_seen(void **state)
{
	char folder[] = "/tmp/steward-imports-XXXXXX", file[64];
	struct err err;
	int fd;

	(void)state;
	need(true);
	assert_non_null(mkdtemp(folder));
	snprintf(file, sizeof file, "%s/people.csv", folder);
	fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	assert_true(fd >= 0 && write(fd, "a,b\n", 4) == 4);
	close(fd);
	imports = import_dir_open(folder, &err);
	assert_true(imports >= 0);
	in_sandbox(names_alone);
	close(imports);
	unlink(file);
	rmdir(folder);
}

static void test_few_files_are_read(void **state)
{
	(void)state;
	need(true);
	in_sandbox(few_files);
}

static void *add_one(void *arg)
{
	++*(int *)arg;
	return NULL;
}

/* What the program does after it has closed itself off: stretch secrets in threads, draw through a memory file, read the terminal. */
static int own_work(void)
{
	unsigned char out[SECRET_KEY], salt[SECRET_SALT] = { 1 }, pepper[SECRET_KEY] = { 2 };
	pthread_t thread;
	struct err err;
	int done = 0, fd = memfd_create("screen", MFD_CLOEXEC), ends[2];
	char byte;
	iconv_t to;

	MUST(pthread_create(&thread, NULL, add_one, &done) == 0 && pthread_join(thread, NULL) == 0 && done == 1);
	MUST(fd >= 0 && ftruncate(fd, 1 << 20) == 0 && pwrite(fd, "x", 1, 0) == 1 && pread(fd, &byte, 1, 0) == 1 && byte == 'x');
	MUST(mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) != MAP_FAILED);
	MUST(pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0 && write(ends[1], "", 1) == 1);
	MUST(secret_start(&err));
	MUST(secret_alloc(64) != NULL);
	MUST(secret_client_key("a secret of some length", salt, 1, "password", pepper, out, &err));
	to = iconv_open("UTF-8", "ISO-8859-15");
	MUST(to != (iconv_t)-1);
	iconv_close(to);
	MUST(raise(0) == 0);
	return 0;
}

static void test_its_own_work_goes_on(void **state)
{
	(void)state;
	need(false);
	in_sandbox(own_work);
}

static int socket_only(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_un a = { .sun_family = AF_UNIX, .sun_path = "/nonexistent/.s.PGSQL.5432" };

	MUST(fd >= 0);
	MUST(connect(fd, (struct sockaddr *)&a, sizeof a) < 0 && errno == ENOENT);
	MUST(is_refused(socket(AF_INET, SOCK_STREAM, 0)));
	MUST(is_refused(socket(AF_INET6, SOCK_DGRAM, 0)));
	MUST(is_refused(socket(AF_PACKET, SOCK_RAW, 0)));
	MUST(is_refused(listen(fd, 1)));
	return 0;
}

static void test_a_server_on_a_socket_needs_no_network(void **state)
{
	(void)state;
	need(false);
	in_sandbox(socket_only);
}

/* The default port is the only one that may be spoken to, as far as the kernel can tell ports apart. */
static int by_name(void)
{
	struct addrinfo hints = { .ai_family = AF_INET, .ai_socktype = SOCK_STREAM }, *found;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), other = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sandbox_support s;

	sandbox_support(&s);
	MUST(fd >= 0 && other >= 0);
	MUST(getaddrinfo("localhost", "5432", &hints, &found) == 0);
	MUST(connect(fd, found->ai_addr, found->ai_addrlen) == 0 || errno == ECONNREFUSED);
	freeaddrinfo(found);
	MUST(getaddrinfo("localhost", "25", &hints, &found) == 0);
	MUST(s.landlock < 4 || (connect(other, found->ai_addr, found->ai_addrlen) < 0 && errno == EACCES));
	freeaddrinfo(found);
	MUST(is_refused(socket(AF_PACKET, SOCK_RAW, 0)));
	MUST(is_refused(listen(fd, 1)));
	if (s.landlock) {
		MUST(readable("/etc/hosts"));
		MUST(readable("/etc/ssl/certs/ca-certificates.crt"));
		MUST(closed("/etc/passwd"));
	}
	return 0;
}

static void test_a_server_by_name_can_be_found_again(void **state)
{
	(void)state;
	need(false);
	host = "localhost";
	in_sandbox(by_name);
	host = "/var/run/postgresql";
}

#ifdef __x86_64__
static int other_numbers(void)
{
	syscall(0x40000000 + SYS_getpid);
	return __LINE__;
}

static int old_gate(void)
{
	/* getpid by the gate of 32-bit programs */
	__asm__ volatile("int $0x80" : : "a"(20) : "memory");
	return __LINE__;
}

static void test_other_gates_into_the_kernel_are_death(void **state)
{
	int status;

	(void)state;
	need(false);
	status = status_of(other_numbers);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
	status = status_of(old_gate);
	/* SIGSEGV: a kernel without that gate at all */
	assert_true(WIFSIGNALED(status) && (WTERMSIG(status) == SIGSYS || WTERMSIG(status) == SIGSEGV));
}
#endif

static void hosts_are(const char *hosts, bool network)
{
	struct config c;
	struct err err;

	config_init(&c);
	assert_true(config_set(&c, "host", hosts, &err));
	assert_int_equal(sandbox_needs_network(&c), network);
}

static void test_which_hosts_are_sockets(void **state)
{
	(void)state;
	hosts_are("/run/postgresql", false);
	hosts_are("", false);
	hosts_are("@abstract", false);
	hosts_are("/a,/b", false);
	hosts_are("db.example.com", true);
	hosts_are("/a,db.example.com", true);
	hosts_are("192.0.2.1,/a", true);
	hosts_are("::1", true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_other_program),
		cmocka_unit_test(test_no_meddling_with_others),
		cmocka_unit_test(test_no_file_is_changed),
		cmocka_unit_test(test_few_files_are_read),
		cmocka_unit_test(test_of_files_to_import_only_the_names_are_seen),
		cmocka_unit_test(test_its_own_work_goes_on),
		cmocka_unit_test(test_a_server_on_a_socket_needs_no_network),
		cmocka_unit_test(test_a_server_by_name_can_be_found_again),
#ifdef __x86_64__
		cmocka_unit_test(test_other_gates_into_the_kernel_are_death),
#endif
		cmocka_unit_test(test_which_hosts_are_sockets),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
