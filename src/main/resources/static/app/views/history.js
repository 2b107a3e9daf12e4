// All batches, searched by the server; two of them can be compared.
import {fill, h} from "../dom.js";
import {get, query as asQuery} from "../api.js";
import {STATES, count, dollars, when} from "../format.js";
import {empty, errorLine, keyed, pageHead, pager, stateChip} from "../parts.js";

export default async function history_({query, signal}) {
  const wanted = {
    state: query.get("state") ?? "",
    q: query.get("q") ?? "",
    from: query.get("from") ?? "",
    to: query.get("to") ?? "",
    page: Number(query.get("page") ?? 0),
    size: 50,
  };
  const picked = [];
  const body = h("tbody", {});
  const error = h("div", {});
  const pages = pager((page) => turn({page}));
  const compare = h(
    "button",
    {
      type: "button",
      disabled: true,
      onclick: () => (location.hash = `#/compare${asQuery({a: picked[0], b: picked[1]})}`),
    },
    "Compare two",
  );
  const hint = h(
    "span",
    {class: "muted small", role: "status"},
    "Select two batches of the same tasks to compare them.",
  );
  const none = empty(
    "No batches found",
    "Change the filters, or start a batch.",
    h("a", {class: "button", href: "#/new"}, "New batch"),
  );
  const table = h(
    "table",
    {class: "striped stack"},
    h("caption", {class: "unseen"}, "Batches"),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", {scope: "col"}, h("span", {class: "unseen"}, "Compare")),
        ["Batch", "State", "Done", "Spent", "Cap", "Accepted"].map((name) => h("th", {scope: "col"}, name)),
      ),
    ),
    body,
  );

  function pick(id, yes, box) {
    if (yes) {
      picked.push(id);
    } else {
      picked.splice(picked.indexOf(id), 1);
    }
    if (picked.length > 2) {
      picked.pop();
      box.checked = false;
    }
    compare.disabled = picked.length !== 2;
    hint.textContent =
      picked.length === 0
        ? "Select two batches of the same tasks to compare them."
        : picked.length === 1
          ? "Select one more."
          : `${picked[0]} and ${picked[1]}`;
  }

  function row(batch) {
    const box = h("input", {
      type: "checkbox",
      "aria-label": `Compare ${batch.batch}`,
      checked: picked.includes(batch.batch),
      onchange: () => pick(batch.batch, box.checked, box),
    });
    const cell = (name, ...content) => h("td", {"data-label": name}, content);
    const node = h("tr", {});
    return {
      node,
      set(next) {
        fill(
          node,
          cell("Compare", box),
          h("th", {scope: "row"}, h("a", {href: `#/batch/${encodeURIComponent(next.batch)}`}, next.batch)),
          cell("State", stateChip(next)),
          cell("Done", `${count(next.done)} of ${count(next.total)}`),
          cell("Spent", dollars(next.spent)),
          cell("Cap", dollars(next.per_batch_cap)),
          cell("Accepted", when(next.accepted)),
        );
      },
    };
  }

  async function load() {
    try {
      const found = await get(
        `/batches${asQuery({...wanted, from: bound(wanted.from, 0), to: bound(wanted.to, 1)})}`,
        signal,
      );
      fill(error);
      keyed(body, found.items, (batch) => batch.batch, row);
      pages.set({page: wanted.page, size: wanted.size, total: found.total});
      none.hidden = found.total > 0;
      table.hidden = found.total === 0;
      compare.hidden = hint.hidden = found.total < 2 && picked.length === 0;
    } catch (e) {
      if (e.name !== "AbortError") {
        fill(error, errorLine(e));
      }
    }
  }

  function turn(change) {
    Object.assign(wanted, {page: 0}, change);
    const {size, ...told} = wanted;
    history.replaceState(null, "", `#/history${asQuery({...told, page: told.page || ""})}`);
    return load();
  }

  let typing = 0;
  const field = (label, control, css) => h("label", {class: css}, label, control);
  const state = h(
    "select",
    {onchange: () => turn({state: state.value})},
    h("option", {value: ""}, "all"),
    Object.entries(STATES).map(([key, [word]]) => h("option", {value: key}, word)),
  );
  state.value = wanted.state;
  const words = h("input", {
    type: "search",
    value: wanted.q,
    placeholder: "file or batch",
    oninput: () => {
      clearTimeout(typing);
      typing = setTimeout(() => turn({q: words.value}), 300);
    },
  });
  const from = h("input", {type: "date", value: wanted.from, onchange: () => turn({from: from.value})});
  const to = h("input", {type: "date", value: wanted.to, onchange: () => turn({to: to.value})});
  await load();
  return {
    title: "History",
    node: h(
      "div",
      {},
      pageHead("History", "Every batch in the ledger.", hint, compare),
      h(
        "form",
        {
          class: "filters",
          role: "search",
          "aria-label": "Filter batches",
          onsubmit: (event) => event.preventDefault(),
        },
        field("State", state),
        field("From", from),
        field("To", to),
        field("Search", words, "wide"),
      ),
      error,
      h("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": "Batches"}, table),
      none,
      pages.node,
    ),
  };
}

/** A day of the user's as an instant: its beginning, or the next day's. */
function bound(day, plus) {
  if (day === "") {
    return "";
  }
  const [year, month, date] = day.split("-").map(Number);
  return new Date(year, month - 1, date + plus).toISOString();
}
