#include "tests/lib/screen/script.h"

#include <locale.h>
#include <signal.h>
#include <string.h>

/*
 * screen [--variant VARIANT] [--golden FOLDER] SCRIPT
 * Runs one screen script and prints TAP. tests/run calls it once for each variant that the script names.
 */
int main(int argc, char **argv)
{
	const char *variant = "80x24", *golden = "tests/screen/golden", *file = NULL;
	struct script s;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--variant") == 0 && i + 1 < argc)
			variant = argv[++i];
		else if (strcmp(argv[i], "--golden") == 0 && i + 1 < argc)
			golden = argv[++i];
		else
			file = argv[i];
	}
	if (!file) {
		fprintf(stderr, "usage: screen [--variant VARIANT] [--golden FOLDER] SCRIPT\n");
		return 64;
	}
	setlocale(LC_CTYPE, "C.UTF-8");
	signal(SIGPIPE, SIG_IGN);
	script_init(&s, variant, golden);
	if (!script_run(&s, file)) {
		printf("not ok 1 - cannot read %s\n", file);
		s.tests = s.failed = 1;
	}
	printf("1..%d\n", s.tests);
	int status = s.failed > 0 || s.tests == 0;
	script_free(&s);
	return status;
}
