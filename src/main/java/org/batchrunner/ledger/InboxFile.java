package org.batchrunner.ledger;

/**
 * A file that lies in the inbox.
 *
 * @param fileKey what tells it from another file of the same path, such as its inode; may be empty
 * @param sha256 of its content
 */
public record InboxFile(String path, String fileKey, String sha256) {}
