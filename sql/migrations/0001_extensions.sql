-- Schemas, extensions and the installation's own record.

CREATE SCHEMA IF NOT EXISTS steward;
CREATE SCHEMA site AUTHORIZATION site_owner;
CREATE SCHEMA auth AUTHORIZATION steward_auth;
CREATE SCHEMA audit;
CREATE SCHEMA privacy AUTHORIZATION site_owner;
CREATE SCHEMA meta;
CREATE SCHEMA api;

COMMENT ON SCHEMA steward IS 'What was installed here: migrations, the installation, helpers for the administrator of the database';
COMMENT ON SCHEMA site IS 'The website''s data, shared by the website and the console';
COMMENT ON SCHEMA auth IS 'Staff accounts, rights, log-in, sessions and the gate; no role that can log in has a table right here';
COMMENT ON SCHEMA audit IS 'What was changed and what was looked at; rows are added and never altered';
COMMENT ON SCHEMA privacy IS 'The data map: what every column holds about a person and what becomes of it';
COMMENT ON SCHEMA meta IS 'The catalogue from which the general API functions know entities, columns and verbs';
COMMENT ON SCHEMA api IS 'All that the console can call';

CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pgcrypto SCHEMA public;

-- `steward migrate` makes these two before it applies the first file; psql users get them here.
CREATE TABLE IF NOT EXISTS steward.migrations (
	file text NOT NULL CONSTRAINT migrations_pkey PRIMARY KEY,
	checksum text NOT NULL,
	applied_at timestamptz NOT NULL DEFAULT now(),
	applied_by text NOT NULL DEFAULT session_user,
	state text NOT NULL DEFAULT 'applied'
);
COMMENT ON TABLE steward.migrations IS 'One row per applied SQL file';
COMMENT ON COLUMN steward.migrations.file IS 'Path of the file below sql/';
COMMENT ON COLUMN steward.migrations.checksum IS 'SHA-256 of the file as applied, in hexadecimal';
COMMENT ON COLUMN steward.migrations.applied_at IS 'When it was applied last';
COMMENT ON COLUMN steward.migrations.applied_by IS 'Database role that applied it';
COMMENT ON COLUMN steward.migrations.state IS 'applied, or what the installer was doing';

CREATE TABLE IF NOT EXISTS steward.installation (
	single boolean NOT NULL DEFAULT true CONSTRAINT installation_pkey PRIMARY KEY CONSTRAINT installation_single_check CHECK (single),
	installed_at timestamptz NOT NULL DEFAULT now(),
	demo boolean NOT NULL DEFAULT false,
	site_id uuid NOT NULL DEFAULT gen_random_uuid(),
	created_database boolean NOT NULL DEFAULT false
);
ALTER TABLE steward.installation ADD COLUMN IF NOT EXISTS created_database boolean NOT NULL DEFAULT false;
INSERT INTO steward.installation DEFAULT VALUES ON CONFLICT DO NOTHING;
COMMENT ON TABLE steward.installation IS 'The one row that describes this installation';
COMMENT ON COLUMN steward.installation.single IS 'Always true: there is one row';
COMMENT ON COLUMN steward.installation.installed_at IS 'When Steward was installed in this database';
COMMENT ON COLUMN steward.installation.demo IS 'The data are made up and the demo log-ins work';
COMMENT ON COLUMN steward.installation.site_id IS 'Identity of the installation, for certificates and marks outside the database';
COMMENT ON COLUMN steward.installation.created_database IS 'Steward created the database and may take rights in it away from PUBLIC';

-- Functions of the installing role are nobody's until they are granted.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE FUNCTION steward.take_ownership(p_schema name, p_owner name) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	object record;
BEGIN
	FOR object IN
		SELECT format('ALTER %s %s OWNER TO %I',
			CASE class.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END,
			class.oid::regclass, p_owner) AS command
		FROM pg_class class
		JOIN pg_roles owner ON owner.oid = class.relowner
		WHERE class.relnamespace = p_schema::regnamespace AND owner.rolname <> p_owner
			AND class.relkind IN ('r', 'p', 'v', 'S')
			-- An identity's sequence follows its table.
			AND NOT EXISTS (SELECT FROM pg_depend link WHERE link.classid = 'pg_class'::regclass
				AND link.objid = class.oid AND link.deptype IN ('i', 'a') AND class.relkind = 'S')
	LOOP
		EXECUTE object.command;
	END LOOP;
END
$$;
COMMENT ON FUNCTION steward.take_ownership(name, name) IS
	'Makes the role the owner of every table, view and sequence in the schema. For migrations, run by the administrator.';
REVOKE ALL ON FUNCTION steward.take_ownership(name, name) FROM PUBLIC;

CREATE FUNCTION steward.own_functions(p_schema name, p_owner name) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	routine regprocedure;
BEGIN
	FOR routine IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = p_schema::regnamespace LOOP
		EXECUTE format('ALTER FUNCTION %s OWNER TO %I', routine, p_owner);
		EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', routine);
	END LOOP;
END
$$;
COMMENT ON FUNCTION steward.own_functions(name, name) IS
	'Makes the role the owner of every function in the schema and takes them from PUBLIC. Every file of functions ends with it.';
REVOKE ALL ON FUNCTION steward.own_functions(name, name) FROM PUBLIC;
