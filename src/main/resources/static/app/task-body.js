// A result to read: the answer, the drafts, citations, what it cost.
import {fill, h} from "./dom.js";
import {batchPath, get} from "./api.js";
import {drafts, verdict, where} from "./drafts.js";
import {count, dollars, duration, many, statusWord} from "./format.js";
import {copyButton, errorLine, longText, table} from "./parts.js";

export function taskBody(batch, result) {
  return h(
    "div",
    {class: "reading"},
    answer(result),
    section("Task", longText(result.task), columns(result)),
    drafts(result),
    citations(batch, result),
    money(result),
  );
}

function section(title, ...content) {
  return h("section", {class: title === "Citations" ? "card wide" : "card"}, h("h2", {}, title), content);
}

function answer(result) {
  const facts = [
    result.model && ["Model", `${result.provider}/${result.model}`],
    [
      "Cost",
      result.at_risk
        ? `at most ${dollars(Number(result.cost_estimate) + Number(result.at_risk))}, of which ` +
          `${dollars(result.at_risk)} may not have been billed`
        : dollars(result.cost_estimate),
    ],
    Number(result.spent) !== Number(result.cost_estimate) && ["Spent", dollars(result.spent)],
    ["Time", duration(result.duration_s)],
    ["Attempts", count(result.attempts)],
  ].filter(Boolean);
  const redacted = Object.entries(result.redaction ?? {}).filter(([, n]) => n > 0);
  return h(
    "section",
    {class: "card answer"},
    h("div", {class: "head"}, h("h2", {}, "Answer"), result.text && copyButton(result.text)),
    result.text
      ? longText(result.text)
      : h("p", {class: "muted"}, `There is no answer. Status: ${statusWord(result.status)}.`),
    result.reason && h("p", {class: "reason"}, result.reason),
    result.error && h("p", {class: "error"}, result.error),
    redacted.length > 0 &&
      h(
        "p",
        {class: "muted small"},
        "Redacted: " + redacted.map(([rule, n]) => `${rule} (${many(n, "time")})`).join(", ") + ".",
      ),
    h(
      "dl",
      {class: "facts"},
      facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
    ),
  );
}

function columns(result) {
  const list = Object.entries(result.columns ?? {}).filter(
    ([, value]) => value !== "" && value !== result.task,
  );
  return (
    list.length > 0 &&
    h(
      "details",
      {},
      h("summary", {}, "Other columns of this row"),
      h(
        "dl",
        {class: "pairs"},
        list.map(([name, value]) => [h("dt", {}, name), h("dd", {}, String(value))]),
      ),
    )
  );
}

function citations(batch, result) {
  if (!result.citations?.length) {
    return null;
  }
  return section(
    "Citations",
    h(
      "ol",
      {class: "citations"},
      result.citations.map((citation, index) => {
        const passage = h("div", {"aria-live": "polite"});
        let asked = false;
        const details = h("details", {}, h("summary", {}, "The passage in the document"), passage);
        details.addEventListener("toggle", async () => {
          if (!details.open || asked) {
            return;
          }
          asked = true;
          try {
            const found = await get(`${batchPath(batch)}/tasks/${result.seq}/citations/${index}`);
            fill(
              passage,
              h(
                "blockquote",
                {class: "text"},
                "… ",
                found.before,
                h("mark", {}, found.match),
                found.after,
                " …",
              ),
            );
          } catch (e) {
            asked = false;
            fill(passage, errorLine(e));
          }
        });
        return h(
          "li",
          {},
          h("p", {}, verdict(citation), " ", h("q", {}, citation.quote)),
          h("p", {class: "muted small"}, where(citation), citation.note && ` · ${citation.note}`),
          citation.verdict !== "not_found" && details,
        );
      }),
    ),
  );
}

function money(result) {
  if (!result.usage?.length) {
    return null;
  }
  const heads = ["Phase", "Model", "Tokens in", "From cache", "Tokens out", "Time", "Cost"];
  const rows = result.usage.map((row) => {
    const numbers = [
      count(row.prompt_tokens),
      count(row.cached_tokens),
      count(row.completion_tokens),
      duration(row.latency_s),
      row.at_risk ? `at most ${dollars(row.at_risk)}` : dollars(row.cost),
    ];
    return h(
      "tr",
      {},
      h("th", {scope: "row"}, row.phase),
      h("td", {"data-label": "Model"}, `${row.provider}/${row.model}`),
      numbers.map((value, index) => h("td", {class: "number", "data-label": heads[index + 2]}, value)),
    );
  });
  const total = dollars(result.usage.reduce((sum, row) => sum + Number(row.cost), 0));
  const foot = h(
    "tr",
    {},
    h("th", {scope: "row", colspan: 6}, "Total"),
    h("td", {class: "number", "data-label": "Cost"}, total),
  );
  return h(
    "section",
    {class: "card wide"},
    h("h2", {}, "Cost by call"),
    table("Cost by call", heads, rows, {numbers: [2, 3, 4, 5, 6], css: "stack", foot}),
  );
}
