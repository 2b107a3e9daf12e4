package org.batchrunner.web;

import java.net.URI;
import java.util.regex.Pattern;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Shortens problems, so that they do not repeat all that a client has sent. */
@RestControllerAdvice
final class ShortProblems implements ResponseBodyAdvice<Object> {

  static final int LONGEST_QUOTE = 200;
  static final int LONGEST_DETAIL = 2000;

  private static final Pattern QUOTE =
      Pattern.compile("(['\"])([^'\"]{%d})[^'\"]+\\1?".formatted(LONGEST_QUOTE));

  @Override
  public boolean supports(
      MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converterType) {
    return true;
  }

  @Override
  public Object beforeBodyWrite(
      Object body,
      MethodParameter returnType,
      MediaType selectedContentType,
      Class<? extends HttpMessageConverter<?>> selectedConverterType,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    if (body instanceof ProblemDetail problem) {
      if (problem.getDetail() != null) {
        problem.setDetail(cut(problem.getDetail()));
      }
      URI instance = problem.getInstance();
      if (instance != null && instance.toString().length() > LONGEST_QUOTE) {
        problem.setInstance(null);
      }
    }
    return body;
  }

  static String cut(String detail) {
    String quoted = QUOTE.matcher(detail).replaceAll("$1$2…$1");
    if (quoted.length() <= LONGEST_DETAIL) {
      return quoted;
    }
    int end = Character.isHighSurrogate(quoted.charAt(LONGEST_DETAIL - 1)) ? 1 : 0;
    return quoted.substring(0, LONGEST_DETAIL - end) + "…";
  }
}
