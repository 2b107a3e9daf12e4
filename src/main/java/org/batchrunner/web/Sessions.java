package org.batchrunner.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.batchrunner.files.PrivateFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseCookie;

/**
 * The sessions of browsers that have sent the token. The browser keeps a random value and the
 * program its keyed hash, so that neither reveals the token, and a new token ends all sessions.
 * Sessions survive a restart, and end when the user logs out.
 */
final class Sessions {

  static final String COOKIE = "batch_runner_session";

  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final String HMAC = "HmacSHA256";
  private static final int BYTES = 24;
  private static final int MOST = 1000;
  private static final int MOST_BYTES = 1 << 20;
  private static final Duration LONGEST = Duration.ofDays(30);

  private final @Nullable String token;
  private final Path file;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Instant> begun = new LinkedHashMap<>();

  Sessions(AccessToken access, Path data, Clock clock) {
    this.token = access.token();
    this.file = data.resolve(".web-sessions");
    this.clock = clock;
    read();
  }

  /** Begins a session; returns its cookie. */
  synchronized ResponseCookie begin(boolean secure) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String value = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    if (token != null) {
      begun.values().removeIf(this::isOver);
      while (begun.size() >= MOST) {
        begun.remove(begun.keySet().iterator().next());
      }
      begun.put(hash(token, value), clock.instant());
      write();
    }
    return cookie(value, secure);
  }

  /** Ends the session of a request; returns the cookie that deletes it in the browser. */
  synchronized ResponseCookie end(HttpServletRequest request) {
    String value = valueOf(request);
    if (token != null && value != null && begun.remove(hash(token, value)) != null) {
      write();
    }
    return cookie("", request.isSecure());
  }

  /** Returns whether the request belongs to a session. */
  synchronized boolean knows(HttpServletRequest request) {
    String value = valueOf(request);
    if (token == null || value == null) {
      return token == null;
    }
    Instant since = begun.get(hash(token, value));
    return since != null && !isOver(since);
  }

  private boolean isOver(Instant since) {
    return since.plus(LONGEST).isBefore(clock.instant());
  }

  private static @Nullable String valueOf(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(COOKIE)) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }

  private static ResponseCookie cookie(String value, boolean secure) {
    return ResponseCookie.from(COOKIE, value)
        .httpOnly(true)
        .secure(secure)
        .sameSite("Strict")
        .path("/")
        .maxAge(value.isEmpty() ? 0 : -1)
        .build();
  }

  private static String hash(String token, String value) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), HMAC));
      return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }

  private void read() {
    try {
      if (token == null
          || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || Files.size(file) > MOST_BYTES
          || PrivateFiles.isOpen(file)) {
        return;
      }
      for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
        String[] parts = line.split(" ", 2);
        if (parts.length == 2) {
          begun.put(parts[0], Instant.ofEpochSecond(Long.parseLong(parts[1])));
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} can't be read; browsers are asked for the token again", file);
      begun.clear();
    }
  }

  private void write() {
    Path aside = file.resolveSibling(file.getFileName() + ".tmp");
    String lines =
        begun.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue().getEpochSecond() + "\n")
            .collect(Collectors.joining());
    try {
      Files.deleteIfExists(aside);
      PrivateFiles.file(aside);
      Files.writeString(aside, lines, StandardCharsets.US_ASCII);
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warn("{} can't be written ({}); sessions end with the program", file, e.getMessage());
    }
  }
}
