-- Tasks that another program than the batch's holder has begun, by way of a message broker. A row
-- lives as long as the lease under which the task was handed over.
CREATE TABLE work (
  batch    INTEGER NOT NULL,
  seq      INTEGER NOT NULL,
  worker   TEXT    NOT NULL,
  begun_at BIGINT  NOT NULL,
  PRIMARY KEY (batch, seq)
);
