// What can be done to a batch, each said before it is done.
import {h, notice} from "./dom.js";
import {batchPath, get, patch, post} from "./api.js";
import {ask} from "./dialog.js";
import {count, dollars, many, statusWord, unwell} from "./format.js";
import {button} from "./parts.js";

const left = (batch) => batch.total - batch.done;
const spent = (batch) => `${dollars(batch.spent)} of ${dollars(batch.per_batch_cap)} is spent`;

function act(batch, verb) {
  return async () => {
    const answer = await post(`${batchPath(batch.batch)}/${verb}`);
    notice(answer?.message ?? "Done.");
  };
}

function pause(batch) {
  return ask({
    title: "Pause this batch?",
    text: `No further task begins. Those that run now finish and are paid for; nothing is lost. ${many(left(batch), "task")} are not done yet, and wait until you go on.`,
    confirm: "Pause",
    act: act(batch, "pause"),
  });
}

function resume(batch) {
  return ask({
    title: "Go on with this batch?",
    text: `The ${many(left(batch), "task")} that are not done yet are worked now. ${spent(batch)}; the caps hold as before.`,
    confirm: "Go on",
    act: act(batch, "resume"),
  });
}

function cancel(batch) {
  return ask({
    title: "Cancel this batch?",
    text: [
      `No further task begins, and ${many(left(batch), "task")} that are not done get the status "Cancelled". Calls that are on their way finish and are paid for.`,
      "The reports are written with what is done. You can run the rest again later.",
    ],
    confirm: "Cancel the batch",
    danger: true,
    act: act(batch, "cancel"),
  });
}

function retry(batch) {
  const again = unwell.filter((status) => batch.by_status?.[status] > 0);
  const number = again.reduce((sum, status) => sum + batch.by_status[status], 0);
  const list = again
    .map((status) => `${count(batch.by_status[status])} ${statusWord(status).toLowerCase()}`)
    .join(", ");
  return ask({
    title: `Run ${many(number, "task")} again?`,
    text: [
      `These did not end well: ${list}. The batch opens again for them only; what is done stays.`,
      `It keeps its money: ${spent(batch)}. What was already paid for is not bought again.`,
    ],
    confirm: "Run them again",
    act: act(batch, "retry"),
  });
}

function change(batch) {
  const cap = h("input", {type: "number", min: 0, step: "any", required: true, value: batch.per_batch_cap});
  const task = h("input", {type: "number", min: 0, step: "any", required: true, value: batch.per_run_cap});
  const many = h("input", {
    type: "number",
    min: 1,
    max: 1000,
    step: 1,
    required: true,
    value: batch.concurrency,
  });
  return ask({
    title: "Raise the cap, or change the pace",
    text: `${spent(batch)}. It holds from the next task on.`,
    body: h(
      "div",
      {class: "fields"},
      h("label", {}, "Cap of the batch, dollars", cap),
      h("label", {}, "Cap of a task, dollars", task),
      h("label", {}, "Tasks at once", many),
    ),
    confirm: "Change",
    act: async () => {
      const wanted = {};
      const put = (key, input, now) => {
        if (Number(input.value) !== Number(now)) {
          wanted[key] = Number(input.value);
        }
      };
      put("per-batch-cap", cap, batch.per_batch_cap);
      put("per-run-cap", task, batch.per_run_cap);
      put("concurrency", many, batch.concurrency);
      if (Object.keys(wanted).length === 0) {
        throw new Error("Nothing is changed yet.");
      }
      const answer = await patch(`${batchPath(batch.batch)}/options`, wanted);
      notice(answer?.message ?? "Changed.");
    },
  });
}

function report(batch) {
  return ask({
    title: "Write the reports anew?",
    text: "The files of this batch in the outbox are made again from the ledger. No model is asked, nothing is paid.",
    confirm: "Write them",
    act: act(batch, "report"),
  });
}

const day = (iso) => (iso ? new Date(iso).toLocaleString() : "–");

