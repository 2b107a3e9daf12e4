// A new batch: a file, options, the first prompts, the plan, and then Run.
import {announce, fill, h, notice} from "../dom.js";
import {get, once, post, put} from "../api.js";
import {ask} from "../dialog.js";
import {dropzone, waitingFile} from "../dropzone.js";
import {bytes, count, dollars, many} from "../format.js";
import {optionsForm, templatePicker} from "../options-form.js";
import {errorLine, longText, pageHead} from "../parts.js";
import {isHard, planCard} from "../plan.js";

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
    "Nothing is asked and nothing is paid before you press Run.",
  );

  const form = optionsForm(metas, models, {left: ["corpus", "task-column"], change: soon});
  const drop = dropzone({
    title: "Drop a file of prompts here, or choose it",
    text: "A prompt a row or a line: .csv, .xlsx, .tsv, .txt, .md, .jsonl",
    accept: FILES,
    take: ([file]) => {
      chosen.file = file;
      chosen.column = null;
      upload();
    },
  });
  const documents = dropzone({
    title: "Add documents that answers must rest on",
    text: "Every answer then quotes them, and each quotation is checked: .txt, .md, .pdf",
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
              "aria-label": `Leave out ${file.name}`,
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
      announce(`${chosen.upload.name}: ${count(chosen.upload.tasks)} tasks.`);
      rest.hidden = false;
      drawFile();
      reckon();
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
    const {name, size, tasks, dropped, hidden, columns, task_column: column} = chosen.upload;
    const current = chosen.column ?? column ?? "";
    const select =
      columns?.length > 0 &&
      h(
        "label",
        {},
        "Column that holds the task",
        h(
          "select",
          {
            onchange: (event) => {
              chosen.column = event.target.value || null;
              soon();
            },
          },
          current === "" ? h("option", {value: ""}, "choose one") : null,
          columns.map((each) => h("option", {value: each, selected: each === current}, each)),
        ),
      );
    fill(
      filePart,
      h(
        "div",
        {class: "chosen"},
        h(
          "div",
          {},
          h("p", {class: "name"}, name),
          h(
            "p",
            {class: "muted small"},
            [
              tasks > 0 && many(tasks, "task"),
              dropped > 0 && `${many(dropped, "empty row")} dropped`,
              hidden > 0 && `${many(hidden, "hidden row")} left out`,
              size && bytes(size),
              columns?.length > 0 && many(columns.length, "column"),
            ]
              .filter(Boolean)
              .join(" · "),
          ),
        ),
        select,
        h(
          "button",
          {
            type: "button",
            class: "secondary outline small",
            onclick: () => {
              fill(filePart, drop.node);
              drop.focus();
            },
          },
          "Another file",
        ),
      ),
    );
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
    due = setTimeout(reckon, PAUSE);
  }

  /** The preview and the plan with the options as they are now. */
  async function reckon() {
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
          "No column is named task or prompt. Choose the column that holds the task, above.",
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
      fill(
        run,
        plan.mode === "mock"
          ? `Run ${many(todo, "task")}, for nothing`
          : `Run ${many(todo, "task")}, up to ${dollars(Math.min(plan.per_batch_cap, isHard(plan) ? plan.worst : plan.per_batch_cap))}`,
      );
    } catch (e) {
      if (e.name === "AbortError") {
        return;
      }
      const marked = form.refuse(e);
      fill(
        planned,
        h("p", {class: "error", role: "alert"}, marked ? "An option above needs a look: " : "", e.message),
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
      notice(`${batch} is accepted.`);
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
    step(3, "The first prompts, as they will be sent", prompts),
    step(4, "What it would cost", planned, runError, h("div", {class: "run"}, run, runHint)),
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
      pageHead("New batch", "A file of prompts, a budget, and a look at both before anything is paid."),
      step(
        1,
        "File",
        filePart,
        h(
          "details",
          {open: chosen.corpus.length > 0},
          h("summary", {}, "Grounded answers: add your documents"),
          documents.node,
          documentList,
        ),
      ),
      rest,
      status.mock && h("p", {class: "muted small"}, "Mock mode: answers are made up, nothing is paid."),
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

function previewOf({prompts}) {
  if (prompts.length === 0) {
    return h("p", {class: "muted"}, "No task is left: look at the filters among the options.");
  }
  const systems = new Set(prompts.map((prompt) => prompt.system));
  const system = (text) =>
    text &&
    h(
      "details",
      {},
      h("summary", {}, "The system text that goes with it"),
      longText(text, {class: "text system"}),
    );
  return [
    systems.size === 1 &&
      prompts[0].system &&
      h(
        "details",
        {},
        h("summary", {}, "The system text, the same for all"),
        longText(prompts[0].system, {class: "text system"}),
      ),
    h(
      "ol",
      {class: "previews"},
      prompts.map((prompt) =>
        h(
          "li",
          {},
          h(
            "p",
            {class: "muted small"},
            `Task ${prompt.seq}${prompt.id && prompt.id !== String(prompt.seq) ? `, ${prompt.id}` : ""}`,
          ),
          longText(prompt.text ?? prompt.task),
          systems.size > 1 && system(prompt.system),
        ),
      ),
    ),
  ];
}

function saveTemplate(options) {
  const name = h("input", {
    type: "text",
    required: true,
    pattern: "[A-Za-z0-9_.\\-]{1,60}",
    placeholder: "weekly-briefs",
  });
  return ask({
    title: "Save these options as a template",
    text: `${many(Object.keys(options).length, "option")} that differ from your defaults are kept in templates/NAME.yaml. Choose it next time, name it in an option file with "use", or on the command line with --use.`,
    body: h("label", {}, "Name", name),
    confirm: "Save",
    act: async () => {
      await put(`/templates/${encodeURIComponent(name.value)}`, options);
      notice(`The template ${name.value} is saved.`);
    },
  });
}
