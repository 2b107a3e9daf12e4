// Calls that may have been billed: shown one by one, and released by hand.
import {fill, h, notice} from "./dom.js";
import {batchPath, get, patch, post} from "./api.js";
import {ask} from "./dialog.js";
import {are, dollars, many, when} from "./format.js";
import {table} from "./parts.js";

const HEADS = ["Release", "Call", "Task", "Model", "Lost at", "How far it got", "Costs at most"];

/** Shows what is at risk in a batch, and releases the calls that the user chooses. */
export async function releaseMoney(batch) {
  const path = batchPath(batch.batch);
  let found = await get(`${path}/at-risk`);
  if (found.calls.length === 0) {
    notice("No money is at risk any more: every call was settled or released.");
    return true;
  }
  const list = callList();
  list.set(found);
  return ask({
    title: "Release money at risk?",
    text: [
      "The provider may have billed these calls. Until that is known, each counts toward the cap at its " +
        "highest possible cost.",
      "Check the provider's bill first. The money of a released call is available under the cap again at once. " +
        "If the call was billed after all, you pay for it in addition to the cap.",
      found.release === "never" &&
        "The option release of this batch is never. If you release calls, it changes to by-hand.",
    ],
    body: list.node,
    confirm: "Release the chosen calls",
    danger: true,
    act: async () => {
      const calls = list.chosen();
      if (calls.length === 0) {
        throw new Error("Choose the calls to release.");
      }
      try {
        if (found.release === "never") {
          await patch(`${path}/options`, {release: "by-hand"});
        }
        const done = await post(`${path}/release`, {calls});
        notice(
          `${batch.batch}: ${many(done.calls, "call")} released, ` +
            `${dollars(done.amount)} is available under the cap again.`,
        );
      } catch (e) {
        // Another window may have released some of them: show what is at risk now.
        found = await get(`${path}/at-risk`).catch(() => found);
        list.set(found);
        throw e;
      }
    },
  });
}

function callList() {
  let rows = [];
  const sum = h("p", {});
  const body = h("tbody", {});
  const before = h("p", {class: "muted small"});
  const every = h("input", {
    type: "checkbox",
    onchange: () => {
      rows.forEach(({check}) => (check.checked = every.checked));
    },
  });
  const chosen = () => rows.filter(({check}) => check.checked).map(({check}) => check.value);
  const count = () => {
    const some = chosen().length;
    every.checked = some > 0 && some === rows.length;
    every.indeterminate = some > 0 && some < rows.length;
  };
  return {
    node: h(
      "div",
      {},
      sum,
      h("label", {class: "check"}, every, h("span", {}, "All calls")),
      table("Calls at risk", HEADS, body, {numbers: [6]}),
      before,
    ),
    chosen,
    set({calls, released, at_risk: risk}) {
      const kept = new Set(chosen());
      rows = calls.map((call) => callRow(call, kept.has(call.call), count));
      fill(
        body,
        rows.map(({node}) => node),
      );
      fill(
        sum,
        `${many(calls.length, "call")} ${are(calls.length)} at risk, with ${dollars(risk)} in total.`,
      );
      const amount = released.reduce((total, call) => total + Number(call.amount), 0);
      fill(before, `Released before: ${many(released.length, "call")}, ${dollars(amount)}.`);
      before.hidden = released.length === 0;
      count();
    },
  };
}

function callRow(call, checked, change) {
  const name = `Release call ${call.call} of task ${call.id}`;
  const check = h("input", {
    type: "checkbox",
    value: call.call,
    checked,
    "aria-label": name,
    onchange: change,
  });
  const node = h(
    "tr",
    {},
    h("td", {"data-label": "Release"}, check),
    h("th", {scope: "row"}, call.call),
    h("td", {"data-label": "Task"}, call.id),
    h("td", {"data-label": "Model"}, `${call.provider}/${call.model}`),
    h("td", {"data-label": "Lost at"}, when(call.lost)),
    h(
      "td",
      {"data-label": "How far it got"},
      call.far,
      call.http_status ? ` (HTTP ${call.http_status})` : "",
      call.request_id ? `; the provider's request ID is ${call.request_id}` : "",
    ),
    h("td", {"data-label": "Costs at most", class: "number"}, dollars(call.worst)),
  );
  return {check, node};
}
