#ifndef FORMS_SITE_SITE_H
#define FORMS_SITE_SITE_H

#include "forms/entity.h"

/* Definitions of the site itself. */
extern const struct entity custom_field_entity, country_entity, setting_entity, minimum_age_entity;
/* Texts that the law asks for. */
extern const struct entity text_entity, text_version_entity, text_line_entity, version_line_entity;

#endif
