// SPDX-License-Identifier: EUPL-1.2
// One look at a document: every field and everything that can be pressed, with all that names it,
// and the loose texts with their places. Nothing is judged here; the rules in Python do that.
// Returns {facts, elements}: plain data, and the elements in the same order.
(options) => {
  const FIELDS = "input,select,textarea,[contenteditable=''],[contenteditable=true],[role=textbox]," +
    "[role=combobox],[role=spinbutton],[role=checkbox],[role=radio],[role=switch],[role=slider]";
  const PRESSED = "button,a,summary,area,[role=button],[role=link],[role=tab],[role=menuitem]," +
    "[role=option],[role=treeitem],[onclick]";
  const BUTTONS = new Set(["button", "submit", "reset", "image"]);
  const FLOWING = new Set(["inline", "contents"]);
  const SILENT = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "OPTION", "OPTGROUP", "HEAD"]);
  const BOUNDS = new Set(["FORM", "FIELDSET", "BODY", "MAIN", "SECTION", "ARTICLE", "DIALOG", "TABLE"]);
  const LONGEST = 300;
  const APART = 8;
  const UNIT = /^(kr\.?|dkk|eur|%|€|\$|\+\d{2}|kl\.?|[:*()/.,-]+)$/i;

  const tidy = (text) => (text || "").replace(/[\s\u00a0\u00ad\u200b]+/g, " ").trim().slice(0, LONGEST);
  const styles = new Map();
  const styleOf = (element) => {
    if (!styles.has(element)) styles.set(element, getComputedStyle(element));
    return styles.get(element);
  };
  const box = (rect) => [rect.left + scrollX, rect.top + scrollY, rect.width, rect.height].map(Math.round);
  const shown = (element) => {
    const style = styleOf(element);
    if (style.visibility !== "visible" || style.display === "none") return false;
    if (element.checkVisibility && !element.checkVisibility()) return false;
    if (element.closest("[inert]")) return false;
    const rect = element.getBoundingClientRect();
    // What was put outside the page, where nobody can scroll to it, is not shown.
    if (rect.right + scrollX <= 0 || rect.bottom + scrollY <= 0) return false;
    return rect.width > 0 && rect.height > 0;
  };
  const isField = (element) => element.matches(FIELDS) && element.type !== "hidden" &&
    !(element.tagName === "INPUT" && BUTTONS.has(element.type));
  // A file field or a styled tick box is often invisible behind what stands for it.
  const standIn = (element) => element.type === "file" || element.type === "checkbox" ||
    element.type === "radio" || element.tagName === "SELECT";

  // Every element in the order of the document, through open shadow roots.
  const all = [];
  const walk = (root) => {
    for (const element of root.children || []) {
      if (SILENT.has(element.tagName)) continue;
      all.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
      walk(element);
    }
  };
  walk(document.body || document.documentElement);

  const fields = [];
  const unseen = [];
  const presses = [];
  const seenAsPress = new Set();
  for (const element of all) {
    if (isField(element)) {
      if (shown(element) || (standIn(element) && labelShown(element))) fields.push(element);
      else if (element.id || element.name) unseen.push([element.id || "", element.getAttribute("name") || ""]);
      continue;
    }
    const button = element.tagName === "INPUT" && BUTTONS.has(element.type);
    const parent = element.parentElement;
    const pointer = styleOf(element).cursor === "pointer" && element.tagName !== "LABEL" &&
      !(parent && (styleOf(parent).cursor === "pointer"));
    if ((button || element.matches(PRESSED) || pointer) && shown(element)) {
      presses.push(element);
      seenAsPress.add(element);
    }
  }
  function labelShown(element) {
    const labels = [...(element.labels || [])];
    if (labels.some(shown)) return true;
    const parent = element.parentElement;
    return Boolean(parent && shown(parent) && element.type !== "hidden");
  }
  const fieldSet = new Set(fields);

  // Loose texts: neighbouring text nodes of one block, with the place of what is seen.
  const inPress = (node) => {
    for (let at = node; at; at = at.parentElement) {
      if (seenAsPress.has(at)) return at;
    }
    return null;
  };
  const blockOf = (element) => {
    let at = element;
    while (at.parentElement && FLOWING.has(styleOf(at).display)) at = at.parentElement;
    return at;
  };
  const texts = [];
  const gather = (root) => {
    let open = null;
    const visit = (node) => {
      if (node.nodeType === Node.TEXT_NODE) {
        const words = tidy(node.data);
        if (!words || !node.parentElement || !shown(node.parentElement)) return;
        const range = document.createRange();
        range.selectNodeContents(node);
        const rect = range.getBoundingClientRect();
        if (!rect.width || !rect.height) return;
        const block = blockOf(node.parentElement);
        const press = inPress(node.parentElement);
        const apart = open && rect.left - open.rect.right > APART && rect.top < open.rect.bottom;
        if (open && open.block === block && open.press === press && !apart) {
          const glued = !/^\s/.test(node.data) && !open.spaced;
          open.text = tidy(open.text + (glued ? "" : " ") + words);
          open.rect = union(open.rect, rect);
        } else {
          open = { text: words, rect, block, press, node, element: node.parentElement };
          texts.push(open);
        }
        open.spaced = /\s$/.test(node.data);
        return;
      }
      if (node.nodeType !== Node.ELEMENT_NODE || SILENT.has(node.tagName)) return;
      const cut = fieldSet.has(node) || seenAsPress.has(node) || node.tagName === "BR" ||
        node.tagName === "LABEL" || !FLOWING.has(styleOf(node).display);
      if (cut) open = null;
      if (node.tagName === "SELECT" || node.tagName === "TEXTAREA") return;
      if (node.shadowRoot) node.shadowRoot.childNodes.forEach(visit);
      node.childNodes.forEach(visit);
      if (cut) open = null;
    };
    visit(root);
  };
  const union = (a, b) => {
    const left = Math.min(a.left, b.left), top = Math.min(a.top, b.top);
    return new DOMRect(left, top, Math.max(a.right, b.right) - left, Math.max(a.bottom, b.bottom) - top);
  };
  gather(document.body || document.documentElement);

  const textOf = (element) => element ? tidy(element.innerText || element.textContent) : "";
  const named = (element) => {
    const ids = (element.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean);
    const root = element.getRootNode();
    const by = ids.map((id) => textOf(root.getElementById ? root.getElementById(id) : null));
    return tidy(by.join(" "));
  };
  const labelText = (label, element) => {
    const parts = [];
    const visit = (node) => {
      if (node === element || SILENT.has(node.tagName)) return;
      if (node.nodeType === Node.TEXT_NODE) parts.push(node.data);
      else if (node.nodeType === Node.ELEMENT_NODE && !fieldSet.has(node)) node.childNodes.forEach(visit);
    };
    visit(label);
    return tidy(parts.join(""));
  };
  const tied = (element) => tidy([...(element.labels || [])].map((l) => labelText(l, element)).join(" "));
  const tick = (element) => element.type === "checkbox" || element.type === "radio" ||
    ["checkbox", "radio", "switch"].includes(element.getAttribute("role"));

  // The room that a field has for itself: its ancestors that hold no other field.
  const rank = new Map(all.map((element, index) => [element, index]));
  const held = new Map();
  const holds = (element, kind, index) => {
    for (let at = element; at; at = at.parentElement) {
      if (!held.has(at)) held.set(at, { fields: 0, texts: [] });
      if (kind === "field") held.get(at).fields += 1;
      else held.get(at).texts.push(index);
    }
  };
  fields.forEach((field) => holds(field, "field", 0));
  texts.forEach((text, index) => { if (!text.press) holds(text.element, "text", index); });
  const before = (text, field) =>
    Boolean(field.compareDocumentPosition(text.node) & Node.DOCUMENT_POSITION_PRECEDING);
  const own = fields.map((field) => {
    let found = { before: [], after: [], room: null };
    for (let at = field.parentElement; at; at = at.parentElement) {
      if (held.get(at).fields > 1) break;
      const inside = held.get(at).texts;
      const ahead = inside.filter((index) => before(texts[index], field));
      const behind = inside.filter((index) => !before(texts[index], field));
      found = { before: ahead, after: behind, room: at };
      if (ahead.some((i) => !UNIT.test(texts[i].text)) || BOUNDS.has(at.tagName)) break;
    }
    return found;
  });

  const headers = new Map();
  const rowTexts = new Map();
  const headerOf = (table) => {
    if (!headers.has(table)) {
      const rows = [...table.querySelectorAll("tr,[role=row]")];
      headers.set(table, rows.find((each) => {
        const heads = each.querySelectorAll("th,[role=columnheader]");
        return heads.length > 1 && heads.length >= each.children.length - 1;
      }) || null);
    }
    return headers.get(table);
  };
  const cellOf = (element) => {
    const cell = element.closest("td,th,[role=cell],[role=gridcell]");
    const row = cell && cell.closest("tr,[role=row]");
    const table = row && row.closest("table,[role=table],[role=grid]");
    if (!table) return { column: "", row: "" };
    const header = headerOf(table);
    const place = [...row.children].slice(0, [...row.children].indexOf(cell))
      .reduce((sum, each) => sum + (each.colSpan || 1), 0);
    const head = header && header !== row ? header.children[place] : null;
    if (!rowTexts.has(row)) rowTexts.set(row, [...row.children].map((each) => [each, textOf(each)]));
    const cells = rowTexts.get(row).filter(([each, words]) => each !== cell && words);
    return { column: textOf(head), row: tidy(cells.map(([, words]) => words).join(" | ")) };
  };
  const headings = all.filter((e) => /^H[1-6]$/.test(e.tagName) || e.tagName === "LEGEND" ||
    e.tagName === "CAPTION" || e.getAttribute("role") === "heading").filter(shown);
  const sectionOf = (element) => {
    const set = element.closest("fieldset,[role=group],[role=radiogroup]");
    const legend = set && (textOf(set.querySelector("legend")) || named(set) || set.getAttribute("aria-label"));
    if (legend) return tidy(legend);
    let last = null;
    for (const heading of headings) {
      if (rank.get(heading) > rank.get(element)) break;
      last = heading;
    }
    // What lies on a tab is called by the tab, where no heading on it says more.
    const panel = element.closest("[role=tabpanel]");
    const tab = panel && !(last && panel.contains(last)) && (named(panel) || panel.getAttribute("aria-label"));
    return tidy(tab) || textOf(last);
  };

  // The dialogue that lies above the page, if there is one: the last opened of several.
  const above = all.filter((e) => (e.matches("dialog:modal,[aria-modal=true]")) && shown(e)).pop();
  const facts = (element, kind) => {
    const cell = cellOf(element);
    const style = styleOf(element);
    return {
      kind,
      tag: element.tagName.toLowerCase(),
      type: (element.getAttribute("type") || "").toLowerCase(),
      role: element.getAttribute("role") || "",
      id: element.id || "",
      name: element.getAttribute("name") || "",
      classes: [...element.classList].slice(0, 12),
      test: element.getAttribute("data-testid") || element.getAttribute("data-test") || "",
      aria: tidy(element.getAttribute("aria-label")) || named(element),
      placeholder: tidy(element.getAttribute("placeholder")),
      title: tidy(element.getAttribute("title")),
      href: element.tagName === "A" ? (element.getAttribute("href") || "").slice(0, 200) : "",
      autocomplete: element.getAttribute("autocomplete") || "",
      section: sectionOf(element),
      column: cell.column,
      row: cell.row,
      options: element.tagName === "SELECT" ? [...element.options].slice(0, 500).map((o) => tidy(o.text)) : [],
      disabled: Boolean(element.disabled) || element.getAttribute("aria-disabled") === "true",
      readonly: Boolean(element.readOnly),
      required: Boolean(element.required),
      visible: shown(element),
      box: box(element.getBoundingClientRect()),
      pointer: style.cursor === "pointer",
      front: Boolean(above && above.contains(element)),
    };
  };
  const pressText = (element) => {
    if (element.tagName === "INPUT") return tidy(element.value || element.alt);
    const words = textOf(element);
    if (words) return words;
    const image = element.querySelector("img[alt],svg title");
    return image ? tidy(image.getAttribute("alt") || image.textContent) : "";
  };

  // Of two that lie in each other and say the same, the inner one is meant.
  const said = new Map(presses.map((press) => [press, pressText(press)]));
  const outer = new Set();
  for (const press of presses) {
    for (let at = press.parentElement; at; at = at.parentElement) {
      if (said.has(at) && said.get(at) === said.get(press)) outer.add(at);
    }
  }
  const single = presses.filter((press) => !outer.has(press));

  const found = [];
  const elements = [];
  fields.forEach((field, index) => {
    const value = field.tagName === "INPUT" || field.tagName === "TEXTAREA" || field.tagName === "SELECT";
    found.push({
      ...facts(field, tick(field) ? "tick" : "field"),
      tied: tied(field),
      before: own[index].before,
      after: own[index].after,
      text: value ? "" : textOf(field),
      checked: Boolean(field.checked) || field.getAttribute("aria-checked") === "true",
    });
    elements.push(field);
  });
  single.forEach((press) => {
    found.push({ ...facts(press, "press"), tied: "", before: [], after: [], text: pressText(press), checked: false });
    elements.push(press);
  });
  const places = new Map(single.map((press, index) => [press, index]));
  const pressOf = (press) => places.get(press) ??
    Math.max(0, single.findIndex((each) => press.contains(each)));
  const owner = texts.map(() => -1);
  own.forEach((each, index) => {
    for (const text of [...each.before, ...each.after]) owner[text] = index;
  });
  // A label whose own place for a value is empty: what stands farther away is something else's.
  const emptyBeside = (element) => {
    const cell = element.closest("td,th,dt,[role=cell],[role=rowheader]");
    const next = cell && cell.nextElementSibling;
    if (!next || !next.matches("td,dd,[role=cell]")) return false;
    return !textOf(next) && !next.querySelector("input,select,textarea,img,svg,[contenteditable]");
  };
  const spoken = texts.map((text, index) => {
    const label = text.element.closest("label");
    const target = label && label.control;
    return {
      text: text.text,
      box: box(text.rect),
      owner: owner[index],
      labels: target && fieldSet.has(target) ? fields.indexOf(target) : -1,
      pressed: text.press ? fields.length + pressOf(text.press) : -1,
      heading: Boolean(text.element.closest("h1,h2,h3,h4,h5,h6,legend,caption,[role=heading]")),
      row: cellOf(text.element).row,
      section: sectionOf(text.element),
      empty: emptyBeside(text.element),
    };
  });
  texts.forEach((text) => elements.push(text.element));
  return { facts: { candidates: found, texts: spoken, title: document.title, unseen }, elements };
}