function riskRow(call) {
  const check = h("input", {type: "checkbox", value: call.call, "aria-label": `Call ${call.call}`});
  const node = h(
    "tr",
    {},
    h("td", {"data-label": "Release"}, check),
    h("th", {scope: "row"}, call.call),
    h("td", {"data-label": "Task"}, call.id),
    h("td", {"data-label": "Model"}, `${call.provider}/${call.model}`),
    h("td", {"data-label": "Lost"}, day(call.lost)),
    h(
      "td",
      {"data-label": "How far"},
      call.far,
      call.http_status ? ` (HTTP ${call.http_status})` : "",
      call.request_id ? `; request ${call.request_id}` : "",
    ),
    h("td", {"data-label": "At most", class: "number"}, dollars(call.worst)),
  );
  return {check, node};
}

async function release(batch) {
  const found = await get(`${batchPath(batch.batch)}/at-risk`);
  const rows = found.calls.map(riskRow);
  const every = h("input", {
    type: "checkbox",
    onchange: () => rows.forEach(({check}) => (check.checked = every.checked)),
  });
  const table = h(
    "div",
    {class: "scroll", tabindex: 0, role: "region", "aria-label": "Calls at risk"},
    h(
      "table",
      {class: "striped stack"},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ["", "Call", "Task", "Model", "Lost", "How far it got", "At most"].map((name) =>
            h("th", {scope: "col"}, name),
          ),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map(({node}) => node),
      ),
    ),
  );
  const before =
    found.released.length > 0 &&
    h(
      "p",
      {class: "muted small"},
      `Released before: ${many(found.released.length, "call")}, ${dollars(found.released.reduce((sum, call) => sum + Number(call.amount), 0))}.`,
    );
  const never = found.release === "never";
  return ask({
    title: "Give back what may have been billed?",
    text: [
      `${many(found.calls.length, "call")} may have been billed, at most ${dollars(found.at_risk)}. They count toward the cap as if they were.`,
      "Compare them with the vendor's bill first. What you release goes back under the cap at once; if it was billed all the same, you pay it beyond the cap.",
      never && "This batch's option release is never. By releasing you change it to by-hand.",
    ],
    body: h("div", {}, h("label", {class: "check"}, every, h("span", {}, "All of them")), table, before),
    confirm: "Release the chosen calls",
    danger: true,
    act: async () => {
      const calls = rows.filter(({check}) => check.checked).map(({check}) => check.value);
      if (calls.length === 0) {
        throw new Error("Choose the calls to release.");
      }
      if (never) {
        await patch(`${batchPath(batch.batch)}/options`, {release: "by-hand"});
      }
      const answer = await post(`${batchPath(batch.batch)}/release`, {calls});
      notice(answer?.message ?? "Released.");
    },
  });
}

/**
 * Buttons for what the batch can do now.
 *
 * @param now gives the batch as it is at the click
 * @param after called when something was done
 */
export function controls(now, after, {full = false} = {}) {
  const wrap = (what) => async () => (await what(now())) && after();
  const name = () => now().batch;
  const all = {
    pause: button("Pause", "pause", wrap(pause), {"aria-label": `Pause ${name()}`}),
    resume: button("Go on", "play", wrap(resume), {"aria-label": `Go on with ${name()}`}),
    set: button("Raise the cap", "cap", wrap(change), {"aria-label": `Raise the cap of ${name()}`}),
    retry: button("Run failed again", "again", wrap(retry), {
      "aria-label": `Run the failed tasks of ${name()} again`,
    }),
    release: button("Money at risk", "cap", wrap(release), {"aria-label": `Money at risk of ${name()}`}),
    cancel: button("Cancel", "stop", wrap(cancel), {"aria-label": `Cancel ${name()}`}),
  };
  const anew =
    full &&
    button("Write reports", "file", wrap(report), {"aria-label": `Write the reports of ${name()} anew`});
  const node = h("div", {class: "controls"}, Object.values(all), anew);
  return {
    node,
    set(batch) {
      if (anew) {
        anew.hidden = batch.state === "running";
      }
      for (const [verb, control] of Object.entries(all)) {
        const hide = !batch.can?.[verb];
        if (hide && control === document.activeElement) {
          node.setAttribute("tabindex", "-1");
          node.focus();
        }
        control.hidden = hide;
      }
    },
  };
}
