package org.batchrunner.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.batchrunner.provider.Api;
import org.batchrunner.provider.Tokenizer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The program's settings, prefix {@code batch-runner}. See docs/reference.md for what each means.
 *
 * @param home the folder that relative paths below are resolved against
 */
@ConfigurationProperties("batch-runner")
public record Settings(
    @DefaultValue(".") Path home,
    @DefaultValue("inbox") Path inbox,
    @DefaultValue("outbox") Path outbox,
    @DefaultValue("data") Path data,
    @DefaultValue("templates") Path templates,
    @DefaultValue("auto") ModeSetting mode,
    @DefaultValue LedgerSetting ledger,
    @Nullable Path prices,
    @DefaultValue("4") int maxBatches,
    @DefaultValue("settle") InboxReady inboxReady,
    @DefaultValue("1s") Duration settleTime,
    @DefaultValue("direct:task") String dispatch,
    @DefaultValue("all") Role role,
    @DefaultValue("10m") Duration taskTimeout,
    @DefaultValue("30s") Duration shutdownTimeout,
    @DefaultValue("15s") Duration lease,
    @DefaultValue({"1m", "2m", "5m", "10m", "20m", "40m", "60m"}) List<Duration> probeDelays,
    @DefaultValue("5m") Duration rateLimitPatience,
    @DefaultValue Map<String, ProviderSetting> providers,
    @DefaultValue WebSetting web) {

  /** The file in {@code data} that holds the token of the page. */
  public static final String WEB_TOKEN = "web-token";

  /** The setting {@code mode}: whether models are called or answers are made up. */
  public enum ModeSetting {
    /** Calls models if any provider is configured; else makes answers up. */
    AUTO,
    REAL,
    MOCK
  }

  /** Tells when a file in the inbox is complete. */
  public enum InboxReady {
    /** The file has not changed for {@code settle-time}. */
    SETTLE,
    /** The file {@code NAME.csv.done} exists. */
    MARKER
  }

  /**
   * @param url the JDBC URL; null for an SQLite file in the data folder
   */
  public record LedgerSetting(
      @Nullable String url, @Nullable String username, @Nullable String password) {

    @Override
    public String toString() {
      return "LedgerSetting[" + (url == null ? "embedded" : "JDBC") + "]";
    }
  }

  /**
   * @param timeout the longest wait for a complete reply
   */
  public record ProviderSetting(
      @Nullable Api api,
      @Nullable URI baseUrl,
      @Nullable String apiKey,
      @Nullable List<String> models,
      @Nullable Integer maxInFlight,
      @Nullable Integer requestsPerMinute,
      @Nullable Integer tokensPerMinute,
      @Nullable Duration timeout,
      @Nullable Tokenizer tokenizer) {

    /** Leaves out the key, and all of the address but the host, since it may contain a key too. */
    @Override
    public String toString() {
      return "ProviderSetting[" + api + " " + (baseUrl == null ? null : baseUrl.getHost()) + "]";
    }
  }

  /**
   * @param token the token that visitors must give; {@code none} for no token, which is allowed on
   *     loopback only; null to have one created
   * @param maxUpload the largest file that is accepted
   * @param folders the server's folders in which a request may name files
   */
  public record WebSetting(
      @Nullable String token,
      @DefaultValue("500MB") DataSize maxUpload,
      @DefaultValue List<Path> folders) {

    WebSetting in(Path home) {
      return new WebSetting(token, maxUpload, folders.stream().map(home::resolve).toList());
    }

    @Override
    public String toString() {
      return "WebSetting[]";
    }
  }

  public Settings {
    inbox = home.resolve(inbox);
    outbox = home.resolve(outbox);
    data = home.resolve(data);
    templates = home.resolve(templates);
    prices = prices == null ? null : home.resolve(prices);
    web = web.in(home);
    require(maxBatches >= 1 && maxBatches <= 1000, "max-batches", maxBatches, "1 to 1000");
    require(!settleTime.isNegative(), "settle-time", settleTime, "a duration such as 1s");
    require(!shutdownTimeout.isNegative(), "shutdown-timeout", shutdownTimeout, "such as 30s");
    require(
        role != Role.WORKER || isBroker(dispatch),
        "role",
        "worker",
        "all, holder or web unless tasks come over a broker, see batch-runner.dispatch");
    require(isPositive(taskTimeout), "task-timeout", taskTimeout, "a duration such as 10m");
    require(lease.toMillis() >= 1000, "lease", lease, "a duration of 1s or more");
    require(
        !probeDelays.isEmpty() && probeDelays.stream().allMatch(Settings::isPositive),
        "probe-delays",
        probeDelays,
        "durations such as 1m,5m,1h");
    require(
        isPositive(rateLimitPatience),
        "rate-limit-patience",
        rateLimitPatience,
        "a duration such as 5m");
  }

  private static boolean isPositive(Duration delay) {
    return !delay.isZero() && !delay.isNegative();
  }

  /**
   * Returns the price file: the one that is set, else the one beside the settings, which may be
   * missing.
   */
  public Path priceFile() {
    return prices == null ? home.resolve("config/prices.json") : prices;
  }

  /** Returns the file in which the program keeps the token that it creates for its page. */
  public Path webToken() {
    return data.resolve(WEB_TOKEN);
  }

  /** Returns whether tasks are sent through a message broker, to this or another node. */
  public boolean overBroker() {
    return isBroker(dispatch);
  }

  private static boolean isBroker(String dispatch) {
    return !dispatch.startsWith("direct:") && !dispatch.startsWith("seda:");
  }

  private static void require(boolean allowed, String key, Object value, String takes) {
    if (!allowed) {
      throw new IllegalArgumentException(
          "batch-runner.%s: '%s' is not allowed; it takes %s".formatted(key, value, takes));
    }
  }
}
