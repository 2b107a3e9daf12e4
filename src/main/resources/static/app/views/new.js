// A new batch: a file, options, the first prompts, the plan, and then Run.
import {announce, fill, h, notice} from "../dom.js";
import {get, once, post} from "../api.js";
import {dropzone, waitingFile} from "../dropzone.js";
import {bytes, dollars, many} from "../format.js";
import {optionsForm} from "../options-form.js";
import {errorLine, pageHead} from "../parts.js";
import {isHard, planCard} from "../plan.js";
import {saveTemplate, templatePicker} from "../templates.js";
import {chosenFile, previewOf} from "../upload-parts.js";

const FILES = ".csv,.tsv,.xlsx,.txt,.md,.jsonl";
const DOCUMENTS = ".txt,.md,.pdf";
const PAUSE = 500;

export default async function newBatch({signal}) {
  const [status, metas, models, templates] = await Promise.all([
    once("/status"),
    once("/options"),
    once("/models"),
    get("/templates", signal),
  ]);
  const chosen = {file: null, corpus: [], upload: null, column: null};
  const filePart = h("div", {});
  const rest = h("div", {hidden: true});
  const prompts = h("div", {"aria-live": "polite"});
  const planned = h("div", {"aria-live": "polite"});
  const runError = h("div", {});
  const run = h("button", {type: "button", class: "big", disabled: true, onclick: start}, "Run");
  const runHint = h(
    "p",
    {class: "muted small"},
    "No model is called and nothing is paid until you press Run.",
  );

  const form = optionsForm(metas, models, {left: ["corpus", "task-column"], change: soon});
  const drop = dropzone({
    title: "Drop a file of prompts here, or choose one",
    text: "One prompt per row or line: .csv, .xlsx, .tsv, .txt, .md, .jsonl",
    accept: FILES,
    take: ([file]) => {
      chosen.file = file;
      chosen.column = null;
      upload();
    },
  });
  const documents = dropzone({
    title: "Add documents that the answers must quote",
    text: "Each quotation is checked against the documents: .txt, .md, .pdf",
    accept: DOCUMENTS,
    multiple: true,
    take: (files) => {
      const names = new Set(files.map((file) => file.name));
      chosen.corpus = [...chosen.corpus.filter((file) => !names.has(file.name)), ...files];
      drawDocuments();
      if (chosen.file) {
        upload();
      }
    },
  });
  const documentList = h("ul", {class: "bag", "aria-label": "Documents"});

  function drawDocuments() {
    fill(
      documentList,
      chosen.corpus.map((file) =>
        h(
          "li",
          {class: "chip idle"},
          `${file.name}, ${bytes(file.size)}`,
          h(
            "button",
            {
              type: "button",
              class: "plain",
              "aria-label": `Remove ${file.name}`,
              onclick: () => {
                chosen.corpus = chosen.corpus.filter((each) => each !== file);
                drawDocuments();
                upload();
              },
            },
            "×",
          ),
        ),
      ),
    );
  }

  async function upload() {
    if (!chosen.file) {
      return;
    }
    const body = new FormData();
    body.append("file", chosen.file);
    for (const file of chosen.corpus) {
      body.append("corpus", file);
    }
    fill(filePart, h("p", {class: "loading", "aria-busy": "true"}, `Reading ${chosen.file.name}`));
    run.disabled = true;
    try {
      chosen.upload = await post("/uploads", body, signal);
      announce(`${chosen.upload.name}: ${many(chosen.upload.tasks, "task")}.`);
      rest.hidden = false;
      drawFile();
      estimate();
    } catch (e) {
      if (e.name === "AbortError") {
        return;
      }
      chosen.upload = null;
      rest.hidden = true;
      fill(
        filePart,
        h(
          "p",
          {class: "error", role: "alert"},
          e.message,
          e.line && !e.message.includes(String(e.line)) ? ` (line ${e.line})` : "",
        ),
        drop.node,
      );
    }
  }

  function drawFile() {
    const part = chosenFile(chosen.upload, chosen.column, {
      column: (name) => {
        chosen.column = name;
        soon();
      },
      another: () => {
        fill(filePart, drop.node);
        drop.focus();
      },
    });
    fill(filePart, part);
  }

  function options() {
    const values = form.values();
    if (chosen.column) {
      values["task-column"] = chosen.column;
    }
    return values;
  }

  let due = 0;
  let asked = new AbortController();
  signal.addEventListener("abort", () => asked.abort());

  function soon() {
    clearTimeout(due);
    run.disabled = true;
    due = setTimeout(estimate, PAUSE);
  }

  /** The preview and the plan with the options as they are now. */
  async function estimate() {
    if (!chosen.upload || signal.aborted) {
      return;
    }
    clearTimeout(due);
    if (chosen.upload.columns?.length > 0 && !chosen.upload.task_column && !chosen.column) {
      fill(prompts);
      fill(
        planned,
        h(
          "p",
          {class: "line warn"},
          "No column is named task or prompt. Choose the column that holds the task above.",
        ),
      );
      return;
    }
    asked.abort();
    asked = new AbortController();
    const mine = asked.signal;
    run.disabled = true;
    fill(runError);
    planned.setAttribute("aria-busy", "true");
    const path = `/uploads/${encodeURIComponent(chosen.upload.upload)}`;
    try {
      const [preview, plan] = await Promise.all([
        post(`${path}/preview`, {options: options(), first: 5}, mine),
        post(`${path}/plan`, {options: options()}, mine),
      ]);
      form.refuse({});
      fill(prompts, previewOf(preview));
      fill(planned, planCard(plan));
      const todo = plan.tasks - plan.filtered;
      run.disabled = todo === 0;
      fill(run, runLabel(plan, todo));
    } catch (e) {
      if (e.name === "AbortError") {
        return;
      }
      const marked = form.refuse(e);
      fill(
        planned,
        h("p", {class: "error", role: "alert"}, marked ? "Correct an option above: " : "", e.message),
      );
      fill(prompts);
    } finally {
      if (!mine.aborted) {
        planned.removeAttribute("aria-busy");
      }
    }
  }

  async function start() {
    run.setAttribute("aria-busy", "true");
    try {
      const {batch} = await post("/batches", {upload: chosen.upload.upload, options: options()});
      notice(`Batch ${batch} accepted.`);
      location.hash = `#/batch/${encodeURIComponent(batch)}`;
    } catch (e) {
      fill(runError, errorLine(e));
    } finally {
      run.removeAttribute("aria-busy");
    }
  }

  const save = h(
    "button",
    {type: "button", class: "secondary outline", onclick: () => saveTemplate(options())},
    "Save as template",
  );
  fill(filePart, drop.node);
  fill(
    rest,
    step(
      2,
      "Options",
      templatePicker(templates, (values) => {
        form.set(values);
        soon();
      }),
      form.node,
      h("p", {class: "actions"}, save),
    ),
    step(3, "The first prompts as they will be sent", prompts),
    step(4, "What it will cost", planned, runError, h("div", {class: "run"}, run, runHint)),
  );
  const waiting = waitingFile();
  if (waiting) {
    chosen.file = waiting;
    upload();
  }
  return {
    title: "New batch",
    node: h(
      "div",
      {class: "newbatch"},
      pageHead("New batch", "Choose a file of prompts and a budget, and check both before anything is paid."),
      step(
        1,
        "File",
        filePart,
        h(
          "details",
          {open: chosen.corpus.length > 0},
          h("summary", {}, "Base the answers on your documents"),
          documents.node,
          documentList,
        ),
      ),
      rest,
      status.mock && h("p", {class: "muted small"}, "Mock mode: answers are made up and nothing is paid."),
    ),
  };
}

function step(number, title, ...content) {
  return h(
    "section",
    {class: "card step"},
    h("h2", {}, h("span", {class: "no", "aria-hidden": "true"}, String(number)), title),
    content,
  );
}

function runLabel(plan, todo) {
  const tasks = many(todo, "task");
  if (plan.mode === "mock") {
    return `Run ${tasks} for free`;
  }
  const most = isHard(plan) ? Math.min(plan.per_batch_cap, plan.worst) : plan.per_batch_cap;
  return `Run ${tasks}, up to ${dollars(most)}`;
}
