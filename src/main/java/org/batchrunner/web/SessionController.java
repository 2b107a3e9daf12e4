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

/** Lets a browser in that has shown the token, until it is closed. */
@RestController
final class SessionController {

  private final Access access;

  SessionController(Access access) {
    this.access = access;
  }

  /** {@code batch-runner.web.token}. */
  record Token(@Nullable String token) {

    /** Without the token. */
    @Override
    public String toString() {
      return "Token[]";
    }
  }

  @PostMapping("/api/session")
  ResponseEntity<Void> begin(@RequestBody Token shown, HttpServletRequest request) {
    if (!access.accepts(shown.token())) {
      throw Problem.unauthorized("This is not the token of this program (batch-runner.web.token)");
    }
    return cookie(access.session(), request);
  }

  @DeleteMapping("/api/session")
  ResponseEntity<Void> end(HttpServletRequest request) {
    return cookie("", request);
  }

  private static ResponseEntity<Void> cookie(String value, HttpServletRequest request) {
    ResponseCookie cookie =
        ResponseCookie.from(Guard.COOKIE, value)
            .httpOnly(true)
            .secure(request.isSecure())
            .sameSite("Strict")
            .path("/")
            .maxAge(value.isEmpty() ? 0 : -1)
            .build();
    return ResponseEntity.noContent().header(HttpHeaders.SET_COOKIE, cookie.toString()).build();
  }
}
