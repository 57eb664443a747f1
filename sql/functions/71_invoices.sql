-- Invoices: drafts, issue, credit notes. A draft can be changed, an issued invoice never, by nobody: triggers see to it, for the website and psql too.
--
-- Tax is worked out once for the net sum of each rate and shared out to the lines so that the parts come to exactly that (share_tax): so the lines
-- add up, the sums per rate are what the law wants, and crediting a line takes back exactly its part. Sums are made here, in SQL, by nobody else.

-- Figures ------------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION site.setting_or(p_name text, p_otherwise text) RETURNS text
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT coalesce((SELECT nullif(s.value, '') FROM site.settings s WHERE s.name = p_name), p_otherwise) $$;
COMMENT ON FUNCTION site.setting_or(text, text) IS 'A setting of the website, or what holds when it is empty. Definer: whoever writes an invoice need not see the settings.';

CREATE OR REPLACE FUNCTION site.rate_on(p_currency text, p_day date) RETURNS numeric
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	result numeric;
BEGIN
	IF p_currency = site.setting_or('base_currency', 'EUR') THEN
		RETURN 1::numeric;
	END IF;
	SELECT r.rate INTO result FROM site.exchange_rates r WHERE r.currency = p_currency::character(3) AND r.valid_from <= p_day ORDER BY r.valid_from DESC LIMIT 1;
	IF result IS NULL THEN
		RAISE EXCEPTION 'There is no exchange rate of this currency for that day.' USING ERRCODE = '22023', HINT = 'Add it to the exchange rates.';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION site.rate_on(text, date) IS 'What one unit of a currency is worth in the base currency on a day (22023 when nobody said).';

CREATE OR REPLACE FUNCTION site.in_eu(p_country text) RETURNS boolean
	LANGUAGE sql IMMUTABLE AS
$$
	SELECT p_country = ANY ('{AT,BE,BG,CY,CZ,DE,DK,EE,ES,FI,FR,GR,HR,HU,IE,IT,LT,LU,LV,MT,NL,PL,PT,RO,SE,SI,SK}'::text[])
$$;
COMMENT ON FUNCTION site.in_eu(text) IS 'Whether a country is one of the European Union, where VAT is charged or reversed.';

CREATE OR REPLACE FUNCTION site.tax_of(p_user_id bigint, OUT label text, OUT rate numeric)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	u record;
BEGIN
	SELECT x.country::text AS country, coalesce(nullif(x.vat_number, ''), o.vat_number, '') AS vat INTO u
		FROM site.users x LEFT JOIN site.organisations o ON o.id = x.organisation_id AND o.invoice_user_id = x.id WHERE x.id = p_user_id;
	label := site.setting_or('vat_label', 'VAT');
	rate := site.setting_or('vat_rate', '21')::numeric;
	IF u.country IS NULL OR u.country = site.setting_or('seller_country', 'NL') THEN
		RETURN;
	END IF;
	IF NOT site.in_eu(u.country) THEN
		label := 'Outside the EU, no VAT';
		rate := 0;
	ELSIF u.vat <> '' THEN
		label := 'VAT reverse charge';
		rate := 0;
	END IF;
END
$$;
COMMENT ON FUNCTION site.tax_of(bigint) IS 'Tax that a new line for this account gets: the site''s own rate at home and for private people in the EU, reversed for businesses there, none elsewhere. In a draft it can be changed.';

CREATE OR REPLACE FUNCTION site.share_tax(p_invoice_id bigint) RETURNS void
	LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	UPDATE site.invoice_lines l SET tax = s.tax FROM (
		SELECT x.id, site.round_money(sum(x.amount) OVER rated * x.tax_rate / 100, d.decimals) - site.round_money((sum(x.amount) OVER rated - x.amount) * x.tax_rate / 100, d.decimals) AS tax
		FROM site.invoice_lines x, (SELECT max(m.decimals)::integer AS decimals FROM site.invoice_lines m WHERE m.invoice_id = p_invoice_id) AS d WHERE x.invoice_id = p_invoice_id WINDOW rated AS (PARTITION BY x.tax_label, x.tax_rate ORDER BY x.id)) AS s
	WHERE l.id = s.id AND l.tax <> s.tax
