// A provider's key: tested for free, kept only if the user agrees.
import {fill, h, notice, uid} from "./dom.js";
import {forget, get, post, put} from "./api.js";

const RESTART = 60;

export function keyForm(status, only) {
  const providers = status.providers.filter((provider) => !only || provider.name === only);
  const provider = h(
    "select",
    {},
    providers.map(({name}) => h("option", {value: name}, name)),
  );
  const key = h("input", {
    type: "password",
    autocomplete: "off",
    spellcheck: "false",
    required: true,
    placeholder: "sk-…",
  });
  const outcome = h("p", {class: "outcome", role: "status"});
  const agree = h("input", {type: "checkbox"});
  const agreeText = uid("agree");
  const keep = h("button", {type: "button", disabled: true}, "Keep this key");
  const test = h("button", {type: "submit", class: "secondary outline"}, "Test for free");
  agree.addEventListener("change", () => (keep.disabled = !agree.checked));

  const busy = async (control, work) => {
    control.setAttribute("aria-busy", "true");
    try {
      await work();
    } catch (e) {
      outcome.className = "outcome bad";
      fill(outcome, e.message);
    } finally {
      control.removeAttribute("aria-busy");
    }
  };
  const form = h(
    "form",
    {
      class: "keyform",
      onsubmit: (event) => {
        event.preventDefault();
        busy(test, async () => {
          const answer = await post(`/providers/${encodeURIComponent(provider.value)}/test`, {
            api_key: key.value,
          });
          outcome.className = `outcome ${answer.ok ? "good" : "bad"}`;
          fill(outcome, answer.message);
        });
      },
    },
    h(
      "div",
      {class: "fields"},
      h("label", {}, "Provider", provider),
      h("label", {class: "wide"}, "Key", key),
      test,
    ),
    outcome,
    status.can_keep_keys
      ? h(
          "div",
          {},
          h(
            "label",
            {class: "check"},
            agree,
            h(
              "span",
              {id: agreeText},
              "I agree that this key is kept in the file ",
              h("code", {}, ".env"),
              " in the program's folder, readable only by my user account, and that the program restarts to use it.",
            ),
          ),
          keep,
        )
      : h(
          "p",
          {class: "muted"},
          "Keys can only be saved from the machine that the program runs on. " +
            "Put the key into .env or an environment variable there, and restart the program.",
        ),
  );
  keep.addEventListener("click", () => {
    if (!form.reportValidity()) {
      return;
    }
    busy(keep, async () => {
      const answer = await put(`/providers/${encodeURIComponent(provider.value)}/key`, {
        api_key: key.value,
        agree: true,
      });
      key.value = "";
      outcome.className = "outcome good";
      fill(outcome, answer.message);
      if (answer.restarting) {
        await restarted(status.started);
      }
    });
  });
  return form;
}

/** Waits until the program has restarted. */
async function restarted(before) {
  for (let tries = 0; tries < RESTART; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const now = await get("/status").catch(() => null);
    if (now && now.started !== before) {
      for (const path of ["/status", "/options", "/models"]) {
        forget(path);
      }
      notice("The program has restarted.");
      dispatchEvent(new Event("refresh-frame"));
      dispatchEvent(new Event("refresh-view"));
      return;
    }
  }
  throw new Error("The program did not restart. Start it with ./batch-runner.");
}
