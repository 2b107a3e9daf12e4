// What mock mode is, and how to leave it.
import {h} from "../dom.js";
import {keyForm} from "../key-form.js";

export function welcome(status, first) {
  const body = [
    h(
      "p",
      {},
      "No provider has a key, so no model is asked and nothing is paid. Every answer is made up and begins with ",
      h("code", {}, "[mock]"),
      ". It is for trying out: files, options, reports and this page work as they will with real models.",
    ),
    h(
      "p",
      {},
      "To ask real models, give the key of one provider. The test only lists the provider's models, which costs nothing.",
    ),
    keyForm(status),
  ];
  if (!first) {
    return h(
      "details",
      {class: "card welcome"},
      h("summary", {}, "Mock mode: answers are made up. Give a key to ask real models"),
      body,
    );
  }
  return h(
    "section",
    {class: "card welcome", "aria-labelledby": "welcome"},
    h("h2", {id: "welcome"}, "Welcome. This is mock mode"),
    body,
    h("hr", {}),
    h("p", {}, "Or try it first, for nothing:"),
    h(
      "p",
      {class: "actions"},
      h("a", {class: "button secondary", href: "#/new"}, "Drop a file"),
      h("a", {class: "button secondary outline", href: "#/prompt"}, "Type one prompt"),
    ),
  );
}
