// The drafts of a task, side by side: scores, reasons, quotations.
import {h} from "./dom.js";
import {many} from "./format.js";
import {longText} from "./parts.js";

const VERDICTS = {
  verified: ["Verified", "good"],
  paraphrase: ["Paraphrase", "warn"],
  not_found: ["Not found", "bad"],
};

export function drafts(result) {
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
    h("h2", {}, "Drafts side by side"),
    judge &&
      h(
        "p",
        {class: "muted"},
        judge.unjudged
          ? `Not judged: ${judge.unjudged}`
          : `Judged by ${judge.provider}/${judge.model}, which was not told which model wrote which draft.`,
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
        place && h("span", {class: "chip idle"}, `Rank ${place}`),
        !draft.permitted && h("span", {class: "chip warn"}, "Not permitted by your policy"),
        draft.refusal && h("span", {class: "chip warn"}, "Refusal"),
        draft.safety_flags?.map((flag) => h("span", {class: "chip warn"}, flag)),
      ),
    ),
    score && scores(score),
    score?.reason && h("p", {class: "why"}, h("b", {}, "The judge: "), score.reason),
    draft.rejected && h("p", {class: "error"}, "Rejected: " + draft.rejected),
    draft.error && h("p", {class: "error"}, draft.error),
    draft.text && longText(draft.text),
    draft.raw && h("details", {}, h("summary", {}, "Full reply"), longText(draft.raw)),
    draft.evidence?.length > 0 &&
      h(
        "details",
        {},
        h("summary", {}, "Evidence that the model gave"),
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
        h("summary", {}, many(draft.citations.length, "citation")),
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
      h("p", {class: "muted small"}, `The model's own confidence: ${Math.round(draft.confidence * 100)}%`),
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

/** Whether a quotation was found in its document. */
export function verdict(citation) {
  const [word, kind] = VERDICTS[citation.verdict] ?? [citation.verdict, "idle"];
  return h("span", {class: `chip ${kind}`}, word);
}

/** The document and page of a quotation. */
export const where = (citation) =>
  [citation.document ?? citation.title, citation.page && `page ${citation.page}`].filter(Boolean).join(", ");
