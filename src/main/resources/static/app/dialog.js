import {fill, h, uid} from "./dom.js";

/**
 * Asks before something happens. Escape and "Go back" do nothing.
 *
 * @param act called on "yes"; while it works the dialog stays, and shows its error
 * @returns whether it was done
 */
export function ask({title, text, body, confirm, danger = false, act = async () => {}}) {
  const titleId = uid("title");
  const textId = uid("text");
  const error = h("p", {class: "error", role: "alert", hidden: true});
  const yes = h("button", {type: "submit", class: danger ? "danger" : null}, confirm);
  const no = h("button", {type: "button", class: "secondary outline"}, "Go back");
  const form = h(
    "form",
    {},
    h("h2", {id: titleId}, title),
    h(
      "div",
      {id: textId},
      [text]
        .flat()
        .filter(Boolean)
        .map((line) => h("p", {}, line)),
    ),
    body,
    error,
    h("div", {class: "actions"}, no, yes),
  );
  const dialog = h(
    "dialog",
    {class: "ask", "aria-labelledby": titleId, "aria-describedby": textId},
    h("article", {}, form),
  );
  const before = document.activeElement;
  document.body.append(dialog);
  dialog.showModal();
  (form.querySelector("input, select, textarea") ?? yes).focus();
  return new Promise((resolve) => {
    let done = false;
    no.addEventListener("click", () => dialog.close());
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      yes.setAttribute("aria-busy", "true");
      yes.disabled = true;
      try {
        await act();
        done = true;
        dialog.close();
      } catch (e) {
        fill(error, e.message).hidden = false;
      } finally {
        yes.removeAttribute("aria-busy");
        yes.disabled = false;
      }
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before?.isConnected) {
        before.focus();
      }
      resolve(done);
    });
  });
}