$$;
COMMENT ON FUNCTION site.share_tax(bigint) IS 'Shares the tax of each rate, rounded once for its sum, out to the lines of a draft: each line gets what the rounded tax grows by with it.';

-- The lines ----------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION site.new_invoice_line(p_line site.invoice_lines, p_invoice site.invoices) RETURNS site.invoice_lines
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	taken record;
BEGIN
	p_line.payable_on := NULL;
	p_line.paid_out := false;
	p_line.released := false;
	p_line.royalty_amount := 0;
	p_line.tax := 0;
	p_line.decimals := site.decimals_of(p_invoice.currency::text);
	IF p_line.order_line_id IS NOT NULL THEN
		SELECT l.file_id, l.price, l.discount, l.decimals, l.supplier_id, l.royalty_percent, o.currency, o.user_id, u.organisation_id, f.title, l.licence, l.size, l.use_text INTO taken
			FROM site.order_lines l JOIN site.orders o ON o.id = l.order_id JOIN site.users u ON u.id = o.user_id JOIN site.files f ON f.id = l.file_id WHERE l.id = p_line.order_line_id;
		IF taken.user_id <> p_invoice.user_id AND taken.organisation_id IS DISTINCT FROM p_invoice.organisation_id THEN
			RAISE EXCEPTION 'That line was ordered by another account.' USING ERRCODE = '22023', COLUMN = 'order_line_id';
		ELSIF taken.currency <> p_invoice.currency THEN
			RAISE EXCEPTION 'That line was ordered in another currency.' USING ERRCODE = '22023', COLUMN = 'order_line_id', HINT = 'Make an invoice in that currency for it.';
		ELSIF taken.price IS NULL THEN
			RAISE EXCEPTION 'This line has no price yet.' USING ERRCODE = '22023', COLUMN = 'order_line_id';
		END IF;
		p_line.file_id := taken.file_id;
		p_line.quantity := 1;
		p_line.price := taken.price;
		p_line.discount := taken.discount;
		p_line.decimals := taken.decimals;
		p_line.supplier_id := taken.supplier_id;
		p_line.royalty_percent := taken.royalty_percent;
		p_line.description := coalesce(nullif(p_line.description, ''), left(concat_ws(', ', taken.file_id::text || coalesce(' ' || nullif(taken.title, ''), ''),
			taken.licence || coalesce(' ' || nullif(taken.size, ''), ''), nullif(taken.use_text, '')), 1000));
	ELSE
		SELECT r.supplier_id, r.percent INTO taken FROM site.royalty_of(p_line.file_id) AS r;
		p_line.supplier_id := taken.supplier_id;
		p_line.royalty_percent := coalesce(taken.percent, 0);
	END IF;
	IF p_line.tax_label = '' AND p_line.tax_rate = 0 THEN
		SELECT t.label, t.rate INTO p_line.tax_label, p_line.tax_rate FROM site.tax_of(p_invoice.user_id) AS t;
	END IF;
	RETURN p_line;
END
$$;
COMMENT ON FUNCTION site.new_invoice_line(site.invoice_lines, site.invoices) IS 'A new line of an invoice, with price, contributor and share taken from its order line or file, and its tax.';

CREATE OR REPLACE FUNCTION site.new_credit_line(p_line site.invoice_lines, p_invoice site.invoices) RETURNS site.invoice_lines
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	taken site.invoice_lines;
BEGIN
	SELECT * INTO taken FROM site.invoice_lines l WHERE l.id = p_line.credits_line_id AND l.invoice_id = p_invoice.credits_id;
	IF taken.id IS NULL THEN
		RAISE EXCEPTION 'A credit note takes back lines of its invoice, and nothing else.' USING ERRCODE = '22023', COLUMN = 'credits_line_id';
	END IF;
	-- Exactly minus what was charged. released: it never stands for the order line.
	taken.credits_line_id := taken.id;
	taken.id := p_line.id;
	taken.invoice_id := p_line.invoice_id;
	taken.quantity := -taken.quantity;
	taken.tax := -taken.tax;
	taken.royalty_amount := -taken.royalty_amount;
	taken.payable_on := NULL;
	taken.paid_out := false;
	taken.released := true;
	taken.created_at := p_line.created_at;
	taken.updated_at := p_line.updated_at;
	taken.version := 1;
	RETURN taken;
