package org.batchrunner.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Checks every request first: it refuses unknown host names, requests that another site makes a
 * browser send, bodies that are too large, and visitors without the token. It also sets the headers
 * that keep a browser from running foreign code.
 */
final class RequestFilter extends OncePerRequestFilter {

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String API = "/api/";
  private static final String ACTUATOR = "/actuator";
  private static final Set<String> PAGE = Set.of("/", "/index.html");
  private static final Set<String> OPEN =
      Set.of("/", "/index.html", "/favicon.ico", "/favicon.svg", "/api/session");
  private static final Set<String> OPEN_FOLDERS = Set.of("/app/", "/webjars/");
  private static final String DOCS = "/api/swagger-ui/";
  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; style-src 'self'%s; object-src 'none';"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private final AccessToken access;
  private final Sessions sessions;
  private final Readiness readiness;
  private final BodyLimits limits;

  RequestFilter(AccessToken access, Sessions sessions, Readiness readiness, BodyLimits limits) {
    this.access = access;
    this.sessions = sessions;
    this.readiness = readiness;
    this.limits = limits;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    // Decoded and without parameters, as it is mapped: %61pi is api.
    String path = request.getServletPath();
    addHeaders(path, response);
    RefusedRequest refusal = refusal(request, path);
    if (refusal != null) {
      refusal.write(response);
    } else if (showsToken(request, path)) {
      enter(request, response);
    } else {
      chain.doFilter(request, response);
    }
  }

  private @Nullable RefusedRequest refusal(HttpServletRequest request, String path) {
    if (access.loopback() && !LOOPBACK.contains(hostOf(request.getHeader(HttpHeaders.HOST)))) {
      return new RefusedRequest(
          403,
          "Foreign host",
          "This program answers to localhost and 127.0.0.1 only, not to the name in the address;"
              + " open http://127.0.0.1");
    }
    if (path.startsWith(ACTUATOR)) {
      return new RefusedRequest(404, "Not found", "There is nothing at this address");
    }
    boolean safe = SAFE.contains(request.getMethod());
    if (!isOpen(path) || path.startsWith(API)) {
      RefusedRequest notReady = readiness.refusal(safe);
      if (notReady != null) {
        return notReady;
      }
    }
    if (!safe && isForeign(request)) {
      return new RefusedRequest(
          403,
          "Foreign site",
          "This was sent by the page of another site; open the page of Batch Runner itself");
    }
    if (!isOpen(path) && !isKnown(request)) {
      return new RefusedRequest(
          401,
          "Token needed",
          "Show the token of this program: in the header Authorization: Bearer TOKEN, or POST it to"
              + " /api/session. It is in the address that the program says when it starts, in"
              + " data/web-token, or what batch-runner.web.token is set to");
    }
    return limits.refusal(request, path);
  }

  /**
   * Returns whether the path needs no token: the page itself, which asks for the token, holds no
   * data.
   */
  private static boolean isOpen(String path) {
    return OPEN.contains(path) || OPEN_FOLDERS.stream().anyMatch(path::startsWith);
  }

  private static String hostOf(@Nullable String authority) {
    if (authority == null) {
      return "";
    }
    int colon = authority.lastIndexOf(':');
    boolean port = colon > authority.lastIndexOf(']');
    return (port ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT);
  }

  /**
   * Returns whether the page of another site sent the request. Browsers name that site; other
   * clients name none, and have no cookie.
   */
  private static boolean isForeign(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null && !OWN_SITE.contains(site.toLowerCase(Locale.ROOT))) {
      return true;
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null) {
      return false;
    }
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority == null || !authority.equalsIgnoreCase(request.getHeader(HttpHeaders.HOST));
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private boolean isKnown(HttpServletRequest request) {
    if (access.token() == null) {
      return true;
    }
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return access.accepts(header.substring(7).strip());
    }
    return sessions.knows(request);
  }

  /**
   * Returns whether the address has the right token, as the one that the program prints at its
   * start: {@code /?token=…}.
   */
  private static boolean showsToken(HttpServletRequest request, String path) {
    return PAGE.contains(path)
        && request.getMethod().equals("GET")
        && request.getQueryString() != null
        && request.getParameter("token") != null;
  }

  /** Redirects to an address without the token; after a wrong token, the page asks for it. */
  private void enter(HttpServletRequest request, HttpServletResponse response) {
    if (access.token() != null && access.accepts(request.getParameter("token"))) {
      response.addHeader(HttpHeaders.SET_COOKIE, sessions.begin(request.isSecure()).toString());
    }
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader(HttpHeaders.LOCATION, "/");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  private static void addHeaders(String path, HttpServletResponse response) {
    // Swagger's page sets styles in its markup.
    String styles = path.startsWith(DOCS) ? " 'unsafe-inline'" : "";
    response.setHeader("Content-Security-Policy", POLICY.formatted(styles));
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    if (path.startsWith(API)) {
      response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
  }
}
