#ifndef FORMS_LINK_H
#define FORMS_LINK_H

/*
 * Answers come after a screen may have gone. Each call gets a link to its owner; the owner cuts all of his links when he goes, and an answer
 * that finds its link cut is dropped.
 */
struct link;
struct links {
	struct link *first;
};

/* A new link from a call to owner, with something of the call's own (may be NULL). NULL when out of memory. */
struct link *link_new(struct links *links, void *owner, void *extra);
/* In the answer: gives the owner (NULL if he has gone) and the extra (ret_extra may be NULL), and frees the link. */
void *link_take(struct link *l, void **ret_extra);
/* The owner goes: cuts every link. */
void links_cut(struct links *links);

#endif
