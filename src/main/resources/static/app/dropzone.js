import {h, icon, uid} from "./dom.js";

/** A place for files: drop them, or choose them. */
export function dropzone({title, text, accept, multiple = false, take}) {
  const id = uid("files");
  const input = h("input", {
    type: "file",
    id,
    accept,
    multiple,
    onchange: () => {
      const files = [...input.files];
      input.value = "";
      if (files.length > 0) {
        take(files);
      }
    },
  });
  const node = h(
    "div",
    {class: "drop"},
    icon("up"),
    h("p", {}, h("label", {for: id}, title)),
    h("p", {class: "muted small"}, text),
    input,
  );
  const over = (yes) => (event) => {
    event.preventDefault();
    node.classList.toggle("over", yes);
  };
  node.addEventListener("dragover", over(true));
  node.addEventListener("dragleave", over(false));
  node.addEventListener("drop", (event) => {
    over(false)(event);
    const files = [...event.dataTransfer.files];
    if (files.length > 0) {
      take(multiple ? files : files.slice(0, 1));
    }
  });
  return {node, focus: () => input.focus()};
}

let waiting = null;

/** A file that was dropped elsewhere, for the page of new batches; once. */
export function waitingFile() {
  const file = waiting;
  waiting = null;
  return file;
}

/** A file may be dropped on any page: it opens as a new batch. */
export function dropAnywhere() {
  const foreign = (event) => event.dataTransfer?.types.includes("Files") && !event.target.closest?.(".drop");
  const mark = (yes) => (event) => {
    if (foreign(event)) {
      event.preventDefault();
      document.body.classList.toggle("dropping", yes);
    }
  };
  document.addEventListener("dragover", mark(true));
  document.addEventListener("dragleave", mark(false));
  document.addEventListener("drop", (event) => {
    mark(false)(event);
    document.body.classList.remove("dropping");
    if (foreign(event) && event.dataTransfer.files.length > 0) {
      [waiting] = event.dataTransfer.files;
      if (location.hash === "#/new") {
        dispatchEvent(new Event("refresh-view"));
      } else {
        location.hash = "#/new";
      }
    }
  });
}
