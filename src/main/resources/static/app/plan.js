// What a file would cost, before anything is paid.
import {h} from "./dom.js";
import {count, dollars, duration, many} from "./format.js";
import {fact, moneyBar} from "./parts.js";

export const isHard = (plan) => String(plan.cap_mode).toLowerCase() === "hard";

export function planCard(plan) {
  const todo = plan.tasks - plan.filtered;
  const money = moneyBar();
  money.set({
    spent: plan.expected,
    at_risk: 0,
    held: Math.max(0, plan.worst - plan.expected),
    per_batch_cap: plan.per_batch_cap,
  });
  if (plan.worst > plan.per_batch_cap) {
    const mark = h("span", {class: "mark"});
    mark.style.setProperty("left", `${(100 * plan.per_batch_cap) / plan.worst}%`);
    money.node.append(mark);
  }
  money.node.setAttribute(
    "aria-label",
    `Expected ${dollars(plan.expected)}, at worst ${dollars(plan.worst)}, cap ${dollars(plan.per_batch_cap)}`,
  );
  const facts = [
    fact("Expected", dollars(plan.expected), "An estimate: half of what the replies may be").node,
    fact("At worst", dollars(plan.worst), "If every reply is as long as it may be").node,
    fact("Cap", dollars(plan.per_batch_cap)).node,
    fact(
      "Sure to fit",
      `${count(plan.fit)} of ${count(todo)}`,
      "Tasks that begin whatever the replies turn out to be",
    ).node,
    fact("Time, about", duration(plan.seconds)).node,
  ];
  return h(
    "div",
    {class: "plan"},
    money.node,
    h("dl", {class: "facts"}, facts),
    verdicts(plan, todo).map(([kind, text]) => h("p", {class: `line ${kind}`}, text)),
    plan.models.length > 0 &&
      h(
        "details",
        {},
        h("summary", {}, "By model"),
        h(
          "div",
          {class: "scroll", tabindex: 0, role: "region", "aria-label": "Cost by model"},
          h(
            "table",
            {class: "stack"},
            h(
              "thead",
              {},
              h(
                "tr",
                {},
                ["Model", "For", "Calls", "Tokens in", "Expected", "At worst"].map((name, index) =>
                  h("th", {scope: "col", class: index > 1 ? "number" : null}, name),
                ),
              ),
            ),
            h(
              "tbody",
              {},
              plan.models.map((row) =>
                h(
                  "tr",
                  {},
                  h("th", {scope: "row"}, row.model),
                  h("td", {"data-label": "For"}, row.phase),
                  h("td", {"data-label": "Calls", class: "number"}, count(row.calls)),
                  h("td", {"data-label": "Tokens in", class: "number"}, count(row.prompt_tokens)),
                  h("td", {"data-label": "Expected", class: "number"}, dollars(row.expected)),
                  h("td", {"data-label": "At worst", class: "number"}, dollars(row.worst)),
                ),
              ),
            ),
          ),
        ),
      ),
  );
}

function verdicts(plan, todo) {
  const lines = [];
  if (plan.mode === "mock") {
    lines.push(["note", "Mock mode: no model is asked, nothing is paid. The answers are made up."]);
  }
  if (plan.blocked > 0) {
    lines.push([
      "warn",
      `${many(plan.blocked, "task")} may cost more than the cap of a task, ${dollars(plan.per_run_cap)}, and would be left undone. Raise it, or shorten the replies.`,
    ]);
  }
  if (plan.fit < todo - plan.blocked) {
    lines.push(
      isHard(plan)
        ? [
            "warn",
            `The cap of ${dollars(plan.per_batch_cap)} may not be enough for all. It is never passed: tasks that don't fit any more are left undone, and can be run later. For all at their worst it takes ${dollars(plan.worst)}.`,
          ]
        : ["warn", `With soft caps the batch can end above ${dollars(plan.per_batch_cap)}.`],
    );
  } else if (plan.mode !== "mock" && plan.blocked === 0) {
    lines.push(["good", "Every task fits the cap, whatever the replies turn out to be."]);
  }
  if (plan.reused > 0) {
    lines.push([
      "good",
      `${many(plan.reused, "call")} are in the ledger already and cost nothing (they cost ${dollars(plan.saved)} when they were made).`,
    ]);
  }
  for (const note of plan.notes ?? []) {
    lines.push(["note", `${note}.`]);
  }
  if (plan.filtered > 0) {
    lines.push(["note", `${many(plan.filtered, "task")} left out by your filters.`]);
  }
  return lines;
}
