-- The ledger. Everything below `entries` is folded from it and can be rebuilt to the same content;
-- the column `entry` of every table names the entry that a row comes from.

CREATE TABLE entries (
  sequence   INTEGER PRIMARY KEY,
  kind       TEXT NOT NULL,
  key        TEXT NOT NULL,
  body       TEXT NOT NULL,
  at         TEXT NOT NULL,
  provenance TEXT NOT NULL,
  previous   TEXT NOT NULL,
  sha256     TEXT NOT NULL
);
CREATE INDEX entries_of_key ON entries (key, kind);

CREATE TRIGGER entries_refuse_update BEFORE UPDATE ON entries
BEGIN
  SELECT RAISE(ABORT, 'entries are append-only: nothing is overwritten');
END;
CREATE TRIGGER entries_refuse_delete BEFORE DELETE ON entries
BEGIN
  SELECT RAISE(ABORT, 'entries are append-only: nothing is deleted');
END;
-- This also stops INSERT OR REPLACE, which deletes without firing the trigger above.
CREATE TRIGGER entries_only_at_the_end BEFORE INSERT ON entries
WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM entries)
  OR NEW.previous IS NOT coalesce(
    (SELECT sha256 FROM entries ORDER BY sequence DESC LIMIT 1),
    '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN
  SELECT RAISE(ABORT, 'entries are append-only: an entry goes to the end of the chain');
END;

CREATE TABLE documents (
  entry             INTEGER PRIMARY KEY REFERENCES entries (sequence),
  document_id       TEXT NOT NULL UNIQUE,
  publisher         TEXT,
  title             TEXT,
  authors           TEXT NOT NULL,
  published         TEXT,
  language          TEXT NOT NULL,
  uri               TEXT NOT NULL,
  copy_of           TEXT,
  n_characters      INTEGER NOT NULL,
  n_characters_read INTEGER NOT NULL,
  sha256            TEXT NOT NULL,
  text_sha256       TEXT NOT NULL,
  added_at          TEXT NOT NULL,
  text              TEXT NOT NULL
);

CREATE TABLE signatures (
  document_id TEXT PRIMARY KEY REFERENCES documents (document_id),
  signature   TEXT NOT NULL,
  entry       INTEGER NOT NULL
);

CREATE TABLE events (
  event_id        TEXT PRIMARY KEY,
  document_id     TEXT NOT NULL REFERENCES documents (document_id),
  kind            TEXT NOT NULL,
  stage           TEXT NOT NULL,
  clarity         TEXT NOT NULL,
  background      INTEGER NOT NULL,
  words           TEXT NOT NULL,
  date_first      TEXT,
  date_last       TEXT,
  date_precision  TEXT,
  why_no_date     TEXT,
  place           TEXT,
  country         TEXT,
  gazetteer_id    TEXT,
  latitude        REAL,
  longitude       REAL,
  place_precision INTEGER,
  why_no_place    TEXT,
  perpetrators    TEXT,
  targets         TEXT,
  victims         TEXT,
  means           TEXT,
  killed          TEXT,
  injured         TEXT,
  abducted        TEXT,
  according_to    TEXT,
  confidence      REAL NOT NULL,
  acled           TEXT,
  plover          TEXT,
  gtd             TEXT,
  muc4            TEXT,
  ucdp            TEXT,
  span_start      INTEGER,
  span_end        INTEGER,
  entry           INTEGER NOT NULL
);
CREATE INDEX events_of_document ON events (document_id);

CREATE TABLE participants (
  event_id     TEXT NOT NULL REFERENCES events (event_id),
  role         TEXT NOT NULL,
  position     INTEGER NOT NULL,
  name         TEXT NOT NULL,
  named        INTEGER NOT NULL,
  kind         TEXT NOT NULL,
  actor_id     TEXT,
  actor        TEXT,
  number_low   INTEGER,
  number_high  INTEGER,
  effect       TEXT,
  according_to TEXT,
  certainty    TEXT NOT NULL,
  confidence   REAL NOT NULL,
  span_start   INTEGER,
  span_end     INTEGER,
  entry        INTEGER NOT NULL,
  PRIMARY KEY (event_id, role, position)
);

-- The values of an event that somebody stands behind: its date, its place and its tolls.
CREATE TABLE claims (
  event_id     TEXT NOT NULL REFERENCES events (event_id),
  field        TEXT NOT NULL,
  position     INTEGER NOT NULL,
  value        TEXT,
  low          INTEGER,
  high         INTEGER,
  why_no_value TEXT,
  words        TEXT NOT NULL,
  according_to TEXT,
  certainty    TEXT NOT NULL,
  confidence   REAL NOT NULL,
  span_start   INTEGER,
  span_end     INTEGER,
  entry        INTEGER NOT NULL,
  PRIMARY KEY (event_id, field, position)
);

CREATE TABLE statements (
  statement_id  TEXT PRIMARY KEY,
  document_id   TEXT NOT NULL REFERENCES documents (document_id),
  kind          TEXT NOT NULL,
  voice         TEXT NOT NULL,
  speaker       TEXT,
  speaker_role  TEXT,
  speaker_kind  TEXT,
  speaker_actor TEXT,
  according_to  TEXT,
  cue           TEXT,
  content       TEXT NOT NULL,
  accused       TEXT,
  relation      TEXT,
  negated       INTEGER,
  subject       TEXT,
  object        TEXT,
  date_first    TEXT,
  date_last     TEXT,
  venue         TEXT,
  addressee     TEXT,
  checks        TEXT,
  confidence    REAL NOT NULL,
  span_start    INTEGER,
  span_end      INTEGER,
  entry         INTEGER NOT NULL
);
CREATE INDEX statements_of_document ON statements (document_id);

CREATE TABLE statement_events (
  statement_id TEXT NOT NULL REFERENCES statements (statement_id),
  position     INTEGER NOT NULL,
  event_id     TEXT NOT NULL,
  entry        INTEGER NOT NULL,
  PRIMARY KEY (statement_id, position)
);
CREATE INDEX statements_of_event ON statement_events (event_id);

CREATE TABLE contradictions (
  document_id     TEXT NOT NULL REFERENCES documents (document_id),
  position        INTEGER NOT NULL,
  left_statement  TEXT NOT NULL,
  right_statement TEXT NOT NULL,
  why             TEXT NOT NULL,
  entry           INTEGER NOT NULL,
  PRIMARY KEY (document_id, position)
);

CREATE TABLE mentions (
  document_id   TEXT NOT NULL REFERENCES documents (document_id),
  position      INTEGER NOT NULL,
  words         TEXT NOT NULL,
  label         TEXT NOT NULL,
  mention_group INTEGER NOT NULL,
  score         REAL NOT NULL,
  actor_id      TEXT,
  actor         TEXT,
  gazetteer_id  TEXT,
  place         TEXT,
  latitude      REAL,
  longitude     REAL,
  date_first    TEXT,
  date_last     TEXT,
  why_not_known TEXT,
  span_start    INTEGER NOT NULL,
  span_end      INTEGER NOT NULL,
  entry         INTEGER NOT NULL,
  PRIMARY KEY (document_id, position)
);

-- What was refused: whole inputs (no document_id) and values within a document.
CREATE TABLE refusals (
  entry       INTEGER NOT NULL REFERENCES entries (sequence),
  position    INTEGER NOT NULL,
  document_id TEXT,
  kind        TEXT NOT NULL,
  what        TEXT NOT NULL,
  why         TEXT NOT NULL,
  at          TEXT NOT NULL,
  PRIMARY KEY (entry, position)
);

-- The incidents of the last joining; those before it are in `entries`.
CREATE TABLE incidents (
  incident_id     TEXT PRIMARY KEY,
  kind            TEXT NOT NULL,
  title           TEXT NOT NULL,
  date_first      TEXT,
  date_last       TEXT,
  date_precision  TEXT,
  place           TEXT,
  country         TEXT,
  gazetteer_id    TEXT,
  latitude        REAL,
  longitude       REAL,
  killed_low      INTEGER,
  killed_high     INTEGER,
  injured_low     INTEGER,
  injured_high    INTEGER,
  n_documents     INTEGER NOT NULL,
  n_independent   INTEGER NOT NULL,
  n_disagreements INTEGER NOT NULL,
  disagreements   TEXT,
  rule            TEXT NOT NULL,
  entry           INTEGER NOT NULL REFERENCES entries (sequence)
);

CREATE TABLE members (
  incident_id TEXT NOT NULL REFERENCES incidents (incident_id),
  event_id    TEXT NOT NULL REFERENCES events (event_id),
  position    INTEGER NOT NULL,
  entry       INTEGER NOT NULL,
  PRIMARY KEY (incident_id, event_id)
);
CREATE INDEX incidents_of_event ON members (event_id);

CREATE TABLE joins (
  incident_id TEXT NOT NULL REFERENCES incidents (incident_id),
  position    INTEGER NOT NULL,
  left_event  TEXT NOT NULL,
  right_event TEXT NOT NULL,
  score       REAL NOT NULL,
  parts       TEXT NOT NULL,
  judgement   TEXT,
  entry       INTEGER NOT NULL,
  PRIMARY KEY (incident_id, position)
);

CREATE TABLE positions (
  incident_id TEXT NOT NULL REFERENCES incidents (incident_id),
  field       TEXT NOT NULL,
  position    INTEGER NOT NULL,
  value       TEXT NOT NULL,
  words       TEXT NOT NULL,
  n_holders   INTEGER NOT NULL,
  entry       INTEGER NOT NULL,
  PRIMARY KEY (incident_id, field, position)
);

CREATE TABLE holders (
  incident_id  TEXT NOT NULL REFERENCES incidents (incident_id),
  field        TEXT NOT NULL,
  position     INTEGER NOT NULL,
  holder       INTEGER NOT NULL,
  document_id  TEXT NOT NULL,
  event_id     TEXT NOT NULL,
  publisher    TEXT,
  published    TEXT,
  according_to TEXT,
  certainty    TEXT NOT NULL,
  independent  INTEGER NOT NULL,
  span_start   INTEGER,
  span_end     INTEGER,
  entry        INTEGER NOT NULL,
  PRIMARY KEY (incident_id, field, position, holder)
);

CREATE TABLE judgements (
  entry    INTEGER PRIMARY KEY REFERENCES entries (sequence),
  target   TEXT NOT NULL,
  verdict  TEXT NOT NULL,
  value    TEXT,
  reviewer TEXT NOT NULL,
  at       TEXT NOT NULL,
  reason   TEXT
);
CREATE INDEX judgements_of_target ON judgements (target);

CREATE VIRTUAL TABLE documents_fts USING fts5 (
  title, text, content = 'documents', content_rowid = 'entry',
  tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE VIEW incident_overview AS
SELECT
  incident_id, kind, title, date_first, date_last, place, country,
  killed_low, killed_high, injured_low, injured_high,
  n_documents, n_independent, n_disagreements, disagreements
FROM incidents
ORDER BY date_first IS NULL, date_first, incident_id;

-- One line for each value of each field of each incident and each one who holds it.
CREATE VIEW who_says_what AS
SELECT
  incidents.incident_id, incidents.title AS incident, positions.field, positions.words,
  positions.value, holders.publisher, holders.according_to, holders.certainty,
  holders.independent, holders.published, holders.document_id, holders.event_id
FROM incidents
JOIN positions USING (incident_id)
JOIN holders USING (incident_id, field, position)
ORDER BY incidents.incident_id, positions.field, positions.position, holders.holder;

CREATE VIEW event_overview AS
SELECT
  events.event_id, members.incident_id, events.kind, events.words, events.date_first,
  events.place, events.country, events.perpetrators, events.victims, events.killed,
  events.injured, events.according_to, documents.publisher, documents.published,
  documents.title, documents.document_id
FROM events
JOIN documents USING (document_id)
LEFT JOIN members USING (event_id)
ORDER BY events.entry, events.span_start;

CREATE VIEW statement_overview AS
SELECT
  statements.statement_id, statements.kind, statements.speaker, statements.according_to,
  statements.accused, statements.content, statements.relation, statements.negated,
  statements.subject, statements.object, documents.publisher, documents.published,
  documents.title, documents.document_id
FROM statements
JOIN documents USING (document_id)
ORDER BY statements.entry, statements.span_start;

CREATE VIEW history AS
SELECT sequence, at, kind, key, provenance, sha256 FROM entries ORDER BY sequence;
