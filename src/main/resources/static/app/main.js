// The frame: routes, the bar at the top, the colours, the token.
import {announce, fill, h, icon, notice, say} from "./dom.js";
import {forget, once, post} from "./api.js";
import {ask} from "./dialog.js";
import {dropAnywhere} from "./dropzone.js";
import {failure} from "./parts.js";

const ROUTES = [
  [/^\/$/, "batches", () => import("./views/batches.js")],
  [/^\/new$/, "new", () => import("./views/new.js")],
  [/^\/prompt$/, "prompt", () => import("./views/prompt.js")],
  [/^\/history$/, "history", () => import("./views/history.js")],
  [/^\/compare$/, "history", () => import("./views/compare.js")],
  [/^\/settings(?:\/([a-z]+))?$/, "settings", () => import("./views/settings.js")],
  [/^\/batch\/([^/]+)\/task\/(\d+)$/, "batches", () => import("./views/task.js")],
  [/^\/batch\/([^/]+)(?:\/([a-z]+))?$/, "batches", () => import("./views/batch.js")],
];

const main = document.getElementById("main");
let leave = new AbortController();
let shown = null;

async function show() {
  const [path, search = ""] = (location.hash.slice(1) || "/").split("?");
  if (!path.startsWith("/")) {
    return; // the skip link
  }
  leave.abort();
  leave = new AbortController();
  const {signal} = leave;
  const route = ROUTES.find(([pattern]) => pattern.test(path));
  mark(route?.[1]);
  const late = setTimeout(() => fill(main, h("p", {class: "loading", "aria-busy": "true"}, "Loading")), 250);
  try {
    if (!route) {
      throw new Error("There is no such page. Choose one above.");
    }
    const params = path
      .match(route[0])
      .slice(1)
      .map((part) => part && decodeURIComponent(part));
    const view = await (await route[2]()).default({params, query: new URLSearchParams(search), signal});
    if (signal.aborted) {
      return;
    }
    fill(main, view.node);
    arrive(path, view.title);
    view.ready?.();
  } catch (e) {
    if (e.name === "AbortError" || signal.aborted) {
      return;
    }
    fill(main, failure(e, show));
    arrive(path, "Something went wrong");
  } finally {
    clearTimeout(late);
  }
}

/** Where a new page begins for the eyes, for the keyboard, and for the ears. */
function arrive(path, title) {
  main.dataset.route = location.hash;
  document.title = `${title} · Batch Runner`;
  if (shown !== null && shown !== path) {
    scrollTo(0, 0);
    const heading = main.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    (heading ?? main).focus({preventScroll: true});
    announce(title);
  }
  shown = path;
}

function mark(view) {
  for (const link of document.querySelectorAll("#nav a")) {
    if (link.dataset.view === view) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  }
}

async function frame() {
  try {
    const status = await once("/status");
    const mode = document.getElementById("mode");
    mode.hidden = false;
    mode.className = `chip ${status.mock ? "warn" : "good"}`;
    mode.title = status.mock ? "No model is asked and nothing is paid" : "Models are asked, and paid for";
    say(mode, status.mock ? "Mock mode" : "Real models");
    fill(
      document.getElementById("about"),
      `Batch Runner ${status.version} · inbox `,
      h("code", {}, status.inbox),
      " · outbox ",
      h("code", {}, status.outbox),
      " · ",
      h("a", {href: "/api/docs"}, "HTTP API"),
    );
  } catch {
    // The view says what is wrong.
  }
}

function colours() {
  const button = document.getElementById("theme");
  const root = document.documentElement;
  const draw = () => {
    const dark = root.dataset.theme === "dark";
    button.setAttribute("aria-pressed", String(dark));
    fill(button, icon(dark ? "sun" : "moon"));
  };
  button.addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      // Only this page then.
    }
    draw();
    dispatchEvent(new Event("theme"));
  });
  addEventListener("theme", draw);
  draw();
}

let asking = false;

/** The program wants its token. */
async function token() {
  if (asking) {
    return;
  }
  asking = true;
  const input = h("input", {
    type: "password",
    name: "token",
    autocomplete: "current-password",
    required: true,
  });
  const agreed = await ask({
    title: "This program asks for a token",
    text: "It is in the address that ./batch-runner says when it starts, in the file data/web-token, or what batch-runner.web.token is set to. It is kept in a cookie until you close the browser.",
    body: h("label", {}, "Token", input),
    confirm: "Open",
  });
  asking = false;
  if (!agreed) {
    return;
  }
  try {
    await post("/session", {token: input.value});
    forget("/status");
    await frame();
    show();
  } catch (e) {
    notice(e.message, "bad");
  }
}

addEventListener("token-wanted", token);
addEventListener("hashchange", show);
addEventListener("refresh-view", show);
addEventListener("refresh-frame", () => {
  forget("/status");
  frame();
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
colours();
dropAnywhere();
show();
frame();
