// A result to read: the answer, drafts side by side, citations, what it cost.
import {fill, h} from "./dom.js";
import {batchPath, get} from "./api.js";
import {count, dollars, duration, statusWord} from "./format.js";
import {copyButton, errorLine, longText} from "./parts.js";

const VERDICTS = {
  verified: ["Verified", "good"],
  paraphrase: ["Paraphrase", "warn"],
  not_found: ["Not found", "bad"],
};

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
        ? `at most ${dollars(Number(result.cost_estimate) + Number(result.at_risk))}; ${dollars(result.at_risk)} of it is not known`
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
      : h("p", {class: "muted"}, `There is no answer: ${statusWord(result.status).toLowerCase()}.`),
    result.reason && h("p", {class: "reason"}, result.reason),
    result.error && h("p", {class: "error"}, result.error),
    redacted.length > 0 &&
      h(
        "p",
        {class: "muted small"},
        "Taken out: " + redacted.map(([rule, n]) => `${rule} ${n} times`).join(", ") + ".",
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
      h("summary", {}, "The row's other columns"),
      h(
        "dl",
        {class: "pairs"},
        list.map(([name, value]) => [h("dt", {}, name), h("dd", {}, String(value))]),
      ),
    )
  );
}

function drafts(result) {
  if (!result.drafts?.length) {
    return null;
  }
  const judge = result.judgment;
  const ranking = judge?.ranking ?? [];
  const place = (draft) => {
    const index = ranking.findIndex((name) => name === `${draft.provider}/${draft.model}`);
    return index < 0 ? null : index + 1;
  };
  return h(
    "section",
    {class: "wide"},
    h("h2", {}, "Drafts, side by side"),
    judge &&
      h(
        "p",
        {class: "muted"},
        judge.unjudged
          ? `Not judged: ${judge.unjudged}`
          : `Judged by ${judge.provider}/${judge.model}, who did not know who wrote which.`,
      ),
    notes(judge?.notes),
    h(
      "div",
      {class: "drafts"},
      result.drafts.map((draft) =>
        draftCard(draft, place(draft), draft.text !== null && draft.text === result.text),
      ),
    ),
  );
}

function draftCard(draft, place, chosen) {
  const score = draft.score;
  return h(
    "article",
    {class: "card draft" + (chosen ? " chosen" : "")},
    h(
      "header",
      {},
      h("h3", {}, `${draft.provider}/${draft.model}`),
      h(
        "span",
        {class: "chips"},
        chosen && h("span", {class: "chip good"}, "Chosen"),
        place && h("span", {class: "chip idle"}, `Place ${place}`),
        !draft.permitted && h("span", {class: "chip warn"}, "Not permitted by the policy"),
        draft.refusal && h("span", {class: "chip warn"}, "Refusal"),
        draft.safety_flags?.map((flag) => h("span", {class: "chip warn"}, flag)),
      ),
    ),
    score && scores(score),
    score?.reason && h("p", {class: "why"}, h("b", {}, "The judge: "), score.reason),
    draft.rejected && h("p", {class: "error"}, "Out: " + draft.rejected),
    draft.error && h("p", {class: "error"}, draft.error),
    draft.text && longText(draft.text),
    draft.raw && h("details", {}, h("summary", {}, "The whole reply"), longText(draft.raw)),
    draft.evidence?.length > 0 &&
      h(
        "details",
        {},
        h("summary", {}, "What it says it rests on"),
        h(
          "ul",
          {},
          draft.evidence.map((line) => h("li", {}, line)),
        ),
      ),
    draft.citations?.length > 0 &&
      h(
        "details",
        {},
        h("summary", {}, `${draft.citations.length} citations`),
        h(
          "ul",
          {class: "plainlist"},
          draft.citations.map((each) =>
            h(
              "li",
              {},
              verdict(each),
              " ",
              h("q", {}, each.quote),
              h("span", {class: "muted"}, ` ${where(each)}`),
            ),
          ),
        ),
      ),
    draft.confidence !== null &&
      draft.confidence !== undefined &&
      h("p", {class: "muted small"}, `Its own confidence: ${Math.round(draft.confidence * 100)}%`),
    notes(draft.notes),
  );
}

function scores(score) {
  const meter = (name, value, max) =>
    h(
      "div",
      {},
      h("dt", {}, name),
      h(
        "dd",
        {},
        h("meter", {min: 0, max, value, "aria-hidden": "true"}),
        h("span", {}, `${value} of ${max}`),
      ),
    );
  return h(
    "dl",
    {class: "scores"},
    meter("Total", score.total, 10),
    meter("Task fit", score.task_fit, 4),
    meter("Support", score.support, 4),
    meter("Clarity", score.clarity, 2),
  );
}

function notes(list) {
  return (
    list?.length > 0 &&
    h(
      "ul",
      {class: "muted small plainlist"},
      list.map((note) => h("li", {}, note)),
    )
  );
}

function verdict(citation) {
  const [word, kind] = VERDICTS[citation.verdict] ?? [citation.verdict, "idle"];
  return h("span", {class: `chip ${kind}`}, word);
}

const where = (citation) =>
  [citation.document ?? citation.title, citation.page && `page ${citation.page}`].filter(Boolean).join(", ");

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
  const heads = [
    ["For"],
    ["Model"],
    ["Tokens in", 1],
    ["from cache", 1],
    ["Tokens out", 1],
    ["Time", 1],
    ["Cost", 1],
  ];
  return h(
    "section",
    {class: "card wide"},
    h("h2", {}, "Cost by call"),
    h(
      "div",
      {class: "scroll", tabindex: 0, role: "region", "aria-label": "Cost by call"},
      h(
        "table",
        {class: "stack"},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            heads.map(([name, number]) => h("th", {scope: "col", class: number ? "number" : null}, name)),
          ),
        ),
        h(
          "tbody",
          {},
          result.usage.map((row) =>
            h(
              "tr",
              {},
              h("th", {scope: "row"}, row.phase),
              h("td", {"data-label": "Model"}, `${row.provider}/${row.model}`),
              [
                count(row.prompt_tokens),
                count(row.cached_tokens),
                count(row.completion_tokens),
                duration(row.latency_s),
                row.at_risk ? `at most ${dollars(row.at_risk)}` : dollars(row.cost),
              ].map((value, index) => h("td", {class: "number", "data-label": heads[index + 2][0]}, value)),
            ),
          ),
        ),
        h(
          "tfoot",
          {},
          h(
            "tr",
            {},
            h("th", {scope: "row", colspan: 6}, "Together"),
            h(
              "td",
              {class: "number", "data-label": "Cost"},
              dollars(result.usage.reduce((sum, row) => sum + Number(row.cost), 0)),
            ),
          ),
        ),
      ),
    ),
  );
}
