#ifndef TESTS_LINT_BANNED_H
#define TESTS_LINT_BANNED_H

/*
 * Calls that must not compile. The Makefile includes this file before every source file, so that the declarations below meet the
 * ones of the C library and mark each use. It includes nothing itself: a header of ours that forgets an include stays found.
 * gcc and clang report a deprecated function at its use only, never in system headers, and -Werror makes that an error.
 */
#define BANNED(instead) __attribute__((deprecated("banned in this project: " instead)))

char *strcpy(char *, const char *) BANNED("snprintf, or memcpy with a checked size");
char *stpcpy(char *, const char *) BANNED("snprintf, or memcpy with a checked size");
char *strcat(char *, const char *) BANNED("snprintf");
char *strncpy(char *, const char *, __SIZE_TYPE__) BANNED("snprintf: strncpy may leave no ending zero");
char *strncat(char *, const char *, __SIZE_TYPE__) BANNED("snprintf");
char *strtok(char *, const char *) BANNED("strchr or strcspn: strtok keeps hidden state");
int sprintf(char *, const char *, ...) BANNED("snprintf");
int vsprintf(char *, const char *, __builtin_va_list) BANNED("vsnprintf");
char *gets(char *) BANNED("getline");
int system(const char *) BANNED("no shell is ever started");
struct _IO_FILE *popen(const char *, const char *) BANNED("no shell is ever started");
int atoi(const char *) BANNED("strtoll with its errors checked");
long atol(const char *) BANNED("strtoll with its errors checked");
long long atoll(const char *) BANNED("strtoll with its errors checked");
double atof(const char *) BANNED("strtod with its errors checked");
char *mktemp(char *) BANNED("mkstemp");
char *tmpnam(char *) BANNED("mkstemp");
char *tempnam(const char *, const char *) BANNED("mkstemp");
int rand(void) BANNED("randombytes of libsodium");
long random(void) BANNED("randombytes of libsodium");

#undef BANNED
#endif
