// Elements are made here and nowhere else. Text becomes text nodes, never markup.

const SVG = "http://www.w3.org/2000/svg";
const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "open", "selected", "indeterminate"]);
const ALLOWED = /^(aria-[a-z]+|data-[a-z-]+|[a-z]+)$/;
const FORBIDDEN = new Set(["innerhtml", "outerhtml", "style", "srcdoc"]);

/** An element: `h("p", {class: "muted", onclick: f}, "text", child)`. */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    put(node, name, value);
  }
  node.append(...whole(children));
  return node;
}

function put(node, name, value) {
  if (value === null || value === undefined) {
    return;
  }
  if (typeof value === "function") {
    node.addEventListener(name.replace(/^on/, ""), value);
  } else if (PROPERTIES.has(name)) {
    node[name] = value;
  } else if (value !== false) {
    if (!ALLOWED.test(name) || FORBIDDEN.has(name)) {
      throw new Error("This attribute is not allowed: " + name);
    }
    node.setAttribute(name, value === true ? "" : value);
  }
}

function whole(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

/** Replaces what is in an element. */
export function fill(node, ...children) {
  node.replaceChildren(...whole(children));
  return node;
}

/** Changes the text only where it differs, so that nothing is read out twice. */
export function say(node, text) {
  const next = String(text);
  if (node.textContent !== next) {
    node.textContent = next;
  }
  return node;
}

const PATHS = {
  sun:
    "M12 4V2m0 20v-2m8-8h2M2 12h2m13.700-5.700 1.400-1.400M4.900 19.100l1.400-1.400m0-11.400L4.900 4.900" +
    "m14.200 14.200-1.400-1.400M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8",
  moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500",
  pause: "M8 5v14M16 5v14",
  play: "m7 4 13 8-13 8z",
  stop: "M6 6h12v12H6z",
  again: "M20 11a8 8 0 1 0-2.300 6M20 4v7h-7",
  cap: "M12 19V5m-6 6 6-6 6 6M5 22h14",
  down: "M12 4v12m-5-5 5 5 5-5M5 20h14",
  up: "M12 20V8m-5 5 5-5 5 5M5 4h14",
  left: "m15 5-7 7 7 7",
  right: "m9 5 7 7-7 7",
  close: "m6 6 12 12M18 6 6 18",
  plus: "M12 5v14M5 12h14",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  leave: "M14 4H5v16h9m-4-8h11m-4-4 4 4-4 4",
  file: "M14 3H6v18h12V7zm0 0v4h4",
  tune: "M4 7h9m4 0h3M4 17h3m4 0h9M15 5v4M9 15v4",
};

/** A small drawing beside a word; screen readers pass it by. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** Our own descriptions have `code` in them; everything else is plain text. */
export function prose(text) {
  return String(text)
    .split("`")
    .map((part, index) => (index % 2 ? h("code", {}, part) : part));
}

let ids = 0;

/** An id that no other element has. */
export function uid(prefix = "x") {
  ids += 1;
  return `${prefix}-${ids}`;
}

/** Says something to a screen reader, once. */
export function announce(text) {
  say(document.getElementById("announcer"), text);
}

/** A notice at the corner of the page; it disappears after a while unless it is an error. */
export function notice(text, kind = "good") {
  const box = document.getElementById("notices");
  const node = h(
    "div",
    {class: `notice ${kind}`, role: kind === "bad" ? "alert" : "status"},
    h("span", {}, text),
    h(
      "button",
      {type: "button", class: "plain", "aria-label": "Close this notice", onclick: () => node.remove()},
      icon("close"),
    ),
  );
  box.append(node);
  if (kind !== "bad") {
    setTimeout(() => node.remove(), 6000);
  }
}
