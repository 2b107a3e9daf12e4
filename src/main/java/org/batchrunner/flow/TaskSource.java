package org.batchrunner.flow;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.batchrunner.batch.active.ActiveBatch;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.batch.admit.TaskAdmitter;
import org.batchrunner.batch.admit.TaskAdmitterFactory;
import org.batchrunner.batch.run.Run;
import org.batchrunner.batch.run.TaskMessage;
import org.jspecify.annotations.Nullable;

/** The split's source: a batch's tasks, each when it may begin. */
public final class TaskSource {

  private final ActiveBatches batches;
  private final TaskAdmitterFactory admitters;
  private final boolean messages;

  /**
   * @param messages whether tasks are handed out as messages, since they leave the process
   */
  TaskSource(ActiveBatches batches, TaskAdmitterFactory admitters, boolean messages) {
    this.batches = batches;
    this.admitters = admitters;
    this.messages = messages;
  }

  /** Named by the route {@code batch}. */
  public Iterator<Object> tasks(ActiveBatch batch) {
    return new Admitted(batch);
  }

  /**
   * Ends by handing out nothing: Camel's split skips a null, and asks no more once {@link #hasNext}
   * is false. It must not know earlier that there is no next one, since the split would then wait
   * here before it lets the task it has just got begin.
   */
  private final class Admitted implements Iterator<Object> {

    private final ActiveBatch batch;
    private @Nullable TaskAdmitter admitter;
    private boolean failed;
    private boolean ended;

    Admitted(ActiveBatch batch) {
      this.batch = batch;
    }

    @Override
    public boolean hasNext() {
      return !ended;
    }

    @Override
    @SuppressWarnings("NullAway") // the contract with the split, see above
    public Object next() {
      if (ended) {
        throw new NoSuchElementException();
      }
      Object next = take();
      ended = next == null;
      return messages && next instanceof Run run ? TaskMessage.of(run) : next;
    }

    /** After a failure no further task is read, and those that run are waited for. */
    private @Nullable Object take() {
      while (true) {
        try {
          if (admitter == null) {
            admitter = admitters.open(batch);
          }
          return admitter.next();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return null;
        } catch (RuntimeException | Error e) {
          // An error here would end the split while its tasks run, and leave the batch to nobody.
          batches.failed(batch, e);
          if (failed) {
            return null;
          }
          failed = true;
        }
      }
    }
  }
}
