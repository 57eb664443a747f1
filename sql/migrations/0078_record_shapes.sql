-- Records are opened with the same columns all day, as lists are asked for: steward.compile makes statements for those too.

ALTER TABLE meta.shapes ADD COLUMN record boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN meta.shapes.record IS 'Columns of a record that is opened, not of a list';
