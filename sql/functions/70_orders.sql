-- What may become of an order, whoever writes it: website, console or psql. The triggers are definers of the tables' owner, so that they see all
-- lines whatever the writer may see; they decide by what is there and not by who writes.
--
-- Locks: the line first, then its order. Whoever begins with the order takes its lines without waiting (NOWAIT) and is told that somebody else
-- is writing, so that two people on one order never wait for each other.

-- Whose share ------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION site.royalty_of(p_file_id bigint, OUT supplier_id bigint, OUT percent numeric)
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT s.id, coalesce(s.royalty_percent, g.royalty_percent)
	FROM site.files f JOIN site.suppliers s ON s.id = f.supplier_id JOIN site.supplier_groups g ON g.id = s.group_id WHERE f.id = p_file_id
$$;
COMMENT ON FUNCTION site.royalty_of(bigint) IS 'Contributor of a file and his share in percent as it is now: his own, else his group''s. NULL for the library''s own files.';

-- The order --------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION site.order_step(p_from text, p_to text) RETURNS boolean
	LANGUAGE sql IMMUTABLE AS
$$
	SELECT p_to = ANY (CASE p_from
		WHEN 'cart' THEN ARRAY['submitted', 'cancelled']
		WHEN 'submitted' THEN ARRAY['awaiting_staff', 'awaiting_payment', 'granted', 'partly_granted', 'declined', 'cancelled']
		WHEN 'awaiting_staff' THEN ARRAY['awaiting_payment', 'granted', 'partly_granted', 'declined', 'cancelled']
		WHEN 'awaiting_payment' THEN ARRAY['awaiting_staff', 'granted', 'partly_granted', 'declined', 'cancelled']
		WHEN 'granted' THEN ARRAY['partly_granted', 'declined', 'completed']
		WHEN 'partly_granted' THEN ARRAY['granted', 'declined', 'awaiting_staff', 'completed']
		WHEN 'declined' THEN ARRAY['granted', 'partly_granted']
		ELSE ARRAY[]::text[] END)
$$;
COMMENT ON FUNCTION site.order_step(text, text) IS 'Whether an order in the first status may go to the second. completed and cancelled are the end.';

CREATE OR REPLACE FUNCTION site.guard_order() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	lines bigint;
	given bigint;
