PRAGMA user_version = 3;

-- A classification that an entity has: put on it (source_guid = entity_guid) or spread to it from source_guid. Only the direct row has the
-- document and the status of its entity. retained: the way that it came is gone, and it stays.
CREATE TABLE entity_classification (
    entity_guid   TEXT    NOT NULL,
    type_name     TEXT    NOT NULL,
    source_guid   TEXT    NOT NULL,
    retained      INTEGER NOT NULL DEFAULT 0,
    source_status INTEGER NOT NULL DEFAULT 0,
    document      BLOB,
    PRIMARY KEY (entity_guid, type_name, source_guid)
) WITHOUT ROWID;
CREATE INDEX entity_classification_by_type ON entity_classification (type_name, entity_guid);
CREATE INDEX entity_classification_by_source ON entity_classification (source_guid, type_name);

-- Entities whose type cannot have a classification, and that pass it on all the same.
CREATE TABLE classification_passage (
    entity_guid TEXT    NOT NULL,
    type_name   TEXT    NOT NULL,
    source_guid TEXT    NOT NULL,
    retained    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (entity_guid, type_name, source_guid)
) WITHOUT ROWID;
CREATE INDEX classification_passage_by_source ON classification_passage (source_guid, type_name);

-- Before, documents of entities held their direct classifications; none had spread. What is left in a document is ignored and goes with its
-- next change.
INSERT INTO entity_classification (entity_guid, type_name, source_guid, source_status, document)
SELECT e.guid, json_extract(c.value, '$.typeName'), e.guid, e.status, CAST(c.value AS BLOB)
FROM entity e, json_each(CAST(e.document AS TEXT), '$.classifications') c
WHERE instr(e.document, CAST('"classifications"' AS BLOB)) > 0;
DELETE FROM type_use WHERE EXISTS (
    SELECT 1 FROM entity_classification c WHERE c.entity_guid = type_use.guid AND c.type_name = type_use.type_name);

-- What happened to an entity, oldest first by id; nothing removes a row. Times are milliseconds since the Unix epoch.
CREATE TABLE entity_audit (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    entity_guid TEXT    NOT NULL,
    time        INTEGER NOT NULL,
    user_name   TEXT    NOT NULL,
    action      TEXT    NOT NULL,
    details     BLOB    NOT NULL,
    changes_classifications INTEGER NOT NULL
);
CREATE INDEX entity_audit_by_entity ON entity_audit (entity_guid);
CREATE INDEX entity_audit_of_classifications ON entity_audit (time, entity_guid) WHERE changes_classifications = 1;
