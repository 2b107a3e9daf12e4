// One batch: its live numbers and controls, then tasks, charts, downloads, options or the summary.
import {fill, h, say} from "../dom.js";
import {batchPath, get, listen} from "../api.js";
import {numbers, reasonLine} from "../batch-card.js";
import {controls} from "../controls.js";
import {bytes, duration, when} from "../format.js";
import {copyButton, empty, errorLine, stateChip} from "../parts.js";
import {taskTable} from "../task-table.js";
import {charts} from "../charts.js";
import {speaker} from "./batches.js";

const TABS = [
  ["tasks", "Tasks"],
  ["charts", "Charts"],
  ["files", "Downloads"],
  ["options", "Options"],
  ["summary", "Summary"],
];

export default async function batch({params: [id, tab = "tasks"], query, signal}) {
  let now = await get(batchPath(id), signal);
  const base = `#/batch/${encodeURIComponent(id)}`;
  const chip = h("span", {}, stateChip(now));
  const reason = h("p", {class: "reason"});
  const since = h("p", {class: "muted small"});
  const head = numbers();
  const talk = speaker();
  const refresh = async () => take(await get(batchPath(id), signal));
  const buttons = controls(() => now, refresh, {full: true});
  const panel = h("section", {
    class: "panel",
    "aria-label": TABS.find(([key]) => key === tab)?.[1] ?? "Tasks",
  });
  const shown = await open(tab, {id, query, signal, batch: now});
  fill(panel, shown.node);

  function take(next) {
    talk(now, next);
    const turned = next.state !== now.state;
    if (turned || next.wanted !== now.wanted) {
      fill(chip, stateChip(next));
    }
    now = next;
    const took =
      next.started && next.finished
        ? ` · took ${duration((new Date(next.finished) - new Date(next.started)) / 1000)}`
        : "";
    say(
      since,
      `${next.source} · ${next.workflow ?? ""} · ${next.concurrency} at once · ${next.started ? "begun " + when(next.started) : "accepted " + when(next.accepted)}${took}`,
    );
    say(reason, reasonLine(next));
    reason.hidden = reason.textContent === "";
    head.set(next);
    buttons.set(next);
    shown.batch?.(next, turned);
  }
  take(now);

  return {
    title: id,
    node: h(
      "div",
      {class: "onebatch"},
      h("nav", {class: "crumbs", "aria-label": "Way back"}, h("a", {href: "#/"}, "Batches")),
      h(
        "article",
        {class: "card batch"},
        h("header", {}, h("div", {}, h("h1", {class: "name"}, id), since), chip),
        reason,
        head.node,
        buttons.node,
      ),
      h(
        "nav",
        {class: "tabs", "aria-label": "Parts of this batch"},
        h(
          "ul",
          {},
          TABS.map(([key, label]) =>
            h(
              "li",
              {},
              h(
                "a",
                {
                  href: key === "tasks" ? base : `${base}/${key}`,
                  "aria-current": key === tab ? "page" : null,
                },
                label,
              ),
            ),
          ),
        ),
      ),
      panel,
    ),
    ready() {
      shown.ready?.();
      listen(`${batchPath(id)}/events`, {batch: take, tasks: ({seqs}) => shown.tasks?.(seqs)}, signal);
    },
  };
}

function open(tab, context) {
  const tabs = {tasks: taskTable, charts, files, options, summary};
  return (tabs[tab] ?? taskTable)(context);
}

const MEANING = {
  "results.csv": "every row of your file with its answer; opens in Excel",
  "results.xlsx": "the same as a workbook, made when you ask for it",
  "batch_report.csv": "a line for each task: status, model, time, cost",
  "batch-summary.json": "totals and all results",
  "results.jsonl": "all results, a line each",
  "retry.csv": "the rows that did not end well, ready to be dropped again",
  "options.yaml": "the options in force",
  "progress.json": "how far it is",
};

async function files({id, signal}) {
  const node = h("div", {});
  const draw = async () => {
    const list = await get(`${batchPath(id)}/files`, signal);
    const table = list.findIndex((file) => file.name === "results.csv");
    if (table >= 0 && !list.some((file) => file.name === "results.xlsx")) {
      list.splice(table + 1, 0, {name: "results.xlsx", size: null, modified: null});
    }
    if (list.length === 0) {
      fill(
        node,
        empty(
          "No files yet",
          "They appear here as tasks end; the reports come when the batch is paused, cancelled or finished.",
        ),
      );
      return;
    }
    fill(
      node,
      h(
        "div",
        {class: "scroll", tabindex: 0, role: "region", "aria-label": "Downloads"},
        h(
          "table",
          {class: "striped stack"},
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              ["File", "What it is", "Size", "Written"].map((name) => h("th", {scope: "col"}, name)),
            ),
          ),
          h(
            "tbody",
            {},
            list.map((file) =>
              h(
                "tr",
                {},
                h(
                  "th",
                  {scope: "row"},
                  h(
                    "a",
                    {
                      href: `/api${batchPath(id)}/files/${file.name.split("/").map(encodeURIComponent).join("/")}`,
                      download: file.name.split("/").pop(),
                    },
                    file.name,
                  ),
                ),
                h(
                  "td",
                  {"data-label": "What it is"},
                  MEANING[file.name] ?? (/^tasks\./.test(file.name) ? "what was dropped" : ""),
                ),
                h(
                  "td",
                  {"data-label": "Size", class: "number"},
                  file.size === null || file.size === undefined ? "–" : bytes(file.size),
                ),
                h("td", {"data-label": "Written"}, when(file.modified)),
              ),
            ),
          ),
        ),
      ),
    );
  };
  await draw();
  return {node, batch: (next, turned) => turned && draw().catch(() => {})};
}

async function options({id, signal}) {
  const inForce = await get(`${batchPath(id)}/options`, signal);
  return {
    node: h(
      "div",
      {},
      h(
        "p",
        {class: "muted"},
        "The options in force. Caps and pace can be changed while it runs: Raise the cap, above.",
      ),
      h(
        "dl",
        {class: "pairs"},
        Object.entries(inForce).map(([key, value]) => [
          h("dt", {}, h("code", {}, key)),
          h("dd", {}, typeof value === "object" ? JSON.stringify(value) : String(value)),
        ]),
      ),
    ),
  };
}

async function summary({id, signal}) {
  const node = h("div", {});
  const draw = async () => {
    try {
      const json = JSON.stringify(await get(`${batchPath(id)}/summary`, signal), null, 2);
      fill(
        node,
        h(
          "div",
          {class: "head"},
          h(
            "p",
            {class: "muted"},
            "The object ",
            h("code", {}, "summary"),
            " of ",
            h("code", {}, "batch-summary.json"),
            ".",
          ),
          copyButton(json),
        ),
        h("pre", {tabindex: 0, "aria-label": "Summary as JSON"}, h("code", {}, json)),
      );
    } catch (e) {
      fill(node, errorLine(e));
    }
  };
  await draw();
  return {node, batch: (next, turned) => turned && draw()};
}
