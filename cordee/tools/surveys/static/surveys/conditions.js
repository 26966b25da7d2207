// Which questions are asked, from what was answered: the same language as definition/conditions.py, held by condition_cases.json.
// No page is needed to run it: it reads a definition and answers, and touches nothing.
globalThis.conditions = (() => {
  "use strict";
  const DECIMAL = /^-?\d+(\.\d+)?$/;
  const THREE = { yes: 1, average: 0.5, no: 0 };
  const BY_MARK = new Set(["single", "level", "three"]);

  const blank = (value) => value === undefined || value === null || (typeof value === "string" ? !value.trim() : typeof value === "object" && !Object.keys(value).length);
  const decimal = (text) => (DECIMAL.test(String(text).trim()) ? Number(text) : null);

  // What counts in an answer: what was observed first, nothing when it is « sans objet » or not known.
  function value(answer) {
    if (!answer || answer.s) return undefined;
    return [answer.observed, answer.v].find((one) => !blank(one));
  }

  function size(item, found) {
    if (item.kind === "number" || item.kind === "money") return decimal(found);
    if (!BY_MARK.has(item.kind)) return null;
    if (item.kind === "three") return THREE[found] ?? null;
    return (item.options || []).find((option) => option.code === found)?.mark ?? null;
  }

  function compare(item, found, bound, least) {
    if (item.kind === "date") return least ? found >= bound : found <= bound;
    const [here, there] = [size(item, found), decimal(bound)];
    return here !== null && there !== null && (least ? here >= there : here <= there);
  }

  function told(item, found, test) {
    if ("answered" in test) return (found !== undefined) === test.answered;
    if (found === undefined) return false;
    if ("is" in test) return found === test.is;
    if ("in" in test) return typeof found === "string" && test.in.includes(found);
    if ("has" in test) return Array.isArray(found) && found.includes(test.has);
    return "at_least" in test ? compare(item, found, test.at_least, true) : compare(item, found, test.at_most, false);
  }

  // One reading of answers: what is shown is asked once. An item under evaluation counts as not answered, so that nothing turns round.
  function reader(definition, answers) {
    const places = new Map();
    for (const section of definition.sections) for (const item of section.items || []) places.set(item.code, { section, item });
    const known = new Map();

    function once(row, key, work) {
      if (!known.has(row)) known.set(row, new Map());
      const mine = known.get(row);
      if (!mine.has(key)) { mine.set(key, false); mine.set(key, work()); }
      return mine.get(key);
    }

    const sectionShown = (section) => !section.condition || once(null, section, () => holds(section.condition, null));

    function itemShown(section, item, row) {
      return sectionShown(section) && (!item.condition || once(row, item, () => holds(item.condition, row)));
    }

    function found(code, row) {
      const place = places.get(code);
      if (!place) return undefined;
      const { section, item } = place;
      if (section.repeat && !row) return undefined;
      if (!itemShown(section, item, section.repeat ? row : null)) return undefined;
      return value((section.repeat ? row : answers)[code]);
    }

    function holds(test, row) {
      if (test.all) return test.all.every((one) => holds(one, row));
      if (test.any) return test.any.some((one) => holds(one, row));
      if (test.not) return !holds(test.not, row);
      return told(places.get(test.item)?.item || {}, found(test.item, row), test);
    }

    return { holds, sectionShown, itemShown };
  }

  function shown(definition, answers) {
    const { sectionShown, itemShown } = reader(definition, answers);
    const codes = new Set();
    for (const section of definition.sections.filter(sectionShown)) {
      const told = answers[section.code]?.rows || [];
      const rows = !section.repeat ? [null] : told.length ? told : [{}];
      for (const item of section.items || []) if (rows.some((row) => itemShown(section, item, row))) codes.add(item.code);
    }
    return codes;
  }

  return { reader, shown, value, blank, decimal, holds: (test, definition, answers, row) => reader(definition, answers).holds(test, row || null) };
})();
