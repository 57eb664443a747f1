#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/secret.h"

static int start(void **state)
{
	(void)state;
	return secret_start(NULL) ? 0 : -1;
}

static void is_hex(const unsigned char *bytes, const char *hex)
{
	char text[2 * SECRET_KEY + 1];

	secret_hex(bytes, SECRET_KEY, text);
	assert_string_equal(text, hex);
}

/* Worked out apart from this program: BLAKE2b, HMAC and SHA-256 of Python's hashlib around Argon2id (3 passes, 64 MiB, 1 lane). */
static void test_client_key_known_answers(void **state)
{
	unsigned char pepper[SECRET_KEY], salt[SECRET_SALT], key[SECRET_KEY], stored[SECRET_KEY], proof[SECRET_KEY];
	char message[128] = { 0 };
	struct err err;
	int n;

	(void)state;
	for (size_t i = 0; i < sizeof pepper; i++)
		pepper[i] = (unsigned char)i;
	for (size_t i = 0; i < sizeof salt; i++)
		salt[i] = (unsigned char)(100 + i);
	assert_true(secret_client_key("", salt, 1, "pin", pepper, key, &err));
	is_hex(key, "14443602ecf4b553dca90759adae8a21bdd6ec75e01f03434d4196228dac4bb8");
	assert_true(secret_client_key("demo-anna-lumen-2026", salt, 1, "password", pepper, key, &err));
	is_hex(key, "4acef66542c55b565dd31c905e5ffd2a30cb33810e814272041c00b3200b3210");
	secret_stored_key(key, stored);
	is_hex(stored, "f78c83663d197722c1f74bc46487a079405ae7a5f1996b336f4d7843b1d2812a");
	/* 32 zero bytes of nonce, then attempt, name and address. */
	n = snprintf(message + SECRET_NONCE, sizeof message - SECRET_NONCE, "17|anna|192.0.2.7");
	secret_proof(key, message, (size_t)(SECRET_NONCE + n), proof);
	is_hex(proof, "bbc6930314333f4bafcb94d345883e66a50499195b018a9c86b2e3d68f67fe29");
	assert_false(secret_client_key("x", salt, 2, "pin", pepper, key, &err));
	assert_int_equal(err.code, ERR_BUG);
}

static void test_proofs_fit_their_message_only(void **state)
{
	unsigned char key[SECRET_KEY], one[SECRET_KEY], again[SECRET_KEY], two[SECRET_KEY], longer[SECRET_KEY];

	(void)state;
	secret_random(key, sizeof key);
	secret_proof(key, "one", 3, one);
	secret_proof(key, "one", 3, again);
	secret_proof(key, "two", 3, two);
	secret_proof(key, "one", 4, longer);
	assert_memory_equal(one, again, sizeof one);
	assert_memory_not_equal(one, two, sizeof one);
	assert_memory_not_equal(one, longer, sizeof one);
	assert_memory_not_equal(one, key, sizeof one);
}

