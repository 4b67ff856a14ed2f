// SPDX-License-Identifier: EUPL-1.2
// Lay black patches over CPR numbers, passwords and secrets; gives how many.
(secret) => {
  const CPR = /(?<![0-9])(?:0[1-9]|[12][0-9]|3[01]|[67][1-9]|[789][0-9])(?:0[1-9]|1[0-2])[0-9]{2}[- ]?[0-9]{4}(?![0-9])/g;
  const boxes = [];
  const add = (rect) => { if (rect.width && rect.height) boxes.push(rect); };
  const scan = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.ELEMENT_NODE) {
        if (node.shadowRoot) scan(node.shadowRoot);
        const value = node.value;
        const hidden = node.type === 'password' || node.hasAttribute(secret);
        if (hidden || (typeof value === 'string' && value.match(CPR))) add(node.getBoundingClientRect());
        continue;
      }
      for (const found of node.data.matchAll(CPR)) {
        const range = document.createRange();
        range.setStart(node, found.index);
        range.setEnd(node, found.index + found[0].length);
        for (const rect of range.getClientRects()) add(rect);
      }
    }
  };
  scan(document.body || document.documentElement);
  const sheet = document.createElement('div');
  sheet.setAttribute('data-gearskifte-cover', '');
  sheet.setAttribute('popover', 'manual');
  sheet.style.cssText = 'position:fixed;inset:0;width:100vw;height:100vh;max-width:none;' +
    'max-height:none;margin:0;padding:0;border:0;background:none;pointer-events:none;overflow:visible';
  for (const box of boxes) {
    const patch = document.createElement('div');
    patch.style.cssText = 'position:absolute;background:#000;' +
      `left:${box.left}px;top:${box.top}px;width:${box.width}px;height:${box.height}px`;
    sheet.append(patch);
  }
  if (!boxes.length) return 0;
  document.documentElement.append(sheet);
  if (sheet.showPopover) sheet.showPopover();
  return boxes.length;
}
