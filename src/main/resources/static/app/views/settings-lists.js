// Templates, prices and all settings, as tables.
import {fill, h, notice} from "../dom.js";
import {get, query as asQuery, remove} from "../api.js";
import {ask} from "../dialog.js";
import {empty, table} from "../parts.js";

export async function templates(signal) {
  const body = h("tbody", {});
  const node = h("div", {});
  const draw = async () => {
    const list = await get("/templates", signal);
    fill(
      body,
      list.map((template) =>
        h(
          "tr",
          {},
          h("th", {scope: "row"}, template.name),
          h(
            "td",
            {"data-label": "Options"},
            Object.entries(template.options).map(([key, value]) =>
              h(
                "code",
                {class: "pair"},
                `${key}: ${typeof value === "object" ? JSON.stringify(value) : value}`,
              ),
            ),
          ),
          h(
            "td",
            {"data-label": ""},
            template.built_in
              ? h("span", {class: "muted"}, "built in")
              : h(
                  "button",
                  {
                    type: "button",
                    class: "secondary outline small",
                    "aria-label": `Delete ${template.name}`,
                    onclick: async () => {
                      if (
                        await ask({
                          title: `Delete the template ${template.name}?`,
                          text: [
                            `The file templates/${template.name}.yaml is deleted.`,
                            "Batches that used it keep their options.",
                          ],
                          confirm: "Delete",
                          danger: true,
                          act: () => remove(`/templates/${encodeURIComponent(template.name)}`),
                        })
                      ) {
                        draw();
                      }
                    },
                  },
                  "Delete",
                ),
          ),
        ),
      ),
    );
  };
  await draw();
  fill(
    node,
    h(
      "p",
      {class: "muted"},
      "Named sets of options. Save one on the page ",
      h("a", {href: "#/new"}, "New batch"),
      " and use it there, in an option file (",
      h("code", {}, "use: NAME"),
      ") or on the command line (",
      h("code", {}, "--use NAME"),
      ").",
    ),
    table("Templates", ["Name", "Options", ""], body),
  );
  return {node};
}

export async function prices(signal) {
  const body = h("tbody", {});
  const none = empty(
    "No price found",
    "A model without a price can't be called. Add it to your own price file: see Prices in docs/models.md.",
  );
  const draw = async (q) => {
    const list = await get(`/prices${asQuery({q})}`, signal);
    fill(
      body,
      list.map((price) =>
        h(
          "tr",
          {},
          h("th", {scope: "row"}, price.model),
          h("td", {"data-label": "From"}, price.from ?? "always"),
          [
            ["Input", price.input],
            ["Cached", price.cache_read],
            ["Output", price.output],
          ].map(([name, value]) =>
            h(
              "td",
              {"data-label": name, class: "number"},
              value === null || value === undefined ? "–" : `$${value}`,
            ),
          ),
          h("td", {"data-label": "Source"}, price.source ?? ""),
        ),
      ),
    );
    none.hidden = list.length > 0;
  };
  await draw("");
  let typing = 0;
  const words = h("input", {
    type: "search",
    placeholder: "gpt-4o",
    oninput: () => {
      clearTimeout(typing);
      typing = setTimeout(() => draw(words.value).catch((e) => notice(e.message, "bad")), 250);
    },
  });
  return {
    node: h(
      "div",
      {},
      h(
        "p",
        {class: "muted"},
        "Dollars per million tokens. Prices change: compare them with your provider's price page.",
      ),
      h(
        "form",
        {
          class: "filters",
          role: "search",
          "aria-label": "Find a price",
          onsubmit: (event) => event.preventDefault(),
        },
        h("label", {class: "wide"}, "Model", words),
      ),
      table("Prices", ["Model", "From", "Input", "Cached", "Output", "Source"], body, {numbers: [2, 3, 4]}),
      none,
    ),
  };
}

export async function all(signal) {
  const list = await get("/settings", signal);
  return {
    node: h(
      "div",
      {},
      h(
        "p",
        {class: "muted"},
        "The values in force and where each comes from. For secrets you only see whether they are set.",
      ),
      table(
        "Settings",
        ["Setting", "Value", "From"],
        list.map((setting) =>
          h(
            "tr",
            {},
            h("th", {scope: "row"}, h("code", {}, setting.key)),
            h(
              "td",
              {"data-label": "Value"},
              setting.value === null
                ? "–"
                : typeof setting.value === "object"
                  ? JSON.stringify(setting.value)
                  : String(setting.value),
            ),
            h("td", {"data-label": "From"}, setting.source),
          ),
        ),
      ),
    ),
  };
}
