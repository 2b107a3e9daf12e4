// A batch as it is in lists and at the top of its own page: live.
import {fill, h, say} from "./dom.js";
import {count, dollars, duration, ended, many, rate, statusWord, when} from "./format.js";
import {controls} from "./controls.js";
import {fact, moneyBar, progressBar, stateChip} from "./parts.js";

/** The numbers of a batch: two bars and what stands under them. */
export function numbers() {
  const done = progressBar();
  const money = moneyBar();
  const doneText = h("p", {class: "under"});
  const moneyText = h("p", {class: "under"});
  const facts = {
    spent: fact("Spent", "", "Everything that was or may have been billed"),
    cap: fact("Cap", "", "The most that this batch may cost"),
    held: fact("Set aside", "", "Reserved for the worst case of the running tasks"),
    risk: fact(
      "May have been billed",
      "",
      "Calls that may or may not have been billed, at their highest possible cost; included in Spent",
    ),
    speed: fact("Tasks per second", ""),
    eta: fact("Time left", ""),
  };
  const node = h(
    "div",
    {class: "numbers"},
    h("div", {}, done.node, doneText),
    h("div", {}, money.node, moneyText),
    h(
      "dl",
      {class: "facts"},
      Object.values(facts).map((each) => each.node),
    ),
  );
  return {
    node,
    set(batch) {
      done.set(batch.done, batch.total, batch.batch);
      money.set(batch);
      const unwell = Object.entries(batch.by_status ?? {}).filter(
        ([status, n]) => n > 0 && status !== "published" && status !== "pending",
      );
      const rest = unwell.map(([status, n]) => `${count(n)} ${statusWord(status).toLowerCase()}`).join(", ");
      say(doneText, `${count(batch.done)} of ${many(batch.total, "task")} done${rest ? ` · ${rest}` : ""}`);
      say(
        moneyText,
        `${dollars(batch.spent)} of ${dollars(batch.per_batch_cap)} spent` +
          (batch.mode === "mock" ? " · mock mode, nothing is paid" : ""),
      );
      facts.spent.set(dollars(batch.spent));
      facts.cap.set(dollars(batch.per_batch_cap));
      facts.held.set(dollars(batch.held));
      facts.risk.set(dollars(batch.at_risk));
      facts.risk.node.classList.toggle("warned", Number(batch.at_risk) > 0);
      facts.speed.set(batch.state === "running" ? rate(batch.tasks_per_s) : "–");
      facts.eta.set(
        ended(batch.state) ? "done" : batch.state === "paused" ? "paused" : duration(batch.eta_s),
      );
    },
  };
}

/** Why a batch is not running, and until when. */
export function reasonLine(batch) {
  const until = batch.resumes_at ? ` The next try is at ${when(batch.resumes_at)}.` : "";
  return batch.reason ? batch.reason + until : "";
}

/** When a batch started, or was accepted. */
export const startLine = (batch) =>
  batch.started ? `started ${when(batch.started)}` : `accepted ${when(batch.accepted)}`;

export function batchCard(batch, refresh) {
  let now = batch;
  const chip = h("span", {});
  const reason = h("p", {class: "reason"});
  const head = numbers();
  const buttons = controls(() => now, refresh);
  const link = h("a", {href: `#/batch/${encodeURIComponent(batch.batch)}`}, batch.batch);
  const since = h("p", {class: "muted small"});
  const node = h(
    "li",
    {},
    h(
      "article",
      {class: "card batch", "aria-label": batch.batch},
      h("header", {}, h("div", {}, h("h2", {}, link), since), chip),
      reason,
      head.node,
      buttons.node,
    ),
  );
  return {
    node,
    set(next) {
      if (chip.firstChild === null || next.state !== now.state || next.wanted !== now.wanted) {
        fill(chip, stateChip(next));
      }
      now = next;
      node.firstChild.dataset.state = next.state;
      say(since, [next.source, next.workflow, startLine(next)].filter(Boolean).join(" · "));
      say(reason, reasonLine(next));
      reason.hidden = reason.textContent === "";
      head.set(next);
      buttons.set(next);
    },
  };
}
