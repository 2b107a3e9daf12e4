// What a file will cost, before anything is paid.
import {h} from "./dom.js";
import {count, dollars, duration, many} from "./format.js";
import {fact, moneyBar, table} from "./parts.js";

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
    fact("Expected", dollars(plan.expected), "An estimate, from the length of each model's latest replies")
      .node,
    fact("At worst", dollars(plan.worst), "If every reply is as long as allowed").node,
    fact("Cap", dollars(plan.per_batch_cap)).node,
    fact(
      "Sure to fit",
      `${count(plan.fit)} of ${count(todo)}`,
      "Tasks that run for certain, however long the replies are",
    ).node,
    fact("Time, about", duration(plan.seconds)).node,
  ];
  const models = plan.models.map((row) =>
    h(
      "tr",
      {},
      h("th", {scope: "row"}, row.model),
      h("td", {"data-label": "Phase"}, row.phase),
      h("td", {"data-label": "Calls", class: "number"}, count(row.calls)),
      h("td", {"data-label": "Tokens in", class: "number"}, count(row.prompt_tokens)),
      h("td", {"data-label": "Expected", class: "number"}, dollars(row.expected)),
      h("td", {"data-label": "At worst", class: "number"}, dollars(row.worst)),
    ),
  );
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
        table("Cost by model", ["Model", "Phase", "Calls", "Tokens in", "Expected", "At worst"], models, {
          numbers: [2, 3, 4, 5],
          css: "stack",
        }),
      ),
  );
}

function verdicts(plan, todo) {
  const lines = [];
  if (plan.mode === "mock") {
    lines.push(["note", "Mock mode: no model is called and nothing is paid. The answers are made up."]);
  }
  if (plan.blocked > 0) {
    lines.push([
      "warn",
      `${many(plan.blocked, "task")} could cost more than the cap of a task, ` +
        `${dollars(plan.per_run_cap)}, and will not run. Raise that cap, or allow only shorter replies.`,
    ]);
  }
  if (plan.fit < todo - plan.blocked) {
    lines.push(["warn", isHard(plan) ? mayNotBeEnough(plan) : mayBeExceeded(plan)]);
  } else if (plan.mode !== "mock" && plan.blocked === 0) {
    lines.push(["good", "Every task fits the cap, however long the replies are."]);
  }
  if (plan.reused > 0) {
    lines.push([
      "good",
      `The ledger already has the replies to ${many(plan.reused, "call")}. ` +
        `They are used again at no cost (they cost ${dollars(plan.saved)} when they were made).`,
    ]);
  }
  for (const note of plan.notes ?? []) {
    lines.push(["note", `${note}.`]);
  }
  if (plan.filtered > 0) {
    lines.push(["note", `Your filters leave out ${many(plan.filtered, "task")}.`]);
  }
  return lines;
}

const mayNotBeEnough = (plan) =>
  `The cap of ${dollars(plan.per_batch_cap)} may not be enough for every task. It is never exceeded: ` +
  "tasks that no longer fit are skipped, and you can run them later. " +
  `The highest possible cost of all tasks is ${dollars(plan.worst)}.`;

const mayBeExceeded = (plan) =>
  `With soft caps, the batch can cost more than ${dollars(plan.per_batch_cap)}.`;
