// Pieces that several pages share.
import {fill, h, icon, say} from "./dom.js";
import {STATUSES, count, dollars, many, percent, stateOf} from "./format.js";

/** An error that says what to do, with a way to try again. */
export function failure(e, again) {
  return h(
    "section",
    {class: "empty", role: "alert"},
    h("h1", {}, e.status === 404 ? "Not found" : "Something went wrong"),
    h("p", {}, e.message),
    h(
      "p",
      {class: "actions center"},
      h("a", {class: "button secondary outline", href: "#/"}, "All batches"),
      h("button", {type: "button", onclick: again}, "Try again"),
    ),
  );
}

export function errorLine(e) {
  return h("p", {class: "error", role: "alert"}, e.message);
}

/** Nothing here, and what to do about it. */
export function empty(title, text, ...actions) {
  return h(
    "section",
    {class: "empty"},
    h("h2", {}, title),
    h("p", {}, text),
    actions.length > 0 && h("p", {class: "actions center"}, actions),
  );
}

function chip([word, kind, meaning] = ["?", "idle", ""]) {
  return h("span", {class: `chip ${kind}`, title: meaning}, word);
}

export const stateChip = (batch) => chip(stateOf(batch));
export const statusChip = (status) => chip(STATUSES[status] ?? [status, "idle", ""]);

export function button(label, drawing, onclick, props = {}) {
  return h(
    "button",
    {type: "button", class: "secondary outline small", onclick, ...props},
    icon(drawing),
    h("span", {}, label),
  );
}

/**
 * A table that scrolls sideways where the screen is narrow.
 *
 * @param label its name for screen readers, or the id of its heading: {by: "past"}
 * @param body rows, or the `<tbody>` that holds them
 * @param numbers indexes of the columns that hold numbers
 */
export function table(label, heads, body, {numbers = [], css = "striped stack", foot = null} = {}) {
  const name = label.by ? {"aria-labelledby": label.by} : {"aria-label": label};
  const head = (text, index) =>
    h("th", {scope: "col", class: numbers.includes(index) ? "number" : null}, text);
  return h(
    "div",
    {class: "scroll", tabindex: 0, role: "region", ...name},
    h(
      "table",
      {class: css},
      h("thead", {}, h("tr", {}, heads.map(head))),
      Array.isArray(body) ? h("tbody", {}, body) : body,
      foot && h("tfoot", {}, foot),
    ),
  );
}

/** A name and its value, for a `<dl class="facts">`. */
export function fact(name, value, hint) {
  const dd = h("dd", {}, value);
  const node = h("div", {}, h("dt", {title: hint}, name), dd);
  return {node, set: (text) => say(dd, text)};
}

/** How far a batch is. */
export function progressBar() {
  const bar = h("progress", {max: 1});
  bar.value = 0;
  return {
    node: bar,
    set(done, total, name) {
      bar.max = Math.max(1, total);
      bar.value = done;
      bar.setAttribute("aria-label", `${name}: ${count(done)} of ${many(total, "task")} done`);
      bar.classList.toggle("whole", total > 0 && done >= total);
    },
  };
}

/** What is spent, may have been billed and is set aside, against the cap. */
export function moneyBar() {
  const parts = ["settled", "risk", "held"].map((kind) => h("span", {class: kind}));
  const node = h("div", {class: "money", role: "img"}, parts);
  return {
    node,
    set({spent, at_risk: risk, held, per_batch_cap: cap}) {
      const all = Math.max(Number(cap), Number(spent) + Number(held));
      const shares = [Number(spent) - Number(risk), Number(risk), Number(held)];
      parts.forEach((part, index) => part.style.setProperty("width", percent(shares[index], all) + "%"));
      node.setAttribute(
        "aria-label",
        `Spent ${dollars(spent)} of ${dollars(cap)}; ` +
          `${dollars(held)} set aside; ${dollars(risk)} may have been billed`,
      );
    },
  };
}

/** "1 to 100 of 5,000", and the way to the others. */
export function pager(go) {
  const label = h("span", {class: "muted"});
  const step = (name, drawing, to) =>
    h(
      "button",
      {type: "button", class: "secondary outline small square", "aria-label": name, onclick: () => go(to())},
      icon(drawing),
    );
  let page = 0;
  let last = 0;
  const back = step("Previous page", "left", () => page - 1);
  const next = step("Next page", "right", () => page + 1);
  const jump = h("input", {
    type: "number",
    min: 1,
    class: "page",
    "aria-label": "Page",
    onchange: () => go(Math.min(last, Math.max(0, Number(jump.value) - 1))),
  });
  const of = h("span", {class: "muted"});
  const node = h(
    "nav",
    {class: "pager", "aria-label": "Pages"},
    label,
    h("span", {class: "steps"}, back, jump, of, next),
  );
  return {
    node,
    set({page: now, size, total}) {
      page = now;
      last = Math.max(0, Math.ceil(total / size) - 1);
      say(
        label,
        total === 0
          ? "None"
          : `${count(now * size + 1)} to ${count(Math.min(total, (now + 1) * size))} of ${count(total)}`,
      );
      say(of, `of ${count(last + 1)}`);
      jump.max = last + 1;
      if (document.activeElement !== jump) {
        jump.value = now + 1;
      }
      back.disabled = now <= 0;
      next.disabled = now >= last;
      node.querySelector(".steps").hidden = last === 0;
    },
  };
}

/** Long text as it is, with its line breaks. */
export const longText = (text, props = {}) => h("div", {class: "text", dir: "auto", ...props}, text);

/** Copies text; says so on the button. */
export function copyButton(text) {
  const word = h("span", {}, "Copy");
  return h(
    "button",
    {
      type: "button",
      class: "secondary outline small",
      onclick: async () => {
        try {
          await navigator.clipboard.writeText(text);
          say(word, "Copied");
        } catch {
          say(word, "Can't copy; select the text instead");
        }
      },
    },
    icon("copy"),
    word,
  );
}

/** A heading of a page with what stands beside it. */
export function pageHead(title, lead, ...aside) {
  return h(
    "div",
    {class: "head"},
    h("div", {}, h("h1", {}, title), lead && h("p", {class: "lead"}, lead)),
    aside.length > 0 && h("div", {class: "actions"}, aside),
  );
}

export function keyed(parent, items, keyOf, make) {
  const known = parent.known ?? (parent.known = new Map());
  const nodes = items.map((item) => {
    const key = keyOf(item);
    let row = known.get(key);
    if (!row) {
      row = make(item);
      known.set(key, row);
    }
    row.set(item);
    return [key, row];
  });
  const wanted = nodes.map(([, row]) => row.node);
  const same =
    wanted.length === parent.childNodes.length &&
    wanted.every((node, index) => parent.childNodes[index] === node);
  if (!same) {
    fill(parent, wanted);
  }
  parent.known = new Map(nodes);
}
