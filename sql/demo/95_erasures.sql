-- Demo data: erasures as the console plans them, after everything else is there: one waits for its second person, one is planned.
SET LOCAL session_replication_role = origin;
DO $$
DECLARE
	found record;
	erasure bigint;
BEGIN
	FOR found IN SELECT r.id, r.number FROM privacy.requests r WHERE r.number IN ('2026-0007', '2026-0009') ORDER BY r.number LOOP
		erasure := privacy.start_erasure(found.id, 10000004);
		IF found.number = '2026-0009' THEN
			PERFORM privacy.propose_erasure(erasure, 10000004);
		END IF;
	END LOOP;
END $$;
-- It happened in the week in which the demo plays.
UPDATE privacy.erasures e SET planned_at = '2026-11-19 15:00+00', created_at = '2026-11-19 15:00+00', proposed_at = CASE WHEN e.state = 'proposed' THEN timestamptz '2026-11-19 15:10+00' END;
UPDATE privacy.request_notes n SET at = '2026-11-19 15:00+00' WHERE n.subject IN ('Erasure planned', 'Erasure proposed');
DELETE FROM auth.mails;
