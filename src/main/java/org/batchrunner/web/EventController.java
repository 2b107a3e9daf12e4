package org.batchrunner.web;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Sends changes as server-sent events, at most once a second. */
@RestController
final class EventController {

  private final EventStream live;

  EventController(EventStream live) {
    this.live = live;
  }

  /**
   * Streams the events {@code batches}, with the batches that have changed (at first the newest),
   * and {@code ping}.
   */
  @GetMapping(path = "/api/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter all() {
    return live.all();
  }

  /**
   * Streams the events {@code batch}, with the batch, and {@code tasks}, with the tasks that have
   * ended since.
   */
  @GetMapping(path = "/api/batches/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter one(@PathVariable String id) {
    return live.one(id);
  }
}
