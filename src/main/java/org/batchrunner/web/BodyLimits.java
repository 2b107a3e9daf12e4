package org.batchrunner.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.util.unit.DataSize;

/**
 * Limits the size of requests: files have a limit of their own, all other bodies must fit into
 * memory.
 */
final class BodyLimits {

  private static final String API = "/api/";
  private static final Set<String> FILES = Set.of("/api/uploads", "/api/batches");
  private static final DataSize TOKEN = DataSize.ofKilobytes(4);
  private static final DataSize KEY = DataSize.ofKilobytes(16);
  private static final DataSize JSON = DataSize.ofMegabytes(2);

  private final DataSize upload;

  BodyLimits(DataSize upload) {
    this.upload = upload;
  }

  /** What to answer instead; null if the body may come. */
  @Nullable RefusedRequest refusal(HttpServletRequest request, String path) {
    long length = request.getContentLengthLong();
    if (!path.startsWith(API) || isMultipart(request)) {
      return files(path, length, isMultipart(request));
    }
    if (request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
      return new RefusedRequest(411, "Length needed", "Send the body with its Content-Length");
    }
    DataSize most = most(path);
    return length <= most.toBytes()
        ? null
        : new RefusedRequest(
            413,
            "Too large",
            "The body is larger than %s; send tasks as a file, by multipart"
                .formatted(words(most)));
  }

  private @Nullable RefusedRequest files(String path, long length, boolean multipart) {
    if (multipart && path.startsWith(API) && !FILES.contains(path)) {
      return new RefusedRequest(
          415, "Unsupported media type", "This takes JSON: send Content-Type: application/json");
    }
    return length <= upload.toBytes()
        ? null
        : new RefusedRequest(413, "Too large", tooLarge(upload));
  }

  static String tooLarge(DataSize upload) {
    return "The file is larger than %s; split it, drop it into the inbox, or set"
            .formatted(words(upload))
        + " batch-runner.web.max-upload";
  }

  private static DataSize most(String path) {
    if (path.equals("/api/session")) {
      return TOKEN;
    }
    return path.startsWith("/api/providers/") ? KEY : JSON;
  }

  private static String words(DataSize size) {
    return size.toMegabytes() > 0 ? size.toMegabytes() + " MB" : size.toKilobytes() + " kB";
  }

  private static boolean isMultipart(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
  }
}
