package org.batchrunner.web;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Thrown if a request can't be fulfilled. The message is a sentence that says why. */
final class ApiProblem extends ErrorResponseException {

  private static final long serialVersionUID = 1L;

  private ApiProblem(HttpStatus status, String sentence) {
    super(status, ProblemDetail.forStatusAndDetail(status, sentence), null);
  }

  static ApiProblem notFound(String sentence) {
    return new ApiProblem(HttpStatus.NOT_FOUND, sentence);
  }

  static ApiProblem conflict(String sentence) {
    return new ApiProblem(HttpStatus.CONFLICT, sentence);
  }

  static ApiProblem badRequest(String sentence) {
    return new ApiProblem(HttpStatus.BAD_REQUEST, sentence);
  }

  static ApiProblem unprocessable(String sentence) {
    return new ApiProblem(HttpStatus.UNPROCESSABLE_ENTITY, sentence);
  }

  /** Creates the problem of an option that names a file which a request may not name. */
  static ApiProblem forbidden(String option, String sentence) {
    ApiProblem problem = forbidden(sentence);
    problem.getBody().setProperty("option", option);
    return problem;
  }

  static ApiProblem forbidden(String sentence) {
    return new ApiProblem(HttpStatus.FORBIDDEN, sentence);
  }

  static ApiProblem unauthorized(String sentence) {
    return new ApiProblem(HttpStatus.UNAUTHORIZED, sentence);
  }

  static ApiProblem unavailable(String sentence) {
    return new ApiProblem(HttpStatus.SERVICE_UNAVAILABLE, sentence);
  }
}
