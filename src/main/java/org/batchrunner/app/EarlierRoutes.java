package org.batchrunner.app;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.batchrunner.app.RouteFiles.Place;
import org.batchrunner.config.InvalidSettingException;

/** Recognizes route files of an earlier release by the names in them. */
final class EarlierRoutes {

  /** Beans under their names in the earlier release, with those of today. */
  static final Map<String, String> RENAMED =
      Map.ofEntries(
          Map.entry("answers", "answersStrategy"),
          Map.entry("arrivals", "settledFileFilter"),
          Map.entry("atRisk", "moneyAtRisk"),
          Map.entry("attempts", "callSteps"),
          Map.entry("batches", "activeBatches"),
          Map.entry("crossing", "brokerSteps"),
          Map.entry("outbox", "outboxSteps"),
          Map.entry("publisher", "publishStep"),
          Map.entry("recorder", "recordStep"),
          Map.entry("retries", "callRedelivery"),
          Map.entry("runs", "runExecutor"),
          Map.entry("source", "taskSource"),
          Map.entry("totals", "totalsStrategy"));

  private static final Pattern CLASS =
      Pattern.compile("\\borg\\.batchrunner(\\.[a-z]+)*\\.[A-Z]\\w*");

  private EarlierRoutes() {}

  /**
   * Refuses route files that name what is not there any more.
   *
   * @throws InvalidSettingException naming the place, and what to do
   */
  static void check(RouteFiles files) {
    Optional<Place> named = files.findFirst(text -> CLASS.matcher(text).find());
    if (named.isPresent()) {
      throw earlier(named.get(), "it names a Java class of the program");
    }
    Map<Place, String> found = new HashMap<>();
    for (Map.Entry<String, String> bean : RENAMED.entrySet()) {
      if (files.definesBean(bean.getKey())) {
        continue; // the user has made a bean of this name
      }
      Predicate<String> reference = ("#" + bean.getKey())::equals;
      files
          .findFirst(reference)
          .or(() -> files.findReference(bean.getKey()))
          .ifPresent(
              place ->
                  found.put(
                      place,
                      "the bean '%s' is '%s' now".formatted(bean.getKey(), bean.getValue())));
    }
    found.entrySet().stream()
        .min(Map.Entry.comparingByKey(Place.ORDER))
        .ifPresent(
            first -> {
              throw earlier(first.getKey(), first.getValue());
            });
  }

  private static InvalidSettingException earlier(Place place, String what) {
    return new InvalidSettingException(
        ("%s: this route file is from an earlier release: %s. Take the files of this release's folder"
                + " routes and make your changes in them again; docs/upgrading.md lists the names"
                + " that have changed")
            .formatted(place, what));
  }
}
