package org.batchrunner.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.convert.ConversionFailedException;

/** Explains a wrong value of a setting: the key, the value, and what is allowed. */
public final class SettingErrors {

  private SettingErrors() {}

  public static String sentence(Throwable failure) {
    String key = "batch-runner";
    @Nullable Object value = null;
    @Nullable Class<?> type = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException bind) {
        key = bind.getName().toString();
        ConfigurationProperty property = bind.getProperty();
        value = property == null ? value : property.getValue();
        type = bind.getTarget().getType().resolve(Object.class);
      }
      if (cause instanceof ConversionFailedException conversion) {
        type = conversion.getTargetType().getType();
      }
      if (cause instanceof IllegalArgumentException own
          && String.valueOf(own.getMessage()).startsWith("batch-runner.")) {
        return String.valueOf(own.getMessage());
      }
    }
    if (value == null) {
      return key + ": " + NestedExceptionUtils.getMostSpecificCause(failure).getMessage();
    }
    boolean secret =
        key.contains("url")
            || key.contains("key")
            || key.contains("password")
            || key.contains("token");
    return "%s: '%s' is not allowed; it takes %s"
        .formatted(key, secret ? "***" : value, allowed(type));
  }

  private static String allowed(@Nullable Class<?> type) {
    if (type == null) {
      return "another value, see docs/reference.md";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", "));
    }
    return switch (type.getSimpleName()) {
      case "int", "Integer", "long", "Long" -> "a whole number";
      case "Duration" -> "a duration such as 30s";
      case "Path" -> "a file or folder";
      case "URI" -> "an address such as https://host/v1";
      case "boolean", "Boolean" -> "true or false";
      default -> "another value, see docs/reference.md";
    };
  }
}
