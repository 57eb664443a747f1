-- What becomes of an issued invoice: payments, credits, reminders; and the verbs of the console.

CREATE OR REPLACE FUNCTION site.settle_invoice(p_invoice_id bigint) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	i site.invoices;
	paid numeric;
	credited numeric;
	now_is text;
	last_day date;
BEGIN
	SELECT * INTO i FROM site.invoices x WHERE x.id = p_invoice_id FOR NO KEY UPDATE;
	SELECT coalesce(sum(p.amount), 0), max(p.paid_on) INTO paid, last_day FROM site.payments p WHERE p.invoice_id = p_invoice_id;
	SELECT coalesce(-sum(c.total), 0) INTO credited FROM site.invoices c WHERE c.credits_id = p_invoice_id AND c.number IS NOT NULL;
	now_is := CASE WHEN credited >= i.total AND credited <> 0 THEN 'credited' WHEN i.total - credited - paid <= 0 THEN 'paid' WHEN paid <> 0 THEN 'part_paid' ELSE 'issued' END;
	UPDATE site.invoices x SET paid_total = paid, credited_total = credited, status = now_is
	WHERE x.id = p_invoice_id AND (x.paid_total, x.credited_total, x.status) IS DISTINCT FROM (paid, credited, now_is);
	-- A settled sale can be paid to its contributors, with what was taken back of it; one that is open again cannot.
	IF now_is IN ('paid', 'credited') THEN
		UPDATE site.invoice_lines l SET payable_on = greatest(last_day, i.invoice_date)
		FROM site.invoices x WHERE x.id = l.invoice_id AND (x.id = p_invoice_id OR x.credits_id = p_invoice_id AND x.number IS NOT NULL)
			AND l.payable_on IS NULL AND l.royalty_amount <> 0;
	ELSIF i.status IN ('paid', 'credited') THEN
		UPDATE site.invoice_lines l SET payable_on = NULL
		FROM site.invoices x WHERE x.id = l.invoice_id AND (x.id = p_invoice_id OR x.credits_id = p_invoice_id) AND l.payable_on IS NOT NULL AND NOT l.paid_out;
	END IF;
END
$$;
COMMENT ON FUNCTION site.settle_invoice(bigint) IS 'Works out what was paid and credited of an issued invoice, its status, and whether its contributors can be paid.';

CREATE OR REPLACE FUNCTION site.guard_payment() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	i site.invoices;
BEGIN
	IF TG_OP <> 'INSERT' THEN
		SELECT * INTO i FROM site.invoices x WHERE x.id = OLD.invoice_id;
		IF TG_OP = 'UPDATE' OR i.keep_until >= current_date THEN
			RAISE EXCEPTION 'A payment that was registered never changes.' USING ERRCODE = '22023', HINT = 'Register the difference; an amount below zero was paid back.';
		END IF;
		RETURN OLD;
	END IF;
	SELECT * INTO i FROM site.invoices x WHERE x.id = NEW.invoice_id FOR NO KEY UPDATE;
	IF i.number IS NULL OR i.kind <> 'invoice' THEN
		RAISE EXCEPTION 'Payments belong to issued invoices.' USING ERRCODE = '22023', COLUMN = 'invoice_id',
			HINT = CASE i.kind WHEN 'credit' THEN 'What is paid back is registered on the invoice that was credited, below zero.' ELSE 'Issue it first.' END;
	END IF;
	NEW.paid_on := coalesce(NEW.paid_on, current_date);
	IF NEW.paid_on < i.invoice_date - 366 OR NEW.paid_on > current_date + 31 THEN
		RAISE EXCEPTION 'This day of payment cannot be right.' USING ERRCODE = '22023', COLUMN = 'paid_on';
	END IF;
	IF NEW.amount < 0 AND i.paid_total + NEW.amount < 0 THEN
		RAISE EXCEPTION 'More cannot be paid back than was paid.' USING ERRCODE = '22023', COLUMN = 'amount';
	END IF;
	-- What was charged with decimals once is paid with them.
	IF NEW.amount <> site.round_money(NEW.amount, site.decimals_of(i.currency::text)) AND i.open_total = site.round_money(i.open_total, site.decimals_of(i.currency::text)) THEN
		RAISE EXCEPTION 'This currency has no decimals.' USING ERRCODE = '22023', COLUMN = 'amount', HINT = 'Write a whole amount.';
	END IF;
	NEW.user_id := i.user_id;
	NEW.currency := i.currency;
	NEW.base_decimals := site.decimals_of(i.base_currency::text);
	NEW.rate := CASE WHEN i.currency = i.base_currency THEN 1 ELSE site.rate_on(i.currency::text, NEW.paid_on) END;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.guard_payment() IS 'Trigger: a payment belongs to an issued invoice, is in its currency, and never changes.';

