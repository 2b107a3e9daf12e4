package org.batchrunner.stub;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request, as the journal keeps it.
 *
 * @param number from 1, in the order of arrival
 * @param hash of API, model and body
 * @param prompt the beginning of the user's text
 * @param picos what it costs, in pico-dollars; 0 if it is not billed
 * @param status the HTTP status of the reply, also where that is never delivered
 * @param fault what was done to it; null for nothing
 * @param ended when the reply had left, or the connection was lost; null while it is awaited
 * @param delivered whether the whole reply has left; null while it is awaited
 * @param early whether it came before a wait was over that it had been told
 */
public record Entry(
    long number,
    Api api,
    String model,
    String hash,
    String prompt,
    boolean billed,
    Used used,
    long picos,
    int status,
    @Nullable Fault fault,
    Instant arrived,
    boolean early,
    @Nullable Instant ended,
    @Nullable Boolean delivered) {

  Entry ended(Instant when, boolean whole) {
    return new Entry(
        number, api, model, hash, prompt, billed, used, picos, status, fault, arrived, early, when,
        whole);
  }
}
