#ifndef FORMS_SITE_SITE_H
#define FORMS_SITE_SITE_H

#include "forms/entity.h"

/* Definitions of the site itself. */
extern const struct entity custom_field_entity, country_entity, setting_entity;

#endif
