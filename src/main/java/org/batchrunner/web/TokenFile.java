package org.batchrunner.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.batchrunner.files.PrivateFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the token that the program creates in a file that only its owner can read. */
final class TokenFile {

  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
  private static final int BYTES = 24;
  private static final int MOST_BYTES = 1000;
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{16,200}");

  private final Path file;

  TokenFile(Path file) {
    this.file = file;
  }

  Path path() {
    return file;
  }

  /** Returns the token of an earlier start, or a new one. */
  String token() {
    try {
      PrivateFiles.folder(
          Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder"));
      boolean there = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
      String kept = there ? read() : null;
      return kept == null ? make(there) : kept;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s, which holds the token of the page, can't be written; give write permission, or set batch-runner.web.token"
              .formatted(file),
          e);
    }
  }

  /** Reads the token; null if there is none, or if other users could have read it. */
  private @Nullable String read() throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MOST_BYTES) {
      return null;
    }
    if (PrivateFiles.isOpen(file)) {
      LOG.warn("{} could be read by other users; the page gets a new token", file);
      return null;
    }
    String token = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    return TOKEN.matcher(token).matches() ? token : null;
  }

  private String make(boolean instead) throws IOException {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Path aside = file.resolveSibling("." + file.getFileName() + "-" + UUID.randomUUID());
    PrivateFiles.file(aside);
    try {
      Files.writeString(aside, token + "\n", StandardCharsets.US_ASCII);
      if (instead) {
        Files.deleteIfExists(file);
      }
      return place(aside, token);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  /** Stores the token; if two programs start at once, both use that of the first. */
  private String place(Path aside, String token) throws IOException {
    try {
      Files.createLink(file, aside);
    } catch (FileAlreadyExistsException e) {
      String other = read();
      return other == null ? token : other;
    } catch (UnsupportedOperationException e) {
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return token;
  }
}
