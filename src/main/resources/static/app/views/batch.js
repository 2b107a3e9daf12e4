// One batch: its live numbers and controls, then tasks, charts, downloads, options or the summary.
import {fill, h, say} from "../dom.js";
import {batchPath, get, listen} from "../api.js";
import {numbers, reasonLine, startLine} from "../batch-card.js";
import {controls} from "../controls.js";
import {bytes, duration, many, when} from "../format.js";
import {copyButton, empty, errorLine, stateChip, table} from "../parts.js";
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
        ? `took ${duration((new Date(next.finished) - new Date(next.started)) / 1000)}`
        : "";
    const facts = [
      next.source,
      next.workflow,
      `${many(next.concurrency, "task")} at once`,
      startLine(next),
      took,
    ];
    say(since, facts.filter(Boolean).join(" · "));
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
      h("nav", {class: "crumbs", "aria-label": "Breadcrumb"}, h("a", {href: "#/"}, "Batches")),
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
  "results.csv": "Every row of your file with its answer; opens in Excel",
  "results.xlsx": "The same as an Excel workbook, made when you download it",
  "batch_report.csv": "One line per task: status, model, time, cost",
  "batch-summary.json": "Totals and all results",
  "results.jsonl": "All results, one per line",
  "retry.csv": "The rows without a usable answer, ready to be run again",
  "options.yaml": "The options in force",
  "progress.json": "How far the batch is",
};

async function files({id, signal}) {
  const node = h("div", {});
  const draw = async () => {
    const list = await get(`${batchPath(id)}/files`, signal);
    const at = list.findIndex((file) => file.name === "results.csv");
    if (at >= 0 && !list.some((file) => file.name === "results.xlsx")) {
      list.splice(at + 1, 0, {name: "results.xlsx", size: null, modified: null});
    }
    const rows = list.map((file) => fileRow(id, file));
    fill(
      node,
      rows.length > 0
        ? table("Downloads", ["File", "What it is", "Size", "Written"], rows)
        : empty(
            "No files yet",
            "Results appear here as tasks end, and reports when the batch is paused, cancelled or finished.",
          ),
    );
  };
  await draw();
  return {node, batch: (next, turned) => turned && draw().catch(() => {})};
}

function fileRow(id, {name, size, modified}) {
  const path = name.split("/").map(encodeURIComponent).join("/");
  const link = h("a", {href: `/api${batchPath(id)}/files/${path}`, download: name.split("/").pop()}, name);
  const meaning = MEANING[name] ?? (/^tasks\./.test(name) ? "The file that you dropped" : "");
  return h(
    "tr",
    {},
    h("th", {scope: "row"}, link),
    h("td", {"data-label": "What it is"}, meaning),
    h("td", {"data-label": "Size", class: "number"}, size === null || size === undefined ? "–" : bytes(size)),
    h("td", {"data-label": "Written"}, when(modified)),
  );
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
        "The options in force. To change the caps or the number of tasks at once, use Raise the cap above.",
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
            "This is the object ",
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
