-- The register's schema, version 1. Written by `go test ./internal/store -update`.

CREATE TABLE mail (
  -- What arrived: mails, and an operator's commands. A row is written before
  -- the sender's server is answered 250 (promise A).
  number     INTEGER PRIMARY KEY, -- arrival number, from 1
  source     TEXT    NOT NULL CHECK (source IN ('lmtp', 'smtp', 'imap', 'mbox', 'command')),
  at         INTEGER NOT NULL,    -- instant of receipt: decides order and deadlines
  accepted   INTEGER NOT NULL,    -- when this program took it
  sender     TEXT    NOT NULL,    -- MAIL FROM of the envelope
  recipients TEXT    NOT NULL,    -- RCPT TO of the envelope, a JSON array
  peer       TEXT    NOT NULL,    -- address of the client
  hello      TEXT    NOT NULL,    -- name the client gave
  identity   BLOB    NOT NULL UNIQUE CHECK (length(identity) = 32), -- keyed hash of Message-ID, From, Subject, Date and body
  message_id BLOB,                -- hash of the Message-ID, NULL without one
  proven     INTEGER NOT NULL CHECK (proven IN (0, 1)), -- found out at reception: its From wrote it (never asked again)
  grounds    TEXT    NOT NULL,    -- by what that is proven, or why it is not
  twin       INTEGER REFERENCES mail, -- the first mail with the same Message-ID and another body
  size       INTEGER NOT NULL,    -- bytes, as received
  sha256     BLOB    NOT NULL CHECK (length(sha256) = 32), -- of the raw mail, which may be gone; zero where it was unsigned
  repeats    INTEGER NOT NULL DEFAULT 0, -- how often it came again
  state      TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'handled', 'aside')),
  outcome    TEXT    NOT NULL DEFAULT '', -- what became of it, once handled
  problem    TEXT    NOT NULL DEFAULT '', -- the fault of ours that set it aside
  forget     INTEGER             -- from when nothing of it stays but that it came, and its identity; NULL: never
) STRICT;

CREATE INDEX mail_message_id ON mail (message_id) WHERE message_id IS NOT NULL;

CREATE INDEX mail_waiting ON mail (at, number) WHERE state = 'waiting';

CREATE INDEX mail_forget ON mail (forget) WHERE forget IS NOT NULL;

CREATE INDEX mail_aside ON mail (at, number) WHERE state = 'aside';

CREATE TABLE raw (
  -- The mails as received, apart: purged when the retention ends.
  arrival INTEGER PRIMARY KEY REFERENCES mail,
  bytes   BLOB NOT NULL
) STRICT;

CREATE TABLE decision (
  -- What decided, in the order decided: each request as it was read.
  seq     INTEGER PRIMARY KEY,
  arrival INTEGER UNIQUE REFERENCES mail, -- NULL: an instant came
  at      INTEGER NOT NULL,
  reader  INTEGER NOT NULL, -- version of the reader
  last    INTEGER NOT NULL, -- the log's last event once this was decided
  request TEXT              -- JSON of governance.Request; NULL: erased
) STRICT;

CREATE INDEX decision_alone ON decision (at) WHERE request ->> '$.alone' = 1;

CREATE TRIGGER decision_stays BEFORE UPDATE ON decision
  WHEN new.request IS NOT NULL OR new.seq <> old.seq OR new.arrival IS NOT old.arrival
    OR new.at <> old.at OR new.reader <> old.reader OR new.last <> old.last
  BEGIN SELECT raise(ABORT, 'a decision can only be erased'); END;

CREATE TRIGGER decision_is_new BEFORE INSERT ON decision
  WHEN EXISTS (SELECT 1 FROM decision WHERE seq = new.seq OR arrival = new.arrival)
  BEGIN SELECT raise(ABORT, 'it is decided already'); END;

CREATE TRIGGER decision_remains BEFORE DELETE ON decision
  BEGIN SELECT raise(ABORT, 'a decision can only be erased'); END;

