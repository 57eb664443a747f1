-- What of the sales stands on Home.

CREATE OR REPLACE FUNCTION meta.home_orders(p_now timestamptz) RETURNS TABLE (tile text, line integer, label text, value numeric, detail text)
	LANGUAGE plpgsql STABLE AS
$$
BEGIN
	RETURN QUERY SELECT 'orders'::text, 1, meta.label('Wait for the staff'), count(*)::numeric, CASE WHEN count(*) = 10000 THEN '!+' ELSE '!' END
		FROM (SELECT FROM site.orders o WHERE o.status IN ('submitted', 'awaiting_staff') LIMIT 10000) AS waiting;
	RETURN QUERY SELECT 'orders'::text, 2, meta.label('Wait for more than a day'), count(*)::numeric, CASE WHEN count(*) = 10000 THEN '!!+' ELSE '!!' END
		FROM (SELECT FROM site.orders o WHERE o.status IN ('submitted', 'awaiting_staff') AND o.created_at < p_now - interval '1 day' LIMIT 10000) AS late;
	RETURN QUERY SELECT 'orders'::text, 3, meta.label('Wait for payment'), count(*)::numeric, CASE WHEN count(*) = 10000 THEN '+' ELSE '' END
		FROM (SELECT FROM site.orders o WHERE o.status = 'awaiting_payment' LIMIT 10000) AS unpaid;
END
$$;
COMMENT ON FUNCTION meta.home_orders(timestamptz) IS 'Home: orders that wait for the staff, for long, and for payment.';

CREATE OR REPLACE FUNCTION meta.home_invoices(p_now timestamptz) RETURNS TABLE (tile text, line integer, label text, value numeric, detail text)
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	today date := (p_now AT TIME ZONE 'UTC')::date;
BEGIN
	RETURN QUERY SELECT 'invoices'::text, 1, meta.label('Overdue'), count(*)::numeric,
			CASE WHEN count(*) = 10000 THEN '!+' ELSE '!' || coalesce(min(o.base_currency) || ' ' || site.round_money(sum(o.base), site.decimals_of(min(o.base_currency))), '') END
		FROM (SELECT i.base_currency::text AS base_currency, i.open_total * i.rate AS base FROM site.invoices i
			WHERE i.kind = 'invoice' AND i.status IN ('issued', 'part_paid') AND i.due_date < today LIMIT 10000) AS o;
	RETURN QUERY SELECT 'invoices'::text, 2, meta.label('Due in 7 days'), count(*)::numeric, CASE WHEN count(*) = 10000 THEN '+' ELSE '' END
		FROM (SELECT FROM site.invoices i WHERE i.kind = 'invoice' AND i.status IN ('issued', 'part_paid') AND i.due_date BETWEEN today AND today + 7 LIMIT 10000) AS soon;
	RETURN QUERY SELECT 'invoices'::text, 3, meta.label('Drafts'), count(*)::numeric, CASE WHEN count(*) = 10000 THEN '+' ELSE '' END
		FROM (SELECT FROM site.invoices i WHERE i.status = 'draft' LIMIT 10000) AS drafts;
END
$$;
COMMENT ON FUNCTION meta.home_invoices(timestamptz) IS 'Home: overdue invoices and what they come to in the base currency, those due in a week, drafts.';
