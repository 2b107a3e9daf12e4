// What is in force and where it comes from; the defaults, providers and prices.
import {fill, h, notice} from "../dom.js";
import {forget, get, once, put, query as asQuery, remove} from "../api.js";
import {ask} from "../dialog.js";
import {count, when} from "../format.js";
import {keyForm} from "../key-form.js";
import {optionsForm} from "../options-form.js";
import {empty, errorLine, keyed, pageHead} from "../parts.js";

const TABS = [
  ["providers", "Providers", providers],
  ["defaults", "Defaults", defaults],
  ["templates", "Templates", templates],
  ["prices", "Prices", prices],
  ["all", "All settings", all],
];

export default async function settings({params: [tab = "providers"], signal}) {
  const [, title, build] = TABS.find(([key]) => key === tab) ?? TABS[0];
  const part = await build(signal);
  return {
    title: `${title}, settings`,
    node: h(
      "div",
      {},
      pageHead("Settings"),
      h(
        "nav",
        {class: "tabs", "aria-label": "Parts of the settings"},
        h(
          "ul",
          {},
          TABS.map(([key, name]) =>
            h(
              "li",
              {},
              h("a", {href: `#/settings/${key}`, "aria-current": key === tab ? "page" : null}, name),
            ),
          ),
        ),
      ),
      h("section", {class: "panel", "aria-label": title}, part.node),
    ),
    ready: part.ready,
  };
}

function table(label, heads, body, numbers = []) {
  return h(
    "div",
    {class: "scroll", tabindex: 0, role: "region", "aria-label": label},
    h(
      "table",
      {class: "striped stack"},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          heads.map((name, index) =>
            h("th", {scope: "col", class: numbers.includes(index) ? "number" : null}, name),
          ),
        ),
      ),
      body,
    ),
  );
}

async function providers(signal) {
  const status = await once("/status");
  const cards = h("ul", {class: "cards providers"});
  const draw = async () =>
    keyed(cards, await get("/providers", signal), (provider) => provider.name, providerCard);
  await draw();
  return {
    node: h("div", {}, cards, h("section", {class: "card"}, h("h2", {}, "Give a key"), keyForm(status))),
    ready() {
      const timer = setInterval(() => document.hidden || draw().catch(() => {}), 3000);
      signal.addEventListener("abort", () => clearInterval(timer));
    },
  };
}

function providerCard(first) {
  const box = h("article", {class: "card", "aria-label": first.name});
  let before = "";
  return {
    node: h("li", {}, box),
    set(provider) {
      const text = JSON.stringify(provider);
      if (text === before) {
        return;
      }
      before = text;
      const paused = provider.paused_until && new Date(provider.paused_until) > new Date();
      const pairs = [
        ["Address", provider.base_url],
        ["Models", provider.models?.length > 0 ? provider.models.join(", ") : "the vendor's usual one"],
        ["Calls now", `${count(provider.in_flight ?? 0)} of at most ${count(provider.limit)}`],
        [
          "Requests a minute",
          provider.requests_per_minute ? count(provider.requests_per_minute) : "no limit set",
        ],
        ["Tokens a minute", provider.tokens_per_minute ? count(provider.tokens_per_minute) : "no limit set"],
        provider.circuit && provider.circuit !== "closed" && ["Circuit", provider.circuit],
      ].filter(Boolean);
      fill(
        box,
        h(
          "header",
          {},
          h("h2", {}, provider.name),
          h(
            "span",
            {class: "chips"},
            h(
              "span",
              {class: `chip ${provider.configured ? "good" : "idle"}`},
              provider.configured ? "In use" : "Not configured",
            ),
            h("span", {class: "chip idle"}, provider.key_present ? "Key present" : "No key"),
            paused && h("span", {class: "chip warn"}, `Paused until ${when(provider.paused_until)}`),
          ),
        ),
        h(
          "dl",
          {class: "pairs"},
          pairs.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
        ),
      );
    },
  };
}

async function defaults(signal) {
  const [metas, models, {options}] = await Promise.all([
    get("/options", signal),
    once("/models"),
    get("/defaults", signal),
  ]);
  const error = h("div", {});
  const form = optionsForm(
    metas.map((meta) => ({...meta, value_in_force: meta.default})),
    models,
  );
  form.set(options ?? {});
  const again = () => {
    forget("/options");
    dispatchEvent(new Event("refresh-view"));
  };
  const save = h("button", {type: "submit"}, "Save the defaults");
  const reset = h(
    "button",
    {
      type: "button",
      class: "secondary outline",
      onclick: async () => {
        const done = await ask({
          title: "Set the defaults back?",
          text: "Your own defaults are taken out of config/application.yaml; those that the program brings hold again, for new batches.",
          confirm: "Set back",
          act: async () => {
            await remove("/defaults");
          },
        });
        if (done) {
          notice("The defaults are those of the program again.");
          again();
        }
      },
    },
    "Set back",
  );
  return {
    node: h(
      "form",
      {
        class: "card",
        onsubmit: async (event) => {
          event.preventDefault();
          save.setAttribute("aria-busy", "true");
          try {
            const answer = await put("/defaults", {options: form.values()});
            notice(answer?.message ?? "The defaults are saved in config/application.yaml.");
            again();
          } catch (e) {
            form.refuse(e);
            fill(error, errorLine(e));
          } finally {
            save.removeAttribute("aria-busy");
          }
        },
      },
      h(
        "p",
        {class: "muted"},
        "They hold for new batches that don't say otherwise, and are saved in ",
        h("code", {}, "config/application.yaml"),
        ".",
      ),
      form.node,
      error,
      h("div", {class: "actions"}, save, reset),
    ),
  };
}

async function templates(signal) {
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
                          text: `The file templates/${template.name}.yaml is deleted. Batches that used it keep their options.`,
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
      "Sets of options by name. Save one on the page ",
      h("a", {href: "#/new"}, "New batch"),
      "; use it there, in an option file (",
      h("code", {}, "use: NAME"),
      ") or on the command line (",
      h("code", {}, "--use NAME"),
      ").",
    ),
    table("Templates", ["Name", "Options", ""], body),
  );
  return {node};
}

async function prices(signal) {
  const body = h("tbody", {});
  const none = empty(
    "No price fits",
    "A model without a price is refused. Put it into your own price file, see docs/models.md, Prices.",
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
        "Dollars for a million tokens. The list is dated: check it against your vendor's page.",
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
      table("Prices", ["Model", "From", "Input", "Cached", "Output", "Source"], body, [2, 3, 4]),
      none,
    ),
  };
}

async function all(signal) {
  const list = await get("/settings", signal);
  return {
    node: h(
      "div",
      {},
      h(
        "p",
        {class: "muted"},
        "What is in force, and where it comes from. Secrets are only said to be there or not.",
      ),
      table(
        "Settings",
        ["Setting", "Value", "From"],
        h(
          "tbody",
          {},
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
    ),
  };
}
