// The form of batch options, made from what the program says it takes.
import {fill, h, icon, prose, uid} from "./dom.js";

const GROUPS = [
  ["Money and pace", ["per-batch-cap", "per-run-cap", "concurrency", "cap-mode"], true],
  ["Who answers", ["debaters", "judge", "workflow", "policy", "max-tokens", "temperature"], true],
  ["The prompt", ["system", "template", "only", "skip", "limit"], false],
  ["Your documents", ["corpus", "required-citations"], false],
];
const LABELS = {
  "per-batch-cap": "Cap of the batch, dollars",
  "per-run-cap": "Cap of a task, dollars",
  concurrency: "Tasks at once",
  "cap-mode": "How the caps hold",
  workflow: "Workflow",
  debaters: "Who drafts",
  judge: "Who judges",
  policy: "Who may be published",
  "max-tokens": "Longest reply, tokens",
  temperature: "Temperature",
  system: "System text",
  template: "Template of the prompt",
  only: "Only tasks with",
  skip: "Not tasks with",
  limit: "Only the first",
  corpus: "Documents",
  "required-citations": "Quotations that a draft must have",
};
const LONG = new Set(["template", "system"]);

/** As a field shows it, without what means nothing: "1.00" is 1, and a list of one is its word. */
function plain(value) {
  const text = shown(value)
    .replace(/\s*,\s*/g, ",")
    .trim();
  return text !== "" && Number.isFinite(Number(text)) ? String(Number(text)) : text;
}

const same = (a, b) => plain(a) === plain(b);

/** An option's value as a field shows it. */
function shown(value) {
  if (value === null || value === undefined) {
    return "";
  }
  return Array.isArray(value) && value.every((each) => typeof each !== "object")
    ? value.join(", ")
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);
}

