// What can be done to a batch. Each button first says what it will do.
import {h, notice} from "./dom.js";
import {batchPath, patch, post} from "./api.js";
import {ask} from "./dialog.js";
import {are, count, dollars, many, statusWord, unwell} from "./format.js";
import {releaseMoney} from "./money-at-risk.js";
import {button} from "./parts.js";

/** "12 tasks are". */
const left = (batch) => {
  const n = batch.total - batch.done;
  return `${many(n, "task")} ${are(n)}`;
};
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
    text: [
      "No more tasks start. Tasks that are running finish and are paid for; nothing is lost.",
      `${left(batch)} not done yet and will wait until you resume.`,
    ],
    confirm: "Pause",
    act: act(batch, "pause"),
  });
}

function resume(batch) {
  return ask({
    title: "Resume this batch?",
    text: `${left(batch)} not done yet and will run now. ${spent(batch)}; the caps stay as they are.`,
    confirm: "Resume",
    act: act(batch, "resume"),
  });
}

function cancel(batch) {
  return ask({
    title: "Cancel this batch?",
    text: [
      `${left(batch)} not done yet. Tasks that have not started get the status “Cancelled”; ` +
        "calls that have been sent finish and are paid for.",
      "The reports are written with the results so far. You can run the rest again later.",
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
    title: `Retry ${many(number, "task")}?`,
    text: [
      `Without a usable answer: ${list}. The batch is reopened for these only; other results stay as they are.`,
      `The batch keeps its budget: ${spent(batch)}. Replies that were paid for are not bought again.`,
    ],
    confirm: "Retry",
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
    title: "Raise the cap or change the speed",
    text: `${spent(batch)}. Changes apply from the next task on.`,
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
        throw new Error("Nothing has changed yet. Enter a new value.");
      }
      const answer = await patch(`${batchPath(batch.batch)}/options`, wanted);
      notice(answer?.message ?? "Changed.");
    },
  });
}

function report(batch) {
  return ask({
    title: "Write the reports again?",
    text: [
      "This batch's files in the outbox are written again from the ledger.",
      "No model is called and nothing is paid.",
    ],
    confirm: "Write reports",
    act: act(batch, "report"),
  });
}

/**
 * Buttons for what the batch can do now.
 *
 * @param now gives the batch as it is at the click
 * @param after called when something was done
 */
export function controls(now, after, {full = false} = {}) {
  const wrap = (what) => async () => {
    try {
      if (await what(now())) {
        await after();
      }
    } catch (e) {
      if (e.name !== "AbortError") {
        notice(e.message, "bad");
      }
    }
  };
  const name = () => now().batch;
  const all = {
    pause: button("Pause", "pause", wrap(pause), {"aria-label": `Pause ${name()}`}),
    resume: button("Resume", "play", wrap(resume), {"aria-label": `Resume ${name()}`}),
    set: button("Raise the cap", "cap", wrap(change), {"aria-label": `Raise the cap of ${name()}`}),
    retry: button("Retry failed", "again", wrap(retry), {
      "aria-label": `Retry failed tasks of ${name()}`,
    }),
    release: button("Money at risk", "cap", wrap(releaseMoney), {"aria-label": `Money at risk of ${name()}`}),
    cancel: button("Cancel", "stop", wrap(cancel), {"aria-label": `Cancel ${name()}`}),
  };
  const anew =
    full && button("Write reports", "file", wrap(report), {"aria-label": `Write reports of ${name()} again`});
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
