// SPDX-License-Identifier: EUPL-1.2
// Lists beside a form that follow what is typed: by words on every keystroke, by meaning after a
// pause. The form names the address in data-hits. Without this, a button gives the same lists.
(() => {
  const form = document.querySelector("form[data-hits]");
  const place = document.getElementById("hits");
  if (!form || !place) return;
  const PAUSE = 300;
  let newest = 0;
  let waiting;

  const ask = async (how) => {
    const number = ++newest;
    const body = new FormData(form);
    body.set("how", how);
    const answer = await fetch(form.dataset.hits, { method: "POST", body });
    // A slower, older answer never replaces a newer one.
    if (answer.ok && number === newest) place.innerHTML = await answer.text();
  };

  form.addEventListener("input", () => {
    ask("words").catch(() => {});
    clearTimeout(waiting);
    waiting = setTimeout(() => ask("meaning").catch(() => {}), PAUSE);
  });
})();