CREATE OR REPLACE TRIGGER guard_payment BEFORE INSERT OR UPDATE OR DELETE ON site.payments FOR EACH ROW EXECUTE FUNCTION site.guard_payment();

CREATE OR REPLACE FUNCTION site.after_payment() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	PERFORM site.settle_invoice(NEW.invoice_id);
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION site.after_payment() IS 'Trigger: the invoice follows its payments.';

CREATE OR REPLACE TRIGGER after_payment AFTER INSERT ON site.payments FOR EACH ROW EXECUTE FUNCTION site.after_payment();

CREATE OR REPLACE FUNCTION site.guard_reminder() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	i site.invoices;
BEGIN
	SELECT * INTO i FROM site.invoices x WHERE x.id = NEW.invoice_id FOR NO KEY UPDATE;
	IF i.kind <> 'invoice' OR i.status NOT IN ('issued', 'part_paid') THEN
		RAISE EXCEPTION 'Only an invoice that is not paid yet is reminded of.' USING ERRCODE = '22023', COLUMN = 'invoice_id';
	ELSIF i.due_date >= current_date THEN
		RAISE EXCEPTION 'This invoice is not due yet.' USING ERRCODE = '22023', COLUMN = 'invoice_id';
	ELSIF i.reminders >= 9 THEN
		RAISE EXCEPTION 'Nine reminders are enough.' USING ERRCODE = '22023', COLUMN = 'invoice_id', HINT = 'Give it to a collector.';
	END IF;
	NEW.user_id := i.user_id;
	NEW.level := i.reminders + 1;
	NEW.open_total := i.open_total;
	NEW.sent_at := now();
	UPDATE site.invoices x SET reminders = x.reminders + 1, reminded_at = now() WHERE x.id = i.id;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.guard_reminder() IS 'Trigger: an unpaid invoice past its date is reminded of; the reminder is counted there.';

CREATE OR REPLACE TRIGGER guard_reminder BEFORE INSERT ON site.reminders FOR EACH ROW EXECUTE FUNCTION site.guard_reminder();

-- Who owes what, for how long: the collection report ------------------------------------------------------------------------------

CREATE OR REPLACE VIEW site.collection WITH (security_invoker = true) AS
	SELECT i.user_id, i.currency::text AS currency, count(*) AS invoices, sum(i.open_total) AS open_total,
		coalesce(sum(i.open_total) FILTER (WHERE i.due_date >= d.today), 0) AS not_due,
		coalesce(sum(i.open_total) FILTER (WHERE i.due_date < d.today AND i.due_date >= d.today - 30), 0) AS days_30,
		coalesce(sum(i.open_total) FILTER (WHERE i.due_date < d.today - 30 AND i.due_date >= d.today - 60), 0) AS days_60,
		coalesce(sum(i.open_total) FILTER (WHERE i.due_date < d.today - 60 AND i.due_date >= d.today - 90), 0) AS days_90,
		coalesce(sum(i.open_total) FILTER (WHERE i.due_date < d.today - 90), 0) AS older,
		min(i.due_date) AS oldest_due, max(i.reminded_at) AS reminded_at
	FROM site.invoices i CROSS JOIN (SELECT (meta.clock() AT TIME ZONE 'UTC')::date AS today) AS d
	WHERE i.kind = 'invoice' AND i.status IN ('issued', 'part_paid') GROUP BY i.user_id, i.currency;
