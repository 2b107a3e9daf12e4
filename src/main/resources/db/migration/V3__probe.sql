-- Of a batch that was paused because an account is out of credit: when it is tried again whether it
-- still is, 0 for at once; of which provider; and how often that was in vain so far.
ALTER TABLE batch ADD COLUMN probe_at BIGINT;
ALTER TABLE batch ADD COLUMN probe_provider TEXT;
ALTER TABLE batch ADD COLUMN vain_probes INTEGER NOT NULL DEFAULT 0;