BEGIN
	IF TG_OP = 'DELETE' THEN
		IF OLD.status NOT IN ('cart', 'cancelled') AND OLD.created_at > now() - interval '8 years' THEN
			RAISE EXCEPTION 'An order that was submitted is kept.' USING ERRCODE = '22023', HINT = 'Cancel or decline it.';
		END IF;
		RETURN OLD;
	END IF;
	IF TG_OP = 'INSERT' THEN
		IF NEW.status NOT IN ('cart', 'submitted', 'awaiting_staff', 'awaiting_payment') THEN
			RAISE EXCEPTION 'An order begins before its downloads are granted.' USING ERRCODE = '22023', COLUMN = 'status';
		END IF;
		NEW.submitted_at := CASE WHEN NEW.status <> 'cart' THEN coalesce(NEW.submitted_at, now()) END;
		NEW.decided_at := NULL;
		NEW.completed_at := NULL;
		RETURN NEW;
	END IF;
	IF NEW.user_id <> OLD.user_id OR NEW.currency <> OLD.currency AND EXISTS (SELECT FROM site.order_lines l WHERE l.order_id = OLD.id AND l.price IS NOT NULL) THEN
		RAISE EXCEPTION 'The account of an order, and the currency of its prices, never change.' USING ERRCODE = '22023';
	END IF;
	-- Paid: it is the staff's turn.
	IF NEW.paid_online_at IS NOT NULL AND OLD.paid_online_at IS NULL AND NEW.status = 'awaiting_payment' THEN
		NEW.status := 'awaiting_staff';
	END IF;
	IF NEW.status = OLD.status THEN
		RETURN NEW;
	END IF;
	IF NOT site.order_step(OLD.status, NEW.status) THEN
		RAISE EXCEPTION USING ERRCODE = '22023', COLUMN = 'status',
			MESSAGE = CASE
				WHEN OLD.status = 'cancelled' THEN 'This order was cancelled.'
				WHEN OLD.status = 'completed' THEN 'This order is completed.'
				WHEN OLD.status = 'cart' THEN 'The client has not confirmed this order yet.'
				WHEN NEW.status = 'cart' THEN 'A confirmed order does not become a cart again.'
				WHEN NEW.status = 'submitted' THEN 'This order was submitted already.'
				WHEN NEW.status = 'completed' THEN 'Only an order whose downloads are granted can be completed.'
				WHEN NEW.status = 'cancelled' THEN 'An order that was decided on cannot be cancelled.'
				WHEN NEW.status = 'awaiting_payment' THEN 'An order that was decided on cannot wait for payment.'
				ELSE 'An order that was decided on does not wait for the staff again.' END,
			HINT = CASE
				WHEN OLD.status = 'cancelled' THEN 'Make a new one.'
				WHEN OLD.status = 'completed' THEN 'Downloads of its lines can still be granted and revoked.'
				WHEN OLD.status = 'cart' THEN 'It is a saved cart; copy it to an order of the staff''s own if the client asks for it.'
				WHEN NEW.status = 'cancelled' THEN 'Revoke its downloads instead.'
				ELSE '' END;
	END IF;
	-- The status says what the lines say.
	SELECT count(*), count(*) FILTER (WHERE l.download = 'granted') INTO lines, given FROM site.order_lines l WHERE l.order_id = NEW.id;
	IF NEW.status = 'submitted' AND lines = 0 THEN
		RAISE EXCEPTION 'An order without lines cannot be submitted.' USING ERRCODE = '22023', COLUMN = 'status';
	ELSIF NEW.status = 'granted' AND (lines = 0 OR given < lines) OR NEW.status = 'partly_granted' AND (given = 0 OR given = lines) OR NEW.status = 'completed' AND given = 0 THEN
		RAISE EXCEPTION 'That is not what its lines say.' USING ERRCODE = '22023', COLUMN = 'status', HINT = 'Grant or revoke the downloads of the lines; the order follows them.';
	ELSIF given > 0 AND NEW.status NOT IN ('granted', 'partly_granted', 'completed') THEN
		RAISE EXCEPTION 'Downloads of this order are granted.' USING ERRCODE = '22023', COLUMN = 'status', HINT = 'Revoke them first.';
	END IF;
	NEW.submitted_at := CASE WHEN OLD.status = 'cart' AND NEW.status = 'submitted' THEN now() ELSE OLD.submitted_at END;
	NEW.decided_at := CASE WHEN NEW.status IN ('granted', 'partly_granted', 'declined') THEN now() ELSE OLD.decided_at END;
	NEW.completed_at := CASE WHEN NEW.status = 'completed' THEN now() ELSE OLD.completed_at END;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.guard_order() IS 'Trigger: refuses (22023, with a sentence) every step of an order that site.order_step does not know, and a status that its lines do not bear out; keeps the times.';

CREATE OR REPLACE TRIGGER guard_order BEFORE INSERT OR UPDATE OR DELETE ON site.orders FOR EACH ROW EXECUTE FUNCTION site.guard_order();

-- Its lines --------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION site.check_order_line(o site.orders, p_old site.order_lines, p_new site.order_lines) RETURNS void
	LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	same_terms boolean := (p_old.licence, p_old.size, p_old.use_text, p_old.territory, p_old.price, p_old.discount, p_old.agreement_id)
		IS NOT DISTINCT FROM (p_new.licence, p_new.size, p_new.use_text, p_new.territory, p_new.price, p_new.discount, p_new.agreement_id);
BEGIN
	IF (p_old.supplier_id, p_old.royalty_percent) IS DISTINCT FROM (p_new.supplier_id, p_new.royalty_percent) THEN
		RAISE EXCEPTION 'A contributor''s share in a line never changes afterwards.' USING ERRCODE = '22023', COLUMN = 'royalty_percent';
	END IF;
	IF p_old.order_id <> p_new.order_id OR p_old.file_id <> p_new.file_id THEN
		RAISE EXCEPTION 'A line keeps its order and its file.' USING ERRCODE = '22023', COLUMN = 'file_id', HINT = 'Remove it, and add another.';
	END IF;
	IF NOT same_terms AND p_old.invoiced THEN
		RAISE EXCEPTION 'This line is on an invoice.' USING ERRCODE = '22023', HINT = 'Credit its line there first.';
	END IF;
	IF o.status = 'cancelled' AND (NOT same_terms OR p_old.download <> p_new.download OR p_new.to_invoice AND NOT p_old.to_invoice) THEN
		RAISE EXCEPTION 'This order was cancelled.' USING ERRCODE = '22023', HINT = 'Make a new one.';
	END IF;
	IF p_new.download = 'undecided' AND p_old.download <> 'undecided' THEN
		RAISE EXCEPTION 'A decision can be changed, not taken back.' USING ERRCODE = '22023', COLUMN = 'download', HINT = 'Grant the download, or revoke it.';
	END IF;
	IF p_old.download <> p_new.download AND o.status = 'cart' THEN
		RAISE EXCEPTION 'The client has not confirmed this order yet.' USING ERRCODE = '22023', COLUMN = 'download';
	END IF;
	IF p_new.download = 'granted' AND p_old.download <> 'granted' AND o.pay_online AND o.paid_online_at IS NULL THEN
		RAISE EXCEPTION 'This order must be paid online first.' USING ERRCODE = '22023', COLUMN = 'download', HINT = 'Wait for the payment, or take "must pay online" off the order.';
	END IF;
	IF p_new.to_invoice AND NOT p_old.to_invoice AND (p_new.price IS NULL OR o.status IN ('cart', 'declined')) THEN
		RAISE EXCEPTION USING ERRCODE = '22023', COLUMN = 'to_invoice', MESSAGE = CASE WHEN p_new.price IS NULL THEN 'This line has no price yet.'
			ELSE 'What is not ordered, or was declined, is not invoiced.' END;
	END IF;
