// The form of batch options, made from the options that the program says it takes.
import {fill, h, uid} from "./dom.js";
import {LABELS, field, shown} from "./option-fields.js";

const GROUPS = [
  ["Budget and speed", ["per-batch-cap", "per-run-cap", "concurrency", "cap-mode"], true],
  ["Models", ["debaters", "judge", "workflow", "policy", "max-tokens", "temperature"], true],
  ["Prompt and tasks", ["system", "template", "only", "skip", "limit"], false],
  ["Your documents", ["corpus", "required-citations"], false],
];
/** A value in one form for comparing: "1.00" is 1, and a list with one entry is that entry. */
function plain(value) {
  const text = shown(value)
    .replace(/\s*,\s*/g, ",")
    .trim();
  return text !== "" && Number.isFinite(Number(text)) ? String(Number(text)) : text;
}

const same = (a, b) => plain(a) === plain(b);

/**
 * The form.
 *
 * @param metas of GET /options
 * @param models of GET /models
 * @param left keys of options that are set elsewhere
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
        h("option", {value: model.model}, `$${model.input} in, $${model.output} out per million tokens`),
      ),
    ),
    grouped.map(([title, keys, open]) => group(title, keys, fields, open)),
  );
  return {
    node,
    /** The options whose values differ from those in force. */
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
    /** Sets all fields to the values in force, then to these options. */
    set(options) {
      for (const [key, {meta, write, node: fieldNode}] of fields) {
        write(key in options ? options[key] : meta.value_in_force);
        const fold = fieldNode.closest("details");
        if (fold && key in options) {
          fold.open = true;
        }
      }
    },
    /** Marks the field that the program refused; returns false if the form has no such field. */
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

function group(title, keys, fields, open) {
  const nodes = h(
    "div",
    {class: "fields"},
    keys.map((key) => fields.get(key).node),
  );
  if (open) {
    return h("fieldset", {}, h("legend", {}, title), nodes);
  }
  const names = keys.map((key) => (LABELS[key] ?? key).toLowerCase());
  const hint = ` ${names.slice(0, 4).join(", ")}${names.length > 4 ? " …" : ""}`;
  return h("details", {}, h("summary", {}, title, h("span", {class: "muted"}, hint)), nodes);
}
