#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "backend/sandbox_private.h"
#include "backend/words.h"

#if defined(__x86_64__)
#define OUR_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OUR_ARCH AUDIT_ARCH_AARCH64
#else
#define OUR_ARCH 0 /* nobody has run it there: sandbox_calls_supported says no */
#endif

enum { X32_BIT = 0x40000000, TMPFILE_BIT = O_TMPFILE & ~O_DIRECTORY, PROGRAM_MAX = 320, VALUES_MAX = 6 };

/* Refused whatever the arguments. Machines differ in which of them they have. */
static const int refused[] = {
	/* other programs and processes */
	SYS_execve,
	SYS_execveat,
#ifdef SYS_fork
	SYS_fork,
	SYS_vfork,
#endif
	SYS_ptrace,
	SYS_process_vm_readv,
	SYS_process_vm_writev,
	SYS_kcmp,
	SYS_tkill,
	SYS_rt_sigqueueinfo,
	SYS_rt_tgsigqueueinfo,
	SYS_pidfd_open,
	SYS_pidfd_getfd,
	SYS_pidfd_send_signal,
	SYS_process_madvise,
	/* the machine */
	SYS_kexec_load,
	SYS_kexec_file_load,
	SYS_init_module,
	SYS_finit_module,
	SYS_delete_module,
	SYS_reboot,
	SYS_swapon,
	SYS_swapoff,
	SYS_acct,
	SYS_syslog,
	SYS_settimeofday,
	SYS_clock_settime,
	SYS_adjtimex,
	SYS_clock_adjtime,
	SYS_sethostname,
	SYS_setdomainname,
	SYS_quotactl,
	SYS_vhangup,
#ifdef SYS_iopl
	SYS_iopl,
	SYS_ioperm,
	SYS_modify_ldt,
#endif
	SYS_personality,
	/* where holes in kernels have been */
	SYS_bpf,
	SYS_perf_event_open,
	SYS_userfaultfd,
	SYS_keyctl,
	SYS_add_key,
	SYS_request_key,
	SYS_io_uring_setup,
	SYS_io_uring_enter,
	SYS_io_uring_register,
	SYS_fanotify_init,
	SYS_name_to_handle_at,
	SYS_open_by_handle_at,
	/* file systems and name spaces */
	SYS_mount,
	SYS_umount2,
	SYS_pivot_root,
	SYS_chroot,
	SYS_move_mount,
	SYS_open_tree,
	SYS_fsopen,
	SYS_fsconfig,
	SYS_fsmount,
	SYS_fspick,
	SYS_unshare,
	SYS_setns,
	/* who we are */
	SYS_setuid,
	SYS_setgid,
	SYS_setreuid,
	SYS_setregid,
	SYS_setresuid,
	SYS_setresgid,
	SYS_setfsuid,
	SYS_setfsgid,
	SYS_setgroups,
	SYS_capset,
/* changing files; on a kernel without landlock this is all there is */
#ifdef SYS_chmod
	SYS_creat,
	SYS_chmod,
	SYS_chown,
	SYS_lchown,
	SYS_link,
	SYS_symlink,
	SYS_rename,
	SYS_unlink,
	SYS_mkdir,
	SYS_rmdir,
	SYS_mknod,
#endif
	SYS_fchmod,
	SYS_fchmodat,
	SYS_fchown,
	SYS_fchownat,
	SYS_linkat,
	SYS_symlinkat,
	SYS_renameat2,
#ifdef SYS_renameat
	SYS_renameat,
#endif
	SYS_unlinkat,
	SYS_mkdirat,
	SYS_mknodat,
	SYS_truncate,
	SYS_setxattr,
	SYS_lsetxattr,
	SYS_fsetxattr,
	SYS_removexattr,
	SYS_lremovexattr,
	SYS_fremovexattr,
	/* nobody connects to a console */
	SYS_listen,
	SYS_accept,
	SYS_accept4,
};

/* Calls newer than us, which take what we could not look at. The C library falls back to the older ones. */
static const int unknown[] = { SYS_clone3, SYS_openat2 };

/* Calls that depend on one argument. Its lower 32 bits are looked at: they are ints, or flags that all lie there. */
struct rule {
	int call, argument;
	enum { EQUAL, ANY_BIT } test;
	bool refuse; /* when the test holds; false: unless it holds */
	uint32_t values[VALUES_MAX];
	int count;
};

struct program {
	struct sock_filter code[PROGRAM_MAX];
	unsigned short length;
};

static void emit(struct program *p, int code, uint32_t k, int if_true, int if_false)
{
	if (p->length < PROGRAM_MAX)
		p->code[p->length++] =
		    (struct sock_filter) { .code = (uint16_t)code, .jt = (uint8_t)if_true, .jf = (uint8_t)if_false, .k = k };
}

