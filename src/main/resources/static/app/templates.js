// Sets of options by name: chosen and saved.
import {h, notice, uid} from "./dom.js";
import {put} from "./api.js";
import {ask} from "./dialog.js";
import {many} from "./format.js";
import {sentence} from "./option-fields.js";

/** Chooses a set of options: the defaults, a built-in set, or a template of the user's. */
export function templatePicker(all, choose) {
  const cap = (template) => Number(template.options["per-batch-cap"] ?? Infinity);
  const templates = all
    .filter((template) => !template.error)
    .sort((a, b) => Number(b.built_in) - Number(a.built_in) || cap(a) - cap(b));
  const name = uid("set");
  const card = (value, title, text, checked) =>
    h(
      "label",
      {class: "pick"},
      h("input", {
        type: "radio",
        name,
        value,
        checked,
        onchange: () => choose(templates.find((template) => template.name === value)?.options ?? {}),
      }),
      h("span", {}, h("b", {}, title), h("small", {}, text)),
    );
  const summary = (options) => {
    const batch = options["per-batch-cap"];
    const task = options["per-run-cap"];
    const parts = [
      batch !== undefined && `$${Number(batch).toFixed(2)} per batch`,
      task !== undefined && `$${Number(task).toFixed(2)} per task`,
      options.concurrency && `${many(options.concurrency, "task")} at once`,
    ].filter(Boolean);
    const more = Object.keys(options).filter(
      (key) => !["per-batch-cap", "per-run-cap", "concurrency"].includes(key),
    );
    return [...parts, more.length > 0 && many(more.length, "more option")].filter(Boolean).join(" · ");
  };
  return h(
    "fieldset",
    {class: "picks"},
    h("legend", {}, "Start with"),
    h(
      "div",
      {},
      card("", "Your defaults", "the defaults in Settings", true),
      templates.map((template) =>
        card(
          template.name,
          template.built_in ? sentence(template.name) : template.name,
          summary(template.options) || "your own template",
        ),
      ),
    ),
  );
}

/** Asks for a name, and saves options under it. */
export function saveTemplate(options) {
  const name = h("input", {
    type: "text",
    required: true,
    pattern: "[A-Za-z0-9_.\\-]{1,60}",
    placeholder: "weekly-briefs",
  });
  return ask({
    title: "Save these options as a template",
    text:
      `${many(Object.keys(options).length, "option")} that you changed from your defaults will be saved in ` +
      "templates/NAME.yaml. Choose the template on this page next time, name it with “use” in an option file, " +
      "or pass it with --use on the command line.",
    body: h("label", {}, "Name", name),
    confirm: "Save",
    act: async () => {
      await put(`/templates/${encodeURIComponent(name.value)}`, options);
      notice(`Template ${name.value} saved.`);
    },
  });
}
