-- user_version is the version of the disk format: the number of the last migration. A build refuses a file with a higher one.
PRAGMA user_version = 1;

CREATE TABLE epoch (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    epoch       INTEGER NOT NULL,
    instance_id TEXT
);
INSERT INTO epoch (id, epoch, instance_id) VALUES (1, 0, NULL);

-- One row per process that ever claimed an epoch, with the last one that it claimed: tells a superseded lock holder from a stranger.
CREATE TABLE claimant (
    host        TEXT    NOT NULL,
    pid         INTEGER NOT NULL,
    start_time  INTEGER NOT NULL,
    epoch       INTEGER NOT NULL,
    instance_id TEXT    NOT NULL,
    PRIMARY KEY (host, pid, start_time)
) WITHOUT ROWID;

-- AUTOINCREMENT: ids give the order of creation, also after the newest row was deleted.
CREATE TABLE type_def (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    guid     TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL,
    category TEXT NOT NULL,
    json     BLOB NOT NULL
);

-- Documents are kilobytes: a rowid table appends them and keeps the index on random guids small.
CREATE TABLE entity (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    guid        TEXT    NOT NULL UNIQUE,
    type_name   TEXT    NOT NULL,
    status      INTEGER NOT NULL,
    created_by  TEXT,
    updated_by  TEXT,
    create_time INTEGER NOT NULL,
    update_time INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    document    BLOB    NOT NULL
);
CREATE INDEX entity_by_type ON entity (type_name, status);

CREATE TABLE relationship (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    guid        TEXT    NOT NULL UNIQUE,
    type_name   TEXT    NOT NULL,
    end1_guid   TEXT    NOT NULL,
    end2_guid   TEXT    NOT NULL,
    status      INTEGER NOT NULL,
    created_by  TEXT,
    updated_by  TEXT,
    create_time INTEGER NOT NULL,
    update_time INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    document    BLOB    NOT NULL
);
CREATE INDEX relationship_by_type ON relationship (type_name);
CREATE INDEX relationship_by_end1 ON relationship (end1_guid);
CREATE INDEX relationship_by_end2 ON relationship (end2_guid);

-- The order of the key serves the search by attribute and value over all types. No foreign keys in this schema: checked at once they would
-- prescribe the order of calls, checked at the commit they would fail a whole group for one request.
CREATE TABLE unique_value (
    attribute TEXT NOT NULL,
    value     TEXT NOT NULL,
    type_name TEXT NOT NULL,
    guid      TEXT NOT NULL,
    PRIMARY KEY (attribute, value, type_name)
) WITHOUT ROWID;
CREATE INDEX unique_value_by_guid ON unique_value (guid);

CREATE TABLE type_use (
    type_name TEXT NOT NULL,
    guid      TEXT NOT NULL,
    PRIMARY KEY (type_name, guid)
) WITHOUT ROWID;
CREATE INDEX type_use_by_guid ON type_use (guid);
