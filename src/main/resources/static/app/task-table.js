// The tasks of a batch: sorted, filtered and paged by the server, so that 100,000 rows are as quick as ten.
import {fill, h, say} from "./dom.js";
import {batchPath, get, once, query as asQuery} from "./api.js";
import {STATUSES, count, dollars, duration} from "./format.js";
import {errorLine, keyed, pager, statusChip} from "./parts.js";

const COLUMNS = [
  ["seq", "No."],
  ["id", "ID"],
  [null, "Task"],
  ["status", "Status"],
  [null, "Model"],
  [null, "Answer"],
  ["cost", "Cost"],
  ["duration", "Time"],
];
const SIZE = 50;
const LISTEN_EVERY = 1500;

export async function taskTable({id, query, signal, batch}) {
  const wanted = {
    page: Number(query.get("page") ?? 0),
    size: SIZE,
    sort: query.get("sort") ?? "seq",
    order: query.get("order") ?? "asc",
    status: query.get("status") ?? "",
    provider: query.get("provider") ?? "",
    q: query.get("q") ?? "",
  };
  const body = h("tbody", {});
  const error = h("div", {});
  const pages = pager((page) => turn({page}));
  const none = h("p", {class: "muted none", hidden: true});
  const heads = COLUMNS.map(([key, label]) => {
    if (!key) {
      return h("th", {scope: "col"}, label);
    }
    const sort = h(
      "button",
      {
        type: "button",
        class: "sort",
        onclick: () =>
          turn({sort: key, order: wanted.sort === key && wanted.order === "asc" ? "desc" : "asc", page: 0}),
      },
      label,
    );
    const th = h(
      "th",
      {scope: "col", class: key === "cost" || key === "duration" || key === "seq" ? "number" : null},
      sort,
    );
    th.key = key;
    return th;
  });
  const table = h(
    "table",
    {class: "striped stack tasks"},
    h("caption", {class: "unseen"}, `Tasks of ${id}`),
    h("thead", {}, h("tr", {}, heads)),
    body,
  );

  const status = h(
    "select",
    {onchange: () => turn({status: status.value, page: 0})},
    h("option", {value: ""}, "all"),
    Object.entries(STATUSES)
      .filter(([key]) => key !== "pending")
      .map(([key, [word]]) => h("option", {value: key}, word)),
  );
  status.value = wanted.status;
  const {providers} = await once("/status");
  const provider = h(
    "select",
    {onchange: () => turn({provider: provider.value, page: 0})},
    h("option", {value: ""}, "all"),
    providers.map(({name}) => h("option", {value: name}, name)),
  );
  provider.value = wanted.provider;
  const words = h("input", {type: "search", value: wanted.q, placeholder: "in task, answer or id"});
  let typing = 0;
  words.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => turn({q: words.value, page: 0}), 300);
  });

  let asked = new AbortController();
  async function load() {
    asked.abort();
    asked = new AbortController();
    signal.addEventListener("abort", () => asked.abort(), {once: true});
    try {
      const found = await get(`${batchPath(id)}/tasks${asQuery(wanted)}`, asked.signal);
      fill(error);
      keyed(
        body,
        found.items,
        (item) => item.seq,
        (item) => taskRow(id, item),
      );
      pages.set({page: wanted.page, size: wanted.size, total: found.total});
      none.hidden = found.total > 0;
      say(
        none,
        wanted.status || wanted.provider || wanted.q
          ? "No task matches these filters."
          : "No task has ended yet. Each appears here when it does.",
      );
      table.hidden = found.total === 0;
      for (const th of heads) {
        if (th.key) {
          th.setAttribute(
            "aria-sort",
            th.key === wanted.sort ? (wanted.order === "asc" ? "ascending" : "descending") : "none",
          );
        }
      }
    } catch (e) {
      if (e.name !== "AbortError") {
        fill(error, errorLine(e));
      }
    }
  }

  function turn(change) {
    Object.assign(wanted, change);
    const {size, ...kept} = wanted;
    const defaults = {page: 0, sort: "seq", order: "asc"};
    const told = Object.fromEntries(Object.entries(kept).filter(([name, value]) => value !== defaults[name]));
    history.replaceState(null, "", `#/batch/${encodeURIComponent(id)}${asQuery(told)}`);
    return load();
  }

  await load();
  let due = 0;
  let doneBefore = batch.done;
  const soon = () => {
    if (due === 0) {
      due = setTimeout(() => {
        due = 0;
        if (!signal.aborted) {
          load();
        }
      }, LISTEN_EVERY);
    }
  };
  return {
    node: h(
      "div",
      {},
      h(
        "form",
        {
          class: "filters",
          role: "search",
          "aria-label": "Filter tasks",
          onsubmit: (event) => event.preventDefault(),
        },
        h("label", {}, "Status", status),
        h("label", {}, "Provider", provider),
        h("label", {class: "wide"}, "Search", words),
      ),
      error,
      h("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": "Tasks"}, table),
      none,
      pages.node,
    ),
    tasks: soon,
    batch(next, turned) {
      if (turned || next.done !== doneBefore) {
        doneBefore = next.done;
        soon();
      }
    },
  };
}

function taskRow(batch, item) {
  const cell = (label, css) => h("td", {"data-label": label, class: css});
  const link = h("a", {href: `#/batch/${encodeURIComponent(batch)}/task/${item.seq}`});
  const cells = {
    id: cell("ID", "id"),
    status: cell("Status"),
    model: cell("Model", "model"),
    answer: cell("Answer", "cut"),
    cost: cell("Cost", "number"),
    time: cell("Time", "number"),
  };
  const task = h("th", {scope: "row", class: "cut"}, link);
  const node = h(
    "tr",
    {},
    h("td", {class: "number", "data-label": "No."}, count(item.seq)),
    cells.id,
    task,
    cells.status,
    cells.model,
    cells.answer,
    cells.cost,
    cells.time,
  );
  let shown = null;
  return {
    node,
    set(next) {
      if (shown?.status !== next.status) {
        fill(cells.status, statusChip(next.status));
      }
      shown = next;
      say(cells.id, next.id);
      say(link, next.task);
      say(cells.model, next.model ? (next.provider ? `${next.provider}/${next.model}` : next.model) : "–");
      say(cells.answer, next.answer ?? next.reason ?? "");
      cells.answer.classList.toggle("muted", !next.answer);
      say(
        cells.cost,
        next.status === "pending" ? "–" : (Number(next.at_risk) > 0 ? "≤ " : "") + dollars(next.cost),
      );
      say(cells.time, next.status === "pending" ? "–" : duration(next.duration_s));
    },
  };
}
