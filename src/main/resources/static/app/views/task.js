import {h} from "../dom.js";
import {batchPath, get} from "../api.js";
import {taskBody} from "../task-body.js";
import {statusChip} from "../parts.js";
import {many} from "../format.js";

/** One task, opened: its text, the answer and all that led to it. */
export default async function task({params: [batch, number], signal}) {
  const seq = Number(number);
  const path = `${batchPath(batch)}/tasks/${seq}`;
  const [result, facts] = await Promise.all([get(path, signal), get(batchPath(batch), signal)]);
  const base = `#/batch/${encodeURIComponent(batch)}`;
  const step = (label, to, there) =>
    there && h("a", {class: "button secondary outline small", href: `${base}/task/${to}`}, label);
  return {
    title: `Task ${seq}, ${batch}`,
    node: h(
      "div",
      {class: "onetask"},
      h(
        "nav",
        {class: "crumbs", "aria-label": "Breadcrumb"},
        h("a", {href: "#/"}, "Batches"),
        h("a", {href: base}, batch),
      ),
      h(
        "div",
        {class: "head"},
        h(
          "div",
          {},
          h(
            "h1",
            {},
            `Task ${seq}`,
            result.id && result.id !== String(seq) ? h("span", {class: "muted"}, ` ${result.id}`) : null,
          ),
          h("p", {class: "lead"}, `of ${many(facts.total, "task")}`),
        ),
        h(
          "div",
          {class: "actions"},
          statusChip(result.status),
          step("Previous", seq - 1, seq > 1),
          step("Next", seq + 1, seq < facts.total),
        ),
      ),
      taskBody(batch, result),
    ),
  };
}