ALTER VIEW site.collection OWNER TO site_owner;
COMMENT ON VIEW site.collection IS 'Collection report: what each account owes in each currency, by how long it is due';
COMMENT ON COLUMN site.collection.user_id IS 'The account';
COMMENT ON COLUMN site.collection.currency IS 'Currency of these invoices';
COMMENT ON COLUMN site.collection.invoices IS 'How many are open';
COMMENT ON COLUMN site.collection.open_total IS 'What is open';
COMMENT ON COLUMN site.collection.not_due IS 'Of that, not due yet';
COMMENT ON COLUMN site.collection.days_30 IS 'Due for at most 30 days';
COMMENT ON COLUMN site.collection.days_60 IS 'Due for 31 to 60 days';
COMMENT ON COLUMN site.collection.days_90 IS 'Due for 61 to 90 days';
COMMENT ON COLUMN site.collection.older IS 'Due for longer';
COMMENT ON COLUMN site.collection.oldest_due IS 'Since when the oldest is due';
COMMENT ON COLUMN site.collection.reminded_at IS 'When the last reminder was sent';

SELECT steward.own_functions('site', 'site_owner');

-- Verbs of the console -------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION meta.add_order_lines(p_invoice_id bigint, p_lines bigint[]) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	INSERT INTO site.invoice_lines (invoice_id, order_line_id, description) SELECT p_invoice_id, x, '' FROM unnest(p_lines) AS x;
	GET DIAGNOSTICS result = ROW_COUNT;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.add_order_lines(bigint, bigint[]) IS 'Puts order lines on a draft; what they cost and whose they are the trigger takes from them.';

CREATE OR REPLACE FUNCTION meta.lines_to_invoice(p_users bigint[], p_order_id bigint, p_currency text, OUT currency text, OUT lines bigint[])
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	currencies bigint;
BEGIN
	SELECT array_agg(l.id ORDER BY l.order_id, l.id), min(o.currency::text), count(DISTINCT o.currency) INTO lines, currency, currencies
	FROM site.order_lines l JOIN site.orders o ON o.id = l.order_id
	WHERE NOT l.invoiced AND l.price IS NOT NULL AND (o.currency::text = p_currency OR p_currency IS NULL)
		AND CASE WHEN p_order_id IS NOT NULL THEN o.id = p_order_id AND (l.download = 'granted' OR l.to_invoice) ELSE o.user_id = ANY (p_users) AND l.to_invoice END;
	IF lines IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = '22023', COLUMN = 'source', MESSAGE = CASE WHEN p_order_id IS NULL THEN 'No line is marked for invoicing.' ELSE 'No line of this order is left to be invoiced.' END,
			HINT = 'A line is invoiced when it is granted or marked, has a price and is on no invoice.';
	END IF;
	IF currencies > 1 THEN
		RAISE EXCEPTION 'The lines are in more than one currency.' USING ERRCODE = '22023', COLUMN = 'currency', HINT = 'Name the currency; each needs an invoice of its own.';
	END IF;
END
$$;
COMMENT ON FUNCTION meta.lines_to_invoice(bigint[], bigint, text) IS 'Order lines that can be invoiced: the granted or marked ones of one order, or the marked ones of accounts; and their currency. 22023 when there are none, or of several currencies.';

CREATE OR REPLACE FUNCTION meta.invoices_make(c meta.call, OUT key text, OUT version bigint)
	LANGUAGE plpgsql AS
$$
DECLARE
	source text := coalesce(c.args->>'source', 'free');
	account bigint := (c.args->>'user_id')::bigint;
	organisation bigint := (c.args->>'organisation_id')::bigint;
	number bigint := (c.args->>'order_id')::bigint;
	bought_in text := nullif(c.args->>'currency', '');
	lines bigint[];
	made bigint;
