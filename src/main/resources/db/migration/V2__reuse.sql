-- What reuse saved: calls whose replies were in the ledger or shared, and what those had cost.
ALTER TABLE account ADD COLUMN reused BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN saved BIGINT NOT NULL DEFAULT 0;
