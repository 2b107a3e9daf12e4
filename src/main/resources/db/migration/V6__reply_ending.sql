-- Why a reply ended, in the provider's word, and the reply itself where its text is not all of it.
ALTER TABLE reply ADD COLUMN ending TEXT;
ALTER TABLE reply ADD COLUMN raw TEXT;
