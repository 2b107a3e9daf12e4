// The main page: the batches that run, live, and those that ended recently.
import {announce, h} from "../dom.js";
import {get, listen, once} from "../api.js";
import {batchCard} from "../batch-card.js";
import {count, dollars, ended, many, stateWord, when} from "../format.js";
import {empty, keyed, pageHead, stateChip, table} from "../parts.js";
import {welcome} from "./welcome.js";

const SHOWN = 50;
const TALK = 15_000;

export default async function batches({signal}) {
  const [status, first] = await Promise.all([once("/status"), get(`/batches?size=${SHOWN}`, signal)]);
  const known = new Map();
  const live = h("ul", {class: "cards", "aria-label": "Running batches"});
  const past = h("tbody", {});
  const nothing = h(
    "p",
    {class: "nothing"},
    "Nothing is running. Drop a file of prompts anywhere on this page to see what it will cost " +
      "before anything is paid, or put it into the inbox folder to run it at once.",
  );
  const pastSection = h(
    "section",
    {"aria-labelledby": "past"},
    h(
      "div",
      {class: "head"},
      h("h2", {id: "past"}, "Ended"),
      h("a", {href: "#/history"}, "Search and compare all batches"),
    ),
    table({by: "past"}, ["Batch", "State", "Done", "Spent", "Ended"], past),
  );
  const hello = h("div", {});

  const draw = () => {
    const all = [...known.values()].sort((a, b) =>
      a.accepted < b.accepted ? 1 : a.accepted > b.accepted ? -1 : 0,
    );
    const working = all.filter((batch) => !ended(batch.state));
    const over = all.filter((batch) => ended(batch.state)).slice(0, 12);
    keyed(
      live,
      working,
      (batch) => batch.batch,
      (batch) => batchCard(batch, refresh),
    );
    keyed(past, over, (batch) => batch.batch, pastRow);
    live.hidden = working.length === 0;
    nothing.hidden = working.length > 0 || all.length === 0;
    pastSection.hidden = over.length === 0;
    if (status.mock && hello.childNodes.length === 0) {
      hello.append(welcome(status, all.length === 0));
    } else if (!status.mock && all.length === 0 && hello.childNodes.length === 0) {
      hello.append(
        empty(
          "No batches yet",
          "Drop a file of prompts here (.csv, .xlsx, .tsv, .txt, .md, .jsonl). " +
            "You will see what it costs before anything is paid.",
          h("a", {class: "button", href: "#/new"}, "New batch"),
        ),
      );
    } else if (!status.mock && all.length > 0) {
      hello.replaceChildren();
    }
  };
  const talk = speaker();
  const take = (items) => {
    for (const batch of items) {
      talk(known.get(batch.batch), batch);
      known.set(batch.batch, batch);
    }
    draw();
  };
  const refresh = async () => take((await get(`/batches?size=${SHOWN}`, signal)).items);
  take(first.items);

  return {
    title: "Batches",
    node: h(
      "div",
      {},
      pageHead("Batches", null, h("a", {class: "button", href: "#/new"}, "New batch")),
      hello,
      nothing,
      live,
      pastSection,
    ),
    ready: () => listen("/events", {batches: ({items}) => take(items)}, signal),
  };
}

function pastRow(batch) {
  const cell = (name, ...content) => h("td", {"data-label": name}, content);
  const state = cell("State");
  const done = cell("Done");
  const spent = cell("Spent");
  const end = cell("Ended");
  const node = h(
    "tr",
    {},
    h("th", {scope: "row"}, h("a", {href: `#/batch/${encodeURIComponent(batch.batch)}`}, batch.batch)),
    state,
    done,
    spent,
    end,
  );
  return {
    node,
    set(next) {
      state.replaceChildren(stateChip(next));
      done.textContent = `${count(next.done)} of ${count(next.total)}`;
      spent.textContent = `${dollars(next.spent)} of ${dollars(next.per_batch_cap)}`;
      end.textContent = when(next.finished);
    },
  };
}

const progress = (batch) => `${count(batch.done)} of ${many(batch.total, "task")} done`;

/** Announces changes of state at once and progress now and then, so that a screen reader is not flooded. */
export function speaker() {
  let last = 0;
  return (before, after) => {
    if (before && before.state !== after.state) {
      announce(
        `${after.batch}: ${stateWord(after.state).toLowerCase()}. ` +
          `${progress(after)}, ${dollars(after.spent)} spent.`,
      );
    } else if (before && before.done !== after.done && performance.now() - last > TALK) {
      last = performance.now();
      announce(
        `${after.batch}: ${progress(after)}, ${dollars(after.spent)} of ${dollars(after.per_batch_cap)} spent.`,
      );
    }
  };
}
