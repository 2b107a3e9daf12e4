package org.batchrunner.web;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What happens, as it happens: server-sent events, once a second at most. */
@RestController
final class EventController {

  private final EventStream live;

  EventController(EventStream live) {
    this.live = live;
  }

  /** Event {@code batches}: those that have changed, at first the newest; and {@code ping}. */
  @GetMapping(path = "/api/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter all() {
    return live.all();
  }

  /** Event {@code batch}: the batch; event {@code tasks}: those that have ended since. */
  @GetMapping(path = "/api/batches/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter one(@PathVariable String id) {
    return live.one(id);
  }
}
