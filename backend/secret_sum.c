#include "backend/secret.h"

#include <nettle/sha2.h>

/*
 * SHA-256 of files, which can be large: nettle uses the processor's own instructions where it has them, several times as fast as libsodium.
 * libpq brings it along in any case.
 */
_Static_assert(sizeof(struct sha256_ctx) <= sizeof(((struct secret_sum *)NULL)->state), "struct secret_sum is too small");

void secret_sum_begin(struct secret_sum *h)
{
	sha256_init((struct sha256_ctx *)(void *)h->state);
}

void secret_sum_add(struct secret_sum *h, const void *data, size_t size)
{
	sha256_update((struct sha256_ctx *)(void *)h->state, size, data);
}

void secret_sum_end(struct secret_sum *h, unsigned char *out)
{
	sha256_digest((struct sha256_ctx *)(void *)h->state, SHA256_DIGEST_SIZE, out);
}
