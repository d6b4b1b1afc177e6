-- The turn to write comes before every other lock, as for a write, and is held to the end of the migration.
SET LOCAL lock_timeout = '10s';
UPDATE epoch SET schema_version = 8;

-- Within the type in order of creation. A table that may have rows has got this before (PostgresIndexExchange): here it is for a new database.
CREATE INDEX IF NOT EXISTS relationship_by_type_id ON relationship (type_name, id);
DROP INDEX IF EXISTS relationship_by_type;

-- Operations on the whole catalogue, and what happened to its instances. Times are milliseconds since the Unix epoch. Text is compared by code points.
CREATE TABLE admin_audit (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guid         text   COLLATE "C" NOT NULL UNIQUE,
    user_name    text   COLLATE "C" NOT NULL,
    operation    text   COLLATE "C" NOT NULL,
    start_time   bigint NOT NULL,
    end_time     bigint NOT NULL,
    client       text   COLLATE "C",
    result_count bigint NOT NULL,
    run_id       text   COLLATE "C",
    details      bytea,
    parameters   text   COLLATE "C",
    result       text   COLLATE "C"
);
CREATE INDEX admin_audit_by_time ON admin_audit (start_time, id);
CREATE INDEX admin_audit_by_end ON admin_audit (end_time, id);
CREATE INDEX admin_audit_by_operation ON admin_audit (operation, start_time, id);
CREATE INDEX admin_audit_by_user ON admin_audit (user_name, start_time, id);
CREATE INDEX admin_audit_by_run ON admin_audit (run_id) WHERE run_id IS NOT NULL;
