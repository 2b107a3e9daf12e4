// Controls that choose a number or several models.
import {fill, h, icon} from "./dom.js";

/** The parts of a text that commas separate. */
export const list = (text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

/** A number: 1 to 8 with the slider, higher ones typed in. */
export function slider(common, at) {
  const range = h("input", {
    type: "range",
    min: 1,
    max: 8,
    step: 1,
    "aria-label": "Tasks at once, 1 to 8",
    oninput: () => (box.value = range.value),
    onchange: at.change,
  });
  const box = h("input", {
    type: "number",
    min: 1,
    max: 1000,
    step: 1,
    ...common,
    oninput: () => (range.value = Math.min(8, Number(box.value) || 1)),
  });
  return {
    control: h("div", {class: "slider"}, range, box),
    read: () => (box.value === "" ? undefined : Number(box.value)),
    write(value) {
      box.value = value ?? "";
      range.value = Math.min(8, value ?? 1);
    },
  };
}

/** A list of models, chosen one after another. */
export function modelChooser(common, at) {
  let chosen = [];
  const input = h("input", {
    ...common,
    onchange: null,
    type: "text",
    spellcheck: "false",
    list: at.modelsId,
    placeholder: "provider/model",
  });
  const bag = h("ul", {class: "bag", "aria-label": "Chosen models"});
  const draw = () =>
    fill(
      bag,
      chosen.map((model) =>
        h(
          "li",
          {class: "chip idle"},
          model,
          h(
            "button",
            {
              type: "button",
              class: "plain",
              "aria-label": `Remove ${model}`,
              onclick: () => {
                chosen = chosen.filter((each) => each !== model);
                draw();
                at.change();
                input.focus();
              },
            },
            icon("close"),
          ),
        ),
      ),
    );
  const add = () => {
    const more = list(input.value).filter((model) => !chosen.includes(model));
    input.value = "";
    if (more.length > 0) {
      chosen = [...chosen, ...more];
      draw();
      at.change();
    }
  };
  input.addEventListener("change", add);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      add();
    }
  });
  return {
    control: h(
      "div",
      {class: "chooser"},
      bag,
      h(
        "div",
        {class: "joined"},
        input,
        h(
          "button",
          {type: "button", class: "secondary outline small", onclick: add},
          icon("plus"),
          h("span", {}, "Add"),
        ),
      ),
    ),
    wide: true,
    read: () => (chosen.length === 0 ? undefined : chosen),
    write(value) {
      chosen = Array.isArray(value) ? [...value] : value ? list(String(value)) : [];
      draw();
    },
  };
}