static void test_digest_and_hex(void **state)
{
	unsigned char hash[SECRET_KEY], back[SECRET_KEY];
	char text[2 * SECRET_KEY + 1];

	(void)state;
	secret_digest("abc", 3, hash);
	is_hex(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	secret_hex(hash, sizeof hash, text);
	assert_true(secret_unhex(text, back, sizeof back));
	assert_memory_equal(hash, back, sizeof hash);
	assert_false(secret_unhex("abc", back, 2));
	assert_false(secret_unhex("zz", back, 1));
	assert_false(secret_unhex("", back, 1));
	assert_false(secret_unhex("ababab", back, 2));
}

static void test_uuid(void **state)
{
	char one[37], two[37];

	(void)state;
	secret_uuid(one);
	secret_uuid(two);
	assert_int_equal(strlen(one), 36);
	assert_string_not_equal(one, two);
	assert_int_equal(one[14], '4');
	assert_non_null(strchr("89ab", one[19]));
	for (int i = 0; i < 36; i++)
		assert_true(i == 8 || i == 13 || i == 18 || i == 23 ? one[i] == '-' : strchr("0123456789abcdef", one[i]) != NULL);
}

/* The key and what ssh-keygen -l says of it. */
static void test_fingerprint(void **state)
{
	char out[64];

	(void)state;
	assert_false(secret_fingerprint("AAAA@KEY@", out, sizeof out));
	assert_true(
	    secret_fingerprint("AAAAC3NzaC1lZDI1NTE5AAAAILRPnCLjtAYU9BJ6jjy5Y/TfjplQiu6S5N/FYD7+LuE5 comment\n", out, sizeof out));
	assert_string_equal(out, "SHA256:13cmxsdEW4ZmqacgulhYmIfrdWb73ezn1ExRzFdy1Tk");
	assert_false(secret_fingerprint("", out, sizeof out));
	assert_false(secret_fingerprint("AAAAC3NzaC1lZDI1NTE5AAAAILRPnCLjtAYU9BJ6jjy5Y/TfjplQiu6S5N/FYD7+LuE5", out, 10));
}

static void pepper_is(const char *path, bool ok)
{
	unsigned char key[SECRET_KEY];
	struct err err;

	err_clear(&err);
	if (secret_pepper(path, key, &err) != ok)
		fail_msg("%s: %s", path, err.sentence);
	if (!ok) {
		assert_int_equal(err.code, ERR_SYSTEM);
		assert_non_null(strstr(err.sentence, path));
	}
}

static void write_file(const char *path, size_t n)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	for (size_t i = 0; i < n; i++)
		fputc('p', f);
	fclose(f);
}

static void test_pepper_files(void **state)
{
	char dir[] = "/tmp/steward-pepper-XXXXXX", path[64], link_path[64], fifo[64];

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/pepper", dir);
	snprintf(link_path, sizeof link_path, "%s/link", dir);
	snprintf(fifo, sizeof fifo, "%s/fifo", dir);
	pepper_is(path, false);
	write_file(path, 32);
	chmod(path, 0400);
	pepper_is(path, true);
	chmod(path, 0440);
	pepper_is(path, false);
	chmod(path, 0604);
	pepper_is(path, false);
	chmod(path, 0600);
	pepper_is(path, true);
	write_file(path, 31);
	pepper_is(path, false);
	write_file(path, 33);
	pepper_is(path, false);
	write_file(path, 32);
	assert_int_equal(symlink(path, link_path), 0);
	pepper_is(link_path, false);
	assert_int_equal(mkfifo(fifo, 0400), 0);
	pepper_is(fifo, false);
	pepper_is(dir, false);
	unlink(fifo);
	unlink(link_path);
	unlink(path);
	rmdir(dir);
}

static const char *const words[] = { "anna", "Anna Brandt-Vos", "Lumen Picture Library", NULL };

static void test_passwords_that_are_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"short",
		"fourteen chars",
		"passwordpassword",
		"Passw0rdPassw0rd!",
		"aaaaaaaaaaaaaaaaaaaa",
		"abcdefghijklmnopqrst",
		"qwertyuiopasdfgh",
		"1234567890123456",
		"20261123 20261123",
		"correct horse battery staple",
		"CorrectHorseBatteryStaple",
		"welkom2026welkom2026",
		"letmeinletmeinletmein",
		"annabrandtvoslumen2026",
		"LumenPictureLibrary1",
		"abcabcabcabcabcabc",
		"monkeydragonmaster",
		"iloveyouiloveyou!!",
		"zxcvbnmasdfghjkl",
		"1qaz2wsx3edc4rfv5tgb",
		"summer2026summer!",
		"wachtwoord wachtwoord",
		"tab\tin a long password",
		"line\nin a long password",
		"esc\x1b in a long password",
		"bad \xff byte in a long one",
		"overlong \xc0\xaf in a long one",
		"surrogate \xed\xa0\x80 in a long one",
		"decomposed e\xcc\x81t\xc3\xa9 of words",
		"zero\xe2\x80\x8bwidth in a long one",
		"bidi \xe2\x80\xae in a long one",
		"private \xee\x80\x80 in a long one",
		"no-break\xc2\xa0space in a long one",
	};
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		err_clear(&err);
		if (secret_password_ok(bad[i], words, &err))
			fail_msg("accepted: %s", bad[i]);
		assert_int_equal(err.code, ERR_INPUT);
		assert_true(err.sentence[0] != '\0');
	}
}

