-- What a worker says of a task that it left without a result.
ALTER TABLE work ADD COLUMN answer TEXT;
