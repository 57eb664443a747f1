-- Lists that are asked for all day: for these the general functions have generated ones beside them (steward.compile).

CREATE TABLE meta.shapes (
	entity text NOT NULL CONSTRAINT shapes_entity_fkey REFERENCES meta.entities ON DELETE CASCADE ON UPDATE CASCADE,
	columns text[] NOT NULL CONSTRAINT shapes_columns_check CHECK (cardinality(columns) BETWEEN 1 AND 100),
	CONSTRAINT shapes_pkey PRIMARY KEY (entity, columns)
);
COMMENT ON TABLE meta.shapes IS 'Columns that are asked for often: steward.compile generates functions that answer them without building a query';
COMMENT ON COLUMN meta.shapes.entity IS 'The entity';
COMMENT ON COLUMN meta.shapes.columns IS 'Its columns in the order in which a list asks for them';

CREATE TYPE meta.reading AS (version bigint, cells text[]);
COMMENT ON TYPE meta.reading IS 'A record as it is read: its version and the values that were asked for';
