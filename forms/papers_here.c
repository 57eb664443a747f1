#include "forms/papers.h"

void papers_start(int argc, char **argv)
{
	(void)argc;
	(void)argv;
}
