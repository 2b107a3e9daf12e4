// The providers, live: whether each can be called, and its limits.
import {fill, h} from "../dom.js";
import {get, once} from "../api.js";
import {count, when} from "../format.js";
import {keyForm} from "../key-form.js";
import {keyed} from "../parts.js";

export async function providers(signal) {
  const status = await once("/status");
  const cards = h("ul", {class: "cards providers"});
  const draw = async () =>
    keyed(cards, await get("/providers", signal), (provider) => provider.name, providerCard);
  await draw();
  return {
    node: h(
      "div",
      {},
      cards,
      h("section", {class: "card"}, h("h2", {}, "Enter an API key"), keyForm(status)),
    ),
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
        ["Models", provider.models?.length > 0 ? provider.models.join(", ") : "the provider's usual model"],
        ["Calls in progress", `${count(provider.in_flight ?? 0)} (limit ${count(provider.limit)})`],
        [
          "Requests per minute",
          provider.requests_per_minute ? count(provider.requests_per_minute) : "no limit set",
        ],
        [
          "Tokens per minute",
          provider.tokens_per_minute ? count(provider.tokens_per_minute) : "no limit set",
        ],
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
