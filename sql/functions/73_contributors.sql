-- What contributors are paid. A run takes what is payable by its day, line by line, each once; a preview is the same run, rolled back.

CREATE OR REPLACE FUNCTION site.guard_statement() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	RAISE EXCEPTION 'A statement never changes.' USING ERRCODE = '22023', HINT = 'What was paid too much is taken back on the next one, by a credit note.';
END
$$;
COMMENT ON FUNCTION site.guard_statement() IS 'Trigger: statements and their lines are only added.';

CREATE OR REPLACE TRIGGER guard_statement BEFORE UPDATE OR DELETE ON site.statements FOR EACH ROW EXECUTE FUNCTION site.guard_statement();
CREATE OR REPLACE TRIGGER guard_statement BEFORE UPDATE OR DELETE ON site.statement_lines FOR EACH ROW EXECUTE FUNCTION site.guard_statement();

CREATE OR REPLACE FUNCTION site.guard_statement_line() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	PERFORM FROM site.invoice_lines l JOIN site.statements s ON s.id = NEW.statement_id
	WHERE l.id = NEW.invoice_line_id AND l.supplier_id = s.supplier_id AND l.royalty_amount = NEW.amount AND l.payable_on <= s.run_on AND NOT l.paid_out;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'This line cannot be paid to that contributor now.' USING ERRCODE = '22023';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.guard_statement_line() IS 'Trigger: a statement pays what its contributor is owed and can be paid, to the cent.';

CREATE OR REPLACE TRIGGER guard_statement_line BEFORE INSERT ON site.statement_lines FOR EACH ROW EXECUTE FUNCTION site.guard_statement_line();

CREATE OR REPLACE FUNCTION site.after_statement_lines() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	UPDATE site.invoice_lines l SET paid_out = true FROM after a WHERE l.id = a.invoice_line_id AND NOT l.paid_out;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION site.after_statement_lines() IS 'Trigger: a line that is on a statement is paid out.';

CREATE OR REPLACE TRIGGER after_statement_lines AFTER INSERT ON site.statement_lines REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION site.after_statement_lines();

CREATE OR REPLACE FUNCTION site.guard_payment_run() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	made record;
BEGIN
	IF TG_OP = 'INSERT' THEN
		IF NEW.status <> 'draft' THEN
			RAISE EXCEPTION 'A payment run begins as a draft.' USING ERRCODE = '22023', COLUMN = 'status';
		END IF;
		NEW.currency := site.setting_or('base_currency', 'EUR')::character(3);
		RETURN NEW;
	END IF;
	-- Who made and ran it may be forgotten, what was run may not.
	IF OLD.status = 'run' AND (TG_OP = 'DELETE' OR coalesce(NEW.run_by <> OLD.run_by, false) OR coalesce(NEW.created_by <> OLD.created_by, false)
		OR to_jsonb(NEW) - ARRAY['run_by', 'created_by', 'version', 'updated_at'] <> to_jsonb(OLD) - ARRAY['run_by', 'created_by', 'version', 'updated_at']) THEN
		RAISE EXCEPTION 'This payment run was run: it stays as it is.' USING ERRCODE = '22023';
	END IF;
	IF OLD.status = 'run' THEN
		RETURN NEW;
	END IF;
	IF TG_OP = 'DELETE' THEN
		RETURN OLD;
	END IF;
	IF NEW.status = 'run' THEN
		SELECT count(*) AS statements, coalesce(sum(s.lines), 0) AS lines, coalesce(sum(s.total), 0) AS total INTO made FROM site.statements s WHERE s.run_id = NEW.id;
		IF (made.statements, made.lines, made.total) IS DISTINCT FROM (NEW.statements::bigint, NEW.lines::bigint, NEW.total) THEN
			RAISE EXCEPTION 'A payment run comes to what its statements come to.' USING ERRCODE = '22023';
		END IF;
	ELSIF (NEW.group_id, NEW.run_on) IS DISTINCT FROM (OLD.group_id, OLD.run_on) THEN
		NEW.status := 'draft';
		NEW.previewed_at := NULL;
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.guard_payment_run() IS 'Trigger: a run that was run never changes; one whose group or day changes is previewed again.';