END
$$;
COMMENT ON FUNCTION site.new_credit_line(site.invoice_lines, site.invoices) IS 'A new line of a credit note: minus the line that it takes back, to the cent.';

CREATE OR REPLACE FUNCTION site.check_invoice_line(i site.invoices, p_old site.invoice_lines, p_new site.invoice_lines) RETURNS void
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF (p_old.supplier_id, p_old.royalty_percent) IS DISTINCT FROM (p_new.supplier_id, p_new.royalty_percent) THEN
		RAISE EXCEPTION 'A contributor''s share in a line never changes afterwards.' USING ERRCODE = '22023', COLUMN = 'royalty_percent';
	END IF;
	IF (p_old.invoice_id, p_old.order_line_id, p_old.credits_line_id, p_old.file_id) IS DISTINCT FROM (p_new.invoice_id, p_new.order_line_id, p_new.credits_line_id, p_new.file_id) THEN
		RAISE EXCEPTION 'A line keeps its invoice and what it charges.' USING ERRCODE = '22023', HINT = 'Remove it, and add another.';
	END IF;
	IF i.status <> 'draft' AND (p_old.description, p_old.quantity, p_old.price, p_old.discount, p_old.tax_label, p_old.tax_rate, p_old.tax, p_old.royalty_amount)
		IS DISTINCT FROM (p_new.description, p_new.quantity, p_new.price, p_new.discount, p_new.tax_label, p_new.tax_rate, p_new.tax, p_new.royalty_amount) THEN
		RAISE EXCEPTION 'An issued invoice never changes.' USING ERRCODE = '22023', HINT = 'Credit it, and make a new one.';
	END IF;
	IF i.kind = 'credit' AND (p_old.quantity, p_old.price, p_old.discount, p_old.tax_rate, p_old.tax) IS DISTINCT FROM (p_new.quantity, p_new.price, p_new.discount, p_new.tax_rate, p_new.tax) THEN
		RAISE EXCEPTION 'A credit note takes back lines of its invoice, and nothing else.' USING ERRCODE = '22023';
	END IF;
	IF p_old.payable_on IS DISTINCT FROM p_new.payable_on AND (i.status IN ('draft', 'void') OR p_old.paid_out) THEN
		RAISE EXCEPTION USING ERRCODE = '22023', COLUMN = 'payable_on', MESSAGE = CASE WHEN p_old.paid_out THEN 'This line is on a statement: the contributor was paid.'
			ELSE 'Only what is on an issued invoice can be paid to a contributor.' END;
	END IF;
	IF p_old.released <> p_new.released AND (NOT p_new.released OR i.status <> 'void' AND NOT EXISTS (SELECT FROM site.invoice_lines x JOIN site.invoices n ON n.id = x.invoice_id
		WHERE x.credits_line_id = p_new.id AND n.number IS NOT NULL)) THEN
		RAISE EXCEPTION 'A line is released by voiding or crediting it.' USING ERRCODE = '22023', COLUMN = 'released';
	END IF;
	IF p_old.paid_out <> p_new.paid_out AND p_new.paid_out IS DISTINCT FROM EXISTS (SELECT FROM site.statement_lines s WHERE s.invoice_line_id = p_new.id) THEN
		RAISE EXCEPTION 'A line is paid out by its statement.' USING ERRCODE = '22023', COLUMN = 'paid_out';
	END IF;
