// Settings: providers, defaults, templates, prices, and where each value comes from.
import {fill, h, notice} from "../dom.js";
import {forget, get, once, put, remove} from "../api.js";
import {ask} from "../dialog.js";
import {optionsForm} from "../options-form.js";
import {errorLine, pageHead} from "../parts.js";
import {all, prices, templates} from "./settings-lists.js";
import {providers} from "./settings-providers.js";

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
    title: `${title} · Settings`,
    node: h(
      "div",
      {},
      pageHead("Settings"),
      h(
        "nav",
        {class: "tabs", "aria-label": "Settings"},
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
          title: "Reset the defaults?",
          text: [
            "Your own defaults are removed from config/application.yaml.",
            "New batches use the program's defaults again.",
          ],
          confirm: "Reset",
          act: async () => {
            await remove("/defaults");
          },
        });
        if (done) {
          notice("The program's own defaults apply again.");
          again();
        }
      },
    },
    "Reset to the program's defaults",
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
            notice(answer?.message ?? "Your defaults are saved in config/application.yaml.");
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
        "New batches use these values unless their own options differ. They are saved in ",
        h("code", {}, "config/application.yaml"),
        ".",
      ),
      form.node,
      error,
      h("div", {class: "actions"}, save, reset),
    ),
  };
}
