-- What the invoices need to know of the seller. Applied again when this file changes: words, kinds and bounds follow the file, values that people set stay.

INSERT INTO site.settings (section, position, name, value, kind, least, most, needed, label, description) VALUES
	('Money', 611, 'seller_name', 'Lumen Picture Library', 'text', NULL, NULL, true, 'Name of the seller on invoices', 'Stands at the head of every invoice.'),
	('Money', 612, 'seller_address', E'Herengracht 100\n1015 BS Amsterdam\nNetherlands', 'lines', NULL, NULL, true, 'Address of the seller on invoices', 'Stands below the name.'),
	('Money', 613, 'seller_country', 'NL', 'text', NULL, NULL, true, 'Country of the seller, where VAT is charged as at home', 'ISO 3166 code of the country.'),
	('Money', 614, 'seller_vat_number', 'NL123456789B01', 'text', NULL, NULL, true, 'VAT number of the seller on invoices', 'With the country''s letters in front.'),
	('Money', 615, 'seller_bank', 'NL91 ABNA 0417 1643 00', 'text', NULL, NULL, false, 'Bank account on invoices', 'Where clients pay to.'),
	('Money', 616, 'vat_label', 'VAT', 'text', NULL, NULL, true, 'Name of the tax on invoices', 'On lines that are taxed as at home.'),
	('Money', 617, 'vat_rate', '21', 'number', 0, 100, true, 'Rate of the tax at home, in percent', 'For new lines; a line of a draft can have another.')
ON CONFLICT (name) DO UPDATE SET section = excluded.section, position = excluded.position, kind = excluded.kind, least = excluded.least, most = excluded.most,
	needed = excluded.needed, label = excluded.label, description = excluded.description
WHERE (settings.section, settings.position, settings.kind, settings.least, settings.most, settings.needed, settings.label, settings.description)
	IS DISTINCT FROM (excluded.section, excluded.position, excluded.kind, excluded.least, excluded.most, excluded.needed, excluded.label, excluded.description);
