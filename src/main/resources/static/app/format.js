// How numbers, times and the words of the ledger are shown.

const whole = new Intl.NumberFormat("en-US");
const cents = new Intl.NumberFormat("en-US", {style: "currency", currency: "USD"});
const stamp = new Intl.DateTimeFormat(undefined, {dateStyle: "medium", timeStyle: "short"});

export const count = (n) => (n === null || n === undefined ? "–" : whole.format(n));

/** "1 task", "2 tasks". */
export const many = (n, word, plural = word + "s") => `${count(n)} ${n === 1 ? word : plural}`;

/** Whole cents from a dollar on; below, four decimals; below a hundredth of a cent, two digits. */
export function dollars(n) {
  if (n === null || n === undefined) {
    return "–";
  }
  const value = Number(n);
  if (value === 0 || Math.abs(value) >= 1) {
    return cents.format(value);
  }
  if (Math.abs(value) >= 0.01) {
    return "$" + value.toFixed(4).replace(/0{1,2}$/, "");
  }
  const digits = Math.min(9, 1 - Math.floor(Math.log10(Math.abs(value))));
  return "$" + value.toFixed(digits);
}

export function duration(seconds) {
  if (seconds === null || seconds === undefined) {
    return "–";
  }
  if (seconds < 10) {
    return `${Math.round(seconds * 10) / 10} s`;
  }
  const s = Math.round(seconds);
  if (s < 60) {
    return `${s} s`;
  }
  if (s < 3600) {
    return `${Math.floor(s / 60)} min ${s % 60} s`;
  }
  if (s < 172800) {
    return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
  }
  return `${Math.floor(s / 86400)} d ${Math.floor((s % 86400) / 3600)} h`;
}

export const when = (iso) => (iso ? stamp.format(new Date(iso)) : "–");

export function bytes(n) {
  if (n < 1000) {
    return `${n} B`;
  }
  return n < 1_000_000 ? `${Math.round(n / 100) / 10} kB` : `${Math.round(n / 100_000) / 10} MB`;
}

export function rate(n) {
  return n === null || n === undefined
    ? "–"
    : n >= 10
      ? count(Math.round(n))
      : String(Math.round(n * 10) / 10);
}

export const percent = (part, all) => (all > 0 ? Math.min(100, (100 * part) / all) : 0);

/** The verb after `many`: "1 task is", "2 tasks are". */
export const are = (n) => (n === 1 ? "is" : "are");

/** Statuses in the order of the reports: word, kind of colour, what it means. */
export const STATUSES = {
  published: ["Published", "good", "Your policy permits this answer to be published"],
  advisory_only: ["Advice only", "note", "Your policy does not permit the best draft to be published"],
  none: ["No usable draft", "warn", "No draft could be used"],
  blocked_cost_cap: ["Over task cap", "warn", "The task could cost more than its cap"],
  skipped_batch_cap: ["Over batch cap", "warn", "The batch had too little money left for this task"],
  failed: ["Failed", "bad", "Its calls failed; open the task to see the error"],
  filtered: ["Left out", "idle", "Left out by the option only, skip or limit"],
  cancelled: ["Cancelled", "idle", "The batch was cancelled before this task started"],
  pending: ["Not done yet", "idle", "The task has not run yet"],
};

export const STATES = {
  accepted: ["Waiting", "idle", "Accepted; starts as soon as there is a free place"],
  running: ["Running", "live", "Tasks are running"],
  paused: ["Paused", "warn", "No more tasks start until you resume"],
  stopped: ["Stopped", "bad", "Stopped because a reply used more tokens than its calculated maximum"],
  cancelled: ["Cancelled", "idle", "Ended before all tasks were done"],
  finished: ["Finished", "good", "Every task has a result"],
};

/** What a batch is doing, or about to do. */
export function stateOf({state, wanted, started}) {
  if (["running", "accepted"].includes(state) && wanted === "pause") {
    return ["Pausing", "warn", "Running tasks finish; no more tasks start"];
  }
  if (["running", "accepted", "paused"].includes(state) && wanted === "cancel") {
    return ["Cancelling", "warn", "Running tasks finish; the others are cancelled"];
  }
  if (state === "accepted" && started) {
    return [
      "Interrupted",
      "warn",
      "It had started, but nothing is running it now; it resumes as soon as there is a free place",
    ];
  }
  return STATES[state] ?? [state, "idle", ""];
}

export const statusWord = (status) => STATUSES[status]?.[0] ?? status;
export const stateWord = (state) => STATES[state]?.[0] ?? state;
export const ended = (state) => ["stopped", "cancelled", "finished"].includes(state);
export const unwell = ["none", "blocked_cost_cap", "skipped_batch_cap", "failed", "cancelled"];
