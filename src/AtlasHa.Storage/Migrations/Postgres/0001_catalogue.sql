-- schema_version is the number of the last migration; a build refuses a database with a higher one. claim_id tells a claimant whose
-- connection broke during its commit whether the claim was made.
CREATE TABLE epoch (
    id             smallint PRIMARY KEY CHECK (id = 1),
    epoch          bigint   NOT NULL,
    instance_id    text,
    claim_id       uuid,
    schema_version integer  NOT NULL
);
INSERT INTO epoch (id, epoch, schema_version) VALUES (1, 0, 1);

CREATE TABLE type_def (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guid     text  NOT NULL UNIQUE,
    name     text  NOT NULL,
    category text  NOT NULL,
    json     bytea NOT NULL
);

CREATE TABLE entity (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guid        text     NOT NULL UNIQUE,
    type_name   text     NOT NULL,
    status      smallint NOT NULL,
    created_by  text,
    updated_by  text,
    create_time bigint   NOT NULL,
    update_time bigint   NOT NULL,
    version     bigint   NOT NULL,
    document    bytea    NOT NULL
);
CREATE INDEX entity_by_type ON entity (type_name, status);

CREATE TABLE relationship (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guid        text     NOT NULL UNIQUE,
    type_name   text     NOT NULL,
    end1_guid   text     NOT NULL,
    end2_guid   text     NOT NULL,
    status      smallint NOT NULL,
    created_by  text,
    updated_by  text,
    create_time bigint   NOT NULL,
    update_time bigint   NOT NULL,
    version     bigint   NOT NULL,
    document    bytea    NOT NULL
);
CREATE INDEX relationship_by_type ON relationship (type_name);
CREATE INDEX relationship_by_end1 ON relationship (end1_guid);
CREATE INDEX relationship_by_end2 ON relationship (end2_guid);

-- Values are UTF-8 and indexed by their hash: an index entry may not be longer than a third of a page, a value may.
CREATE TABLE unique_value (
    attribute text  NOT NULL,
    value     bytea NOT NULL,
    type_name text  NOT NULL,
    guid      text  NOT NULL
);
CREATE UNIQUE INDEX unique_value_key ON unique_value (attribute, sha256(value), type_name);
CREATE INDEX unique_value_by_guid ON unique_value (guid);

CREATE TABLE type_use (
    type_name text NOT NULL,
    guid      text NOT NULL,
    PRIMARY KEY (type_name, guid)
);
CREATE INDEX type_use_by_guid ON type_use (guid);
