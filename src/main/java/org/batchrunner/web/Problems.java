package org.batchrunner.web;

import java.nio.file.NoSuchFileException;
import org.batchrunner.batch.Refused;
import org.batchrunner.batch.Settings;
import org.batchrunner.batch.UnknownBatch;
import org.batchrunner.intake.BadInput;
import org.batchrunner.task.BadOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Says what is wrong, as RFC 9457 has it: the sentence is in {@code detail}. */
@RestControllerAdvice
final class Problems extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private final Settings settings;

  Problems(Settings settings) {
    this.settings = settings;
  }

  @ExceptionHandler
  ProblemDetail refused(Refused e) {
    return problem(HttpStatus.UNPROCESSABLE_ENTITY, "Refused", e);
  }

  @ExceptionHandler
  ProblemDetail badInput(BadInput e) {
    return problem(HttpStatus.UNPROCESSABLE_ENTITY, "Refused", e);
  }

  @ExceptionHandler
  ProblemDetail badOption(BadOption e) {
    return problem(HttpStatus.UNPROCESSABLE_ENTITY, "Wrong option", e);
  }

  @ExceptionHandler
  ProblemDetail unknownBatch(UnknownBatch e) {
    return problem(HttpStatus.NOT_FOUND, "No such batch", e);
  }

  @ExceptionHandler
  ProblemDetail noSuchFile(NoSuchFileException e) {
    return problem(
        HttpStatus.NOT_FOUND, "Not found", new IllegalArgumentException("There is no such file"));
  }

  @ExceptionHandler
  ProblemDetail unexpected(Exception e) {
    LOG.error("a request could not be answered", e);
    return problem(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "Unexpected error",
        new IllegalStateException("Something went wrong; the program's log says what"));
  }

  private static ProblemDetail problem(HttpStatus status, String title, Exception e) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
    problem.setTitle(title);
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BadInput input && input.line() > 0) {
        problem.setProperty("line", input.line());
      }
      if (cause instanceof BadOption option) {
        problem.setProperty("option", option.key());
      }
    }
    return problem;
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMaxUploadSizeExceededException(
      MaxUploadSizeExceededException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.PAYLOAD_TOO_LARGE,
            "The file is larger than %d MB; split it, drop it into the inbox, or set"
                    .formatted(settings.web().maxUpload().toMegabytes())
                + " batch-runner.web.max-upload");
    return handleExceptionInternal(e, problem, headers, HttpStatus.PAYLOAD_TOO_LARGE, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(status, "The body is not the JSON that is asked for");
    return handleExceptionInternal(e, problem, headers, status, request);
  }
}
