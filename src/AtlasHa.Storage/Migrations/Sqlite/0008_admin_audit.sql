PRAGMA user_version = 8;

-- Operations on the whole catalogue, and what happened to its instances. AUTOINCREMENT: ids go on after the newest row has gone. Times are milliseconds
-- since the Unix epoch. What may be large comes last, so that tests of the other columns do not read it.
CREATE TABLE admin_audit (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    guid         TEXT    NOT NULL UNIQUE,
    user_name    TEXT    NOT NULL,
    operation    TEXT    NOT NULL,
    start_time   INTEGER NOT NULL,
    end_time     INTEGER NOT NULL,
    client       TEXT,
    result_count INTEGER NOT NULL,
    run_id       TEXT,
    details      BLOB,
    parameters   TEXT,
    result       TEXT
);
CREATE INDEX admin_audit_by_time ON admin_audit (start_time);
CREATE INDEX admin_audit_by_end ON admin_audit (end_time);
CREATE INDEX admin_audit_by_operation ON admin_audit (operation, start_time);
CREATE INDEX admin_audit_by_user ON admin_audit (user_name, start_time);
CREATE INDEX admin_audit_by_run ON admin_audit (run_id) WHERE run_id IS NOT NULL;