END
$$;
COMMENT ON FUNCTION site.check_order_line(site.orders, site.order_lines, site.order_lines) IS 'Refuses (22023, with a sentence) a change of an order''s line that may not be.';

CREATE OR REPLACE FUNCTION site.guard_order_line() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	o site.orders;
BEGIN
	-- Only what the invoices say about it: no rule of the order is touched, and its row need not be held.
	IF TG_OP = 'UPDATE' AND NEW.invoiced <> OLD.invoiced THEN
		IF NEW.invoiced IS DISTINCT FROM EXISTS (SELECT FROM site.invoice_lines i WHERE i.order_line_id = NEW.id AND NOT i.released) THEN
			RAISE EXCEPTION 'Whether a line is invoiced is said by the invoices.' USING ERRCODE = '22023', COLUMN = 'invoiced';
		END IF;
	END IF;
	SELECT * INTO o FROM site.orders x WHERE x.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.order_id ELSE NEW.order_id END;
	IF TG_OP <> 'UPDATE' OR NEW.download <> OLD.download THEN
		SELECT * INTO o FROM site.orders x WHERE x.id = o.id FOR NO KEY UPDATE;
	END IF;
	IF TG_OP <> 'UPDATE' AND o.status NOT IN ('cart', 'submitted', 'awaiting_staff', 'awaiting_payment') AND NOT (TG_OP = 'DELETE' AND o.created_at <= now() - interval '8 years') THEN
		RAISE EXCEPTION 'This order was decided on: its lines stay as they are.' USING ERRCODE = '22023', HINT = 'Make a new order.';
	END IF;
	IF TG_OP = 'INSERT' THEN
		-- The share holds as it is at this moment, whatever the statement says.
		SELECT r.supplier_id, coalesce(r.percent, 0) INTO NEW.supplier_id, NEW.royalty_percent FROM site.royalty_of(NEW.file_id) AS r;
		NEW.royalty_percent := coalesce(NEW.royalty_percent, 0);
		NEW.download := 'undecided';
		NEW.invoiced := false;
		NEW.to_invoice := false;
		NEW.decimals := site.decimals_of(o.currency::text);
		RETURN NEW;
	END IF;
	IF TG_OP = 'DELETE' THEN
		IF OLD.invoiced AND o.created_at > now() - interval '8 years' THEN
			RAISE EXCEPTION 'This line is on an invoice.' USING ERRCODE = '22023', HINT = 'Credit its line there first.';
		END IF;
		RETURN OLD;
	END IF;
	-- The order's currency is settled by its first price.
	NEW.decimals := CASE WHEN OLD.price IS NULL THEN site.decimals_of(o.currency::text) ELSE OLD.decimals END;
	PERFORM site.check_order_line(o, OLD, NEW);
	IF NEW.download <> OLD.download THEN
		NEW.download_at := now();
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.guard_order_line() IS 'Trigger: a line follows the rules of its order; the contributor''s share is copied when it is made, and never changes.';

CREATE OR REPLACE TRIGGER guard_order_line BEFORE INSERT OR UPDATE OR DELETE ON site.order_lines FOR EACH ROW EXECUTE FUNCTION site.guard_order_line();

