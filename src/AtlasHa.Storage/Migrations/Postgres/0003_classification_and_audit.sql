UPDATE epoch SET schema_version = 3;

-- A classification that an entity has: put on it (source_guid = entity_guid) or spread to it from source_guid. Only the direct row has the
-- document and the status of its entity. retained: the way that it came is gone, and it stays.
CREATE TABLE entity_classification (
    entity_guid   text     NOT NULL,
    type_name     text     NOT NULL,
    source_guid   text     NOT NULL,
    retained      boolean  NOT NULL DEFAULT false,
    source_status smallint NOT NULL DEFAULT 0,
    document      bytea,
    PRIMARY KEY (entity_guid, type_name, source_guid)
);
CREATE INDEX entity_classification_by_type ON entity_classification (type_name, entity_guid);
CREATE INDEX entity_classification_by_source ON entity_classification (source_guid, type_name);

-- Entities whose type cannot have a classification, and that pass it on all the same.
CREATE TABLE classification_passage (
    entity_guid text    NOT NULL,
    type_name   text    NOT NULL,
    source_guid text    NOT NULL,
    retained    boolean NOT NULL DEFAULT false,
    PRIMARY KEY (entity_guid, type_name, source_guid)
);
CREATE INDEX classification_passage_by_source ON classification_passage (source_guid, type_name);

-- Before, documents of entities held their direct classifications; none had spread. What is left in a document is ignored and goes with its
-- next change.
INSERT INTO entity_classification (entity_guid, type_name, source_guid, source_status, document)
SELECT e.guid, c ->> 'typeName', e.guid, e.status, convert_to(c::text, 'UTF8')
FROM entity e, json_array_elements(convert_from(e.document, 'UTF8')::json -> 'classifications') c
WHERE position('"classifications"'::bytea IN e.document) > 0;
DELETE FROM type_use u USING entity_classification c WHERE c.entity_guid = u.guid AND c.type_name = u.type_name;

-- What happened to an entity, oldest first by id; nothing removes a row. Times are milliseconds since the Unix epoch.
CREATE TABLE entity_audit (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entity_guid text    NOT NULL,
    time        bigint  NOT NULL,
    user_name   text    NOT NULL,
    action      text    NOT NULL,
    details     bytea   NOT NULL,
    changes_classifications boolean NOT NULL
);
CREATE INDEX entity_audit_by_entity ON entity_audit (entity_guid, id);
CREATE INDEX entity_audit_of_classifications ON entity_audit (time, entity_guid) WHERE changes_classifications;
