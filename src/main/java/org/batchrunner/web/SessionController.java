package org.batchrunner.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Begins and ends the session of a browser that has sent the token. */
@RestController
final class SessionController {

  private final AccessToken access;
  private final Sessions sessions;

  SessionController(AccessToken access, Sessions sessions) {
    this.access = access;
    this.sessions = sessions;
  }

  /** {@code batch-runner.web.token}. */
  record Token(@Nullable String token) {

    /** Leaves out the token. */
    @Override
    public String toString() {
      return "Token[]";
    }
  }

  /** Begins a session: the browser gets a cookie that replaces the token. */
  @PostMapping("/api/session")
  ResponseEntity<Void> begin(@RequestBody Token shown, HttpServletRequest request) {
    if (!access.accepts(shown.token())) {
      throw ApiProblem.unauthorized(
          "This is not the token of this program: it is in the address that the program says when"
              + " it starts, in data/web-token, or what batch-runner.web.token is set to");
    }
    return with(sessions.begin(request.isSecure()));
  }

  /** Ends the session: the cookie is no longer valid. */
  @DeleteMapping("/api/session")
  ResponseEntity<Void> end(HttpServletRequest request) {
    return with(sessions.end(request));
  }

  private static ResponseEntity<Void> with(ResponseCookie cookie) {
    return ResponseEntity.noContent().header(HttpHeaders.SET_COOKIE, cookie.toString()).build();
  }
}
