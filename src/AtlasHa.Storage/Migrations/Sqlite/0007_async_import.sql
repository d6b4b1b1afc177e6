PRAGMA user_version = 7;

-- Imports that go on in the background, in the order in which they came. Phases: 0 their parts are coming in, 1 they wait or run, 2 over.
-- What was taken of one is apart from its document, because it changes with each entity.
CREATE TABLE async_import (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    import_id TEXT    NOT NULL UNIQUE,
    phase     INTEGER NOT NULL,
    document  BLOB    NOT NULL,
    progress  BLOB    NOT NULL
);
CREATE INDEX async_import_by_phase ON async_import (phase, id);

-- What they bring, in parts that are taken one by one.
CREATE TABLE async_import_part (
    import_id TEXT    NOT NULL,
    number    INTEGER NOT NULL,
    content   BLOB    NOT NULL,
    PRIMARY KEY (import_id, number)
);
