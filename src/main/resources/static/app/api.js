// The one place that talks to the program.

/** A problem as the program states it (RFC 9457), or that it could not be reached. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || `The program answered with HTTP ${status}.`);
    this.status = status;
    this.title = body.title;
    this.option = body.option;
    this.line = body.line;
  }
}

const UNREACHABLE =
  "The program can't be reached. Start it with ./batch-runner if it is not running, then try again.";

async function ask(method, path, {body, signal} = {}) {
  const form = body instanceof FormData;
  const headers = {Accept: "application/json, application/problem+json"};
  if (body !== undefined && !form) {
    headers["Content-Type"] = "application/json";
  }
  let response;
  try {
    response = await fetch("/api" + path, {
      method,
      headers,
      signal,
      credentials: "same-origin",
      body: body === undefined ? undefined : form ? body : JSON.stringify(body),
    });
  } catch (e) {
    if (e.name === "AbortError") {
      throw e;
    }
    throw new Problem(0, {detail: UNREACHABLE});
  }
  const text = await response.text();
  let answer = null;
  try {
    answer = text === "" ? null : JSON.parse(text);
  } catch {
    answer = {detail: `The program sent an answer that can't be read (HTTP ${response.status}).`};
  }
  if (!response.ok) {
    if (response.status === 401) {
      dispatchEvent(new Event("token-wanted"));
    }
    throw new Problem(response.status, answer ?? {});
  }
  return answer;
}

export const get = (path, signal) => ask("GET", path, {signal});
export const post = (path, body = {}, signal) => ask("POST", path, {body, signal});
export const put = (path, body) => ask("PUT", path, {body});
export const patch = (path, body) => ask("PATCH", path, {body});
export const remove = (path) => ask("DELETE", path);

/** `?a=1&b=2`, without what is empty. */
export function query(fields) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== null && value !== undefined && value !== "") {
      search.set(name, value);
    }
  }
  const text = search.toString();
  return text === "" ? "" : "?" + text;
}

export const batchPath = (id) => "/batches/" + encodeURIComponent(id);

/**
 * Listens to events until the signal ends. A hidden page does not listen: browsers allow only six
 * connections to one host, and it receives everything again when it is shown.
 */
export function listen(path, handlers, signal) {
  let source = null;
  const close = () => {
    source?.close();
    source = null;
  };
  const open = () => {
    if (source || document.hidden || signal.aborted) {
      return;
    }
    source = new EventSource("/api" + path);
    source.onopen = () => online(true);
    source.onerror = () => {
      online(false);
      if (source?.readyState === EventSource.CLOSED) {
        close();
        setTimeout(open, 2000);
      }
    };
    for (const [name, handle] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => handle(JSON.parse(event.data)));
    }
  };
  const shown = () => (document.hidden ? close() : open());
  document.addEventListener("visibilitychange", shown);
  signal.addEventListener("abort", () => {
    document.removeEventListener("visibilitychange", shown);
    close();
    online(true);
  });
  open();
}

let lost = 0;

/** Shows a strip at the top of the page while no live numbers arrive. */
function online(yes) {
  const strip = document.getElementById("offline");
  clearTimeout(lost);
  if (yes) {
    strip.hidden = true;
    return;
  }
  lost = setTimeout(() => {
    strip.textContent =
      "The connection to the program is lost, so these numbers may be old. Reconnecting. " +
      "Batches continue as long as the program is running.";
    strip.hidden = false;
  }, 1500);
}

const cache = new Map();

/** What does not change while the page is open, asked for once. */
export function once(path) {
  if (!cache.has(path)) {
    const answer = get(path);
    cache.set(path, answer);
    answer.catch(() => cache.delete(path));
  }
  return cache.get(path);
}

export function forget(path) {
  cache.delete(path);
}

export function forgetAll() {
  cache.clear();
}