END
$$;
COMMENT ON FUNCTION site.check_invoice_line(site.invoices, site.invoice_lines, site.invoice_lines) IS 'Refuses (22023, with a sentence) a change of an invoice''s line that may not be.';

CREATE OR REPLACE FUNCTION site.guard_invoice_line() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	i site.invoices;
BEGIN
	-- Held until the end: nobody issues the draft meanwhile.
	SELECT * INTO i FROM site.invoices x WHERE x.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.invoice_id ELSE NEW.invoice_id END FOR NO KEY UPDATE;
	IF TG_OP <> 'UPDATE' AND i.status <> 'draft' AND NOT (TG_OP = 'DELETE' AND coalesce(i.keep_until < current_date, false)) THEN
		RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = CASE i.status WHEN 'void' THEN 'This draft was voided.' ELSE 'An issued invoice never changes.' END,
			HINT = CASE i.status WHEN 'void' THEN 'Make a new one.' ELSE 'Credit it, and make a new one.' END;
	END IF;
	IF TG_OP = 'DELETE' THEN
		RETURN OLD;
	END IF;
	IF TG_OP = 'INSERT' THEN
		RETURN CASE i.kind WHEN 'credit' THEN site.new_credit_line(NEW, i) ELSE site.new_invoice_line(NEW, i) END;
	END IF;
	NEW.decimals := OLD.decimals;
	PERFORM site.check_invoice_line(i, OLD, NEW);
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.guard_invoice_line() IS 'Trigger: lines change while their invoice is a draft. Afterwards only the database itself says when a contributor can be paid, and what was credited.';

CREATE OR REPLACE TRIGGER guard_invoice_line BEFORE INSERT OR UPDATE OR DELETE ON site.invoice_lines FOR EACH ROW EXECUTE FUNCTION site.guard_invoice_line();

CREATE OR REPLACE FUNCTION site.sum_invoice(p_invoice_id bigint) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	PERFORM site.share_tax(i.id) FROM site.invoices i WHERE i.id = p_invoice_id AND i.status = 'draft' AND i.kind = 'invoice';
	UPDATE site.invoices i SET net_total = s.net, tax_total = s.tax
	FROM (SELECT coalesce(sum(l.amount), 0) AS net, coalesce(sum(l.tax), 0) AS tax FROM site.invoice_lines l WHERE l.invoice_id = p_invoice_id) AS s
	WHERE i.id = p_invoice_id AND i.status = 'draft' AND (i.net_total, i.tax_total) IS DISTINCT FROM (s.net, s.tax);
END
$$;
COMMENT ON FUNCTION site.sum_invoice(bigint) IS 'Works out taxes and sums of a draft.';

CREATE OR REPLACE FUNCTION site.sum_touched(p_invoices bigint[], p_order_lines bigint[]) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	PERFORM site.sum_invoice(x) FROM unnest(p_invoices) AS x ORDER BY x;
	UPDATE site.order_lines o SET invoiced = s.invoiced
	FROM (SELECT x.id, EXISTS (SELECT FROM site.invoice_lines l WHERE l.order_line_id = x.id AND NOT l.released) AS invoiced FROM site.order_lines x WHERE x.id = ANY (p_order_lines)) AS s
	WHERE o.id = s.id AND o.invoiced <> s.invoiced;
END
$$;
COMMENT ON FUNCTION site.sum_touched(bigint[], bigint[]) IS 'Works out the sums of these invoices, and whether these order lines are invoiced.';

CREATE OR REPLACE FUNCTION site.sum_written() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	PERFORM site.sum_touched(array_agg(DISTINCT a.invoice_id), array_agg(DISTINCT a.order_line_id)) FROM after a;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION site.sum_written() IS 'Trigger: sums of a draft follow the lines that are added and changed, and order lines know whether they are invoiced.';

CREATE OR REPLACE FUNCTION site.sum_removed() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	PERFORM site.sum_touched(array_agg(DISTINCT b.invoice_id), array_agg(DISTINCT b.order_line_id)) FROM before b;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION site.sum_removed() IS 'Trigger: the same for lines that are removed.';

