// SPDX-License-Identifier: EUPL-1.2
// Notes what a person does on a page, each act with the page as it was at that moment. What is
// written in a password field never leaves the page. `look` is snapshot.js, put in by Python.
(() => {
  if (window.gearskifteRecords) return;
  window.gearskifteRecords = true;
  const look = __LOOK__;
  const written = new WeakMap();
  let pressed = false;

  const tell = (what, element, value, secret) => {
    const seen = look({});
    let at = -1;
    const limit = seen.facts.candidates.length;
    for (let node = element; node && at < 0; node = node.parentElement) {
      const place = seen.elements.indexOf(node);
      if (place >= 0 && place < limit) at = place;
    }
    if (at < 0 || !window.gearskifteTell) return false;
    window.gearskifteTell(JSON.stringify({ what, place: at, value, secret, page: seen.facts }));
    return true;
  };
  const hidden = (field) => field.type === "password" ||
    /password|one-time-code|cc-/.test(field.autocomplete || "");
  const note = (field) => {
    if (field.type === "checkbox") return tell(field.checked ? "check" : "uncheck", field, "", false);
    if (field.type === "radio") return tell("radio", field, "", false);
    if (field.type === "file") return tell("upload", field, field.files[0] ? field.files[0].name : "", false);
    if (field.tagName === "SELECT") {
      for (const option of field.selectedOptions) tell(field.multiple ? "also" : "choose", field, option.text, false);
      return true;
    }
    if (written.get(field) === field.value) return false;
    written.set(field, field.value);
    const secret = hidden(field);
    return tell("fill", field, secret ? "" : field.value, secret);
  };
  const field = (event) => {
    const target = event.composedPath()[0];
    return target instanceof Element && target.matches("input,select,textarea") ? target : null;
  };

  addEventListener("change", (event) => {
    const target = field(event);
    if (event.isTrusted && target) note(target);
  }, true);
  addEventListener("keydown", (event) => {
    const target = field(event);
    pressed = false;
    if (event.isTrusted && event.key === "Enter" && target && target.tagName === "INPUT") {
      if (!["checkbox", "radio", "file", "submit", "button"].includes(target.type)) note(target);
    }
  }, true);
  addEventListener("click", (event) => {
    const target = event.composedPath()[0];
    if (!event.isTrusted || !(target instanceof Element)) return;
    const open = document.activeElement;
    if (open && open !== target && open.matches("input,textarea") && open.value !== open.defaultValue &&
      !["checkbox", "radio", "file"].includes(open.type)) note(open);
    const button = target.matches("input[type=submit],input[type=button],input[type=image],input[type=reset]");
    if (!button && target.closest("input,select,textarea,option,label")) return;
    pressed = tell("press", target, "", false);
  }, true);
  addEventListener("submit", (event) => {
    const target = document.activeElement;
    if (event.isTrusted && !pressed && target && target.matches("input")) tell("enter", target, "", false);
    pressed = false;
  }, true);
})()
