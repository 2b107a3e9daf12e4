package org.batchrunner.config;

import java.util.List;
import java.util.function.Predicate;

/**
 * The program's settings, without their prefix {@code batch-runner.}: the one list that settings
 * are checked against and the tables in docs/reference.md are made from.
 *
 * @param name as in {@code application.yaml}
 * @param defaultText in Markdown; empty without one
 * @param help in Markdown
 */
public record SettingDoc(String name, String defaultText, String help) {

  static final String PROVIDER = "providers.NAME.";

  public static final List<SettingDoc> ALL =
      List.of(
          of("home", "", "the folder that the folders below are in. Default: the program's own"),
          of("inbox", "`inbox`", "the folder that is watched"),
          of("outbox", "`outbox`", "where answers and reports are written"),
          of(
              "data",
              "`data`",
              "the ledger and the copies of the inputs: keep these, see [docs/operations.md](docs/operations.md)"),
          of("templates", "`templates`", "your own sets of options"),
          of(
              "mode",
              "`auto`",
              "`auto`: real where a provider is configured, else mock; `real`; `mock`"),
          of("ledger.url", "an SQLite file in `data`", "JDBC, of SQLite or PostgreSQL"),
          of("ledger.username", "", "if the URL does not have it"),
          of(
              "ledger.password",
              "",
              "better put into `.env` or the environment: `BATCHRUNNER_LEDGER_PASSWORD`"),
          of(
              "prices",
              "`config/prices.json` where there is one, else the built-in ones",
              "your own price file"),
          of("max-batches", "`4`", "batches that run at once"),
          of(
              "inbox-ready",
              "`settle`",
              "when a file is whole: `settle`, when it rests; `marker`, when `NAME.csv.done` has come"),
          of("settle-time", "`1s`", "how long it must rest"),
          of(
              "dispatch",
              "`direct:task`",
              "the endpoint between the routes `batch` and `task`, see [Several programs on one ledger](docs/pipelines.md#several-programs-on-one-ledger)"),
          of("shutdown-timeout", "`30s`", "how long running tasks may take when the program stops"),
          of("lease", "`15s`", "how long a batch stays with a program that has fallen silent"),
          of("poll.inbox", "`500`", "milliseconds between two looks at the inbox"),
          of(
              "poll.leases",
              "`500`",
              "milliseconds between renewals of leases; also how soon a pause is heard"),
          of(
              "poll.unfinished",
              "`1000`",
              "milliseconds between two looks for batches that no program runs"),
          of(
              "poll.release",
              "`60000`",
              "milliseconds between two looks for money that `release: after-24h` gives back"),
          of("poll.progress", "`1000`", "milliseconds between two writings of `progress.json`"),
          of(
              "poll.anew",
              "`1000`",
              "milliseconds until a batch is claimed again after one of its tasks was lost on another node"),
          of("queue.batches", "`100000`", "accepted batches that may wait in memory"),
          of("queue.results", "`1000`", "results that may wait for their files"),
          of(
              "probe-delays",
              "`1m,2m,5m,10m,20m,40m,60m`",
              "when an account is out of credit: the waits before it is tried again, by one call; the last is for all that follow"),
          of(
              "rate-limit-patience",
              "`5m`",
              "how long a provider may answer only that there are too many requests, or ask to wait, before its batches are paused as if it were out of credit"),
          of(
              "web.token",
              "made at the first start of `watch`, kept in `data/web-token`",
              "what visitors must show, 16 characters or more; `none` to go without; must be set where `server.address` is not of this machine"),
          of("web.max-upload", "`500MB`", "the largest file that is taken over HTTP"),
          of(
              "web.folders",
              "none",
              "folders below which a request may name files, for `corpus` and `redaction-rules`; files that are uploaded need none"),
          of("log", "", "`json`: a line of JSON for each message of the log"),
          of("defaults.OPTION", "", "batch options for all batches"),
          of(PROVIDER + "api", "`openai`", "`openai`, `anthropic` or `gemini`"),
          of(
              PROVIDER + "base-url",
              "the vendor's",
              "with its version: `https://api.openai.com/v1`"),
          of(PROVIDER + "api-key", "", "better put into `.env` or the environment"),
          of(
              PROVIDER + "models",
              "one of the vendor's",
              "the first one answers where no model is named"),
          of(PROVIDER + "max-in-flight", "`1000`", "calls at once"),
          of(PROVIDER + "requests-per-minute", "no limit", ""),
          of(PROVIDER + "tokens-per-minute", "no limit", ""),
          of(PROVIDER + "timeout", "`120s`", "for a whole reply"),
          of(
              PROVIDER + "tokenizer",
              "`auto`",
              "how prompts are counted before they are sent: `auto`, by the model at OpenAI's and Azure's own addresses, else `bytes`, a token for each byte, which no server exceeds; `o200k_base` and `cl100k_base` for a gateway to OpenAI's models"));

  private static SettingDoc of(String name, String defaultText, String help) {
    return new SettingDoc(name, defaultText, help);
  }

  public boolean ofProvider() {
    return name.startsWith(PROVIDER);
  }

  /** Whether it belongs to the program's inner workings, and nobody needs to change it. */
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