const list = (text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

/**
 * @param metas of GET /options
 * @param models of GET /models
 * @param left keys that have their place elsewhere
 * @param change called after each change
 */
export function optionsForm(metas, models, {left = [], change = () => {}} = {}) {
  const fields = new Map();
  const modelsId = uid("models");
  const wanted = metas.filter((meta) => !left.includes(meta.key));
  for (const meta of wanted) {
    fields.set(meta.key, field(meta, modelsId, change));
  }
  const grouped = GROUPS.map(([title, keys, open]) => [
    title,
    keys.filter((key) => fields.has(key)),
    open,
  ]).filter(([, keys]) => keys.length > 0);
  const placed = new Set(grouped.flatMap(([, keys]) => keys));
  const rest = wanted.map((meta) => meta.key).filter((key) => !placed.has(key));
  if (rest.length > 0) {
    grouped.push(["More", rest, false]);
  }
  const usable = models.filter((model) => model.configured);
  const node = h(
    "div",
    {class: "options"},
    h(
      "datalist",
      {id: modelsId},
      (usable.length > 0 ? usable : models).map((model) =>
        h("option", {value: model.model}, `$${model.input} in, $${model.output} out, a million tokens`),
      ),
    ),
    grouped.map(([title, keys, open]) =>
      open
        ? h(
            "fieldset",
            {},
            h("legend", {}, title),
            h(
              "div",
              {class: "fields"},
              keys.map((key) => fields.get(key).node),
            ),
          )
        : h(
            "details",
            {},
            h(
              "summary",
              {},
              title,
              h(
                "span",
                {class: "muted"},
                ` ${keys
                  .map((key) => (LABELS[key] ?? key).toLowerCase())
                  .slice(0, 4)
                  .join(", ")}${keys.length > 4 ? " …" : ""}`,
              ),
            ),
            h(
              "div",
              {class: "fields"},
              keys.map((key) => fields.get(key).node),
            ),
          ),
    ),
  );
  return {
    node,
    /** What differs from what is in force anyway. */
    values() {
      const values = {};
      for (const [key, {meta, read}] of fields) {
        const value = read();
        if (value !== undefined && !same(value, meta.value_in_force)) {
          values[key] = value;
        }
      }
      return values;
    },
    /** All fields as in force, then these laid over. */
    set(options) {
      for (const [key, {meta, write, node: fieldNode}] of fields) {
        write(key in options ? options[key] : meta.value_in_force);
        const fold = fieldNode.closest("details");
        if (fold && key in options) {
          fold.open = true;
        }
      }
    },
    /** Marks the field that the program refused; false if it is not here. */
    refuse(problem) {
      const found = fields.get(problem.option);
      for (const {error} of fields.values()) {
        error.hidden = true;
      }
      if (!found) {
        return false;
      }
      const fold = found.node.closest("details");
      if (fold) {
        fold.open = true;
      }
      fill(found.error, problem.message).hidden = false;
      return true;
    },
  };
}

function field(meta, modelsId, change) {
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

const sentence = (key) => key[0].toUpperCase() + key.slice(1).replaceAll("-", " ");

function kindOf(meta, at) {
  const common = {id: at.id, "aria-describedby": at.hint, onchange: at.change};
  if (meta.key === "concurrency") {
    return slider(common, at);
  }
  if (meta.key === "debaters") {
    return chips(common, at);
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
          ? h("option", {value: ""}, "by itself")
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
    control.setCustomValidity('This is not JSON, such as {"openai/o4-mini": {"max-tokens": 4000}}.');
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
        placeholder: meta.default ? "" : "by itself",
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
    placeholder: "several with a comma between",
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

/** 1 to 8 by sliding, more by typing. */
function slider(common, at) {
  const range = h("input", {
    type: "range",
    min: 1,
    max: 8,
    step: 1,
    "aria-label": "Tasks at once, 1 to 8",
    oninput: () => (box.value = range.value),
    onchange: at.change,
  });
  const box = h("input", {
    type: "number",
    min: 1,
    max: 1000,
    step: 1,
    ...common,
    oninput: () => (range.value = Math.min(8, Number(box.value) || 1)),
  });
  return {
    control: h("div", {class: "slider"}, range, box),
    read: () => (box.value === "" ? undefined : Number(box.value)),
    write(value) {
      box.value = value ?? "";
      range.value = Math.min(8, value ?? 1);
    },
  };
}

/** Models, one after another. */
function chips(common, at) {
  let chosen = [];
  const input = h("input", {
    ...common,
    onchange: null,
    type: "text",
    spellcheck: "false",
    list: at.modelsId,
    placeholder: "provider/model",
  });
  const bag = h("ul", {class: "bag", "aria-label": "Debaters chosen"});
  const draw = () =>
    fill(
      bag,
      chosen.map((model) =>
        h(
          "li",
          {class: "chip idle"},
          model,
          h(
            "button",
            {
              type: "button",
              class: "plain",
              "aria-label": `Leave out ${model}`,
              onclick: () => {
                chosen = chosen.filter((each) => each !== model);
                draw();
                at.change();
                input.focus();
              },
            },
            icon("close"),
          ),
        ),
      ),
    );
  const add = () => {
    const more = list(input.value).filter((model) => !chosen.includes(model));
    input.value = "";
    if (more.length > 0) {
      chosen = [...chosen, ...more];
      draw();
      at.change();
    }
  };
  input.addEventListener("change", add);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      add();
    }
  });
  return {
    control: h(
      "div",
      {class: "chooser"},
      bag,
      h(
        "div",
        {class: "joined"},
        input,
        h(
          "button",
          {type: "button", class: "secondary outline small", onclick: add},
          icon("plus"),
          h("span", {}, "Add"),
        ),
      ),
    ),
    wide: true,
    read: () => (chosen.length === 0 ? undefined : chosen),
    write(value) {
      chosen = Array.isArray(value) ? [...value] : value ? list(String(value)) : [];
      draw();
    },
  };
}

/** Sets of options by name: the built-in ones and the user's own. */
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
      batch !== undefined && `$${Number(batch).toFixed(2)} the batch`,
      task !== undefined && `$${Number(task).toFixed(2)} a task`,
      options.concurrency && `${options.concurrency} at once`,
    ].filter(Boolean);
    const more = Object.keys(options).filter(
      (key) => !["per-batch-cap", "per-run-cap", "concurrency"].includes(key),
    );
    return [...parts, more.length > 0 && `${more.length} more`].filter(Boolean).join(" · ");
  };
  return h(
    "fieldset",
    {class: "picks"},
    h("legend", {}, "Begin with"),
    h(
      "div",
      {},
      card("", "Your defaults", "as in Settings", true),
      templates.map((template) =>
        card(
          template.name,
          template.built_in ? sentence(template.name) : template.name,
          summary(template.options) || "your template",
        ),
      ),
    ),
  );
}