CREATE OR REPLACE FUNCTION site.settle_orders() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	UPDATE site.orders o SET status = n.status FROM (
		SELECT x.id, CASE WHEN count(l.id) = count(*) FILTER (WHERE l.download = 'granted') THEN 'granted' WHEN bool_or(l.download = 'granted') THEN 'partly_granted'
			WHEN bool_and(l.download = 'revoked') THEN 'declined' WHEN x.status = 'partly_granted' THEN 'awaiting_staff' ELSE x.status END AS status
		FROM site.orders x JOIN site.order_lines l ON l.order_id = x.id
		WHERE x.id IN (SELECT a.order_id FROM after a JOIN before b ON b.id = a.id WHERE b.download <> a.download)
			AND x.status IN ('submitted', 'awaiting_staff', 'awaiting_payment', 'granted', 'partly_granted', 'declined')
		GROUP BY x.id) AS n
	WHERE o.id = n.id AND o.status <> n.status;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION site.settle_orders() IS 'Trigger: the status of an order follows what is granted and revoked on its lines. guard_order_line holds the orders.';

CREATE OR REPLACE TRIGGER settle_orders AFTER UPDATE ON site.order_lines REFERENCING OLD TABLE AS before NEW TABLE AS after
	FOR EACH STATEMENT EXECUTE FUNCTION site.settle_orders();

SELECT steward.own_functions('site', 'site_owner');

-- Verbs of the console -------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION meta.hold_lines(p_order_id bigint) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	SELECT count(*) INTO result FROM (SELECT FROM site.order_lines l WHERE l.order_id = p_order_id ORDER BY l.id FOR NO KEY UPDATE NOWAIT) AS held;
	IF result = 0 THEN
		RAISE EXCEPTION 'This order has no lines.' USING ERRCODE = '22023', HINT = 'Add files to it first.';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.hold_lines(bigint) IS 'Locks all lines of an order that is locked, and counts them. 55P03 when somebody else is writing one; 22023 when there are none.';

CREATE OR REPLACE FUNCTION meta.order_version(p_order_id bigint) RETURNS bigint
	LANGUAGE sql STABLE AS
$$ SELECT o.version FROM site.orders o WHERE o.id = p_order_id $$;
COMMENT ON FUNCTION meta.order_version(bigint) IS 'Version of an order after a verb.';

