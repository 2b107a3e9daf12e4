// What mock mode is, and how to leave it.
import {h} from "../dom.js";
import {keyForm} from "../key-form.js";

export function welcome(status, first) {
  const body = [
    h(
      "p",
      {},
      "No provider has a key, so no model is called and nothing is paid. Every answer is made up and begins with ",
      h("code", {}, "[mock]"),
      ". Use it to try things out: files, options, reports and this page work as they do with real models.",
    ),
    h(
      "p",
      {},
      "To use real models, enter the API key of one provider. " +
        "The test only lists the provider's models, which is free.",
    ),
    keyForm(status),
  ];
  if (!first) {
    return h(
      "details",
      {class: "card welcome"},
      h("summary", {}, "Mock mode: answers are made up. Enter an API key to use real models"),
      body,
    );
  }
  return h(
    "section",
    {class: "card welcome", "aria-labelledby": "welcome"},
    h("h2", {id: "welcome"}, "Welcome to mock mode"),
    body,
    h("hr", {}),
    h("p", {}, "Or try it first for free:"),
    h(
      "p",
      {class: "actions"},
      h("a", {class: "button secondary", href: "#/new"}, "Drop a file"),
      h("a", {class: "button secondary outline", href: "#/prompt"}, "Type one prompt"),
    ),
  );
}
