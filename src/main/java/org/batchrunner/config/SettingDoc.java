package org.batchrunner.config;

import java.util.List;
import java.util.function.Predicate;

/**
 * A setting of the program, without its prefix {@code batch-runner.}. Settings are checked against
 * this one list, and the tables in docs/reference.md are generated from it.
 *
 * @param name as in {@code application.yaml}
 * @param defaultText in Markdown; empty without one
 * @param help in Markdown
 */
public record SettingDoc(String name, String defaultText, String help) {

  static final String PROVIDER = "providers.NAME.";

  public static final List<SettingDoc> ALL =
      List.of(
          of(
              "home",
              "",
              "the folder that relative folders below are in. Default: the folder of the program"),
          of("inbox", "`inbox`", "the folder that is watched for task files"),
          of("outbox", "`outbox`", "the folder for answers and reports"),
          of(
              "data",
              "`data`",
              "the folder of the ledger and of the copies of the inputs; back it up, see [docs/operations.md](docs/operations.md)"),
          of("templates", "`templates`", "the folder of your own sets of options"),
          of(
              "mode",
              "`auto`",
              "`real` calls models, `mock` makes answers up, `auto` is `real` if a provider is configured and else `mock`"),
          of(
              "ledger.url",
              "an SQLite file in `data`",
              "the JDBC URL of an SQLite or PostgreSQL database"),
          of("ledger.username", "", "the database user, if the URL does not name it"),
          of(
              "ledger.password",
              "",
              "better set in `.env` or the environment, as `BATCHRUNNER_LEDGER_PASSWORD`"),
          of(
              "prices",
              "`config/prices.json` if it exists, else the built-in prices",
              "your own price file"),
          of("max-batches", "`4`", "how many batches run at once"),
          of(
              "inbox-ready",
              "`settle`",
              "when a file is taken as complete: `settle`, once it has stopped changing; `marker`, once `NAME.csv.done` exists"),
          of("settle-time", "`1s`", "how long a file must not have changed"),
          of(
              "dispatch",
              "`direct:task`",
              "the endpoint between the routes `batch` and `task`, see [Several programs on one ledger](docs/pipelines.md#several-programs-on-one-ledger)"),
          of(
              "role",
              "`all`",
              "what this node does: `all`; `holder` takes files and holds batches, whose tasks others run over a broker; `worker` runs the tasks that come over a broker; `web` serves only the page and the API. See [Several programs on one ledger](docs/pipelines.md#several-programs-on-one-ledger)"),
          of(
              "task-timeout",
              "`10m`",
              "how long a task that was handed to another node may take before it counts as lost"),
          of("shutdown-timeout", "`30s`", "how long running tasks may take when the program stops"),
          of("lease", "`15s`", "how long a batch stays with a program that no longer responds"),
          of("poll.inbox", "`500`", "milliseconds between two scans of the inbox"),
          of(
              "poll.leases",
              "`500`",
              "milliseconds between renewals of leases; also the longest delay before a pause takes effect"),
          of(
              "poll.unfinished",
              "`1000`",
              "milliseconds between two searches for batches that no program runs"),
          of(
              "poll.release",
              "`60000`",
              "milliseconds between two searches for money that `release: after-24h` gives back"),
          of("poll.progress", "`1000`", "milliseconds between two updates of `progress.json`"),
          of(
              "poll.anew",
              "`1000`",
              "milliseconds between two looks in the ledger for a task whose answer did not come over the broker, and until a batch is claimed again after one of its tasks was lost on another node"),
          of("queue.batches", "`100000`", "how many accepted batches may wait in memory"),
          of("queue.results", "`1000`", "how many results may wait for their files to be written"),
          of(
              "probe-delays",
              "`1m,2m,5m,10m,20m,40m,60m`",
              "the waits before each single call that tests whether an account has credit again; the last one repeats"),
          of(
              "rate-limit-patience",
              "`5m`",
              "how long a provider may answer nothing but rate-limit errors before its batches are paused as if it were out of credit"),
          of(
              "web.token",
              "created at the first start of `watch`, in `data/web-token`",
              "the token for the page and the API, 16 characters or more; `none` switches it off; it must be set if `server.address` is not a loopback address"),
          of("web.max-upload", "`500MB`", "the largest file that is accepted over HTTP"),
          of(
              "web.folders",
              "none",
              "folders in which a request may name files, for `corpus` and `redaction-rules`; not needed for uploaded files"),
          of("log", "", "`json` writes each log message as a line of JSON"),
          of("defaults.OPTION", "", "a batch option for all batches"),
          of(PROVIDER + "api", "`openai`", "the API format: `openai`, `anthropic` or `gemini`"),
          of(
              PROVIDER + "base-url",
              "the vendor's",
              "the address with the API version, such as `https://api.openai.com/v1`"),
          of(PROVIDER + "api-key", "", "better set in `.env` or the environment"),
          of(
              PROVIDER + "models",
              "one model of the vendor",
              "the models to use; the first one is the default"),
          of(PROVIDER + "max-in-flight", "`1000`", "how many calls may be open at once"),
          of(
              PROVIDER + "requests-per-minute",
              "no limit",
              "how many requests may be sent in a minute"),
          of(PROVIDER + "tokens-per-minute", "no limit", "how many tokens may be sent in a minute"),
          of(PROVIDER + "timeout", "`120s`", "the longest wait for a complete reply"),
          of(
              PROVIDER + "tokenizer",
              "`auto`",
              "how the tokens of a prompt are counted before it is sent: `auto` counts as the model does at OpenAI's and Azure's own addresses, and else as `bytes`; `bytes` takes each byte as a token, which no server exceeds; `o200k_base` and `cl100k_base` suit a gateway to OpenAI's models"));

  private static SettingDoc of(String name, String defaultText, String help) {
    return new SettingDoc(name, defaultText, help);
  }

  public boolean ofProvider() {
    return name.startsWith(PROVIDER);
  }

  /** Returns whether the setting is internal, so that users do not need to change it. */
  public boolean internal() {
    return name.startsWith("poll.") || name.startsWith("queue.");
  }

  static List<String> names(Predicate<SettingDoc> which) {
    return ALL.stream()
        .filter(which)
        .map(SettingDoc::name)
        .filter(name -> !name.equals("defaults.OPTION"))
        .toList();
  }
}