CREATE TABLE event (
  -- The log: what happened. hash is the SHA-256 of these, joined by line
  -- feeds: prev in hexadecimal, seq, at, arrival (0 for NULL), author, kind,
  -- version, body. Free texts stand in the table text; body has a hash of each.
  seq     INTEGER PRIMARY KEY, -- from 1, without a gap
  at      INTEGER NOT NULL,
  arrival INTEGER REFERENCES mail, -- the mail that caused it; NULL: an instant came
  author  INTEGER NOT NULL,        -- the member who wrote that mail; 0: nobody
  kind    TEXT    NOT NULL,
  version INTEGER NOT NULL,        -- of the body's form
  body    TEXT    NOT NULL,        -- canonical bytes of governance.Encode
  prev    BLOB    NOT NULL CHECK (length(prev) = 32), -- hash of the row before, zeros for the first
  hash    BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TRIGGER event_is_next BEFORE INSERT ON event
  WHEN new.seq <> 1 + coalesce((SELECT max(seq) FROM event), 0)
  BEGIN SELECT raise(ABORT, 'the log is append-only'); END;

CREATE TRIGGER event_stays BEFORE UPDATE ON event
  BEGIN SELECT raise(ABORT, 'the log is append-only'); END;

CREATE TRIGGER event_remains BEFORE DELETE ON event
  BEGIN SELECT raise(ABORT, 'the log is append-only'); END;

CREATE INDEX event_arrival ON event (arrival) WHERE arrival IS NOT NULL;

CREATE INDEX event_stranger ON event (at) WHERE kind IN ('stranger_wrote', 'knocked', 'held', 'followed', 'unfollowed');

CREATE TABLE text (
  -- Free texts and members' personal data, apart from the log so that they can
  -- be erased. The event says base64url(SHA-256(salt and value)[:24]).
  event  INTEGER NOT NULL REFERENCES event,
  field  INTEGER NOT NULL, -- number of the text in its kind of event
  member INTEGER,          -- whose words or data it is; NULL: nobody's
  salt   BLOB,             -- 16 random bytes; NULL: erased
  value  TEXT,
  PRIMARY KEY (event, field),
  CHECK ((salt IS NULL) = (value IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX text_member ON text (member) WHERE member IS NOT NULL;

CREATE TABLE letter (
  -- What is owed to members: numbers and kinds only, worded when it is sent.
  id      INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again, for proofs are made of it
  kind    TEXT    NOT NULL,
  at      INTEGER NOT NULL,
  event   INTEGER REFERENCES event,
  arrival INTEGER REFERENCES mail, -- the mail it answers
  action  INTEGER NOT NULL,        -- 0: none
  body    TEXT    NOT NULL,        -- JSON of governance.Letter
  whisper INTEGER NOT NULL CHECK (whisper IN (0, 1)) -- 1: nothing of it stays once it is sent
) STRICT;

CREATE TABLE sqlite_sequence(name,seq);

CREATE INDEX letter_whisper ON letter (id) WHERE whisper = 1;

CREATE INDEX letter_arrival ON letter (arrival) WHERE arrival IS NOT NULL;

CREATE INDEX letter_event ON letter (event, kind);

CREATE TABLE delivery (
  -- One row for each recipient of a letter.
  id           INTEGER PRIMARY KEY,
  letter       INTEGER NOT NULL REFERENCES letter,
  member       INTEGER NOT NULL, -- 0: the writer of the letter's arrival; -1: the owner; -2 and below: followers
  proof        TEXT UNIQUE,      -- an answer to this letter carries it
  bounce_proof TEXT UNIQUE,      -- a bounce of this letter carries it
  state        TEXT    NOT NULL DEFAULT 'waiting'
               CHECK (state IN ('waiting', 'sent', 'failed', 'dropped', 'returned')),
  personal     INTEGER NOT NULL CHECK (personal IN (0, 1)), -- 1: an answer, leaves before any fan-out
  due          INTEGER NOT NULL, -- not to be sent before
  started      INTEGER,          -- on its way since; left by a crash or a lost answer: may arrive twice
  attempts     INTEGER NOT NULL DEFAULT 0,
  first_try    INTEGER,          -- five days from here it is given up
  sent_at      INTEGER,
  status       TEXT    NOT NULL DEFAULT '', -- enhanced status (RFC 3463) of the last refusal
  error        TEXT    NOT NULL DEFAULT '', -- the other server's words
  UNIQUE (letter, member)
) STRICT;

CREATE INDEX delivery_due ON delivery (personal, due, id) WHERE state = 'waiting';

CREATE INDEX delivery_sent ON delivery (sent_at) WHERE sent_at IS NOT NULL;

CREATE INDEX delivery_started ON delivery (id) WHERE started IS NOT NULL;

CREATE TABLE fetched (
  -- Mails of a mailbox (IMAP) that need no other look, kept here or none of
  -- ours: flags are for people. Forgotten once they are in the folder no more.
  folder   TEXT    NOT NULL,
  validity INTEGER NOT NULL, -- the count of UIDs (RFC 3501, UIDVALIDITY)
  uid      INTEGER NOT NULL,
  PRIMARY KEY (folder, validity, uid)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot (
  -- The state after event seq, so that a start need not read the whole log.
  -- Never believed where hash is not that event's.
  seq     INTEGER PRIMARY KEY REFERENCES event,
  hash    BLOB    NOT NULL,
  version INTEGER NOT NULL, -- of the body's form
  body    BLOB    NOT NULL
) STRICT;

CREATE TABLE setting (
  -- Small facts of this installation.
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