CREATE OR REPLACE TRIGGER sum_added AFTER INSERT ON site.invoice_lines REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION site.sum_written();
CREATE OR REPLACE TRIGGER sum_changed AFTER UPDATE ON site.invoice_lines REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION site.sum_written();
-- A purge of what the tax law no longer wants makes nothing uninvoiced again.
CREATE OR REPLACE TRIGGER sum_removed AFTER DELETE ON site.invoice_lines REFERENCING OLD TABLE AS before FOR EACH STATEMENT WHEN (current_user <> 'steward_eraser') EXECUTE FUNCTION site.sum_removed();

-- The invoice ---------------------------------------------------------------------------------------------------------------

-- Not a definer: who writes matters here. Only the database's own functions, which run as site_owner, write sums, payments and credits.
CREATE OR REPLACE FUNCTION site.guard_invoice() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	ours CONSTANT boolean := current_user = 'site_owner';
	settled CONSTANT text[] := ARRAY['status', 'paid_total', 'credited_total', 'reminders', 'reminded_at', 'updated_at', 'version', 'total', 'open_total', 'search_text'];
BEGIN
	IF TG_OP = 'DELETE' THEN
		IF OLD.number IS NOT NULL AND OLD.keep_until >= current_date THEN
			RAISE EXCEPTION 'An issued invoice is kept as long as the tax law wants it.' USING ERRCODE = '22023';
		END IF;
		RETURN OLD;
	END IF;
	IF TG_OP = 'INSERT' THEN
		IF NEW.status <> 'draft' OR NEW.number IS NOT NULL OR (NEW.net_total, NEW.tax_total, NEW.paid_total, NEW.credited_total, NEW.reminders) <> (0, 0, 0, 0, 0) THEN
			RAISE EXCEPTION 'An invoice begins as an empty draft.' USING ERRCODE = '22023';
		END IF;
		NEW.base_currency := site.setting_or('base_currency', 'EUR')::character(3);
		RETURN NEW;
	END IF;
	IF OLD.status <> 'draft' THEN
		IF to_jsonb(NEW) - settled IS DISTINCT FROM to_jsonb(OLD) - settled OR (NOT ours AND (NEW.status, NEW.paid_total, NEW.credited_total, NEW.reminders, NEW.reminded_at)
			IS DISTINCT FROM (OLD.status, OLD.paid_total, OLD.credited_total, OLD.reminders, OLD.reminded_at)) THEN
			RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = CASE OLD.status WHEN 'void' THEN 'This draft was voided.' ELSE 'An issued invoice never changes.' END,
				HINT = CASE OLD.status WHEN 'void' THEN 'Make a new one.' ELSE 'Credit it, and make a new one.' END;
		END IF;
		RETURN NEW;
	END IF;
	IF NEW.status NOT IN ('draft', 'issued', 'void') THEN
		RAISE EXCEPTION 'A draft is issued or voided, nothing else.' USING ERRCODE = '22023', COLUMN = 'status';
	END IF;
	IF NEW.number IS NOT NULL OR (NEW.paid_total, NEW.credited_total, NEW.reminders) <> (0, 0, 0) THEN
		RAISE EXCEPTION 'The number is given when an invoice is issued.' USING ERRCODE = '22023', COLUMN = 'number';
	END IF;
	IF NOT ours AND (NEW.net_total, NEW.tax_total) <> (OLD.net_total, OLD.tax_total) THEN
		RAISE EXCEPTION 'The sums of an invoice are those of its lines.' USING ERRCODE = '22023', COLUMN = 'net_total';
	END IF;
	IF (NEW.user_id, NEW.kind, NEW.credits_id, NEW.base_currency) IS DISTINCT FROM (OLD.user_id, OLD.kind, OLD.credits_id, OLD.base_currency)
		OR NEW.currency <> OLD.currency AND EXISTS (SELECT FROM site.invoice_lines l WHERE l.invoice_id = OLD.id) THEN
		RAISE EXCEPTION 'An invoice keeps its account, and its currency once it has lines.' USING ERRCODE = '22023', HINT = 'Void the draft, and make another.';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.guard_invoice() IS 'Trigger: drafts can be changed, issued or voided; what was issued never changes (22023), whoever writes, but for what was paid, credited and reminded of, which the database itself works out.';

