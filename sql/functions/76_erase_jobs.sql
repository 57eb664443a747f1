-- Erasures that the clock or a worker carries on: an approved one as a job, and the rest of a partial one when its invoices are settled.

CREATE OR REPLACE FUNCTION steward.erase_step(INOUT s steward.step)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	erasure bigint := (s.arguments->>'erasure')::bigint;
BEGIN
	PERFORM privacy.run_erasure(erasure, s.user_id);
	s.done := (SELECT e.rows_erased FROM privacy.erasures e WHERE e.id = erasure);
	s.total := s.done;
	s.result := jsonb_build_object('erasure', erasure, 'certificate', (SELECT max(l.no) FROM privacy.ledger l WHERE l.erasure_id = erasure));
	s.finished := true;
END
$$;
COMMENT ON FUNCTION steward.erase_step(steward.step) IS 'Kind erase.run: carries out the approved erasure {"erasure"} in one step, for who asked and with that person''s right as it is now: all of it or nothing, however often workers die.';

CREATE OR REPLACE FUNCTION privacy.wake_remainder(p_erasure privacy.erasures) RETURNS boolean
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF EXISTS (SELECT FROM privacy.blockers(p_erasure) b WHERE b.billing) THEN
		RETURN false;
	END IF;
	UPDATE privacy.erasures e SET ready_at = clock_timestamp() WHERE e.id = p_erasure.id AND e.ready_at IS NULL;
	IF FOUND THEN
		PERFORM privacy.request_step(p_erasure.request_id, NULL, NULL, 'The rest can be erased', 'No invoice needs it any more.');
	END IF;
	RETURN FOUND;
END
$$;
COMMENT ON FUNCTION privacy.wake_remainder(privacy.erasures) IS 'Opens the rest of a partial erasure again when no invoice, order or royalty needs it any more: it stands on Home and in the register. True when it did.';

CREATE OR REPLACE FUNCTION privacy.invoice_settled() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	PERFORM privacy.wake_remainder(e) FROM privacy.erasures e WHERE e.user_id = NEW.user_id AND e.remainder_of IS NOT NULL AND e.state = 'planned' AND e.ready_at IS NULL;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION privacy.invoice_settled() IS 'Trigger: with the last open invoice of a person the rest of a partial erasure opens again.';
CREATE OR REPLACE TRIGGER invoice_settled AFTER UPDATE OF status ON site.invoices FOR EACH ROW
	WHEN (NEW.status IN ('paid', 'credited', 'void') AND OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION privacy.invoice_settled();

CREATE OR REPLACE FUNCTION steward.erase_remainders(INOUT s steward.step)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	e privacy.erasures;
BEGIN
	s.done := 0;
	FOR e IN SELECT x.* FROM privacy.erasures x WHERE x.remainder_of IS NOT NULL AND x.state = 'planned' AND x.ready_at IS NULL ORDER BY x.id LOOP
		s.done := s.done + privacy.wake_remainder(e)::integer;
	END LOOP;
	-- What is ready waits with its plan, so that it only has to be read and submitted.
	FOR e IN SELECT x.* FROM privacy.erasures x WHERE x.ready_at IS NOT NULL AND x.state = 'planned' AND x.plan_hash IS NULL ORDER BY x.id LIMIT 20 LOOP
		PERFORM privacy.plan_erasure(e.id);
	END LOOP;
	s.total := s.done;
	s.result := jsonb_build_object('opened', s.done);
	s.finished := true;
END
$$;
COMMENT ON FUNCTION steward.erase_remainders(steward.step) IS 'Kind erase.remainders: opens the rest of partial erasures again whose invoices were settled or whose terms ended, and plans what is open.';

ALTER FUNCTION steward.erase_step(steward.step) OWNER TO steward_eraser;
ALTER FUNCTION steward.erase_remainders(steward.step) OWNER TO steward_eraser;
ALTER FUNCTION privacy.wake_remainder(privacy.erasures) OWNER TO steward_eraser;
ALTER FUNCTION privacy.invoice_settled() OWNER TO steward_eraser;
REVOKE ALL ON FUNCTION steward.erase_step(steward.step), steward.erase_remainders(steward.step), privacy.wake_remainder(privacy.erasures), privacy.invoice_settled() FROM PUBLIC;
