package org.batchrunner.batch.run;

import java.util.ArrayList;
import java.util.List;
import org.batchrunner.batch.corpus.CorpusRegistry;
import org.batchrunner.task.Draft;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.options.Options;
import org.batchrunner.workflow.DraftParser;
import org.batchrunner.workflow.Guardrails;
import org.batchrunner.workflow.Policy;

/** Reads what the debaters of a run replied. Named by the route {@code debate}. */
public final class Debate {

  private final CorpusRegistry corpora;

  public Debate(CorpusRegistry corpora) {
    this.corpora = corpora;
  }

  /** The call to the one debater, or a list of the calls to all. */
  public Object ask(Run run) {
    List<CallInProgress> calls = run.calls();
    return calls.size() == 1 ? calls.get(0) : calls;
  }

  /**
   * Drafts of the debaters, in their order, whatever order they answered in.
   *
   * @param answered one answer, or a list of them
   */
  public DebateState read(Object answered) {
    return answered instanceof CallResult one
        ? drafts(List.of(one))
        : drafts(((List<?>) answered).stream().map(CallResult.class::cast).toList());
  }

  private DebateState drafts(List<CallResult> answers) {
    Run run = answers.get(0).calling().run();
    List<CallResult> ordered = new ArrayList<>(answers);
    ordered.sort((a, b) -> Integer.compare(place(run, a), place(run, b)));
    Options options = run.options();
    boolean grounded = run.context().grounded();
    DraftParser parser = new DraftParser(Policy.of(options));
    Guardrails guardrails = new Guardrails(options, grounded);
    List<Draft> drafts = new ArrayList<>();
    for (CallResult answer : ordered) {
      ModelId debater = answer.calling().call().model();
      Draft draft =
          answer.reply() == null
              ? failed(parser, answer)
              : parser.parse(debater, answer.calling().prompt(), answer.reply());
      drafts.add(guardrails.check(corpora.check(run.context(), draft)));
    }
    return DebateState.of(run, ordered, drafts);
  }

  private static Draft failed(DraftParser parser, CallResult answer) {
    CallInProgress calling = answer.calling();
    return parser.failed(
        calling.call().model(),
        String.valueOf(answer.error()),
        calling.partial(),
        calling.unusable());
  }

  private static int place(Run run, CallResult answer) {
    return run.calls().indexOf(answer.calling());
  }
}
