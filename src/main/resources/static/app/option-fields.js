// A field for each kind of option.
import {h, prose, uid} from "./dom.js";
import {list, modelChooser, slider} from "./option-choosers.js";

export const LABELS = {
  "per-batch-cap": "Cap of the batch, dollars",
  "per-run-cap": "Cap of a task, dollars",
  concurrency: "Tasks at once",
  "cap-mode": "Cap mode",
  workflow: "Workflow",
  debaters: "Models that write drafts",
  judge: "Model that judges them",
  policy: "Models whose answers may be published",
  "max-tokens": "Maximum reply length, tokens",
  temperature: "Temperature",
  system: "System prompt",
  template: "Prompt template",
  only: "Only tasks that match",
  skip: "Skip tasks that match",
  limit: "Number of tasks, from the first",
  corpus: "Documents",
  "required-citations": "Quotations required in a draft",
};
const LONG = new Set(["template", "system"]);

/** An option's value as a field shows it. */
export function shown(value) {
  if (value === null || value === undefined) {
    return "";
  }
  return Array.isArray(value) && value.every((each) => typeof each !== "object")
    ? value.join(", ")
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);
}

/**
 * A field for an option: its label, control and description.
 *
 * @param meta of GET /options
 */
export function field(meta, modelsId, change) {
  const id = uid("option");
  const hint = uid("hint");
  const part = kindOf(meta, {id, hint, modelsId, change});
  part.write(meta.value_in_force);
  const error = h("small", {class: "error", role: "alert", hidden: true});
  const label = LABELS[meta.key] ?? sentence(meta.key);
  const node = h(
    "div",
    {class: `field ${part.wide ? "wide" : ""}`},
    part.check
      ? h("label", {class: "check", for: id}, part.control, h("span", {}, label))
      : [h("label", {for: id}, label), part.control],
    h("small", {id: hint}, h("code", {class: "key"}, meta.key), " ", prose(meta.description)),
    error,
  );
  return {meta, node, error, read: part.read, write: part.write};
}

export const sentence = (key) => key[0].toUpperCase() + key.slice(1).replaceAll("-", " ");

function kindOf(meta, at) {
  const common = {id: at.id, "aria-describedby": at.hint, onchange: at.change};
  if (meta.key === "concurrency") {
    return slider(common, at);
  }
  if (meta.key === "debaters") {
    return modelChooser(common, at);
  }
  switch (meta.kind) {
    case "boolean": {
      const control = h("input", {type: "checkbox", role: "switch", ...common});
      return {
        control,
        check: true,
        read: () => control.checked,
        write: (value) => (control.checked = String(value) === "true"),
      };
    }
    case "choice": {
      const control = h(
        "select",
        common,
        meta.value_in_force === null || meta.value_in_force === undefined
          ? h("option", {value: ""}, "default")
          : null,
        meta.choices.map((choice) => h("option", {value: choice}, choice)),
      );
      return {
        control,
        read: () => control.value || undefined,
        write: (value) => (control.value = value ?? ""),
      };
    }
    case "number":
    case "dollars":
      return number(meta, common);
    case "map": {
      const control = h("textarea", {rows: 3, spellcheck: "false", placeholder: "{}", ...common});
      return {
        control,
        wide: true,
        read: () => json(control),
        write: (value) =>
          (control.value = value === null || value === undefined ? "" : JSON.stringify(value, null, 1)),
      };
    }
    case "list":
      return meta.value_in_force?.some?.((each) => typeof each === "object") || meta.key === "when"
        ? {...kindOf({...meta, kind: "map"}, at)}
        : listOf(meta, common, at);
    default:
      return text(meta, common, at);
  }
}

function json(control) {
  if (control.value.trim() === "") {
    control.setCustomValidity("");
    return undefined;
  }
  try {
    const value = JSON.parse(control.value);
    control.setCustomValidity("");
    return value;
  } catch {
    control.setCustomValidity('This is not valid JSON. Example: {"openai/o4-mini": {"max-tokens": 4000}}');
    return undefined;
  }
}

function number(meta, common) {
  const money = meta.kind === "dollars";
  const orNone = meta.key === "temperature";
  const control = h("input", {
    ...(orNone ? {type: "text"} : {type: "number", min: 0, step: money ? "any" : 1}),
    inputmode: orNone ? "text" : "decimal",
    ...common,
  });
  return {
    control,
    read: () => {
      const value = control.value.trim();
      return value === "" ? undefined : Number.isNaN(Number(value)) ? value : Number(value);
    },
    write: (value) =>
      (control.value =
        value === null || value === undefined
          ? ""
          : money
            ? Number(value).toFixed(Number(value) * 100 === Math.round(Number(value) * 100) ? 2 : 4)
            : value),
  };
}

function text(meta, common, at) {
  const control = LONG.has(meta.key)
    ? h("textarea", {rows: 3, ...common})
    : h("input", {
        type: "text",
        spellcheck: "false",
        list: meta.key === "judge" ? at.modelsId : null,
        placeholder: meta.default ? "" : "default",
        ...common,
      });
  return {
    control,
    wide: LONG.has(meta.key),
    read: () => (control.value.trim() === "" ? undefined : control.value),
    write: (value) => (control.value = shown(value)),
  };
}

function listOf(meta, common, at) {
  const choices = meta.choices?.length > 0 ? uid("choices") : null;
  const input = h("input", {
    type: "text",
    spellcheck: "false",
    list: choices,
    placeholder: "separate several with commas",
    ...common,
  });
  return {
    control: choices
      ? h(
          "div",
          {},
          input,
          h(
            "datalist",
            {id: choices},
            meta.choices.map((choice) => h("option", {value: choice})),
          ),
        )
      : input,
    read: () => {
      const values = list(input.value);
      if (values.length === 0) {
        return undefined;
      }
      // One alone stays as the program gave it: a word, or a list of one.
      return values.length === 1 && typeof meta.value_in_force === "string" ? values[0] : values;
    },
    write: (value) => (input.value = shown(value)),
  };
}
