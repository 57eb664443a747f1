-- The functions of a person's export read and tell more at once: those of other signatures go.

DROP FUNCTION IF EXISTS privacy.export_parts(text, text),
	privacy.export_sql(text, text),
	privacy.export_page(text, bigint, text[], text, text[], integer),
	steward.package_open(bigint, uuid),
	steward.package_parts(bigint, uuid),
	steward.package_rows(bigint, uuid, text),
	api.export_parts(bigint),
	api.export_page(bigint, text, text[]),
	privacy.export_facts(text),
	api.export_omissions(bigint);
