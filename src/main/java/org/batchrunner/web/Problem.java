package org.batchrunner.web;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** What can't be done, and why, as a sentence. */
final class Problem extends ErrorResponseException {

  private static final long serialVersionUID = 1L;

  private Problem(HttpStatus status, String sentence) {
    super(status, ProblemDetail.forStatusAndDetail(status, sentence), null);
  }

  static Problem notFound(String sentence) {
    return new Problem(HttpStatus.NOT_FOUND, sentence);
  }

  static Problem conflict(String sentence) {
    return new Problem(HttpStatus.CONFLICT, sentence);
  }

  static Problem badRequest(String sentence) {
    return new Problem(HttpStatus.BAD_REQUEST, sentence);
  }

  static Problem unprocessable(String sentence) {
    return new Problem(HttpStatus.UNPROCESSABLE_ENTITY, sentence);
  }

  /** An option that names what a request may not name. */
  static Problem forbidden(String option, String sentence) {
    Problem problem = forbidden(sentence);
    problem.getBody().setProperty("option", option);
    return problem;
  }

  static Problem forbidden(String sentence) {
    return new Problem(HttpStatus.FORBIDDEN, sentence);
  }

  static Problem unauthorized(String sentence) {
    return new Problem(HttpStatus.UNAUTHORIZED, sentence);
  }

  static Problem unavailable(String sentence) {
    return new Problem(HttpStatus.SERVICE_UNAVAILABLE, sentence);
  }
}
