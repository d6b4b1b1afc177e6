-- The turn to write comes before every other lock, as for a write, and is held to the end of the migration.
SET LOCAL lock_timeout = '10s';
UPDATE epoch SET schema_version = 9;

-- What lies between two entities is found without reading all that one of them has. A table that may have rows has got this before
-- (PostgresIndexExchange): here it is for a new database.
CREATE INDEX IF NOT EXISTS relationship_by_ends ON relationship (end1_guid, end2_guid);
DROP INDEX IF EXISTS relationship_by_end1;
