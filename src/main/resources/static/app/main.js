// The frame: routes, the bar at the top, the colours, logging in and out.
import {announce, fill, h, icon, say} from "./dom.js";
import {forget, forgetAll, get, once, post, remove} from "./api.js";
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
      throw new Error("This page does not exist. Choose one from the menu above.");
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
    fill(main, e.status === 401 ? loginNeeded() : failure(e, show));
    arrive(path, e.status === 401 ? "Not logged in" : "Something went wrong");
  } finally {
    clearTimeout(late);
  }
}

/** Scrolls to the top of a new page, moves the focus to its heading, and announces its title. */
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
    mode.title = status.mock
      ? "No model is called and nothing is paid"
      : "Real models are called and paid for";
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
    await offerLogout();
  } catch {
    // The view shows what is wrong.
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
      // Then the choice holds for this page only.
    }
    draw();
    dispatchEvent(new Event("theme"));
  });
  addEventListener("theme", draw);
  draw();
}

let asking = false;

/** Asks for the token that the program demands. */
async function logIn() {
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
  const done = await ask({
    title: "Enter the token",
    text: [
      "You find it at the end of the address that ./batch-runner prints when it starts, " +
        "in the file data/web-token, or in the setting batch-runner.web.token.",
      "You stay logged in until you log out or close the browser, for at most 30 days.",
    ],
    body: h("label", {}, "Token", input),
    confirm: "Log in",
    act: () => post("/session", {token: input.value}),
  });
  asking = false;
  if (done) {
    forgetAll();
    await frame();
    show();
  }
}

/** Offers to log out where the program demands a token. */
async function offerLogout() {
  const settings = await get("/settings");
  const token = settings.find(({key}) => key === "batch-runner.web.token");
  document.getElementById("logout").hidden = token?.value !== "present";
}

const windows = new BroadcastChannel("batch-runner");

async function logOut() {
  const done = await ask({
    title: "Log out?",
    text: [
      "Batches continue to run.",
      "To log in again you need the token: see the file data/web-token, or the setting " +
        "batch-runner.web.token.",
    ],
    confirm: "Log out",
    act: () => remove("/session"),
  });
  if (done) {
    windows.postMessage("logged out");
    loggedOut();
  }
}

/** Shows nothing of the program any more. */
function loggedOut() {
  leave.abort();
  forgetAll();
  for (const id of ["logout", "mode"]) {
    document.getElementById(id).hidden = true;
  }
  fill(document.getElementById("about"));
  fill(main, loginNeeded());
  shown = null;
  document.title = "Logged out · Batch Runner";
  main.querySelector("h1").focus();
  announce("You are logged out.");
}

function loginNeeded() {
  return h(
    "section",
    {class: "empty"},
    h("h1", {tabindex: "-1"}, "You are not logged in"),
    h("p", {}, "Log in with the token of this program to see its batches."),
    h("p", {class: "actions center"}, h("button", {type: "button", onclick: logIn}, "Log in")),
  );
}

addEventListener("token-wanted", logIn);
document.getElementById("logout").addEventListener("click", logOut);
windows.addEventListener("message", loggedOut);
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
fill(document.getElementById("logout"), icon("leave"), h("span", {}, "Log out"));
colours();
dropAnywhere();
show();
frame();
