// A file that was uploaded: what it holds, and its first prompts.
import {h} from "./dom.js";
import {bytes, many} from "./format.js";
import {longText} from "./parts.js";

/**
 * What was read from the file, and the column that holds the tasks.
 *
 * @param chosen the column that the user chose, or null
 * @param column called with the column that is chosen now
 * @param another called when the user wants another file
 */
export function chosenFile(upload, chosen, {column, another}) {
  const {name, size, tasks, dropped, hidden, columns} = upload;
  const current = chosen ?? upload.task_column ?? "";
  const choices = h(
    "select",
    {onchange: () => column(choices.value || null)},
    current === "" ? h("option", {value: ""}, "choose one") : null,
    columns?.map((each) => h("option", {value: each, selected: each === current}, each)),
  );
  const facts = [
    tasks > 0 && many(tasks, "task"),
    dropped > 0 && `${many(dropped, "empty row")} dropped`,
    hidden > 0 && `${many(hidden, "hidden row")} left out`,
    size && bytes(size),
    columns?.length > 0 && many(columns.length, "column"),
  ];
  return h(
    "div",
    {class: "chosen"},
    h(
      "div",
      {},
      h("p", {class: "name"}, name),
      h("p", {class: "muted small"}, facts.filter(Boolean).join(" · ")),
    ),
    columns?.length > 0 && h("label", {}, "Column that holds the task", choices),
    h("button", {type: "button", class: "secondary outline small", onclick: another}, "Another file"),
  );
}

/** The first prompts, as they will be sent. */
export function previewOf({prompts}) {
  if (prompts.length === 0) {
    return h("p", {class: "muted"}, "No task is left. Check the options only, skip and limit.");
  }
  const systems = new Set(prompts.map((prompt) => prompt.system));
  const system = (text) =>
    text && h("details", {}, h("summary", {}, "Its system prompt"), longText(text, {class: "text system"}));
  return [
    systems.size === 1 &&
      prompts[0].system &&
      h(
        "details",
        {},
        h("summary", {}, "System prompt of all tasks"),
        longText(prompts[0].system, {class: "text system"}),
      ),
    h(
      "ol",
      {class: "previews"},
      prompts.map((prompt) =>
        h(
          "li",
          {},
          h(
            "p",
            {class: "muted small"},
            `Task ${prompt.seq}${prompt.id && prompt.id !== String(prompt.seq) ? `, ${prompt.id}` : ""}`,
          ),
          longText(prompt.text ?? prompt.task),
          systems.size > 1 && system(prompt.system),
        ),
      ),
    ),
  ];
}
