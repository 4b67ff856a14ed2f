// SPDX-License-Identifier: EUPL-1.2
// One step towards a day in the calendar that is shown: turn a month, or press the day.
([year, month, day]) => {
  const MONTHS = [
    ['jan', 'januar', 'january'], ['feb', 'februar', 'february'], ['mar', 'marts', 'march'],
    ['apr', 'april'], ['maj', 'may'], ['jun', 'juni', 'june'], ['jul', 'juli', 'july'],
    ['aug', 'august'], ['sep', 'september'], ['okt', 'oct', 'oktober', 'october'],
    ['nov', 'november'], ['dec', 'december']];
  const shown = (e) => e.getBoundingClientRect().width > 0 && (!e.checkVisibility || e.checkVisibility());
  const text = (e) => (e.innerText || '').replace(/\s+/g, ' ').trim();
  // The calendar: the smallest thing shown that names one month and year and has a table of days.
  const named = (e) => {
    const words = text(e).toLowerCase().match(/[a-zæøå]+|\d+/g) || [];
    const year = words.find((word) => /^(19|20)\d\d$/.test(word));
    const month = MONTHS.findIndex((names) => words.some((word) => names.includes(word)));
    return year && month >= 0 ? [Number(year), month + 1] : null;
  };
  const tables = [...document.querySelectorAll('table,[role=grid]')].filter(shown).filter((table) =>
    [...table.querySelectorAll('td,[role=gridcell]')].filter((c) => /^\d{1,2}$/.test(text(c))).length >= 28);
  if (tables.length !== 1) return tables.length ? 'several' : 'none';
  let box = tables[0];
  while (box && !named(box)) box = box.parentElement;
  if (!box || box === document.body) return 'none';
  const [thisYear, thisMonth] = named(box);
  const steps = (year - thisYear) * 12 + (month - thisMonth);
  if (steps) {
    const marks = steps > 0 ? /^(næste|next|frem|>|»|›|▶|→)/i : /^(forrige|prev|tilbage|<|«|‹|◀|←)/i;
    const turner = [...box.querySelectorAll('a,button,[role=button],span')].filter(shown).find((e) =>
      marks.test((e.getAttribute('aria-label') || e.title || text(e)).trim()));
    if (!turner || /disabled/.test(turner.className) || turner.disabled) return 'stuck';
    turner.click();
    return 'turned';
  }
  const days = [...tables[0].querySelectorAll('td,[role=gridcell]')].filter((cell) =>
    text(cell) === String(day) && !/other-month|outside|disabled|unselectable/.test(cell.className) &&
    cell.getAttribute('aria-disabled') !== 'true');
  if (days.length !== 1) return 'unclear';
  (days[0].querySelector('a,button') || days[0]).click();
  return 'chosen';
}
