PRAGMA user_version = 9;

-- What lies between two entities is found without reading all that one of them has.
CREATE INDEX relationship_by_ends ON relationship (end1_guid, end2_guid);
DROP INDEX relationship_by_end1;
