package org.batchrunner.corpus;

import java.nio.file.Path;

/**
 * A file of the corpus.
 *
 * @param path relative to the folder it was found in, with {@code /}
 * @param digest SHA-256 of its content
 */
record SourceFile(
    String path, Path file, @SuppressWarnings("ArrayRecordComponent") byte[] digest) {}