static void emit_end(struct program *p, uint32_t action)
{
	emit(p, BPF_RET | BPF_K, action, 0, 0);
}

static void emit_load(struct program *p, size_t offset)
{
	emit(p, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

/* Every path through a rule for its call ends here, so that those after it still find the number of the call loaded. */
static void emit_rule(struct program *p, const struct rule *r)
{
	const uint32_t denied = SECCOMP_RET_ERRNO | EPERM;

	emit(p, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)r->call, 0, r->count + 3);
	emit_load(p, offsetof(struct seccomp_data, args) + (size_t)r->argument * sizeof(uint64_t));
	for (int i = 0; i < r->count; i++)
		emit(p, BPF_JMP | (r->test == EQUAL ? BPF_JEQ : BPF_JSET) | BPF_K, r->values[i], r->count - i, 0);
	emit_end(p, r->refuse ? SECCOMP_RET_ALLOW : denied);
	emit_end(p, r->refuse ? denied : SECCOMP_RET_ALLOW);
}

static void emit_rules(struct program *p, bool network, int keeps_in)
{
	const uint32_t self = (uint32_t)getpid(), writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | TMPFILE_BIT;
	const struct rule rules[] = {
		{ SYS_clone, 0, ANY_BIT, false, { CLONE_THREAD }, 1 },
		{ SYS_openat, 2, ANY_BIT, true, { writing }, 1 },
#ifdef SYS_open
		{ SYS_open, 1, ANY_BIT, true, { writing }, 1 },
#endif
		{ SYS_kill, 0, EQUAL, false, { self }, 1 },
		{ SYS_tgkill, 0, EQUAL, false, { self }, 1 },
		/* Typing into the terminal, for the shell below a console that is not the log-in's only program. */
		{ SYS_ioctl, 1, EQUAL, true, { TIOCSTI, TIOCLINUX }, 2 },
		/* Becoming visible again to those of the same account. */
		{ SYS_prctl, 0, EQUAL, true, { PR_SET_DUMPABLE, PR_SET_PTRACER }, 2 },
		/* Netlink is how the C library asks which kinds of address this machine has. */
		{ SYS_socket, 0, EQUAL, false, { AF_UNIX, AF_INET, AF_INET6, AF_NETLINK }, network ? 4 : 1 },
	};

	const struct rule naming = { SYS_linkat, 2, EQUAL, false, { (uint32_t)keeps_in }, 1 };

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		emit_rule(p, &rules[i]);
	if (keeps_in >= 0)
		emit_rule(p, &naming);
}

static void emit_list(struct program *p, const int *calls, int count, uint32_t action)
{
	/* No match jumps past the action; the distance must fit into a byte. */
	_Static_assert(sizeof refused / sizeof *refused < 250, "a jump over the list would be too long");
	for (int i = 0; i < count; i++)
		emit(p, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)calls[i], count - i, 0);
	emit(p, BPF_JMP | BPF_JA, 1, 0, 0);
	emit_end(p, action);
}

static void build(struct program *p, bool network, int keeps_in)
{
	p->length = 0;
	emit_load(p, offsetof(struct seccomp_data, arch));
	emit(p, BPF_JMP | BPF_JEQ | BPF_K, OUR_ARCH, 1, 0);
	emit_end(p, SECCOMP_RET_KILL_PROCESS);
	emit_load(p, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
	/* x32: the same calls under other numbers. */
	emit(p, BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1);
	emit_end(p, SECCOMP_RET_KILL_PROCESS);
#endif
	emit_rules(p, network, keeps_in);
	emit_list(p, unknown, sizeof unknown / sizeof *unknown, SECCOMP_RET_ERRNO | ENOSYS);
	emit_list(p, refused, sizeof refused / sizeof *refused, SECCOMP_RET_ERRNO | EPERM);
	emit_end(p, SECCOMP_RET_ALLOW);
}

bool sandbox_calls_supported(void)
{
	uint32_t action = SECCOMP_RET_KILL_PROCESS;

	return OUR_ARCH && syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

bool sandbox_calls(bool network, int keeps_in, struct err *err)
{
	struct program p;
	struct sock_fprog filter = { .filter = p.code };

	if (!sandbox_calls_supported())
		return true;
	build(&p, network, keeps_in);
	filter.len = p.length;
	if (p.length == PROGRAM_MAX)
		return err_set(err, ERR_BUG, "%s", _("The list of refused system calls is too long."));
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter) != 0)
		return err_set(err, ERR_SYSTEM, _("The system calls cannot be restricted: %s."), strerror(errno));
	return true;
}
