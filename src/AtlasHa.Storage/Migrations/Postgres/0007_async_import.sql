-- The turn to write comes before every other lock, as for a write, and is held to the end of the migration.
SET LOCAL lock_timeout = '10s';
UPDATE epoch SET schema_version = 7;

-- Imports that go on in the background, in the order in which they came. Phases: 0 their parts are coming in, 1 they wait or run, 2 over.
-- What was taken of one is apart from its document, because it changes with each entity.
CREATE TABLE async_import (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    import_id text    NOT NULL UNIQUE,
    phase     integer NOT NULL,
    document  bytea   NOT NULL,
    progress  bytea   NOT NULL
);
CREATE INDEX async_import_by_phase ON async_import (phase, id);

-- What they bring, in parts that are taken one by one.
CREATE TABLE async_import_part (
    import_id text    NOT NULL,
    number    integer NOT NULL,
    content   bytea   NOT NULL,
    PRIMARY KEY (import_id, number)
);
