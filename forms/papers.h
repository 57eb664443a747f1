#ifndef FORMS_PAPERS_H
#define FORMS_PAPERS_H

/* In `steward` the commands that make files go over to steward-papers here and do not return; in steward-papers this does nothing. */
void papers_start(int argc, char **argv);

#endif
