-- Both SQLite and PostgreSQL run this. Times are milliseconds since 1970, money is nano-dollars.
-- ${rows} is what each database wants for small rows that are inserted in order and then updated.

-- One row; who updates it is the only one who accepts a batch.
CREATE TABLE last_batch (
  no INTEGER NOT NULL
);
INSERT INTO last_batch (no) VALUES (0);

CREATE TABLE batch (
  no              INTEGER PRIMARY KEY,
  id              TEXT    NOT NULL UNIQUE,
  source          TEXT    NOT NULL,
  sha256          TEXT    NOT NULL,
  options         TEXT    NOT NULL,
  options_version INTEGER NOT NULL,
  -- of the options that it was accepted with
  options_sha256  TEXT    NOT NULL,
  mode            TEXT    NOT NULL,
  version         TEXT    NOT NULL,
  corpus_hash     TEXT    NOT NULL,
  total           INTEGER NOT NULL,
  dropped         INTEGER NOT NULL,
  state           TEXT    NOT NULL,
  reason          TEXT,
  wanted          TEXT    NOT NULL,
  reported        INTEGER NOT NULL,
  accepted_at     BIGINT  NOT NULL,
  started_at      BIGINT,
  finished_at     BIGINT,
  lease_owner     TEXT,
  lease_until     BIGINT  NOT NULL
);
-- names of folders, which some systems keep apart by more than case
CREATE UNIQUE INDEX batch_id ON batch (lower(id));
CREATE INDEX batch_content ON batch (sha256, options_sha256);
CREATE INDEX batch_state ON batch (state, reported);

-- The money and the counts of a batch. Who changes a task or a call of the batch locks this row and
-- counts its revision up.
CREATE TABLE account (
  batch                INTEGER PRIMARY KEY,
  epoch                BIGINT  NOT NULL DEFAULT 0,
  revision             BIGINT  NOT NULL DEFAULT 0,
  cap_mode             TEXT    NOT NULL,
  cap                  BIGINT  NOT NULL,
  settled              BIGINT  NOT NULL DEFAULT 0,
  at_risk              BIGINT  NOT NULL DEFAULT 0,
  held                 BIGINT  NOT NULL DEFAULT 0,
  -- what counts toward the cap in the mode soft
  cost                 BIGINT  NOT NULL DEFAULT 0,
  prompt_tokens        BIGINT  NOT NULL DEFAULT 0,
  completion_tokens    BIGINT  NOT NULL DEFAULT 0,
  breach               TEXT,
  n_published          INTEGER NOT NULL DEFAULT 0,
  n_advisory_only      INTEGER NOT NULL DEFAULT 0,
  n_none               INTEGER NOT NULL DEFAULT 0,
  n_blocked_cost_cap   INTEGER NOT NULL DEFAULT 0,
  n_skipped_batch_cap  INTEGER NOT NULL DEFAULT 0,
  n_failed             INTEGER NOT NULL DEFAULT 0,
  n_filtered           INTEGER NOT NULL DEFAULT 0,
  n_cancelled          INTEGER NOT NULL DEFAULT 0
) ${single};

-- A task from its admission on.
CREATE TABLE task (
  batch             INTEGER NOT NULL,
  seq               INTEGER NOT NULL,
  id                TEXT    NOT NULL,
  status            TEXT    NOT NULL,
  cap               BIGINT  NOT NULL,
  settled           BIGINT  NOT NULL,
  at_risk           BIGINT  NOT NULL,
  held              BIGINT  NOT NULL,
  -- the part of what is held that open calls draw on
  drawn             BIGINT  NOT NULL,
  open_calls        INTEGER NOT NULL,
  calls             INTEGER NOT NULL,
  cost              BIGINT  NOT NULL DEFAULT 0,
  duration_ms       BIGINT  NOT NULL DEFAULT 0,
  provider          TEXT,
  model             TEXT,
  prompt_tokens     BIGINT  NOT NULL DEFAULT 0,
  completion_tokens BIGINT  NOT NULL DEFAULT 0,
  ended_at          BIGINT,
  PRIMARY KEY (batch, seq)
) ${rows};

CREATE TABLE call (
  batch          INTEGER NOT NULL,
  seq            INTEGER NOT NULL,
  no             INTEGER NOT NULL,
  phase          TEXT    NOT NULL,
  provider       TEXT    NOT NULL,
  model          TEXT    NOT NULL,
  state          TEXT    NOT NULL,
  worst          BIGINT  NOT NULL,
  -- what it is known to have cost; its worst case while that is at risk
  cost           BIGINT  NOT NULL DEFAULT 0,
  reply_model    TEXT,
  input          BIGINT,
  cache_read     BIGINT,
  cache_write    BIGINT,
  cache_write_1h BIGINT,
  output         BIGINT,
  http_status    INTEGER,
  finish         TEXT,
  error          TEXT,
  request_id     TEXT,
  latency_ms     BIGINT,
  intended_at    BIGINT  NOT NULL,
  ended_at       BIGINT,
  PRIMARY KEY (batch, seq, no)
) ${rows};

-- The texts are kept apart: rows that grow are slow to update, and lists need no texts.
CREATE TABLE result (
  batch INTEGER NOT NULL,
  seq   INTEGER NOT NULL,
  json  TEXT    NOT NULL,
  PRIMARY KEY (batch, seq)
);

-- What calls were answered, as JSON strings: PostgreSQL's text holds no NUL.
CREATE TABLE reply (
  batch       INTEGER NOT NULL,
  seq         INTEGER NOT NULL,
  no          INTEGER NOT NULL,
  content_key TEXT    NOT NULL,
  -- 64 bits of the key: an index a fourth of the size
  key_hash    BIGINT  NOT NULL,
  text        TEXT    NOT NULL,
  PRIMARY KEY (batch, seq, no)
);
CREATE INDEX reply_key ON reply (key_hash);

-- Accepted files that have not been moved out of the inbox yet.
CREATE TABLE acceptance (
  path     TEXT    NOT NULL,
  file_key TEXT    NOT NULL,
  sha256   TEXT    NOT NULL,
  batch    INTEGER NOT NULL,
  PRIMARY KEY (path, file_key, sha256)
);

-- The last transaction of each program that writes, to tell whether one of unknown outcome is in.
CREATE TABLE writer (
  id      TEXT   PRIMARY KEY,
  commits BIGINT NOT NULL,
  seen_at BIGINT NOT NULL
);