BEGIN
	IF source = 'order' THEN
		account := (SELECT o.user_id FROM site.orders o WHERE o.id = number);
	ELSIF source = 'organisation' THEN
		account := (SELECT o.invoice_user_id FROM site.organisations o WHERE o.id = organisation);
	END IF;
	IF account IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = '22023', COLUMN = CASE source WHEN 'order' THEN 'order_id' WHEN 'organisation' THEN 'organisation_id' ELSE 'user_id' END,
			MESSAGE = CASE source WHEN 'order' THEN 'There is no such order.' WHEN 'organisation' THEN 'This organisation has no account that receives its invoices.' ELSE 'This must be filled in.' END;
	END IF;
	IF source <> 'free' THEN
		SELECT x.currency, x.lines INTO bought_in, lines FROM meta.lines_to_invoice(CASE source WHEN 'organisation' THEN ARRAY(SELECT u.id FROM site.users u WHERE u.organisation_id = organisation) ELSE ARRAY[account] END,
			CASE source WHEN 'order' THEN number END, bought_in) AS x;
	END IF;
	INSERT INTO site.invoices (user_id, organisation_id, currency, reference, note, created_by)
		SELECT u.id, u.organisation_id, coalesce(bought_in, u.currency::text),
			coalesce(nullif(c.args->>'reference', ''), (SELECT o.reference FROM site.orders o WHERE source = 'order' AND o.id = number), ''), coalesce(c.args->>'note', ''), c.user_id
		FROM site.users u WHERE u.id = account RETURNING invoices.id INTO made;
	IF made IS NULL THEN
		RAISE EXCEPTION 'There is no such account.' USING ERRCODE = '22023', COLUMN = 'user_id';
	END IF;
	IF source <> 'free' THEN
		PERFORM meta.add_order_lines(made, lines);
	END IF;
	key := made::text;
	version := (SELECT i.version FROM site.invoices i WHERE i.id = made);
END
$$;
COMMENT ON FUNCTION meta.invoices_make(meta.call) IS 'Makes a draft: {"source": "free", "order", "marked" or "organisation", "user_id", "order_id", "organisation_id", "currency", "reference", "note"}.';

