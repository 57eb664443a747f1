-- Public holidays of the Netherlands, as its law on terms counts them, from two years ago to ten years ahead of the year 2026. Others can be added; none is removed.

CREATE TEMPORARY TABLE wanted_holidays (LIKE privacy.holidays INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_holidays (day, name)
	WITH years AS (SELECT y, y % 19 AS a, y / 100 AS b, y % 100 AS c FROM generate_series(2024, 2036) AS y),
		-- The anonymous Gregorian computus.
		moon AS (SELECT y, a, c, b, (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30 AS h FROM years),
		sunday AS (SELECT y, a, h, (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7 AS l FROM moon),
		easter AS (SELECT y, make_date(y, (h + l - 7 * ((a + 11 * h + 22 * l) / 451) + 114) / 31, (h + l - 7 * ((a + 11 * h + 22 * l) / 451) + 114) % 31 + 1) AS day FROM sunday)
	SELECT DISTINCT ON (d.day) d.day, d.name FROM easter e CROSS JOIN LATERAL (VALUES
		(make_date(e.y, 1, 1), 'New Year'), (e.day - 2, 'Good Friday'), (e.day + 1, 'Easter Monday'),
		(make_date(e.y, 4, 27) - CASE WHEN extract(isodow FROM make_date(e.y, 4, 27)) = 7 THEN 1 ELSE 0 END, 'King''s Day'), (make_date(e.y, 5, 5), 'Liberation Day'),
		(e.day + 39, 'Ascension Day'), (e.day + 50, 'Whit Monday'), (make_date(e.y, 12, 25), 'Christmas Day'), (make_date(e.y, 12, 26), 'Second Christmas Day')) AS d (day, name)
	ORDER BY d.day, d.name;
SELECT steward.take_rows('wanted_holidays', 'privacy.holidays', '');
