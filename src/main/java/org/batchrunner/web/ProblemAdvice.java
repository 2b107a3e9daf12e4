package org.batchrunner.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.SocketTimeoutException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.apache.catalina.connector.ClientAbortException;
import org.batchrunner.batch.manage.UnknownBatchException;
import org.batchrunner.config.Settings;
import org.batchrunner.intake.InvalidInputException;
import org.batchrunner.intake.RejectedFileException;
import org.batchrunner.task.options.InvalidOptionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.ConversionNotSupportedException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers errors as problems by RFC 9457, with a sentence in {@code detail}. */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  private final Settings settings;

  ProblemAdvice(Settings settings) {
    this.settings = settings;
  }

  @ExceptionHandler
  ResponseEntity<Object> refused(RejectedFileException e) {
    return answer(problem(HttpStatus.UNPROCESSABLE_ENTITY, "Refused", e));
  }

  @ExceptionHandler
  ResponseEntity<Object> badInput(InvalidInputException e) {
    return answer(problem(HttpStatus.UNPROCESSABLE_ENTITY, "Refused", e));
  }

  @ExceptionHandler
  ResponseEntity<Object> badOption(InvalidOptionException e) {
    return answer(problem(HttpStatus.UNPROCESSABLE_ENTITY, "Wrong option", e));
  }

  @ExceptionHandler
  ResponseEntity<Object> unknownBatch(UnknownBatchException e) {
    return answer(problem(HttpStatus.NOT_FOUND, "No such batch", e));
  }

  @ExceptionHandler
  ResponseEntity<Object> noSuchFile(NoSuchFileException e) {
    return answer(problem(HttpStatus.NOT_FOUND, "Not found", "There is no such file"));
  }

  /** Answers a body that is not a form, or that breaks off. */
  @ExceptionHandler
  @Nullable ResponseEntity<Object> notMultipart(MultipartException e, HttpServletRequest request) {
    String type = request.getContentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
      return answer(
          problem(
              HttpStatus.UNSUPPORTED_MEDIA_TYPE,
              "Unsupported media type",
              "Send the file as multipart/form-data, in the field file: curl -F file=@tasks.csv"));
    }
    return isSlow(e)
        ? null
        : answer(
            problem(
                HttpStatus.BAD_REQUEST,
                "Bad request",
                "The body is not valid multipart/form-data, or it broke off"));
  }

  /** Answers nothing, since the client is gone or was too slow. */
  @ExceptionHandler
  @Nullable ResponseEntity<Object> gone(ClientAbortException e) {
    return null;
  }

  private static ResponseEntity<Object> answer(ProblemDetail problem) {
    return ResponseEntity.status(problem.getStatus())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }

  /** Answers with a problem, whatever the client says that it accepts. */
  @Override
  protected ResponseEntity<Object> createResponseEntity(
      @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    return ResponseEntity.status(status)
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(body);
  }

  /**
   * Returns whether the body was too slow; Tomcat has then answered with 408, see {@link SlowBody}.
   */
  private static boolean isSlow(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  @ExceptionHandler
  ResponseEntity<Object> unexpected(Exception e) {
    LOG.error("a request could not be answered", e);
    return answer(
        problem(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "Unexpected error",
            "Something went wrong; see the log of the program"));
  }

  private static ProblemDetail problem(HttpStatus status, String title, String sentence) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, sentence);
    problem.setTitle(title);
    return problem;
  }

  private static ProblemDetail problem(HttpStatus status, String title, Exception e) {
    ProblemDetail problem = problem(status, title, String.valueOf(e.getMessage()));
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidInputException input && input.line() > 0) {
        problem.setProperty("line", input.line());
      }
      if (cause instanceof InvalidOptionException option) {
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
            HttpStatus.PAYLOAD_TOO_LARGE, BodyLimits.tooLarge(settings.web().maxUpload()));
    return handleExceptionInternal(e, problem, headers, HttpStatus.PAYLOAD_TOO_LARGE, request);
  }

  /** Answers a file in a field that takes a text. */
  @Override
  protected @Nullable ResponseEntity<Object> handleConversionNotSupported(
      ConversionNotSupportedException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String name = String.valueOf(e.getPropertyName());
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.BAD_REQUEST,
            "%s is a field of text, not a file; with curl: -F '%s=<FILE'".formatted(name, name));
    return handleExceptionInternal(e, problem, headers, HttpStatus.BAD_REQUEST, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    if (isSlow(e)) {
      return null;
    }
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(status, "The body is not the expected JSON");
    return handleExceptionInternal(e, problem, headers, status, request);
  }
}