CREATE OR REPLACE FUNCTION meta.invoices_issue(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	UPDATE site.invoices i SET status = 'issued', issued_by = c.user_id, invoice_date = meta.today() WHERE i.id = c.key::bigint AND i.status = 'draft' RETURNING i.version INTO result;
	IF result IS NULL THEN
		RAISE EXCEPTION 'This is no draft.' USING ERRCODE = '22023';
	END IF;
	RETURN meta.invoice_version(c.key::bigint);
END
$$;
COMMENT ON FUNCTION meta.invoices_issue(meta.call) IS 'Verb: issues a draft, with the next number of the year.';

CREATE OR REPLACE FUNCTION meta.invoice_version(p_invoice_id bigint) RETURNS bigint
	LANGUAGE sql STABLE AS
$$ SELECT i.version FROM site.invoices i WHERE i.id = p_invoice_id $$;
COMMENT ON FUNCTION meta.invoice_version(bigint) IS 'Version of an invoice after a verb.';

CREATE OR REPLACE FUNCTION meta.invoices_void(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	UPDATE site.invoices i SET status = 'void' WHERE i.id = c.key::bigint AND i.status = 'draft';
	IF NOT FOUND THEN
		RAISE EXCEPTION 'Only a draft is voided.' USING ERRCODE = '22023', HINT = 'An issued invoice is credited.';
	END IF;
	RETURN meta.invoice_version(c.key::bigint);
END
$$;
COMMENT ON FUNCTION meta.invoices_void(meta.call) IS 'Verb: gives a draft up; its order lines can be invoiced again.';

CREATE OR REPLACE FUNCTION meta.credit_lines(p_invoice_id bigint, p_line_id bigint, p_user_id bigint, p_note text) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	i site.invoices;
	made bigint;
BEGIN
	SELECT x.kind, x.number, x.user_id, x.organisation_id, x.currency, x.reference INTO i.kind, i.number, i.user_id, i.organisation_id, i.currency, i.reference
		FROM site.invoices x WHERE x.id = p_invoice_id;
	IF i.number IS NULL OR i.kind <> 'invoice' THEN
		RAISE EXCEPTION 'Only an issued invoice is credited.' USING ERRCODE = '22023', HINT = 'A draft is voided.';
	END IF;
	INSERT INTO site.invoices (user_id, organisation_id, kind, credits_id, currency, reference, note, created_by)
		VALUES (i.user_id, i.organisation_id, 'credit', p_invoice_id, i.currency, i.reference, coalesce(p_note, ''), p_user_id) RETURNING invoices.id INTO made;
	INSERT INTO site.invoice_lines (invoice_id, credits_line_id, description)
		SELECT made, l.id, l.description FROM site.invoice_lines l WHERE l.invoice_id = p_invoice_id AND (p_line_id IS NULL OR l.id = p_line_id)
			AND NOT EXISTS (SELECT FROM site.invoice_lines x WHERE x.credits_line_id = l.id) ORDER BY l.id;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = CASE WHEN p_line_id IS NULL THEN 'This invoice is credited already.' ELSE 'This line is credited already.' END;
	END IF;
	UPDATE site.invoices x SET status = 'issued', issued_by = p_user_id, invoice_date = meta.today() WHERE x.id = made;
	RETURN made;
END
$$;
COMMENT ON FUNCTION meta.credit_lines(bigint, bigint, bigint, text) IS 'Makes and issues a credit note over one line, or over all lines that are not credited yet.';

CREATE OR REPLACE FUNCTION meta.invoices_credit(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	PERFORM meta.credit_lines(c.key::bigint, NULL, c.user_id, c.args->>'note');
	RETURN meta.invoice_version(c.key::bigint);
END
$$;
COMMENT ON FUNCTION meta.invoices_credit(meta.call) IS 'Verb: credits what is left of an issued invoice with a credit note, {"note"}.';

CREATE OR REPLACE FUNCTION meta.invoice_lines_credit(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	PERFORM meta.credit_lines(l.invoice_id, l.id, c.user_id, c.args->>'note') FROM site.invoice_lines l WHERE l.id = c.key::bigint;
	RETURN (SELECT l.version FROM site.invoice_lines l WHERE l.id = c.key::bigint);
END
$$;
COMMENT ON FUNCTION meta.invoice_lines_credit(meta.call) IS 'Verb: credits one line of an issued invoice with a credit note, {"note"}.';

CREATE OR REPLACE FUNCTION meta.invoice_lines_remove(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ DELETE FROM site.invoice_lines l WHERE l.id = c.key::bigint RETURNING 0::bigint $$;
COMMENT ON FUNCTION meta.invoice_lines_remove(meta.call) IS 'Verb: removes a line from a draft; its order line can be invoiced again.';

CREATE OR REPLACE FUNCTION meta.invoice_lines_payable(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$
	UPDATE site.invoice_lines l SET payable_on = CASE WHEN l.payable_on IS NULL THEN meta.today() END WHERE l.id = c.key::bigint RETURNING l.version
$$;
COMMENT ON FUNCTION meta.invoice_lines_payable(meta.call) IS 'Verb: marks the contributor''s share of a line as payable from today, or takes the mark off.';

CREATE OR REPLACE FUNCTION meta.payments_make(c meta.call, OUT key text, OUT version bigint)
	LANGUAGE plpgsql AS
$$
DECLARE
	made bigint;
	paid numeric := nullif(c.args->>'amount', '')::numeric;
	bill bigint := (c.args->>'invoice_id')::bigint;
BEGIN
	-- No amount: all that is open.
	INSERT INTO site.payments (invoice_id, amount, paid_on, method, description, created_by)
		SELECT i.id, coalesce(paid, i.open_total), coalesce(nullif(c.args->>'paid_on', '')::date, meta.today()), coalesce(nullif(c.args->>'method', ''), 'bank'),
			coalesce(c.args->>'description', ''), c.user_id
		FROM site.invoices i WHERE i.id = bill RETURNING payments.id INTO made;
	IF made IS NULL THEN
		RAISE EXCEPTION 'There is no such invoice.' USING ERRCODE = '22023', COLUMN = 'invoice_id';
	END IF;
	key := made::text;
	version := 0;
END
$$;
COMMENT ON FUNCTION meta.payments_make(meta.call) IS 'Registers a payment: {"invoice_id", "amount", "paid_on", "method", "description"}; without an amount all that is open, below zero what was paid back.';

CREATE OR REPLACE FUNCTION meta.invoices_remind(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	INSERT INTO site.reminders (invoice_id, note, sent_by) VALUES (c.key::bigint, coalesce(c.args->>'note', ''), c.user_id);
	RETURN meta.invoice_version(c.key::bigint);
END
$$;
COMMENT ON FUNCTION meta.invoices_remind(meta.call) IS 'Verb: registers a reminder, {"note"}.';

-- Reminders by mail --------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION site.reminder_mail(p_invoice_id bigint, OUT user_id bigint, OUT recipient text, OUT subject text, OUT body text)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	fact record;
BEGIN
	SELECT u.id, u.email, u.full_name, i.number, i.invoice_date, i.due_date, i.open_total, i.currency, t.title, t.body AS words INTO fact
		FROM site.invoices i JOIN site.users u ON u.id = i.user_id
		LEFT JOIN LATERAL (SELECT p.title, p.body FROM site.published_texts p WHERE p.name = 'reminder' ORDER BY p.language = u.language DESC, p.language = 'en' DESC LIMIT 1) t ON true
		WHERE i.id = p_invoice_id;
	IF coalesce(fact.email, '') = '' THEN
		RAISE EXCEPTION 'This account has no e-mail address.' USING ERRCODE = '22023', HINT = 'Write a letter, and register the reminder.';
	END IF;
	IF fact.words IS NULL THEN
		RAISE EXCEPTION 'The text of reminders is not published yet.' USING ERRCODE = '22023', HINT = 'Look at the text reminder and publish it.';
	END IF;
	user_id := fact.id;
	recipient := fact.email;
	subject := left(fact.title || ' ' || fact.number, 200);
	body := replace(replace(replace(replace(replace(fact.words, '{name}', fact.full_name), '{number}', fact.number), '{date}', to_char(fact.invoice_date, 'YYYY-MM-DD')),
		'{due}', to_char(fact.due_date, 'YYYY-MM-DD')), '{open}', fact.currency || ' ' || to_char(fact.open_total, CASE site.decimals_of(fact.currency::text) WHEN 0 THEN 'FM999,999,999,990' ELSE 'FM999,999,999,990.00' END));
END
$$;
COMMENT ON FUNCTION site.reminder_mail(bigint) IS
	'The mail that reminds of an invoice: whose account, to which address, subject and text, from the published text reminder in the language of the account, else in '
	'English. {name}, {number}, {date}, {due} and {open} stand for the facts of the invoice. 22023 when there is no address or no text.';
SELECT steward.own_functions('site', 'site_owner');

CREATE OR REPLACE FUNCTION meta.invoices_remind_mail(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	m record;
BEGIN
	-- The trigger says whether there is something to be reminded of, and counts it.
	INSERT INTO site.reminders (invoice_id, note, sent_by) VALUES (c.key::bigint, 'by mail', c.user_id);
	m := site.reminder_mail(c.key::bigint);
	PERFORM auth.mail_client('reminder', m.user_id, m.recipient, m.subject, m.body);
	RETURN meta.invoice_version(c.key::bigint);
END
$$;
COMMENT ON FUNCTION meta.invoices_remind_mail(meta.call) IS 'Verb: writes the client a reminder by mail, and registers it; both or none.';
