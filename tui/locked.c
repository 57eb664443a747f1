#include "tui/locked.h"

#include <string.h>
#include <sys/mman.h>

char *locked_new(size_t size)
{
	char *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return NULL;
	/* A limit on locked memory must not keep people from logging in: what cannot be had is left out, as sodium does it. */
	(void)mlock(p, size);
	(void)madvise(p, size, MADV_DONTDUMP);
	(void)madvise(p, size, MADV_WIPEONFORK);
	return p;
}

void locked_free(char *p, size_t size)
{
	if (p == NULL)
		return;
	explicit_bzero(p, size);
	(void)munlock(p, size);
	munmap(p, size);
}