CREATE OR REPLACE TRIGGER guard_payment_run BEFORE INSERT OR UPDATE OR DELETE ON site.payment_runs FOR EACH ROW EXECUTE FUNCTION site.guard_payment_run();

SELECT steward.own_functions('site', 'site_owner');

-- Verbs of the console -------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION meta.pay_out(p_run_id bigint, OUT statements bigint, OUT lines bigint, OUT total numeric)
	LANGUAGE plpgsql AS
$$
DECLARE
	r record;
BEGIN
	SELECT x.run_on, x.group_id, x.currency INTO r FROM site.payment_runs x WHERE x.id = p_run_id;
	INSERT INTO site.statements (run_id, supplier_id, run_on, currency, lines, total)
		SELECT p_run_id, s.id, r.run_on, r.currency, count(*), sum(l.royalty_amount)
		FROM site.suppliers s JOIN site.invoice_lines l ON l.supplier_id = s.id AND l.payable_on <= r.run_on AND NOT l.paid_out
		WHERE s.active AND (r.group_id IS NULL OR s.group_id = r.group_id)
			AND NOT EXISTS (SELECT FROM site.statements b WHERE b.supplier_id = s.id AND s.months_between > 0 AND b.run_on + s.months_between * interval '1 month' > r.run_on)
		GROUP BY s.id HAVING sum(l.royalty_amount) > 0 AND sum(l.royalty_amount) >= s.lower_limit ORDER BY s.id;
	INSERT INTO site.statement_lines (statement_id, invoice_line_id, amount)
		SELECT s.id, l.id, l.royalty_amount FROM site.statements s JOIN site.invoice_lines l ON l.supplier_id = s.supplier_id AND l.payable_on <= r.run_on AND NOT l.paid_out
		WHERE s.run_id = p_run_id ORDER BY s.id, l.id;
	SELECT count(*), coalesce(sum(s.lines), 0), coalesce(sum(s.total), 0) INTO pay_out.statements, pay_out.lines, pay_out.total FROM site.statements s WHERE s.run_id = p_run_id;
END
$$;
COMMENT ON FUNCTION meta.pay_out(bigint) IS 'Makes the statements of a run: for each active contributor of the group whose months have passed and whose payable lines come to the limit, and above zero.';

CREATE OR REPLACE FUNCTION meta.payment_runs_preview(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	figures record;
	result bigint;
BEGIN
	-- The real run, taken back: what it came to is all that stays.
	BEGIN
		figures := meta.pay_out(c.key::bigint);
		RAISE EXCEPTION USING ERRCODE = 'ST100';
	EXCEPTION WHEN SQLSTATE 'ST100' THEN
		NULL;
	END;
	UPDATE site.payment_runs r SET status = 'previewed', statements = figures.statements, lines = figures.lines, total = figures.total, previewed_at = now()
	WHERE r.id = c.key::bigint RETURNING r.version INTO result;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.payment_runs_preview(meta.call) IS 'Verb: runs a payment run and rolls it back; the figures are kept on it.';

CREATE OR REPLACE FUNCTION meta.payment_runs_run(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	figures record;
	expected record;
	result bigint;
BEGIN
	SELECT r.status, r.statements, r.lines, r.total INTO expected FROM site.payment_runs r WHERE r.id = c.key::bigint;
	IF expected.status <> 'previewed' THEN
		RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = CASE expected.status WHEN 'run' THEN 'This payment run was run: it stays as it is.' ELSE 'Preview the payment run first.' END;
	END IF;
	IF expected.statements = 0 THEN
		RAISE EXCEPTION 'There is nothing to pay.' USING ERRCODE = '22023', HINT = 'Nobody has reached his limit by that day.';
	END IF;
	figures := meta.pay_out(c.key::bigint);
	IF (figures.statements, figures.lines, figures.total) IS DISTINCT FROM (expected.statements::bigint, expected.lines::bigint, expected.total) THEN
		RAISE EXCEPTION 'What would be paid has changed since the preview.' USING ERRCODE = '22023', HINT = 'Preview it again.';
	END IF;
	UPDATE site.payment_runs r SET status = 'run', run_at = now(), run_by = c.user_id WHERE r.id = c.key::bigint RETURNING r.version INTO result;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.payment_runs_run(meta.call) IS 'Verb: runs a previewed payment run, if it still comes to what the preview came to.';
