package org.batchrunner.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.batchrunner.task.Draft;
import org.batchrunner.task.Judgment;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Reply;
import org.batchrunner.task.Reply.Finish;
import org.batchrunner.task.Score;

/** Reads the reply of the judge. Missing scores are never made up. */
public final class JudgeParser {

  private static final double MOST_TASK_FIT = 4;
  private static final double MOST_SUPPORT = 4;
  private static final double MOST_CLARITY = 2;
  private static final Pattern MENTION = Pattern.compile("\\b[Dd]raft ([A-Z][0-9]*)\\b");

  private final Ranking ranking;

  public JudgeParser(Policy policy) {
    this.ranking = new Ranking(policy);
  }

  /**
   * @param judge the model that was asked
   */
  public JudgeReply parse(JudgeRequest sheet, ModelId judge, Reply reply) {
    if (reply.finish() == Finish.REFUSAL) {
      return new JudgeReply.NotInForm("the judge refused");
    }
    if (reply.finish() == Finish.FILTER) {
      return new JudgeReply.NotInForm("the provider's content filter cut the judge's reply");
    }
    Optional<LenientJson.Found> found =
        new LenientJson(ScoreEntries::holdsScores).find(reply.text());
    if (found.isEmpty()) {
      return new JudgeReply.NotInForm(noScores(sheet, reply));
    }
    List<String> notes = new ArrayList<>(sheet.notes());
    notes.addAll(found.get().notes());
    ScoreEntries entries = ScoreEntries.of(found.get().node(), sheet.labels());
    Optional<String> wrong = wrong(sheet, entries);
    if (wrong.isPresent()) {
      return new JudgeReply.NotInForm(wrong.get());
    }
    List<Draft> drafts = scored(sheet, entries, notes);
    return new JudgeReply.Scored(
        drafts, new Judgment(judge.provider(), reply.model(), null, ranking.names(drafts), notes));
  }

  private static String noScores(JudgeRequest sheet, Reply reply) {
    return switch (reply.finish()) {
      case LENGTH ->
          "its limit of %d tokens was used up before its scores; raise max-tokens"
              .formatted(sheet.prompt().maxTokens());
      case OTHER -> "it holds no scores in JSON; " + Unfinished.broken(reply.ending());
      default -> "it holds no scores in JSON";
    };
  }

  /**
   * Returns the judgment if the judge gave none: the drafts are ranked by their own confidence,
   * without scores.
   *
   * @param why such as "the judge's replies were not in form: it holds no scores in JSON"
   */
  public Judgment unjudged(ModelId judge, JudgeRequest sheet, String why) {
    return new Judgment(
        judge.provider(), judge.model(), why, ranking.names(sheet.drafts()), sheet.notes());
  }

  private static Optional<String> wrong(JudgeRequest sheet, ScoreEntries entries) {
    for (String label : sheet.labels()) {
      JsonNode entry = entries.of(label);
      if (entry.isMissingNode()) {
        return Optional.of("draft " + label + " has no score");
      }
      if (entries.twice().contains(label)) {
        return Optional.of("draft " + label + " has two scores that differ");
      }
      for (String field : List.of("task_fit", "support", "clarity")) {
        if (number(entry, field).isEmpty()) {
          return Optional.of("draft %s has no number for %s".formatted(label, field));
        }
      }
    }
    return Optional.empty();
  }

  private static List<Draft> scored(JudgeRequest sheet, ScoreEntries entries, List<String> notes) {
    List<Draft> drafts = new ArrayList<>(sheet.drafts());
    sheet
        .places()
        .forEach(
            (label, index) -> {
              Draft draft = drafts.get(index);
              JsonNode entry = entries.of(label);
              drafts.set(index, draft.withScore(score(sheet, Ranking.name(draft), entry, notes)));
            });
    if (entries.unknown() > 0) {
      notes.add(
          "scores of drafts that do not exist were left out: %d".formatted(entries.unknown()));
    }
    return List.copyOf(drafts);
  }

  private static Score score(JudgeRequest sheet, String name, JsonNode entry, List<String> notes) {
    double taskFit = clamped(name, entry, "task_fit", MOST_TASK_FIT, notes);
    double support = clamped(name, entry, "support", MOST_SUPPORT, notes);
    double clarity = clamped(name, entry, "clarity", MOST_CLARITY, notes);
    String reason = ScoreEntries.field(entry, "reason").map(JsonNode::asText).orElse("");
    return new Score(
        LenientNumbers.rounded(taskFit + support + clarity),
        taskFit,
        support,
        clarity,
        named(sheet, DraftFields.cut(reason, DraftFields.LONGEST_ENTRY)));
  }

  private static double clamped(
      String name, JsonNode entry, String field, double most, List<String> notes) {
    double number = number(entry, field).orElseThrow();
    double clamped = LenientNumbers.clamp(number, most);
    if (clamped != number) {
      notes.add(
          "%s of %s: %s is not within 0 to %s, taken as %s"
              .formatted(
                  field,
                  name,
                  Double.isInfinite(number) ? "infinity" : LenientNumbers.show(number),
                  LenientNumbers.show(most),
                  LenientNumbers.show(clamped)));
    }
    return LenientNumbers.rounded(clamped);
  }

  private static Optional<Double> number(JsonNode entry, String field) {
    return ScoreEntries.field(entry, field)
        .flatMap(value -> Optional.ofNullable(LenientNumbers.read(value)));
  }

  /**
   * Replaces the judge's labels by the names of the models, which the reader of the reason knows.
   */
  private static String named(JudgeRequest sheet, String reason) {
    StringBuilder text = new StringBuilder();
    Matcher matcher = MENTION.matcher(reason);
    int at = 0;
    while (matcher.find()) {
      Integer index = sheet.places().get(matcher.group(1));
      if (index != null) {
        text.append(reason, at, matcher.start()).append(Ranking.name(sheet.drafts().get(index)));
        at = matcher.end();
      }
    }
    return text.append(reason.substring(at)).toString();
  }
}
