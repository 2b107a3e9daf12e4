// Two batches of the same tasks, side by side, with the words that differ marked.
import {fill, h} from "../dom.js";
import {get, query as asQuery} from "../api.js";
import {count, dollars} from "../format.js";
import {empty, errorLine, pageHead, pager, statusChip} from "../parts.js";

export default async function compare({query, signal}) {
  const a = query.get("a") ?? "";
  const b = query.get("b") ?? "";
  const wanted = {page: 0, size: 20, differ: ""};
  const list = h("ol", {class: "pairsof"});
  const costs = h("dl", {class: "facts"});
  const error = h("div", {});
  const none = empty(
    "Nothing to compare",
    "These batches have no task in common, or no answers that differ.",
  );
  const pages = pager((page) => {
    wanted.page = page;
    load();
    scrollTo(0, 0);
  });

  async function load() {
    try {
      const found = await get(`/compare${asQuery({a, b, ...wanted})}`, signal);
      fill(error);
      fill(
        list,
        found.items.map((item) => pair(item)),
      );
      fill(
        costs,
        [
          ["In both", count(found.matched)],
          found.only_a > 0 && ["Only in A", count(found.only_a)],
          found.only_b > 0 && ["Only in B", count(found.only_b)],
          [`Cost of A`, dollars(found.cost?.a)],
          [`Cost of B`, dollars(found.cost?.b)],
        ]
          .filter(Boolean)
          .map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
      );
      pages.set({page: wanted.page, size: wanted.size, total: found.total});
      none.hidden = found.total > 0;
    } catch (e) {
      if (e.name !== "AbortError") {
        fill(error, errorLine(e));
      }
    }
  }
  await load();
  const differ = h("input", {
    type: "checkbox",
    role: "switch",
    onchange: () => {
      wanted.differ = differ.checked ? "true" : "";
      wanted.page = 0;
      load();
    },
  });
  const link = (id) => h("a", {href: `#/batch/${encodeURIComponent(id)}`}, id);
  return {
    title: "Compare",
    node: h(
      "div",
      {class: "compare"},
      h("nav", {class: "crumbs", "aria-label": "Breadcrumb"}, h("a", {href: "#/history"}, "History")),
      pageHead("Compare", null),
      h(
        "div",
        {class: "card"},
        h("p", {}, h("b", {}, "A "), link(a)),
        h("p", {}, h("b", {}, "B "), link(b)),
        costs,
        h("label", {class: "check"}, differ, h("span", {}, "Only tasks whose answers differ")),
        h(
          "p",
          {class: "muted small"},
          "Words that are only in A look ",
          h("del", {}, "like this"),
          ", words that are only in B ",
          h("ins", {}, "like this"),
          ".",
        ),
      ),
      error,
      list,
      none,
      pages.node,
    ),
  };
}

function pair(item) {
  const diff = item.diff ?? [];
  const side = (name, one, other) => {
    const words = diff
      .filter((part) => part.op !== other)
      .map((part) => (part.op === "same" ? part.text : h(part.op, {}, part.text)));
    return h(
      "div",
      {class: "side"},
      h(
        "p",
        {class: "muted small"},
        h("b", {}, name),
        " ",
        one ? [statusChip(one.status), ` ${one.model ?? ""} · ${dollars(one.cost)}`] : "not in this batch",
      ),
      one && h("div", {class: "text", dir: "auto"}, words.length > 0 ? words : (one.answer ?? "")),
    );
  };
  const equal = item.a && item.b && diff.every((part) => part.op === "same");
  return h(
    "li",
    {class: "card"},
    h("p", {class: "task"}, item.task),
    equal && h("p", {class: "muted small"}, "Both answers are the same."),
    h("div", {class: "two"}, side("A", item.a, "ins"), side("B", item.b, "del")),
  );
}