CREATE OR REPLACE FUNCTION meta.orders_approve(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	PERFORM meta.hold_lines(c.key::bigint);
	UPDATE site.orders o SET decided_by = c.user_id, reason = '' WHERE o.id = c.key::bigint;
	UPDATE site.order_lines l SET download = 'granted' WHERE l.order_id = c.key::bigint AND l.download <> 'granted';
	IF NOT FOUND THEN
		RAISE EXCEPTION 'All downloads of this order are granted already.' USING ERRCODE = '22023';
	END IF;
	RETURN meta.order_version(c.key::bigint);
END
$$;
COMMENT ON FUNCTION meta.orders_approve(meta.call) IS 'Verb: grants the downloads of all lines of an order.';

CREATE OR REPLACE FUNCTION meta.orders_decline(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	asked bigint := c.key::bigint;
BEGIN
	PERFORM meta.hold_lines(asked);
	UPDATE site.orders o SET decided_by = c.user_id, reason = coalesce(c.args->>'reason', '') WHERE o.id = asked;
	UPDATE site.order_lines l SET download = 'revoked' WHERE l.order_id = asked AND l.download <> 'revoked';
	IF NOT FOUND THEN
		RAISE EXCEPTION 'All downloads of this order are revoked already.' USING ERRCODE = '22023';
	END IF;
	RETURN meta.order_version(asked);
END
$$;
COMMENT ON FUNCTION meta.orders_decline(meta.call) IS 'Verb: revokes the downloads of all lines of an order, {"reason"}; the order is declined by it, unless it is completed.';

CREATE OR REPLACE FUNCTION meta.orders_step(c meta.call, p_status text) RETURNS bigint
	LANGUAGE sql AS
$$ UPDATE site.orders o SET status = p_status, reason = coalesce(c.args->>'reason', o.reason) WHERE o.id = c.key::bigint RETURNING o.version $$;
COMMENT ON FUNCTION meta.orders_step(meta.call, text) IS 'Takes an order to another status, {"reason"}.';

CREATE OR REPLACE FUNCTION meta.orders_complete(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT meta.orders_step(c, 'completed') $$;
COMMENT ON FUNCTION meta.orders_complete(meta.call) IS 'Verb: the order is completed.';

CREATE OR REPLACE FUNCTION meta.orders_cancel(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT meta.orders_step(c, 'cancelled') $$;
COMMENT ON FUNCTION meta.orders_cancel(meta.call) IS 'Verb: cancels an order that was not decided on, {"reason"}.';

CREATE OR REPLACE FUNCTION meta.orders_await_payment(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	IF EXISTS (SELECT FROM site.order_lines l WHERE l.order_id = c.key::bigint AND l.price IS NULL) THEN
		RAISE EXCEPTION 'A line has no price yet.' USING ERRCODE = '22023', HINT = 'Quote the prices first.';
	END IF;
	UPDATE site.orders o SET pay_online = true, prices_shown = true, status = 'awaiting_payment' WHERE o.id = c.key::bigint AND o.paid_online_at IS NULL RETURNING o.version INTO result;
	IF result IS NULL THEN
		RAISE EXCEPTION 'This order was paid online.' USING ERRCODE = '22023';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.orders_await_payment(meta.call) IS 'Verb: the client must pay online before anything is granted, and sees the prices.';

CREATE OR REPLACE FUNCTION meta.orders_waive_payment(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$
	UPDATE site.orders o SET pay_online = false, status = CASE WHEN o.status = 'awaiting_payment' THEN 'awaiting_staff' ELSE o.status END
	WHERE o.id = c.key::bigint RETURNING o.version
$$;
COMMENT ON FUNCTION meta.orders_waive_payment(meta.call) IS 'Verb: the client need not pay online.';

CREATE OR REPLACE FUNCTION meta.orders_prices(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ UPDATE site.orders o SET prices_shown = NOT o.prices_shown WHERE o.id = c.key::bigint RETURNING o.version $$;
COMMENT ON FUNCTION meta.orders_prices(meta.call) IS 'Verb: shows the prices to the client, or hides them when they are shown.';

CREATE OR REPLACE FUNCTION meta.orders_quote(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	PERFORM meta.check_value('numeric', c.args->>'price', 'price');
	IF coalesce(c.args->>'price', '') = '' THEN
		RAISE EXCEPTION 'This must be filled in.' USING ERRCODE = '22023', COLUMN = 'price';
	END IF;
	PERFORM meta.hold_lines(c.key::bigint);
	UPDATE site.order_lines l SET price = (c.args->>'price')::numeric WHERE l.order_id = c.key::bigint AND l.price IS NULL;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'All lines have a price already.' USING ERRCODE = '22023', HINT = 'Change it on the line.';
	END IF;
	RETURN meta.order_version(c.key::bigint);
END
$$;
COMMENT ON FUNCTION meta.orders_quote(meta.call) IS 'Verb: gives every line without a price this one, {"price"}.';

CREATE OR REPLACE FUNCTION meta.orders_mark(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	PERFORM meta.hold_lines(c.key::bigint);
	UPDATE site.order_lines l SET to_invoice = true
	WHERE l.order_id = c.key::bigint AND l.download = 'granted' AND l.price IS NOT NULL AND NOT l.to_invoice AND NOT l.invoiced;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'No line of this order is left to be marked.' USING ERRCODE = '22023', HINT = 'A line is marked when it is granted, has a price and is on no invoice.';
	END IF;
	RETURN meta.order_version(c.key::bigint);
END
$$;
COMMENT ON FUNCTION meta.orders_mark(meta.call) IS 'Verb: marks all granted and priced lines that are on no invoice for invoicing.';

CREATE OR REPLACE FUNCTION meta.order_line_decide(c meta.call, p_download text) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result record;
BEGIN
	UPDATE site.order_lines l SET download = p_download WHERE l.id = c.key::bigint AND l.download <> p_download RETURNING l.version, l.order_id INTO result;
	IF result.version IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = CASE p_download WHEN 'granted' THEN 'This download is granted already.' ELSE 'This download is revoked already.' END;
	END IF;
	UPDATE site.orders o SET decided_by = c.user_id WHERE o.id = result.order_id AND o.decided_by IS DISTINCT FROM c.user_id;
	RETURN result.version;
END
$$;
COMMENT ON FUNCTION meta.order_line_decide(meta.call, text) IS 'Grants or revokes the download of one line; the order follows.';

CREATE OR REPLACE FUNCTION meta.order_lines_grant(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT meta.order_line_decide(c, 'granted') $$;
COMMENT ON FUNCTION meta.order_lines_grant(meta.call) IS 'Verb: grants the download of a line.';

CREATE OR REPLACE FUNCTION meta.order_lines_revoke(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT meta.order_line_decide(c, 'revoked') $$;
COMMENT ON FUNCTION meta.order_lines_revoke(meta.call) IS 'Verb: revokes the download of a line.';

CREATE OR REPLACE FUNCTION meta.order_lines_mark(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	UPDATE site.order_lines l SET to_invoice = NOT l.to_invoice WHERE l.id = c.key::bigint AND NOT l.invoiced RETURNING l.version INTO result;
	IF result IS NULL THEN
		RAISE EXCEPTION 'This line is on an invoice.' USING ERRCODE = '22023', HINT = 'Credit its line there first.';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.order_lines_mark(meta.call) IS 'Verb: marks a line for invoicing, or takes the mark off.';

CREATE OR REPLACE FUNCTION meta.order_lines_remove(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ DELETE FROM site.order_lines l WHERE l.id = c.key::bigint RETURNING 0::bigint $$;
COMMENT ON FUNCTION meta.order_lines_remove(meta.call) IS 'Verb: removes a line from an order that was not decided on.';

-- A new order: empty, from a lightbox (also of somebody else), or from the account's cart.
CREATE OR REPLACE FUNCTION meta.orders_make(c meta.call, OUT key text, OUT version bigint)
	LANGUAGE plpgsql AS
$$
DECLARE
	made bigint;
	account bigint := (c.args->>'user_id')::bigint;
	box bigint := (c.args->>'lightbox_id')::bigint;
	from_cart boolean := coalesce((c.args->>'from_cart')::boolean, false);
	first boolean;
BEGIN
	-- The owner of the lightbox, unless another account is named.
	account := coalesce(account, (SELECT b.user_id FROM site.lightboxes b WHERE b.id = box));
	IF account IS NULL THEN
		RAISE EXCEPTION 'This must be filled in.' USING ERRCODE = '22023', COLUMN = 'user_id';
	END IF;
	IF box IS NOT NULL AND from_cart THEN
		RAISE EXCEPTION 'An order is made from a lightbox or from the cart, not from both.' USING ERRCODE = '22023', COLUMN = 'from_cart';
	END IF;
	SELECT p.effective INTO first FROM site.effective_permissions p WHERE p.user_id = account AND p.permission = 'pay_first';
	INSERT INTO site.orders (user_id, status, title, reference, staff_note, currency, lightbox_id, created_by, pay_online)
		SELECT u.id, 'awaiting_staff', coalesce(nullif(c.args->>'title', ''), (SELECT b.name FROM site.lightboxes b WHERE b.id = box), ''), coalesce(c.args->>'reference', ''),
			coalesce(c.args->>'staff_note', ''), u.currency, box, c.user_id, coalesce(first, false)
		FROM site.users u WHERE u.id = account RETURNING orders.id INTO made;
	IF made IS NULL THEN
		RAISE EXCEPTION 'There is no such account.' USING ERRCODE = '22023', COLUMN = 'user_id';
	END IF;
	IF box IS NOT NULL THEN
		INSERT INTO site.order_lines (order_id, file_id, licence, size)
			SELECT made, f.id, f.licence, CASE f.licence WHEN 'RF' THEN 'standard' ELSE '' END
			FROM site.lightbox_files x JOIN site.files f ON f.id = x.file_id WHERE x.lightbox_id = box ORDER BY x.id;
	ELSIF from_cart THEN
		INSERT INTO site.order_lines (order_id, file_id, licence, size, use_text, territory, price)
			SELECT made, x.file_id, x.licence, CASE WHEN x.licence = 'RF' AND x.size = '' THEN 'standard' ELSE x.size END, x.use_text, x.territory, x.price
			FROM site.cart_lines x WHERE x.user_id = account ORDER BY x.id;
	END IF;
	IF (box IS NOT NULL OR from_cart) AND NOT FOUND THEN
		RAISE EXCEPTION USING ERRCODE = '22023', COLUMN = CASE WHEN from_cart THEN 'from_cart' ELSE 'lightbox_id' END,
			MESSAGE = CASE WHEN from_cart THEN 'This account''s cart is empty.' ELSE 'This lightbox is empty, or there is none of that number.' END;
	END IF;
	key := made::text;
	version := meta.order_version(made);
END
$$;
COMMENT ON FUNCTION meta.orders_make(meta.call) IS 'Makes an order that waits for the staff: {"user_id", "lightbox_id", "from_cart", "title", "reference", "staff_note"}. The lightbox may belong to somebody else than the account.';
