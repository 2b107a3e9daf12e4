package org.batchrunner.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Reports errors outside of the controllers as problems. If it is opened directly, it says that
 * there is nothing.
 */
@RestController
final class ErrorPage implements ErrorController {

  @RequestMapping("/error")
  ResponseEntity<ProblemDetail> error(HttpServletRequest request) {
    HttpStatus status = status(request);
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(ProblemDetail.forStatusAndDetail(status, sentence(status)));
  }

  private static HttpStatus status(HttpServletRequest request) {
    if (request.getDispatcherType() != DispatcherType.ERROR) {
      return HttpStatus.NOT_FOUND;
    }
    HttpStatus status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? HttpStatus.resolve(code)
            : null;
    return status == null || !status.isError() ? HttpStatus.INTERNAL_SERVER_ERROR : status;
  }

  private static String sentence(HttpStatus status) {
    if (status == HttpStatus.NOT_FOUND) {
      return "There is nothing at this address";
    }
    if (status == HttpStatus.REQUEST_TIMEOUT) {
      return "The body was sent too slowly; nothing was accepted";
    }
    return status.is5xxServerError()
        ? "Something went wrong; see the log of the program"
        : "This is not a request that the program can answer";
  }
}