CREATE OR REPLACE TRIGGER guard_invoice BEFORE INSERT OR UPDATE OR DELETE ON site.invoices FOR EACH ROW EXECUTE FUNCTION site.guard_invoice();

CREATE OR REPLACE FUNCTION site.buyer_of(p_user_id bigint, OUT name text, OUT company text, OUT address text, OUT country char, OUT vat_number text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	SELECT u.full_name, CASE WHEN o.id IS NOT NULL THEN o.name ELSE u.company END,
		CASE WHEN o.street1 <> '' THEN concat_ws(E'\n', o.street1, nullif(o.street2, ''), nullif(concat_ws(' ', nullif(o.postcode, ''), nullif(o.city, '')), ''), oc.name_en)
			ELSE concat_ws(E'\n', nullif(u.department, ''), nullif(u.street1, ''), nullif(u.street2, ''), nullif(concat_ws(' ', nullif(u.postcode, ''), nullif(u.city, '')), ''), nullif(u.state, ''), uc.name_en) END,
		CASE WHEN o.street1 <> '' THEN o.country ELSE u.country END, coalesce(nullif(u.vat_number, ''), o.vat_number, '')
	FROM site.users u LEFT JOIN site.organisations o ON o.id = u.organisation_id AND o.invoice_user_id = u.id
	LEFT JOIN site.countries uc ON uc.code = u.country LEFT JOIN site.countries oc ON oc.code = o.country WHERE u.id = p_user_id
$$;
COMMENT ON FUNCTION site.buyer_of(bigint) IS 'Name, address and VAT number for an invoice: the organisation''s when the account receives its invoices, else the account''s own.';

CREATE OR REPLACE FUNCTION site.issue_invoice() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	buyer record;
	lines bigint;
	given integer;
	original site.invoices;
	days integer;
BEGIN
	SELECT count(*) INTO lines FROM (SELECT FROM site.invoice_lines l WHERE l.invoice_id = NEW.id FOR NO KEY UPDATE NOWAIT) AS held;
	IF lines = 0 THEN
		RAISE EXCEPTION 'An invoice without lines is not issued.' USING ERRCODE = '22023', HINT = 'Add a line, or void the draft.';
	END IF;
	NEW.invoice_date := coalesce(NEW.invoice_date, current_date);
	NEW.issued_at := now();
	SELECT sum(l.amount), sum(l.tax) INTO NEW.net_total, NEW.tax_total FROM site.invoice_lines l WHERE l.invoice_id = NEW.id;
	IF NEW.kind = 'credit' THEN
		SELECT * INTO original FROM site.invoices o WHERE o.id = NEW.credits_id;
		NEW.rate := original.rate;
		NEW.due_date := NEW.invoice_date;
		SELECT original.buyer_name, original.buyer_company, original.buyer_address, original.buyer_country, original.buyer_vat_number
			INTO NEW.buyer_name, NEW.buyer_company, NEW.buyer_address, NEW.buyer_country, NEW.buyer_vat_number;
	ELSE
		IF NEW.net_total + NEW.tax_total < 0 THEN
			RAISE EXCEPTION 'An invoice does not come to less than nothing.' USING ERRCODE = '22023', HINT = 'What is given back is credited on the invoice that charged it.';
		END IF;
		SELECT coalesce(NEW.settlement_days, u.settlement_days, site.setting_or('settlement_days', '30')::integer) INTO days FROM site.users u WHERE u.id = NEW.user_id;
		NEW.settlement_days := days;
		NEW.due_date := NEW.invoice_date + days;
		NEW.rate := site.rate_on(NEW.currency, NEW.invoice_date);
		buyer := site.buyer_of(NEW.user_id);
		NEW.buyer_name := buyer.name;
		NEW.buyer_company := buyer.company;
		NEW.buyer_address := buyer.address;
		NEW.buyer_country := buyer.country;
		NEW.buyer_vat_number := buyer.vat_number;
		UPDATE site.invoice_lines l SET royalty_amount = site.round_money(l.amount * NEW.rate * l.royalty_percent / 100, site.decimals_of(NEW.base_currency::text))
		WHERE l.invoice_id = NEW.id AND l.royalty_percent > 0;
	END IF;
	-- Sales to private people elsewhere in the EU are kept ten years, all else seven, after the year of the invoice.
	NEW.keep_until := make_date(extract(year FROM NEW.invoice_date)::integer + CASE WHEN site.in_eu(NEW.buyer_country::text) AND NEW.buyer_vat_number = ''
		AND NEW.buyer_country::text <> site.setting_or('seller_country', 'NL') THEN 10 ELSE 7 END, 12, 31);
	-- Last, since whoever has the counter keeps all others waiting until he commits.
	INSERT INTO site.invoice_numbers AS n (year, last) VALUES (extract(year FROM NEW.invoice_date)::integer, 1) ON CONFLICT (year) DO UPDATE SET last = n.last + 1 RETURNING n.last INTO given;
	NEW.number := format('%s-%s', extract(year FROM NEW.invoice_date), lpad(given::text, greatest(5, length(given::text)), '0'));
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.issue_invoice() IS 'Trigger: a draft that is issued gets its number, without gaps in each year, its dates and rate, and the buyer as he is now; the shares of contributors are worked out.';

CREATE OR REPLACE TRIGGER issue_invoice BEFORE UPDATE OF status ON site.invoices FOR EACH ROW WHEN (OLD.status = 'draft' AND NEW.status = 'issued')
	EXECUTE FUNCTION site.issue_invoice();

CREATE OR REPLACE FUNCTION site.after_invoice() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF NEW.status = 'void' THEN
		UPDATE site.invoice_lines l SET released = true WHERE l.invoice_id = NEW.id AND NOT l.released;
	ELSIF NEW.kind = 'credit' THEN
		UPDATE site.invoice_lines l SET released = true FROM site.invoice_lines x WHERE x.invoice_id = NEW.id AND l.id = x.credits_line_id AND NOT l.released;
		PERFORM site.settle_invoice(NEW.credits_id);
	ELSE
		PERFORM site.settle_invoice(NEW.id);
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION site.after_invoice() IS 'Trigger: what is voided or credited releases its order lines; a credit note settles its invoice.';

CREATE OR REPLACE TRIGGER after_invoice AFTER UPDATE OF status ON site.invoices FOR EACH ROW WHEN (OLD.status = 'draft' AND NEW.status IN ('issued', 'void'))
	EXECUTE FUNCTION site.after_invoice();

-- The view of sums per rate
CREATE OR REPLACE VIEW site.invoice_sums WITH (security_invoker = true) AS
	SELECT l.invoice_id, l.tax_label, l.tax_rate, sum(l.amount) AS net, sum(l.tax) AS tax, min(l.id) AS first_line
	FROM site.invoice_lines l GROUP BY l.invoice_id, l.tax_label, l.tax_rate;
ALTER VIEW site.invoice_sums OWNER TO site_owner;
COMMENT ON VIEW site.invoice_sums IS 'Net sum and tax of each rate of an invoice';
COMMENT ON COLUMN site.invoice_sums.invoice_id IS 'The invoice';
COMMENT ON COLUMN site.invoice_sums.tax_label IS 'Name of the tax';
COMMENT ON COLUMN site.invoice_sums.tax_rate IS 'Its rate in percent';
COMMENT ON COLUMN site.invoice_sums.net IS 'Sum of the lines with this rate';
COMMENT ON COLUMN site.invoice_sums.tax IS 'Tax on that sum';
COMMENT ON COLUMN site.invoice_sums.first_line IS 'First line with this rate: sums stand in this order';

SELECT steward.own_functions('site', 'site_owner');