static void test_passwords_that_are_taken(void **state)
{
	static const char *const good[] = {
		"violet kayak under glass",
		"drie kamelen in de regen",
		"Zx9!kfPq2_mWv7#L",
		"blauwe stoel op het dak",
		"kopje-thee-bij-het-raam",
		"größe mäht übers tal",
		"φωνή στο μικρό σπίτι",
		"тихая река под мостом",
		"写真の倉庫で猫が三匹寝ている朝",
		"stool 🦊 under the lamp ok",
	};
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (!secret_password_ok(good[i], words, &err))
			fail_msg("refused: %s: %s", good[i], err.sentence);
	assert_true(secret_password_ok("demo-anna-lumen-2026", (const char *const[]) { "anna", NULL }, &err));
	assert_true(secret_password_ok("violet kayak under glass", NULL, &err));
}

static void test_length_counts_characters(void **state)
{
	char text[600];
	struct err err;

	(void)state;
	/* 14 and 15 letters of two bytes each. */
	assert_false(secret_password_ok("αζγψβωξπλητρσκ", NULL, &err));
	assert_true(secret_password_ok("αζγψβωξπλητρσκμ", NULL, &err));
	for (size_t i = 0; i < 129; i++)
		text[i] = (char)("jwvxkqfh"[i * i * 7 % 8]);
	memcpy(text, "violet kayak under glass", 24);
	text[129] = '\0';
	assert_false(secret_password_ok(text, NULL, &err));
	text[128] = '\0';
	assert_true(secret_password_ok(text, NULL, &err));
}

static void test_pins(void **state)
{
	static const char *const bad[] = { "", "12345", "1234567890123", "12345a", "12 456", "١٢٣٤٥٦", "123456", "654321", "000000",
		"111111", "121212", "123123", "112112", "987654321", "135791", "246802", "010203", "311299", "123199", "991231",
		"31121999", "19991231", "12311999", "198765", "402019", "200177", "551999", "789012", "112211", "864208",
		"9753197531" };
	static const char *const good[] = { "402816", "513927", "624039", "735148", "40281657", "739104628153", "864209" };
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (secret_pin_ok(bad[i], &err))
			fail_msg("accepted: %s", bad[i]);
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (!secret_pin_ok(good[i], &err))
			fail_msg("refused: %s: %s", good[i], err.sentence);
}

static void test_locked_memory(void **state)
{
	unsigned char *p = secret_alloc(100);

	(void)state;
	assert_non_null(p);
	memset(p, 1, 100);
	secret_wipe(p, 100);
	for (int i = 0; i < 100; i++)
		assert_int_equal(p[i], 0);
	secret_free(p);
	secret_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_client_key_known_answers),
		cmocka_unit_test(test_proofs_fit_their_message_only),
		cmocka_unit_test(test_digest_and_hex),
		cmocka_unit_test(test_uuid),
		cmocka_unit_test(test_fingerprint),
		cmocka_unit_test(test_pepper_files),
		cmocka_unit_test(test_passwords_that_are_refused),
		cmocka_unit_test(test_passwords_that_are_taken),
		cmocka_unit_test(test_length_counts_characters),
		cmocka_unit_test(test_pins),
		cmocka_unit_test(test_locked_memory),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start, NULL);
}
