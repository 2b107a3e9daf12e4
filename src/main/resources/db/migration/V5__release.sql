-- How far each call got. What was taken back before it was sent is no attempt.
ALTER TABLE call ADD COLUMN progress TEXT;
UPDATE call SET progress = 'unsent' WHERE state = 'free' AND error IN ('not sent', 'never sent');
-- What is released: money that lost calls may have cost, given back under the cap.
ALTER TABLE account ADD COLUMN released BIGINT NOT NULL DEFAULT 0;
-- Counts the results whose figures were put right after their task had ended.
ALTER TABLE account ADD COLUMN corrections BIGINT NOT NULL DEFAULT 0;
-- What was released when and how; it stays when a late settlement tells what the call has cost.
CREATE TABLE released (
  batch       INTEGER NOT NULL,
  seq         INTEGER NOT NULL,
  no          INTEGER NOT NULL,
  amount      BIGINT  NOT NULL,
  how         TEXT    NOT NULL,
  released_at BIGINT  NOT NULL,
  PRIMARY KEY (batch, seq, no)
);
