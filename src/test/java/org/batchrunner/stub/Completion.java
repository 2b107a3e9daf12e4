package org.batchrunner.stub;

import org.jspecify.annotations.Nullable;

/**
 * What goes into a reply.
 *
 * @param id unique
 * @param model as the reply names it
 * @param finish the vendor's word for why it ended; null for its usual one
 */
record Completion(
    String id,
    String model,
    String text,
    Used used,
    UsageForm form,
    @Nullable String finish,
    boolean cut) {}
