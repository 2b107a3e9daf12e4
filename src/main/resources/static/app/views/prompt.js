// One prompt, typed in: a batch with one task.
import {announce, fill, h} from "../dom.js";
import {batchPath, get, listen, once, post} from "../api.js";
import {ended, stateWord} from "../format.js";
import {optionsForm} from "../options-form.js";
import {errorLine, pageHead, statusChip} from "../parts.js";
import {taskBody} from "../task-body.js";
import {templatePicker} from "../templates.js";

export default async function prompt({signal}) {
  const [status, metas, models, templates] = await Promise.all([
    once("/status"),
    once("/options"),
    once("/models"),
    get("/templates", signal),
  ]);
  const text = h("textarea", {rows: 6, required: true, placeholder: "Explain tides in five sentences."});
  const form = optionsForm(metas, models, {
    left: [
      "task-column",
      "corpus",
      "only",
      "skip",
      "limit",
      "task-files",
      "encoding",
      "when",
      "concurrency",
      "per-batch-cap",
    ],
  });
  const outcome = h("div", {class: "outcomebox", "aria-live": "polite"});
  const send = h("button", {type: "submit"}, "Run");
  let run = new AbortController();
  signal.addEventListener("abort", () => run.abort());

  async function start(event) {
    event.preventDefault();
    run.abort();
    run = new AbortController();
    send.setAttribute("aria-busy", "true");
    try {
      const {batch} = await post("/runs", {prompt: text.value, options: form.values()});
      follow(batch, run.signal);
    } catch (e) {
      form.refuse(e);
      fill(outcome, errorLine(e));
      send.removeAttribute("aria-busy");
    }
  }

  function follow(batch, until) {
    const line = h("p", {class: "loading", "aria-busy": "true"}, "Accepted");
    fill(outcome, line);
    let over = false;
    const see = async (now) => {
      if (over) {
        return;
      }
      if (!ended(now.state) && now.state !== "paused") {
        line.textContent = `${stateWord(now.state)} …`;
        return;
      }
      over = true;
      run.abort();
      send.removeAttribute("aria-busy");
      try {
        const result = await get(`${batchPath(batch)}/tasks/1`, signal);
        fill(
          outcome,
          h(
            "div",
            {class: "head"},
            h("p", {}, statusChip(result.status)),
            h("a", {href: `#/batch/${encodeURIComponent(batch)}`}, "Open its batch, with reports and charts"),
          ),
          taskBody(batch, result),
        );
        announce("The answer has arrived.");
      } catch (e) {
        fill(outcome, errorLine(e));
      }
    };
    const failed = (e) => e.name !== "AbortError" && fill(outcome, errorLine(e));
    listen(
      `${batchPath(batch)}/events`,
      {batch: see, tasks: () => get(batchPath(batch), until).then(see, failed)},
      until,
    );
    get(batchPath(batch), until).then(see, failed);
  }

  return {
    title: "One prompt",
    node: h(
      "div",
      {class: "oneprompt"},
      pageHead(
        "One prompt",
        status.mock
          ? "Mock mode: the answer is made up and nothing is paid."
          : "A batch with one task: the same models, caps and reports.",
      ),
      h(
        "form",
        {class: "card", onsubmit: start},
        h("label", {}, "Prompt", text),
        h(
          "details",
          {},
          h("summary", {}, "Options"),
          templatePicker(templates, (values) => form.set(values)),
          form.node,
        ),
        h("div", {class: "actions"}, send),
      ),
      outcome,
    ),
  };
}
