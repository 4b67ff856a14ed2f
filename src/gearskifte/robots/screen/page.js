// SPDX-License-Identifier: EUPL-1.2
// What a page is asked besides its fields: its tables and lists, a thing by its technical name, and
// whether it shows a text. An object of functions; each call names one.
({
  text(element) {
    return (element.innerText || element.textContent || "").replace(/[\s\u00a0]+/g, " ").trim();
  },

  shown(element) {
    const rect = element.getBoundingClientRect();
    const visible = !element.checkVisibility || element.checkVisibility({ visibilityProperty: true });
    return rect.width > 0 && rect.height > 0 && visible;
  },

  // Tables with their name, headings and rows; lists as tables of one column.
  tables() {
    const named = (element) => {
      const caption = element.querySelector(":scope > caption");
      if (caption) return this.text(caption);
      if (element.getAttribute("aria-label")) return element.getAttribute("aria-label").trim();
      let last = "";
      for (const heading of document.querySelectorAll("h1,h2,h3,h4,h5,h6,legend,[role=heading]")) {
        if (heading.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) break;
        if (this.shown(heading)) last = this.text(heading);
      }
      return last;
    };
    const value = (cell) => {
      const field = cell.querySelector("input:not([type=hidden]),select,textarea");
      if (!field) return this.text(cell);
      if (field.type === "checkbox" || field.type === "radio") return field.checked ? "ja" : "nej";
      return field.tagName === "SELECT" ? this.text(field.selectedOptions[0] || field) : field.value;
    };
    const tables = [...document.querySelectorAll("table,[role=table],[role=grid]")]
      .filter((table) => this.shown(table) && !table.querySelector("table"))
      .map((table) => {
        const rows = [...table.querySelectorAll("tr,[role=row]")].filter((row) => this.shown(row));
        const isHead = (row) => row.closest("thead") ||
          row.querySelectorAll("th,[role=columnheader]").length > 1 ||
          (row.children.length === 1 && rows.length > 1 && row.querySelector("th"));
        const headed = rows.length > 0 && isHead(rows[0]);
        const columns = headed ? [...rows[0].children].map((cell) => this.text(cell)) : [];
        const body = rows.slice(headed ? 1 : 0).filter((row) => !row.closest("thead"))
          .map((row) => [...row.children].map(value));
        return { kind: "table", name: named(table), id: table.id, columns, rows: body };
      });
    const lists = [...document.querySelectorAll("ul,ol,[role=listbox],[role=menu],[role=list]")]
      .filter((list) => this.shown(list) && !list.querySelector("ul,ol"))
      .map((list) => {
        const items = [...list.children].filter((item) => this.shown(item));
        const rows = items.map((item) => [this.text(item)]);
        return { kind: "list", name: named(list), id: list.id, columns: ["tekst"], rows };
      });
    return [...tables, ...lists];
  },

  // The visible elements with this id, name, test id or class. With `within`, those in whose own
  // part of the page just these words stand: the largest part that holds no other of them.
  technical(name, within) {
    const found = [...document.querySelectorAll("*")].filter((e) =>
      (e.id === name || e.getAttribute("name") === name || e.dataset.testid === name ||
        e.classList.contains(name)) && this.shown(e));
    if (!within) return found;
    const wanted = within.replace(/\s+/g, " ").trim().toLowerCase();
    return found.filter((element) => {
      let part = element;
      while (part.parentElement && part.parentElement !== document.body &&
        found.filter((other) => part.parentElement.contains(other)).length === 1) part = part.parentElement;
      return [part, ...part.querySelectorAll("*")].some((e) => this.text(e).toLowerCase() === wanted);
    });
  },

  // Things with the same technical name as the rows of a table: the whole text, each piece of it by
  // its number, and what its pictures show.
  parts(name) {
    const rows = this.technical(name).map((element) => {
      const pieces = [];
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.data.trim() && this.shown(node.parentElement)) pieces.push(node.data.trim());
      }
      const images = [...element.querySelectorAll("img[alt]")].map((image) => image.alt).join(", ");
      return [this.text(element), images, ...pieces];
    });
    const most = Math.max(0, ...rows.map((row) => row.length - 2));
    const columns = ["tekst", "billeder", ...Array.from({ length: most }, (_, at) => String(at + 1))];
    return { kind: "parts", name, id: name, columns, rows };
  },

  says(text) {
    const tidy = (words) => words.replace(/[\s\u00a0]+/g, " ").trim().toLowerCase();
    return tidy(document.body ? document.body.innerText : "").includes(tidy(text)) ||
      [...document.querySelectorAll("input,textarea")].some((field) =>
        !["password", "hidden"].includes(field.type) && this.shown(field) && tidy(text) &&
        tidy(field.value).includes(tidy(text)));
  },
})
